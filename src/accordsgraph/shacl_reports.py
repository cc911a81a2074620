"""Write and read the standard report, https://www.w3.org/TR/shacl/#validation-report.

The fast engine gives results that become a report; the reference gives a report of results; either
becomes findings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeVar

from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from accordsgraph.dataset import Dataset
from accordsgraph.engine.shacl.results import Result
from accordsgraph.findings import Finding
from accordsgraph.namespaces import SHAPES
from accordsgraph.syntax import Triple, add_all, empty_graph
from accordsgraph.syntax import term as _rdflib

T = TypeVar("T")
_LEVELS = {SH.Violation: "violation", SH.Warning: "warning", SH.Info: "info"}


class Found(NamedTuple):
    """A validation result of either engine.

    ``message`` is as its author wrote it, ``bound`` what a query bound beside this, path and value.
    """

    focus: Node | None
    path: Node | None
    value: Node | None
    component: Node | None
    severity: Node | None
    shape: Node | None
    message: str
    bound: dict[str, Node]


def write_report(results: list[Result], shapes: Graph) -> Graph:
    """Write results of the fast engine as the standard report."""
    report = empty_graph()
    node = BNode()
    report.add((node, RDF.type, SH.ValidationReport))
    report.add((node, SH.conforms, Literal(not results)))
    for result in results:
        entry = BNode()
        report.add((node, SH.result, entry))
        add_all(report, _entry(entry, result, shapes))
    return report


def found_by(result: Result) -> Found:
    """Give a result of the fast engine."""
    return Found(
        _rdflib(result.focus),
        _rdflib(result.path) if result.path is not None else None,
        _rdflib(result.value) if result.value is not None else None,
        _rdflib(result.component),
        _rdflib(result.severity),
        _rdflib(result.shape),
        min(message.value for message in result.messages),
        {name: _rdflib(node) for name, node in result.solution},
    )


def _entry(entry: BNode, result: Result, shapes: Graph) -> Iterator[Triple]:
    """Give the triples of a result in the standard report."""
    yield entry, RDF.type, SH.ValidationResult
    for predicate, part in (
        (SH.focusNode, result.focus),
        (SH.resultPath, result.path),
        (SH.value, result.value),
        (SH.sourceConstraintComponent, result.component),
        (SH.resultSeverity, result.severity),
        (SH.sourceShape, result.shape),
        (SH.sourceConstraint, result.constraint),
    ):
        if part is not None:
            node = _rdflib(part)
            yield entry, predicate, node
            if predicate not in (SH.focusNode, SH.value):
                yield from _described(node, shapes, set())
    values = {name: part.value for name, part in result.solution}
    for message in result.messages:
        words = filled(message.value, values, lambda value: value or "")
        yield entry, SH.resultMessage, Literal(words, lang=message.language)


def _described(node: Node, shapes: Graph, seen: set[Node]) -> Iterator[Triple]:
    """Give what a graph of shapes says of a blank node, which has no name to look it up by."""
    if isinstance(node, BNode) and node not in seen:
        seen.add(node)
        for triple in shapes.triples((node, None, None)):
            yield triple
            yield from _described(triple[2], shapes, seen)


def read_result(report: Graph, node: Node, shapes: Graph) -> Found:
    """Read a result out of a standard report."""
    shape = report.value(node, SH.sourceShape)
    message = str(report.value(node, SH.resultMessage) or "does not satisfy its shape")
    for source in (report.value(node, SH.sourceConstraint), shape):
        written = sorted(str(text) for text in shapes.objects(source, SH.message)) if source else []
        if written:
            message = written[0]
            break
    return Found(
        report.value(node, SH.focusNode),
        report.value(node, SH.resultPath),
        report.value(node, SH.value),
        report.value(node, SH.sourceConstraintComponent),
        report.value(node, SH.resultSeverity),
        shape,
        message,
        {},
    )


def filled(message: str, values: dict[str, T], shown: Callable[[T | None], str]) -> str:
    """Put values into the places of a message, ``{?name}`` or ``{$name}``."""
    return re.sub(r"\{[?$](\w+)\}", lambda m: shown(values.get(m[1])) or m[0], message)


def as_finding(found: Found, dataset: Dataset) -> Finding:
    """Say a result for people: in labels, with the row it speaks of and what to do."""
    focus, path, value, component, severity, shape, message, bound = found
    code = str(shape).removeprefix(SHAPES) if isinstance(shape, URIRef) else ""
    if not code:
        code = str(component).rpartition("#")[2]

    def shown(node: Node | None) -> str:
        return f"“{dataset.label(node)}”" if node is not None else ""

    about = _about(message, focus, value)
    nodes = {"this": focus, "value": value, "path": path, **bound}
    text = filled(message, nodes, shown)
    if text == message and about is not None:
        text = f"{shown(about)}: {text}"
    what, _, remedy = text.partition("; ")
    return Finding(
        code,
        what,
        dataset.place(about, path, value) if about is not None else None,
        remedy,
        level=_LEVELS.get(severity, "violation") if isinstance(severity, URIRef) else "violation",
        focus=str(focus or ""),
        path=str(path or "") if isinstance(path, URIRef) else "",
        value=str(value) if value is not None else "",
    )


def _about(message: str, focus: Node | None, value: Node | None) -> Node | None:
    """Say whose row to name: the focus, unless the whole graph was the focus of a query."""
    names_focus = "{$this}" in message or "{?this}" in message
    return value if "{?value}" in message and not names_focus and value is not None else focus
