"""Find the lines of a Turtle or TriG text on which its triples stand, with rdflib's parser."""

from __future__ import annotations

from bisect import bisect_left
from contextlib import suppress
from typing import Any

from rdflib import Graph
from rdflib.plugins.parsers.notation3 import BadSyntax, RDFSink, SinkParser
from rdflib.plugins.parsers.trig import TrigSinkParser
from rdflib.term import Node

Triple = tuple[Node, Node, Node]


def triples_with_lines(text: str, is_trig: bool) -> list[tuple[Triple, int]]:
    """Give each triple of a text with the line of its object; what cannot be followed is left out.

    >>> triples_with_lines("<x:a> <x:b>\\n  1 .", False)[0][1]
    2

    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    sink = _LineSink()
    kind = _TrigLines if is_trig else _TurtleLines
    with suppress(BadSyntax, RecursionError):
        kind(sink, baseURI="file:///", turtle=True).loadBuf(text)
    newlines = [offset for offset, letter in enumerate(text) if letter == "\n"]
    return [(triple, bisect_left(newlines, offset) + 1) for triple, offset in sink.found]


class _LineSink(RDFSink):
    """Keeps (triple, offset of its object) for each statement the parser makes."""

    def __init__(self) -> None:
        super().__init__(Graph(bind_namespaces="none"))
        self.found: list[tuple[Triple, int]] = []
        self.offset = 0

    def makeStatement(self, quadruple: Any, why: Any = None) -> None:  # noqa: N802
        formula, predicate, subject, value = quadruple
        triple = tuple(self.normalise(formula, part) for part in (subject, predicate, value))
        self.found.append((triple, self.offset))  # type: ignore[arg-type]


class _Lines:
    """Tells the sink the offset of each object just before its statement is made.

    rdflib reads a whole object list and then makes its statements, so the offsets of a list are
    queued; nested lists have been used up when the outer one is. Its own line counter counts a
    line twice when it looks ahead, hence offsets.
    """

    _store: _LineSink

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._seen: list[int] = []
        self._queue: list[int] = []

    def objectList(self, argstr: str, i: int, res: list[Any]) -> int:  # noqa: N802
        outer, self._seen = self._seen, []
        end: int = super().objectList(argstr, i, res)  # type: ignore[misc]
        self._queue, self._seen = self._seen, outer
        return end

    def object(self, argstr: str, i: int, res: list[Any]) -> int:
        start: int = self.skipSpace(argstr, i)  # type: ignore[attr-defined]
        end: int = super().object(argstr, i, res)  # type: ignore[misc]
        if end >= 0:
            self._seen.append(start)
        return end

    def makeStatement(self, quadruple: Any) -> None:  # noqa: N802
        if self._queue:
            self._store.offset = self._queue.pop(0)
        super().makeStatement(quadruple)  # type: ignore[misc]


class _TurtleLines(_Lines, SinkParser):  # type: ignore[misc]
    pass


class _TrigLines(_Lines, TrigSinkParser):  # type: ignore[misc]
    pass
