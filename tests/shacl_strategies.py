"""Random shapes over SHACL Core, random data with errors in it, and results to compare."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from random import Random
from typing import Any

import pyshacl
import pytest
from hypothesis import strategies as st
from pyshacl.constraints.core import (
    property_pair_constraints,
    string_based_constraints,
    value_range_constraints,
)
from rdflib import RDF, RDFS, SH, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from accordsgraph.dataset import to_quad
from accordsgraph.engine.shacl.lexical import Data
from accordsgraph.engine.shacl.results import Outcome, validate
from accordsgraph.engine.shacl.shapes import read_shapes
from accordsgraph.engine.shacl.triples import Triples
from accordsgraph.syntax import term as rdflib_term

EX = Namespace("http://example.org/")
Result = tuple[Node | None, ...]

THINGS: list[Node] = [EX.a, EX.b, EX.c, EX["d-1"], BNode("x"), BNode("y")]
CLASSES = [EX.A, EX.B, EX.C]
PROPERTIES = [EX.p, EX.q, EX.r]


def usual_graph() -> Graph:
    """Give a graph in the kind of store pyshacl can make a dataset of."""
    return Graph(bind_namespaces="none")


def literal(text: str, datatype: URIRef | None = None) -> Literal:
    """Give a literal in the form it is written."""
    return Literal(text, datatype=datatype, normalize=False)


TEXTS = [Literal("x"), Literal("xyz"), Literal(""), Literal("a.b"), Literal("né")]
TAGGED = [
    Literal(t, lang=tag) for t, tag in (("x", "en"), ("y", "en"), ("x", "fr"), ("x", "en-GB"))
]
INTEGERS = [literal(t, XSD.integer) for t in ("1", "2", "10", "01", "+2", "-3")]
NUMBERS = [
    *INTEGERS,
    literal("2", XSD.int),
    literal("300", XSD.byte),
    literal("1.0", XSD.decimal),
    literal("2.5", XSD.decimal),
    literal("1.0E1", XSD.double),
]
DATES = [literal(t, XSD.date) for t in ("2020-01-01", "2021-12-31", "1988-04-14")]
TIMES = [literal(t, XSD.dateTime) for t in ("2020-01-01T00:00:00", "2021-01-01T10:00:00")]
ILL_TYPED = [
    literal("one", XSD.integer),
    literal("2020-02-30", XSD.date),
    literal("1,5", XSD.decimal),
    literal("x", XSD.double),
]
OTHERS = [literal("true", XSD.boolean), literal("0", XSD.boolean), literal("x", EX.datatype)]
LITERALS: list[Node] = [*TEXTS, *TAGGED, *NUMBERS, *DATES, *TIMES, *ILL_TYPED, *OTHERS]
TERMS: list[Node] = [*THINGS, *LITERALS]
DATATYPES = [XSD.string, RDF.langString, XSD.integer, XSD.int, XSD.byte, XSD.decimal, XSD.double]
DATATYPES += [XSD.date, XSD.dateTime, XSD.boolean, EX.datatype]

triples = st.one_of(
    st.tuples(st.sampled_from(THINGS), st.just(RDF.type), st.sampled_from(CLASSES)),
    st.tuples(st.sampled_from(THINGS), st.sampled_from(PROPERTIES), st.sampled_from(TERMS)),
    st.tuples(st.sampled_from(THINGS), st.sampled_from(PROPERTIES), st.sampled_from(THINGS)),
    st.tuples(st.sampled_from(CLASSES), st.just(RDFS.subClassOf), st.sampled_from(CLASSES)),
)


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Draw a small graph in which most things have types and values."""
    graph = usual_graph()
    for triple in draw(st.lists(triples, min_size=4, max_size=25)):
        graph.add(triple)
    return graph


def crowd(seed: int, triples: int = 90) -> Graph:
    """Make a graph of more things, the same for each seed."""
    chance = Random(seed)  # noqa: S311
    things = [*THINGS, *(EX[f"t{number}"] for number in range(8))]
    graph = usual_graph()
    for _ in range(triples):
        kind = chance.random()
        if kind < 0.2:
            graph.add((chance.choice(things), RDF.type, chance.choice(CLASSES)))
        else:
            values = things if kind < 0.6 else LITERALS
            triple = chance.choice(things), chance.choice(PROPERTIES), chance.choice(values)
            graph.add(triple)
    return graph


class Shapes:
    """Draws shapes into a graph, each with a name."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.graph = usual_graph()
        self.count = 0

    def add(self, *triple: Any) -> None:
        """Say something of a shape."""
        self.graph.add(triple)

    def list_of(self, members: list[Node]) -> Node:
        """Write a list."""
        node = BNode()
        Collection(self.graph, node, members)
        return node if members else RDF.nil

    def some(self, values: list[Any], least: int = 1, most: int = 3) -> list[Any]:
        """Draw some members of a list."""
        drawn = self.draw(st.lists(st.sampled_from(values), min_size=least, max_size=most))
        return list(dict.fromkeys(drawn))

    def path(self, depth: int = 2) -> Node:
        """Draw a property path."""
        kind = self.draw(st.sampled_from(["p"] * 4 + ["^", "/", "|", "*", "+", "?"] * (depth > 0)))
        node = BNode()
        if kind == "p":
            return self.draw(st.sampled_from(PROPERTIES))
        if kind == "/":
            return self.list_of([self.path(depth - 1), self.path(depth - 1)])
        if kind == "|":
            members = self.list_of([self.path(depth - 1), self.path(depth - 1)])
            self.add(node, SH.alternativePath, members)
        else:
            kinds = {
                "^": SH.inversePath,
                "*": SH.zeroOrMorePath,
                "+": SH.oneOrMorePath,
                "?": SH.zeroOrOnePath,
            }
            self.add(node, kinds[kind], self.path(depth - 1))
        return node

    def shape(self, depth: int, kind: str = "", only: str = "") -> URIRef:
        """Draw a node shape or a property shape with one to three constraints."""
        self.count += 1
        node = EX[f"shape{self.count}"]
        kind = kind or self.draw(st.sampled_from(["node", "property"]))
        self.add(node, RDF.type, SH.NodeShape if kind == "node" else SH.PropertyShape)
        if kind == "property":
            self.add(node, SH.path, self.path())
        names = [
            *OF_ANY,
            *(OF_PROPERTIES if kind == "property" else []),
            *(OF_SHAPES * (depth > 0)),
        ]
        for name in dict.fromkeys([*([only] if only else []), *self.some(names)]):
            CONSTRAINTS[name](self, node, depth)
        if self.draw(st.integers(0, 9)) == 0:
            self.add(node, SH.deactivated, Literal(lexical_or_value=True))
        if self.draw(st.integers(0, 3)) == 0:
            self.add(node, SH.severity, self.draw(st.sampled_from([SH.Warning, SH.Info])))
        return node


def _simple(predicate: URIRef, values: list[Any]) -> Callable[[Shapes, URIRef, int], None]:
    def add(shapes: Shapes, node: URIRef, _depth: int) -> None:
        shapes.add(node, predicate, shapes.draw(st.sampled_from(values)))

    return add


def _listed(predicate: URIRef, values: list[Any]) -> Callable[[Shapes, URIRef, int], None]:
    def add(shapes: Shapes, node: URIRef, _depth: int) -> None:
        shapes.add(node, predicate, shapes.list_of(shapes.some(values, 0, 4)))

    return add


def _pattern(shapes: Shapes, node: URIRef, _depth: int) -> None:
    shapes.add(node, SH.pattern, Literal(shapes.draw(st.sampled_from(["^x", "[A-Z]", r"\d$", ""]))))
    if shapes.draw(st.booleans()):
        shapes.add(node, SH.flags, Literal("i"))


def _closed(shapes: Shapes, node: URIRef, depth: int) -> None:
    shapes.add(node, SH.closed, Literal(lexical_or_value=True))
    if shapes.draw(st.booleans()):
        ignored = shapes.some([RDF.type, *PROPERTIES])
        shapes.add(node, SH.ignoredProperties, shapes.list_of(ignored))


def _shape_of(predicate: URIRef, kind: str = "") -> Callable[[Shapes, URIRef, int], None]:
    def add(shapes: Shapes, node: URIRef, depth: int) -> None:
        shapes.add(node, predicate, shapes.shape(depth - 1, kind))

    return add


def _shapes_of(predicate: URIRef) -> Callable[[Shapes, URIRef, int], None]:
    def add(shapes: Shapes, node: URIRef, depth: int) -> None:
        number = shapes.draw(st.integers(1, 3))
        members: list[Node] = [shapes.shape(depth - 1) for _ in range(number)]
        shapes.add(node, predicate, shapes.list_of(members))

    return add


def _qualified(shapes: Shapes, node: URIRef, depth: int) -> None:
    shapes.add(node, SH.qualifiedValueShape, shapes.shape(depth - 1))
    for predicate in shapes.some([SH.qualifiedMinCount, SH.qualifiedMaxCount]):
        shapes.add(node, predicate, Literal(shapes.draw(st.integers(0, 2))))
    if shapes.draw(st.booleans()):
        shapes.add(node, SH.qualifiedValueShapesDisjoint, Literal(lexical_or_value=True))


COMPARABLE = [*NUMBERS, *DATES, *TIMES, Literal("m")]
KINDS = [SH.IRI, SH.BlankNode, SH.Literal, SH.BlankNodeOrIRI, SH.BlankNodeOrLiteral]
CONSTRAINTS: dict[str, Callable[[Shapes, URIRef, int], None]] = {
    "class": _simple(SH["class"], CLASSES),
    "datatype": _simple(SH.datatype, DATATYPES),
    "nodeKind": _simple(SH.nodeKind, [*KINDS, SH.IRIOrLiteral]),
    "minExclusive": _simple(SH.minExclusive, COMPARABLE),
    "minInclusive": _simple(SH.minInclusive, COMPARABLE),
    "maxExclusive": _simple(SH.maxExclusive, COMPARABLE),
    "maxInclusive": _simple(SH.maxInclusive, COMPARABLE),
    "minLength": _simple(SH.minLength, [Literal(n) for n in range(5)]),
    "maxLength": _simple(SH.maxLength, [Literal(n) for n in range(5)]),
    "pattern": _pattern,
    "languageIn": _listed(SH.languageIn, [Literal("en"), Literal("fr"), Literal("en-GB")]),
    "in": _listed(SH["in"], [t for t in TERMS if not isinstance(t, BNode)]),
    "hasValue": _simple(SH.hasValue, [t for t in TERMS if not isinstance(t, BNode)]),
    "equals": _simple(SH.equals, PROPERTIES),
    "disjoint": _simple(SH.disjoint, PROPERTIES),
    "closed": _closed,
    "minCount": _simple(SH.minCount, [Literal(n) for n in range(4)]),
    "maxCount": _simple(SH.maxCount, [Literal(n) for n in range(4)]),
    "uniqueLang": _simple(SH.uniqueLang, [Literal(lexical_or_value=True)]),
    "lessThan": _simple(SH.lessThan, PROPERTIES),
    "lessThanOrEquals": _simple(SH.lessThanOrEquals, PROPERTIES),
    "qualified": _qualified,
    "not": _shape_of(SH["not"]),
    "node": _shape_of(SH.node, "node"),
    "property": _shape_of(SH.property, "property"),
    "and": _shapes_of(SH["and"]),
    "or": _shapes_of(SH["or"]),
    "xone": _shapes_of(SH.xone),
}
OF_PROPERTIES = ["minCount", "maxCount", "uniqueLang", "lessThan", "lessThanOrEquals"]
OF_SHAPES = ["not", "node", "property", "property", "and", "or", "xone"]
OF_ANY = [name for name in CONSTRAINTS if name not in (*OF_PROPERTIES, *OF_SHAPES, "qualified")]


@st.composite
def shapes_graphs(draw: st.DrawFn, only: str = "") -> Graph:
    """Draw one or two shapes in force, with the shapes they refer to."""
    shapes = Shapes(draw)
    for _ in range(draw(st.integers(1, 2))):
        kind = "property" if only in (*OF_PROPERTIES, "qualified") else ""
        node = shapes.shape(2, kind, only)
        for kind in shapes.some(["class", "node", "subjects", "objects"], 1, 2):
            if kind == "class":
                shapes.add(node, SH.targetClass, draw(st.sampled_from(CLASSES)))
            elif kind == "node":
                shapes.add(node, SH.targetNode, draw(st.sampled_from([EX.a, EX.b, EX.absent])))
            elif kind == "subjects":
                shapes.add(node, SH.targetSubjectsOf, draw(st.sampled_from(PROPERTIES)))
            else:
                shapes.add(node, SH.targetObjectsOf, draw(st.sampled_from(PROPERTIES)))
    return shapes.graph


def triples_of(graph: Graph) -> Triples:
    """Give a graph of shapes as the fast engine reads it."""
    quads = (to_quad(triple, "") for triple in graph)
    return Triples((q.subject, q.predicate, q.object) for q in quads)  # type: ignore[misc]


def fast(data: Graph, shapes: Graph) -> Outcome:
    """Validate with the fast engine."""
    store = Data().add(to_quad(triple, "") for triple in data)
    return validate(store, read_shapes(triples_of(shapes)))


def fast_results(outcome: Outcome) -> set[Result]:
    """Give results of the fast engine as (focus, path, value, component, severity, shape)."""
    return {
        tuple(rdflib_term(part) if part is not None else None for part in result[:6])
        for result in outcome.results
    }


def compare(one: Node, other: Node) -> int:
    """Compare two terms as the operators of SPARQL do; TypeError when they cannot be compared."""
    (kind, value), (other_kind, other_value) = _comparable(one), _comparable(other)
    if kind != other_kind:
        raise TypeError(f"{one} and {other} cannot be compared")
    return int(value > other_value) - int(value < other_value)


def _comparable(node: Node) -> tuple[str, Any]:
    if not isinstance(node, Literal) or node.ill_typed or node.value is None:
        raise TypeError(f"{node} cannot be compared")
    if node.language:
        return f"@{node.language}", str(node)
    value = node.value
    if isinstance(value, bool):
        return "boolean", value
    if isinstance(value, int | float | Decimal):
        return "number", value
    if isinstance(value, str) and node.datatype in (None, XSD.string):
        return "string", value
    return type(value).__name__, value


def value_nodes(shapes: Any, focus: Node, path: Node, data: Graph, _depth: int = 0) -> set[Node]:
    """Give the nodes a path reaches."""
    return set(_walked(shapes.graph, {focus}, path, data, backwards=False))


def _walked(
    shapes: Graph, nodes: set[Node], path: Node, data: Graph, *, backwards: bool
) -> set[Node]:
    def walk(start: set[Node], inner: Node, *, turned: bool = False) -> set[Node]:
        return _walked(shapes, start, inner, data, backwards=backwards != turned)

    if isinstance(path, URIRef):
        if backwards:
            return {s for node in nodes for s in data.subjects(path, node)}
        return {o for node in nodes for o in data.objects(node, path)}
    steps = list(shapes.items(path))
    if steps:
        for step in reversed(steps) if backwards else steps:
            nodes = walk(nodes, step)
        return nodes
    ((predicate, inner),) = shapes.predicate_objects(path)
    if predicate == SH.inversePath:
        return walk(nodes, inner, turned=True)
    if predicate == SH.alternativePath:
        return {node for member in shapes.items(inner) for node in walk(nodes, member)}
    reached = set() if predicate == SH.oneOrMorePath else set(nodes)
    while nodes:
        found = walk(nodes, inner)
        nodes = found - reached if predicate != SH.zeroOrOnePath else set()
        reached |= found
    return reached


def _less(component: Any, values: Any, others: Any, data: Graph, focus: Node, most: int) -> Any:
    reports = []
    for value in values:
        for other in others:
            try:
                holds = compare(value, other) <= most
            except TypeError:
                holds = False
            if not holds:
                reports.append(component.make_v_result(data, focus, value_node=value))
    return bool(reports), reports


def _min_length(component: Any, rule: Literal, data: Graph, values: dict[Node, Any]) -> Any:
    reports = [
        component.make_v_result(data, focus, value_node=value)
        for focus, nodes in values.items()
        for value in nodes
        if isinstance(value, BNode) or len(str(value)) < int(rule)
    ]
    return bool(reports), reports


@contextmanager
def mended() -> Iterator[None]:
    """Mend the bugs of pyshacl that test_engine_shapes_reference_bugs names."""
    pairs = property_pair_constraints
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pyshacl.shape, "value_nodes_from_path", value_nodes)
        patch.setattr(value_range_constraints, "compare_literal", compare)
        for component, name, most in (
            (pairs.LessThanConstraintComponent, "_compare_lt", -1),
            (pairs.LessThanOrEqualsConstraintComponent, "_compare_ltoe", 0),
        ):
            patch.setattr(
                component,
                name,
                lambda self, values, others, data, focus, most=most: _less(
                    self, values, others, data, focus, most
                ),
            )
        patch.setattr(
            string_based_constraints.MinLengthConstraintComponent,
            "_evaluate_string_rule",
            _min_length,
        )
        yield


def reference_results(data: Graph, shapes: Graph) -> set[Result]:
    """Give results of pyshacl as (focus, path, value, component, severity, shape)."""
    copy = Graph()  # pyshacl writes into the graph it is given
    for triple in shapes:
        copy.add(triple)
    _, report, text = pyshacl.validate(data, shacl_graph=copy, inference="none", advanced=False)
    assert isinstance(report, Graph), text
    return report_results(report)


def report_results(report: Graph) -> set[Result]:
    """Give the results of a standard report."""
    predicates = (
        SH.focusNode,
        SH.resultPath,
        SH.value,
        SH.sourceConstraintComponent,
        SH.resultSeverity,
        SH.sourceShape,
    )
    return {
        tuple(report.value(result, predicate) for predicate in predicates)
        for result in report.objects(None, SH.result)
    }
