"""Order the triples inside EXISTS so that each begins at a node that is known.

Oxigraph orders the triples of a group without knowing what is bound around it. Inside EXISTS, which
is evaluated for each solution, that may be the whole data each time. LATERAL joins in the written
order; the triples are written in an order that starts from the variables of the outer query.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from accordsgraph.engine.shacl.select_query import Group, Query, Token

_TERMS = frozenset({"variable", "iri", "name", "string", "number"})
_ENDS = frozenset({"FILTER", "OPTIONAL", "BIND", "GRAPH", "UNION", "MINUS", "LATERAL", "SELECT"})


@dataclass(frozen=True)
class _Triple:
    """Subject, predicate or path, object: tokens by number, or a variable of our own."""

    subject: Sequence[int | str]
    path: range
    value: Sequence[int | str]


class _Unread(Exception):
    """A block of triples has more than plain terms."""


def ordered(query: Query) -> list[int | str]:
    """Give the tokens of a query by number, and words between them, in the order to write them."""
    blocks = {
        block.start: (block, pieces)
        for group in query.groups
        if group.kind == "EXISTS"
        for block in _blocks(query, group)
        if (pieces := _pieces(query, group, block))
    }
    written: list[int | str] = []
    number = 0
    while number < len(query.tokens):
        if number in blocks:
            block, pieces = blocks[number]
            written += pieces
            number = block.stop
        else:
            written.append(number)
            number += 1
    return written


def _blocks(query: Query, group: Group) -> Iterator[range]:
    """Give the blocks of triples that stand directly in a group."""
    number = group.first + 1
    opening = {inner.first: inner.last for inner in query.groups}
    start = number
    while number <= group.last:
        token = query.tokens[number]
        ends = number == group.last or number in opening or token.is_word(*_ENDS)
        if ends:
            if start < number:
                yield range(start, number)
            number = _after(query.tokens, number, opening)
            start = number
        else:
            number += 1


def _after(tokens: list[Token], number: int, opening: dict[int, int]) -> int:
    """Give the number of the token after a group, a filter or another clause."""
    if number in opening:
        return opening[number] + 1
    if not tokens[number].is_word("FILTER", "BIND"):
        return number + 1
    while number < len(tokens) and tokens[number].text not in "({":
        number += 1
    if number in opening:
        return opening[number] + 1
    depth = 1
    while depth and number + 1 < len(tokens):
        number += 1
        depth += {"(": 1, ")": -1}.get(tokens[number].text, 0)
    return number + 1


def _pieces(query: Query, group: Group, block: range) -> list[int | str]:
    """Give the triples of a block one by one, the best known first; nothing if it has but one."""
    try:
        triples = list(_triples(query.tokens, block))
    except _Unread:
        return []
    if len(triples) < 2:
        return []
    known = _known(query, group)
    pieces: list[int | str] = ["{"]
    while triples:
        best = max(triples, key=lambda triple: _knowledge(query.tokens, triple, known))
        triples.remove(best)
        pieces += [*best.subject, *best.path, *best.value, "} LATERAL {" if triples else "}"]
        parts = (*best.subject, *best.path, *best.value)
        known |= {name for part in parts if (name := _variable(query.tokens, part))}
    return pieces


def _variable(tokens: list[Token], part: int | str) -> str:
    """Give the name of a variable, '' for any other token."""
    text = part if isinstance(part, str) else tokens[part].text
    return text[1:] if text[0] in "?$" and len(text) > 1 else ""


def _known(query: Query, group: Group) -> set[str]:
    """Give the variables that stand around a group, not those of other EXISTS."""
    exists = [g for g in query.groups if g.kind == "EXISTS"]
    others = [g for g in exists if not (g.first <= group.first and group.last <= g.last)]
    inside = {n for g in (group, *others) for n in range(g.first, g.last)}
    return {
        token.text[1:]
        for number, token in enumerate(query.tokens)
        if token.kind == "variable" and number not in inside
    }


def _knowledge(tokens: list[Token], triple: _Triple, known: set[str]) -> int:
    """Rate how few nodes a triple can match once some variables are known."""
    subject, value = (_variable(tokens, part[0]) for part in (triple.subject, triple.value))
    return 4 * ((subject in known) + (value in known)) + 3 * (not subject) + (not value)


def _triples(tokens: list[Token], block: range) -> Iterator[_Triple]:
    """Read the triples of a block; raises _Unread at a blank node or list written in place."""
    number = block.start
    while number < block.stop:
        subject = _term(tokens, number, block.stop)
        number = subject.stop
        while True:
            path = _path(tokens, number, block.stop)
            number = path.stop
            while True:
                value = _term(tokens, number, block.stop)
                yield from _steps(tokens, _Triple(subject, path, value))
                number = value.stop
                if not _is(tokens, number, block.stop, ","):
                    break
                number += 1
            while _is(tokens, number, block.stop, ";"):
                number += 1
                more = number < block.stop and not _is(tokens, number, block.stop, ".;")
                if more:
                    break
            else:
                break
        if number < block.stop:
            if not _is(tokens, number, block.stop, "."):
                raise _Unread
            number += 1


def _steps(tokens: list[Token], triple: _Triple) -> Iterator[_Triple]:
    """Give a triple step by step where its path is a sequence."""
    depth = 0
    marks = []
    for number in triple.path:
        depth += {"(": 1, ")": -1}.get(tokens[number].text, 0)
        if depth == 0 and tokens[number].text in "/|":
            marks.append(number)
    if any(tokens[number].text == "|" for number in marks):
        marks = []
    subject, start = triple.subject, triple.path.start
    for mark in marks:
        between = [f"?_j{mark}"]
        yield _Triple(subject, range(start, mark), between)
        subject, start = between, mark + 1
    yield _Triple(subject, range(start, triple.path.stop), triple.value)


def _is(tokens: list[Token], number: int, stop: int, marks: str) -> bool:
    return number < stop and tokens[number].text in marks


def _term(tokens: list[Token], number: int, stop: int) -> range:
    """Read a term: a variable, an IRI, a literal with its datatype or language."""
    if number >= stop:
        raise _Unread
    token = tokens[number]
    is_term = token.kind in _TERMS or token.is_word("TRUE", "FALSE")
    if not is_term or token.text.startswith("_:"):
        raise _Unread
    end = number + 1
    if token.kind == "string" and _is(tokens, end, stop, "^"):
        end += 3
    elif end < stop and tokens[end].kind == "language":
        end += 1
    return range(number, end)


def _path(tokens: list[Token], number: int, stop: int) -> range:
    """Read a predicate: a variable, or a property path."""
    start = number
    if number < stop and tokens[number].kind == "variable":
        return range(start, number + 1)
    while True:
        while _is(tokens, number, stop, "^!"):
            number += 1
        if _is(tokens, number, stop, "("):
            depth = 1
            while depth and number + 1 < stop:
                number += 1
                depth += {"(": 1, ")": -1}.get(tokens[number].text, 0)
        elif number >= stop or not (
            tokens[number].kind in ("iri", "name") or tokens[number].text == "a"
        ):
            raise _Unread
        number += 1
        while _is(tokens, number, stop, "*+?"):
            number += 1
        if not _is(tokens, number, stop, "/|"):
            return range(start, number)
        number += 1
