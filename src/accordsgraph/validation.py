"""Validate against shapes (SHACL, https://www.w3.org/TR/shacl/) and turn results into findings.

Two phases: what people wrote, before anything is inferred (a reasoner would hide a mistyped thing
by typing it); then the closure. SHACL follows rdfs:subClassOf by itself, so nothing is inferred
inside the validator.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pyshacl
from pyshacl.constraints.constraint_component import ConstraintComponent
from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.term import Node

from accordsgraph.dataset import Dataset
from accordsgraph.errors import Place, Problem, SourceError
from accordsgraph.findings import Finding
from accordsgraph.guards import asks_service
from accordsgraph.namespaces import SHAPES
from accordsgraph.syntax import RdfFile, add_all, empty_graph

_LEVELS = {SH.Violation: "violation", SH.Warning: "warning", SH.Info: "info"}
_FORBIDDEN = re.compile(r"\b(VALUES|MINUS|SERVICE|FROM)\b", re.IGNORECASE)
_NOT_CODE = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|<[^<>\s]*>|#[^\n]*|[?$:]\w+")


@dataclass(frozen=True)
class Validation:
    """The findings of one or more runs and the standard report that holds them."""

    findings: tuple[Finding, ...]
    report: Graph

    def __add__(self, other: Validation) -> Validation:
        """Join two runs into one report: it conforms when both do."""
        report = add_all(add_all(empty_graph(), self.report), other.report)
        both = list(report.subjects(RDF.type, SH.ValidationReport))
        if len(both) == 2:
            for result in list(report.objects(both[1], SH.result)):
                report.add((both[0], SH.result, result))
            conforms = all(
                (node, SH.conforms, Literal(lexical_or_value=True)) in report for node in both
            )
            report.remove((both[1], None, None))
            report.set((both[0], SH.conforms, Literal(conforms)))
        return Validation(self.findings + other.findings, report)


def validate_graph(data: Graph, shapes: list[RdfFile], dataset: Dataset) -> Validation:
    """Validate a graph against shapes; ``dataset`` supplies labels and places.

    Raises:
        SourceError: a shape is not well-formed or uses what SHACL-SPARQL forbids.

    """
    if not shapes:
        return Validation((), empty_graph())
    shapes_graph = empty_graph()
    for file in shapes:
        _check_queries(file)
        if not any(str(predicate).startswith(str(SH)) for (_, predicate, _), _ in file.quads):
            fix = "name a file of SHACL shapes"
            problem = Problem("shape-none", "this file holds no shape", Place(str(file.path)), fix)
            raise SourceError(problem)
        add_all(shapes_graph, (triple for triple, _ in file.quads))
    try:
        _, report, _ = pyshacl.validate(
            _for_pyshacl(data),
            shacl_graph=_for_pyshacl(shapes_graph),
            inference="none",
            advanced=False,
            meta_shacl=False,
        )
    except Exception as error:  # pyshacl raises bare exceptions of its parsers
        raise _unusable(shapes, str(error) or type(error).__name__) from error
    if not isinstance(report, Graph):
        raise _unusable(shapes, str(report))
    findings = [
        _finding(report, result, shapes_graph, dataset)
        for result in report.objects(None, SH.result)
    ]
    return Validation(tuple(findings), report)


def _for_pyshacl(graph: Graph) -> Graph:
    """Copy a graph into the kind of store pyshacl can make a dataset of."""
    return add_all(Graph(bind_namespaces="none"), graph)


def _unusable(shapes: list[RdfFile], reason: str) -> SourceError:
    """Say that a shape cannot be used, and where it stands if the reason names it."""
    named = {str(SH[name]) for name in re.findall(r"\bsh:(\w+)", reason)}
    queries = {str(SH.select), str(SH.ask)}
    places = [
        file.place(*triple)
        for wanted in (named, queries)
        for file in shapes
        for triple, _ in file.quads
        if str(triple[0]) in reason or str(triple[1]) in wanted
    ]
    place = next(iter(places), Place(str(shapes[0].path)))
    message = f"a shape cannot be used: {reason.strip().splitlines()[0]}"
    return SourceError(Problem("shape", message, place, "correct it"))


def _check_queries(file: RdfFile) -> None:
    """Refuse what pre-binding forbids (https://www.w3.org/TR/shacl/#pre-binding), and FROM."""
    for (subject, predicate, value), _ in file.quads:
        if predicate in (SH.select, SH.ask):
            found = _FORBIDDEN.search(_NOT_CODE.sub(" ", str(value)))
            word = found[0].upper() if found else ""
            if asks_service(str(value)) is not None:
                word = "SERVICE"
            if word:
                raise SourceError(
                    Problem(
                        "shape-query",
                        f"a query of a shape uses {word}, which SHACL-SPARQL forbids",
                        file.place(subject, predicate, value),
                        "use FILTER, FILTER NOT EXISTS or IN instead; nothing is fetched",
                    )
                )


def _finding(report: Graph, result: Node, shapes: Graph, dataset: Dataset) -> Finding:
    focus = report.value(result, SH.focusNode)
    path = report.value(result, SH.resultPath)
    value = report.value(result, SH.value)
    shape = report.value(result, SH.sourceShape)
    severity = report.value(result, SH.resultSeverity)
    code = str(shape).removeprefix(SHAPES) if isinstance(shape, URIRef) else ""
    if not code:
        code = str(report.value(result, SH.sourceConstraintComponent)).rpartition("#")[2]
    message = _message(report, result, shape, shapes)

    def shown(node: Node | None) -> str:
        return f"“{dataset.label(node)}”" if node is not None else ""

    about = _about(message, focus, value)
    text = _filled(message, {"this": focus, "value": value, "path": path}, shown)
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


def _message(report: Graph, result: Node, shape: Node | None, shapes: Graph) -> str:
    """Give the message as the shape's author wrote it, else as the validator words it."""
    constraint = report.value(result, SH.sourceConstraint)
    for source in (constraint, shape):
        written = sorted(str(text) for text in shapes.objects(source, SH.message)) if source else []
        if written:
            return written[0]
    return str(report.value(result, SH.resultMessage) or "does not satisfy its shape")


def _filled(
    message: str, values: dict[str, Node | None], shown: Callable[[Node | None], str]
) -> str:
    return re.sub(r"\{[?$](\w+)\}", lambda m: shown(values.get(m[1])) or m[0], message)


def _worded(_: object, message: str, bound: Any) -> str:
    """Put the values of a solution into a message."""
    *fixed, named = bound if isinstance(bound, tuple) and len(bound) == 4 else (bound or {},)
    values = {**named, **dict(zip(("this", "path", "value"), fixed, strict=False))}
    for name, value in values.items():
        if value is not None:
            message = message.replace(f"{{?{name}}}", str(value))
            message = message.replace(f"{{${name}}}", str(value))
    return message


logging.getLogger("pyshacl-validate").addFilter(lambda _: False)  # it logs what it raises
# pyshacl's own takes the values for templates of a regex: a backslash in one ends the run
ConstraintComponent._format_sparql_based_result_message = _worded  # type: ignore[method-assign]
