"""Read a SELECT query of a shape as far as SHACL needs: its words, its groups, its variables.

Pre-binding (https://www.w3.org/TR/shacl/#pre-binding) speaks of sub-queries, of AS and of three
words; running a query once for all focus nodes needs to know where ``$this`` is used. Both are
answered from the tokens and the braces, without a grammar of SPARQL.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from accordsgraph.guards import versions

PRE_BOUND = frozenset({"this", "shapesGraph", "currentShape"})
_FORBIDDEN = frozenset({"MINUS", "VALUES", "SERVICE", "FROM"})
_AGGREGATES = frozenset(
    {"GROUP", "HAVING", "COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"}
)
_TOKEN = re.compile(
    r"""
      (?P<space>[ \t\r\n]+|\#[^\r\n]*)
    | (?P<string>\"{3}(?:[^"\\]|\\.|"(?!""))*+\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*+'{3}
        |"(?:[^"\\\r\n]|\\.)*+"|'(?:[^'\\\r\n]|\\.)*+')
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*+>)
    | (?P<language>@[a-zA-Z]+(?:-[a-zA-Z0-9]+)*)
    | (?P<number>(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    | (?P<variable>[?$]\w++)
    | (?P<name>_:\w[\w-]*+|(?:[^\W\d_](?:[\w.-]*[\w-])?)?:(?:[\w:%-]|\\.|\.(?=[\w:%\\.-]))*+)
    | (?P<word>[^\W\d]\w*+)
    | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Token:
    """A piece of a query: its kind, its text, and where it begins and ends."""

    kind: str
    text: str
    start: int
    end: int

    def is_variable(self, *names: str) -> bool:
        """Tell whether it is one of some variables, written with ``?`` or ``$``."""
        return self.kind == "variable" and self.text[1:] in names

    def is_word(self, *words: str) -> bool:
        """Tell whether it is one of some words of SPARQL."""
        return self.kind == "word" and self.text.upper() in words


@dataclass(frozen=True)
class Group:
    """A pair of braces by the numbers of its tokens, and what stands before it."""

    first: int
    last: int
    kind: str


@dataclass(frozen=True)
class Level:
    """A SELECT: its projection, its WHERE and what follows that, as ranges of tokens."""

    select: int
    where: Group
    end: int


@dataclass
class Query:
    """A query as tokens with its groups, inner ones later, and its SELECTs, the outermost first."""

    text: str
    tokens: list[Token] = field(repr=False)
    groups: list[Group] = field(repr=False)
    levels: list[Level] = field(repr=False)

    def between(self, first: int, last: int) -> list[Token]:
        """Give the tokens of a range, both ends included."""
        return self.tokens[first : last + 1]

    def projection(self, level: Level) -> list[Token]:
        """Give the tokens between SELECT and WHERE."""
        tokens = self.between(level.select + 1, level.where.first - 1)
        return tokens[:-1] if tokens and tokens[-1].is_word("WHERE") else tokens

    def modifiers(self, level: Level) -> list[Token]:
        """Give the tokens after WHERE: GROUP BY, HAVING, ORDER BY, LIMIT, OFFSET."""
        return self.between(level.where.last + 1, level.end)

    def projects(self, level: Level, name: str) -> bool:
        """Tell whether a SELECT gives a variable, by name or, in the outermost, with all others."""
        projected = self.projection(level)
        if level == self.levels[0] and [token.text for token in projected] == ["*"]:
            return True
        return any(token.text[1:] == name for token in self.projected(level))

    def projected(self, level: Level) -> list[Token]:
        """Give the variables a SELECT gives as they are, not as results of expressions."""
        return [t for t in _outside_brackets(self.projection(level)) if t.kind == "variable"]

    def groups_by(self, level: Level, name: str) -> bool:
        """Tell whether a SELECT groups by a variable."""
        grouping = False
        for token in _outside_brackets(self.modifiers(level)):
            grouping = token.is_word("GROUP", "BY") or (grouping and token.kind == "variable")
            if grouping and token.is_variable(name):
                return True
        return False

    def aggregates(self, level: Level) -> bool:
        """Tell whether a SELECT counts, sums or groups."""
        return any(
            token.is_word(*_AGGREGATES)
            for token in (*self.projection(level), *self.modifiers(level))
        )


def _outside_brackets(tokens: list[Token]) -> Iterator[Token]:
    depth = 0
    for token in tokens:
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if depth == 0:
            yield token


@cache
def read_select(text: str) -> Query | None:
    """Read a SELECT query; None when its braces do not match or it selects nothing."""
    tokens = list(_tokens(text))
    groups = _groups(tokens)
    if groups is None:
        return None
    query = Query(text, tokens, groups, [])
    opening = {group.first: group for group in groups}
    for number, token in enumerate(tokens):
        if token.is_word("SELECT"):
            where = next((n for n in range(number, len(tokens)) if n in opening), None)
            if where is None:
                return None
            end = min((g.last for g in groups if g.first < number < g.last), default=len(tokens))
            query.levels.append(Level(number, opening[where], end - 1))
    return query if query.levels else None


def _tokens(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        if match.lastgroup != "space":
            yield Token(str(match.lastgroup), match[0], match.start(), match.end())


def _groups(tokens: list[Token]) -> list[Group] | None:
    """Match the braces; kind is EXISTS, GRAPH, SELECT (a sub-query) or '' for any other group."""
    waiting: list[tuple[int, str]] = []
    groups = []
    for number, token in enumerate(tokens):
        if token.kind == "mark" and token.text == "{":
            before = tokens[max(0, number - 2) : number]
            kind = ""
            if before and before[-1].is_word("EXISTS"):
                kind = "EXISTS"
            elif any(t.is_word("GRAPH") for t in before):
                kind = "GRAPH"
            elif number + 1 < len(tokens) and tokens[number + 1].is_word("SELECT"):
                kind = "SELECT"
            waiting.append((number, kind))
        elif token.kind == "mark" and token.text == "}":
            if not waiting:
                return None
            first, kind = waiting.pop()
            groups.append(Group(first, number, kind))
    return None if waiting else sorted(groups, key=lambda group: group.first)


@cache
def forbidden(text: str) -> str | None:
    """Name what pre-binding forbids in a query, as words that fit after "uses"; None if nothing.

    FROM is refused as well: it would read other data than what is validated.
    """
    return next(_forbidden(text), None)


def _forbidden(text: str) -> Iterator[str]:
    for version in versions(text):
        tokens = list(_tokens(version))
        for number, token in enumerate(tokens):
            if token.is_word(*_FORBIDDEN):
                yield token.text.upper()
            if token.is_variable(*PRE_BOUND) and number and tokens[number - 1].is_word("AS"):
                yield f"AS {token.text}"
        query = read_select(version)
        for level in query.levels[1:] if query else ():
            if not query or not query.projects(level, "this"):
                yield "a sub-query without $this"
