"""Order the triples inside EXISTS so that each begins at a node that is known.

Oxigraph orders the triples of a group without knowing what is bound around it. Inside EXISTS, which
is evaluated for each solution, that may be the whole data each time. LATERAL joins in the written
order; the triples are written in an order that starts from the variables of the outer query.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from accordsgraph.engine.select_query import Group, Query, Token

_TERMS = frozenset({"variable", "iri", "name", "string", "number"})
_ENDS = frozenset({"FILTER", "OPTIONAL", "BIND", "GRAPH", "UNION", "MINUS", "LATERAL", "SELECT"})


@dataclass(frozen=True)
class _Triple:
    """Ranges of token numbers: subject, predicate or path, object."""

    subject: range
    path: range
    value: range

    def pieces(self) -> list[int]:
        return [*self.subject, *self.path, *self.value]


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
        pieces += [*best.pieces(), "} LATERAL {" if triples else "}"]
        known |= {query.tokens[n].text[1:] for n in best.pieces() if _is_variable(query, n)}
    return pieces


def _is_variable(query: Query, number: int) -> bool:
    return query.tokens[number].kind == "variable"


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

    def is_known(number: int) -> bool:
        return tokens[number].kind == "variable" and tokens[number].text[1:] in known

    first, last = triple.subject.start, triple.value.start
    constant = (tokens[first].kind != "variable") * 3 + (tokens[last].kind != "variable")
    return 4 * (is_known(first) + is_known(last)) + constant


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
                yield _Triple(subject, path, value)
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


def _is(tokens: list[Token], number: int, stop: int, marks: str) -> bool:
    return number < stop and tokens[number].text in marks


def _term(tokens: list[Token], number: int, stop: int) -> range:
    """Read a term: a variable, an IRI, a literal with its datatype or language."""
    if number >= stop:
        raise _Unread
    token = tokens[number]
    if token.kind not in _TERMS and not token.is_word("TRUE", "FALSE"):
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
