"""Both engines find the same: on random shapes and data, on our own shapes and on every fixture.

The reference is pyshacl with its known bugs mended; each is named and shown by a test at the end.
"""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyshacl.errors import ReportableRuntimeError
from rdflib import RDF, RDFS, SH, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node
from shacl_strategies import (
    CONSTRAINTS,
    EX,
    Result,
    fast,
    fast_results,
    graphs,
    literal,
    mended,
    reference_results,
    report_results,
    shapes_graphs,
    triples_of,
    usual_graph,
)
from test_engine_sparql import shape as sparql_shape
from test_shapes import FOLDER, ON_DATA, ON_ONTOLOGY, apart

from accordsgraph import loose
from accordsgraph.dataset import Dataset, canonical, to_quad
from accordsgraph.engine.shacl.lexical import Data
from accordsgraph.engine.shacl.results import validate
from accordsgraph.engine.shacl.shapes import read_shapes
from accordsgraph.namespaces import SHAPES
from accordsgraph.pipeline import close_dataset
from accordsgraph.syntax import add_all, read_rdf
from accordsgraph.validation import Loaded, validate_graph

ONE = Literal(1)


def nameless(results: set[Result]) -> set[Result]:
    """Call every longer path the same: its node has another name in each report."""
    return {(r[0], EX["a-path"] if isinstance(r[1], BNode) else r[1], *r[2:]) for r in results}


@pytest.mark.parametrize("component", CONSTRAINTS)
def test_each_component_finds_what_the_reference_finds(component: str) -> None:
    @settings(max_examples=30)
    @given(graphs(), shapes_graphs(component))
    def compare(data: Graph, shapes: Graph) -> None:
        outcome = fast(data, shapes)
        if not outcome.not_covered:
            with mended():
                expected = reference_results(data, shapes)
            assert nameless(fast_results(outcome)) == nameless(expected)

    compare()


@pytest.fixture(scope="module")
def fixtures(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Every invalid fixture in one dataset, each with its things in IRIs of its own."""
    folder = tmp_path_factory.mktemp("fixtures")
    files = []
    for number, path in enumerate(ON_DATA):
        files.append(folder / f"{path.parent.name}.ttl")
        files[-1].write_text(apart(path.read_text("utf-8"), number), "utf-8")
    return loose.load(files, [])


def compare_both(data: Graph, file: Path, dataset: Dataset) -> set[Result]:
    """Validate with both engines; give the results they agree on."""
    read = [read_rdf(file)]
    quick = validate_graph(data, read, dataset, "fast")
    slow = validate_graph(data, read, dataset, "reference")
    assert quick.announcements == ()
    assert set(quick.findings) == set(slow.findings)
    results = nameless(report_results(quick.report))
    assert results == nameless(report_results(slow.report))
    return results


def test_our_shapes_find_the_same_in_every_fixture(fixtures: Dataset) -> None:
    written = [name for name in fixtures.graphs if name not in ("derived", "inferred")]
    first = compare_both(fixtures.union(*written), FOLDER / "asserted.ttl", fixtures)
    close_dataset(fixtures)
    second = compare_both(fixtures.union(), FOLDER / "closure.ttl", fixtures)
    found = {str(result[-1]).removeprefix(SHAPES) for result in first | second}
    assert {path.parent.name for path in ON_DATA} <= found


@pytest.mark.parametrize("path", ON_ONTOLOGY, ids=[path.parent.name for path in ON_ONTOLOGY])
def test_our_shapes_find_the_same_in_every_ontology(path: Path) -> None:
    dataset = Dataset()
    dataset.add_file("ontology", read_rdf(path))
    assert compare_both(dataset.graphs["ontology"], FOLDER / "ontology.ttl", dataset)


# The same data told otherwise


def renamed(graph: Graph) -> Graph:
    """Give the blank nodes of a graph other names."""
    names: dict[Node, Node] = {}

    def rename(node: Node) -> Node:
        return names.setdefault(node, BNode()) if isinstance(node, BNode) else node

    return add_all(usual_graph(), (tuple(map(rename, triple)) for triple in graph))  # type: ignore[misc]


@settings(max_examples=60)
@given(graphs(), shapes_graphs(), st.randoms(use_true_random=False))
def test_shuffled_split_and_renamed_data_have_the_same_results(
    data: Graph, shapes: Graph, chance: Random
) -> None:
    triples = sorted(data)
    expected = [nameless(fast_results(fast(data, shapes)))]
    chance.shuffle(triples)
    read = read_shapes(triples_of(shapes))
    split = Data()
    for part in (triples[:7], triples[7:]):
        split.add(to_quad(triple, "") for triple in part)
    assert [nameless(fast_results(validate(split, read)))] == expected
    anonymous = {tuple(map(_unnamed, result)) for result in expected[0]}
    again = nameless(fast_results(fast(renamed(data), renamed(shapes))))
    assert {tuple(map(_unnamed, result)) for result in again} == anonymous


@settings(max_examples=100)
@given(graphs(), shapes_graphs())
def test_layers_of_a_dataset_have_the_results_of_their_triples(data: Graph, shapes: Graph) -> None:
    dataset, loaded = Dataset(), Loaded()
    triples = sorted(data)
    dataset.add("record", triples[:7])
    dataset.add("claims", triples[7:])
    read = read_shapes(triples_of(shapes))
    loaded.with_layers(dataset, ["record"])
    found = validate(loaded.with_layers(dataset, ["record", "claims"]), read)
    assert fast_results(found) == fast_results(fast(data, shapes))  # blank nodes by their names


@settings(max_examples=100)
@given(graphs(), graphs())
def test_a_dataset_is_written_as_rdf_canonicalization_says(one: Graph, other: Graph) -> None:
    dataset = Dataset()
    dataset.add("record", one)
    dataset.add("claims", other)
    assert dataset.n_quads() == canonical(ox.Dataset(dataset.quads()))


def _unnamed(node: object) -> object:
    return "a blank node" if isinstance(node, BNode) else node


# The bugs of the reference, by name: what the specification says, and what pyshacl finds

DATE, TIME = literal("2020-01-01", XSD.date), literal("2020-01-01T00:00:00", XSD.dateTime)
TRUE = Literal(lexical_or_value=True)
BUGS: dict[str, tuple[Node, list[tuple[URIRef, Any]], int, int]] = {
    "a date is compared with a dateTime": (DATE, [(SH.maxExclusive, TIME)], 1, 0),
    "a date is compared with a number": (DATE, [(SH.maxExclusive, Literal(1))], 1, 0),
    "a number is compared with a truth value": (Literal(1), [(SH.minInclusive, TRUE)], 1, 0),
    "IRIs are compared as strings": (EX.a, [(SH.lessThan, EX.q)], 1, 0),
    "a tagged text is compared with a plain one": (
        Literal("a", lang="en"),
        [(SH.lessThan, EX.q)],
        1,
        0,
    ),
    "times with and without zone differ by no more than a day": (
        literal("2020-02-01T00:00:00Z", XSD.dateTime),
        [(SH.minInclusive, TIME)],
        0,
        1,
    ),
    "a blank node is of any length": (BNode(), [(SH.minLength, Literal(0))], 1, 0),
    "a longer language range matches no longer tag": (
        Literal("a", lang="en-gb-oed"),
        [(SH.languageIn, [Literal("en-GB")])],
        0,
        1,
    ),
    "flags other than i and m are passed over": (
        Literal("a\nb"),
        [(SH.pattern, Literal("a.b")), (SH.flags, Literal("s"))],
        0,
        1,
    ),
    "$ matches before a line break": (Literal("a\n"), [(SH.pattern, Literal("a$"))], 1, 0),
    "every literal is of rdfs:Literal": (Literal("a"), [(SH.datatype, RDFS.Literal)], 1, 0),
    "1_000 is an integer": (literal("1_000", XSD.integer), [(SH.datatype, XSD.integer)], 1, 0),
    "inf is a double": (literal("inf", XSD.double), [(SH.datatype, XSD.double)], 1, 0),
    "1e3 is a decimal": (literal("1e3", XSD.decimal), [(SH.datatype, XSD.decimal)], 1, 0),
    "a long holds any number": (
        literal("99999999999999999999", XSD.long),
        [(SH.datatype, XSD.long)],
        1,
        0,
    ),
    "a day is a dateTime": (
        literal("2020-01-01", XSD.dateTime),
        [(SH.datatype, XSD.dateTime)],
        1,
        0,
    ),
    "a dateTimeStamp has no zone": (
        literal("2020-01-01T00:00:00", XSD.dateTimeStamp),
        [(SH.datatype, XSD.dateTimeStamp)],
        1,
        0,
    ),
    "the year 12020 is none": (literal("12020-01-01", XSD.date), [(SH.datatype, XSD.date)], 0, 1),
    "99 is a gYear": (literal("99", XSD.gYear), [(SH.datatype, XSD.gYear)], 1, 0),
}


@pytest.mark.parametrize("name", BUGS)
def test_a_known_bug_of_the_reference(name: str) -> None:
    value, said, by_specification, by_reference = BUGS[name]
    data = add_all(usual_graph(), [(EX.a, EX.p, value), (EX.a, EX.q, Literal("b"))])
    if isinstance(value, URIRef):
        data.set((EX.a, EX.q, EX.b))
    shapes = add_all(usual_graph(), [(EX.shape, SH.targetNode, EX.a), (EX.shape, SH.path, EX.p)])
    for predicate, term in said:
        node = BNode() if isinstance(term, list) else term
        if isinstance(term, list):
            Collection(shapes, node, term)
        shapes.add((EX.shape, predicate, node))
    assert len(fast(data, shapes).results) == by_specification
    assert len(reference_results(data, shapes)) == by_reference


def test_the_reference_cannot_compare_blank_nodes() -> None:
    data = add_all(usual_graph(), [(EX.a, EX.p, BNode()), (EX.a, EX.q, Literal("b"))])
    shapes = add_all(usual_graph(), [(EX.shape, SH.targetNode, EX.a), (EX.shape, SH.path, EX.p)])
    shapes.add((EX.shape, SH.lessThan, EX.q))
    assert len(fast(data, shapes).results) == 1
    with pytest.raises(ReportableRuntimeError, match="BlankNode"):
        reference_results(data, shapes)


def test_the_reference_does_not_turn_sequences_round() -> None:
    data = add_all(usual_graph(), [(EX.b, EX.q, EX.c), (EX.c, EX.p, EX.a)])
    shapes = add_all(usual_graph(), [(EX.shape, SH.targetNode, EX.a), (EX.shape, SH.minCount, ONE)])
    steps, inverse = BNode(), BNode()
    Collection(shapes, steps, [EX.q, EX.p])
    shapes.add((inverse, SH.inversePath, steps))
    shapes.add((EX.shape, SH.path, inverse))
    assert fast(data, shapes).results == []
    assert len(reference_results(data, shapes)) == 1


def test_the_reference_allows_a_closed_shape_to_be_a_resource() -> None:
    data = add_all(usual_graph(), [(EX.a, RDF.type, RDFS.Resource)])
    shapes = add_all(usual_graph(), [(EX.shape, SH.targetNode, EX.a), (EX.shape, SH.closed, TRUE)])
    assert len(fast(data, shapes).results) == 1
    assert reference_results(data, shapes) == set()


def test_the_reference_finds_a_date_earlier_than_any_text_in_a_query() -> None:
    data = add_all(usual_graph(), [(EX.a, EX.p, DATE), (EX.a, EX.q, Literal("soon"))])
    query = "SELECT $this WHERE { $this ex:p ?day ; ex:q ?text FILTER (?day < ?text) }"
    shapes = sparql_shape(query)
    assert fast(data, shapes).results == []
    assert len(reference_results(data, shapes)) == 1


def test_the_reference_gives_a_literal_as_the_path_of_a_result() -> None:
    data = add_all(usual_graph(), [(EX.a, EX.p, Literal("no path"))])
    shapes = sparql_shape("SELECT $this ?path WHERE { $this ex:p ?path }")
    shapes.add((EX.shape, SH.targetNode, EX.a))
    assert [result.path for result in fast(data, shapes).results] == [None]
    assert {result[1] for result in reference_results(data, shapes)} == {Literal("no path")}
