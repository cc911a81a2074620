"""Validate against shapes (SHACL, https://www.w3.org/TR/shacl/) and turn results into findings.

Two phases: what people wrote, before anything is inferred (a reasoner would hide a mistyped thing
by typing it); then the closure. SHACL follows rdfs:subClassOf by itself, so nothing is inferred
inside the validator.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox
from rdflib import OWL, RDF, RDFS, SH, Graph, Literal
from rdflib.term import Node

from accordsgraph.dataset import Dataset, oxigraph, to_quad
from accordsgraph.engine import Engine
from accordsgraph.engine.shacl.lexical import Data
from accordsgraph.engine.shacl.results import NotCovered, validate
from accordsgraph.engine.shacl.select_query import forbidden
from accordsgraph.engine.shacl.shapes import TARGETS, read_shapes
from accordsgraph.engine.shacl.triples import ShapeError, Triples
from accordsgraph.errors import Place, Problem, SourceError
from accordsgraph.findings import Finding
from accordsgraph.guards import asks_service
from accordsgraph.namespaces import SHAPES
from accordsgraph.shacl_reports import Found, as_finding, found_by, read_result, write_report
from accordsgraph.syntax import RdfFile, Triple, add_all, empty_graph
from accordsgraph.syntax import term as _rdflib


@dataclass(frozen=True)
class Validation:
    """The findings of one or more runs and the standard report that holds them.

    ``announcements`` are sentences about shapes that the fast engine left to the reference.
    """

    findings: tuple[Finding, ...]
    report: Graph
    announcements: tuple[str, ...] = ()

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
        announcements = tuple(dict.fromkeys((*self.announcements, *other.announcements)))
        return Validation(self.findings + other.findings, report, announcements)


@dataclass
class Loaded:
    """A store that holds some layers of a dataset already, so that they are loaded once."""

    data: Data = field(default_factory=Data)
    layers: set[str] = field(default_factory=set)

    def with_layers(self, dataset: Dataset, layers: Iterable[str]) -> Data:
        """Give the store with the triples of some layers added."""
        missing = [name for name in layers if name not in self.layers]
        self.layers.update(missing)
        lines, others = [], []
        for triple in dataset.triples(*missing) if missing else ():
            subject, value = dataset.term(triple[0]), dataset.term(triple[2])
            if self.data.keeps_form_of(subject) and self.data.keeps_form_of(value):
                lines.append(dataset.written(triple))
            else:
                others.append(dataset.quad(triple))
        return self.data.load(lines).add(others)


def validate_layers(
    dataset: Dataset,
    layers: Sequence[str],
    shapes: list[RdfFile],
    engine: Engine = "fast",
    loaded: Loaded | None = None,
) -> Validation:
    """Validate the union of some layers of a dataset, as :func:`validate_graph` does a graph.

    ``loaded`` is filled with the layers that it lacks; one that holds others cannot be used.
    """
    store = loaded or Loaded()
    return _validate(
        lambda: dataset.union(*layers),
        lambda: store.with_layers(dataset, layers),
        shapes,
        dataset,
        engine,
    )


def validate_graph(
    data: Graph, shapes: list[RdfFile], dataset: Dataset, engine: Engine = "fast"
) -> Validation:
    """Validate a graph against shapes; ``dataset`` supplies labels and places.

    The fast engine leaves a shape it does not cover to the reference engine and announces it.

    Raises:
        SourceError: a shape is not well-formed or uses what SHACL-SPARQL forbids.

    """

    def store() -> Data:
        return Data().add(to_quad(triple, "") for triple in data)

    return _validate(lambda: data, store, shapes, dataset, engine)


def _validate(
    graph: Callable[[], Graph],
    store: Callable[[], Data],
    shapes: list[RdfFile],
    dataset: Dataset,
    engine: Engine,
) -> Validation:
    """Validate data that is at hand in the form each engine needs."""
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
    if engine == "reference":
        return _reference(graph(), shapes_graph, shapes, dataset)
    try:
        outcome = validate(store(), read_shapes(Triples(map(_oxigraph, shapes_graph))))
    except ShapeError as error:
        place = _place(shapes, error)
        message = f"a shape cannot be used: {error.reason}"
        raise SourceError(Problem("shape", message, place, "correct it")) from error
    report = write_report(outcome.results, shapes_graph)
    fast = _with_findings(map(found_by, outcome.results), report, dataset)
    if not outcome.not_covered:
        return fast
    only = _with_targets_of({_rdflib(left.shape) for left in outcome.not_covered}, shapes_graph)
    announced = Validation((), empty_graph(), tuple(map(_announcement, outcome.not_covered)))
    return fast + _reference(graph(), only, shapes, dataset) + announced


def _oxigraph(triple: Triple) -> tuple[Any, Any, Any]:
    subject, predicate, value = map(oxigraph, triple)
    return subject, predicate, value


def _place(shapes: list[RdfFile], error: ShapeError) -> Place:
    """Say where the node of a shape that cannot be used is written."""
    subject = _rdflib(error.node)
    predicates = [SH[error.predicate]] if error.predicate else []
    for wanted in (predicates, None):
        for file in shapes:
            for triple, _ in file.quads:
                if triple[0] == subject and (wanted is None or triple[1] in wanted):
                    return file.place(*triple)
    return Place(str(shapes[0].path))


def _announcement(left: NotCovered) -> str:
    name = "a shape without a name"
    if isinstance(left.shape, ox.NamedNode):
        name = left.shape.value.removeprefix(SHAPES)
    return f"{name} {left.reason}; the fast engine does not cover that: pyshacl validated it"


def _with_targets_of(wanted: set[Node], shapes: Graph) -> Graph:
    """Give a graph of shapes in which only the wanted ones are in force."""
    targets = {SH[name] for name in TARGETS}
    classes = {RDFS.Class, OWL.Class, *shapes.subjects(RDFS.subClassOf, RDFS.Class)}
    return add_all(
        empty_graph(),
        (
            (subject, predicate, value)
            for subject, predicate, value in shapes
            if subject in wanted
            or not (predicate in targets or (predicate == RDF.type and value in classes))
        ),
    )


def _reference(
    data: Graph, shapes_graph: Graph, shapes: list[RdfFile], dataset: Dataset
) -> Validation:
    """Validate with pyshacl."""
    import pyshacl  # 300 ms, and mostly not needed
    from pyshacl.constraints.constraint_component import ConstraintComponent

    logging.getLogger("pyshacl-validate").addFilter(_silent)  # it logs what it raises
    # pyshacl's own takes values for templates of a regex: a backslash in one ends the run
    ConstraintComponent._format_sparql_based_result_message = _worded  # type: ignore[method-assign]
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
    nodes = report.objects(None, SH.result)
    found = (read_result(report, node, shapes_graph) for node in nodes)
    return _with_findings(found, report, dataset)


def _with_findings(found: Iterable[Found], report: Graph, dataset: Dataset) -> Validation:
    return Validation(tuple(as_finding(one, dataset) for one in found), report)


def _silent(_record: object) -> bool:
    return False


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
            text = str(value)
            word = "SERVICE" if asks_service(text) is not None else forbidden(text)
            if word:
                raise SourceError(
                    Problem(
                        "shape-query",
                        f"a query of a shape uses {word}, which SHACL-SPARQL forbids",
                        file.place(subject, predicate, value),
                        "use FILTER, FILTER NOT EXISTS or IN instead; nothing is fetched",
                    )
                )


def _worded(_: object, message: str, bound: Any) -> str:
    """Put the values of a solution into a message."""
    *fixed, named = bound if isinstance(bound, tuple) and len(bound) == 4 else (bound or {},)
    values = {**named, **dict(zip(("this", "path", "value"), fixed, strict=False))}
    for name, value in values.items():
        if value is not None:
            message = message.replace(f"{{?{name}}}", str(value))
            message = message.replace(f"{{${name}}}", str(value))
    return message
