"""Validate against shapes (SHACL, https://www.w3.org/TR/shacl/) and turn results into findings.

Two phases: what people wrote, before anything is inferred (a reasoner would hide a mistyped thing
by typing it); then the closure. SHACL follows rdfs:subClassOf by itself, so nothing is inferred
inside the validator.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pyshacl
from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.term import Node

from accordsgraph.dataset import Dataset
from accordsgraph.errors import Problem, SourceError
from accordsgraph.findings import Finding
from accordsgraph.namespaces import SHAPES
from accordsgraph.syntax import RdfFile, add_all, empty_graph

_LEVELS = {SH.Violation: "violation", SH.Warning: "warning", SH.Info: "info"}
_FORBIDDEN = re.compile(r"\b(VALUES|MINUS|SERVICE)\b", re.IGNORECASE)
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
        add_all(shapes_graph, (triple for triple, _ in file.quads))
    try:
        _, report, _ = pyshacl.validate(
            data, shacl_graph=shapes_graph, inference="none", advanced=False, meta_shacl=False
        )
    except Exception as error:  # pyshacl raises bare exceptions of its parsers
        names = ", ".join(str(file.path) for file in shapes)
        message = f"a shape cannot be used: {str(error).splitlines()[0]}"
        raise SourceError(
            Problem("shape", message, None, f"correct it; read were {names}")
        ) from error
    if not isinstance(report, Graph):
        message = f"the shapes cannot be used: {str(report).splitlines()[0]}"
        raise SourceError(Problem("shape", message, None, "correct the shapes"))
    findings = [
        _finding(report, result, shapes_graph, dataset)
        for result in report.objects(None, SH.result)
    ]
    return Validation(tuple(findings), report)


def _check_queries(file: RdfFile) -> None:
    """Refuse what pre-binding forbids (https://www.w3.org/TR/shacl/#pre-binding)."""
    for (subject, predicate, value), _ in file.quads:
        if predicate in (SH.select, SH.ask):
            found = _FORBIDDEN.search(_NOT_CODE.sub(" ", str(value)))
            if found:
                raise SourceError(
                    Problem(
                        "shape-query",
                        f"a query of a shape uses {found[0].upper()}, which SHACL-SPARQL forbids",
                        file.place(subject, predicate, value),
                        "use FILTER, FILTER NOT EXISTS or IN instead",
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
