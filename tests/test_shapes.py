"""Each shape is proven by a fixture that breaks it and only it; a valid graph breaks none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import ROOT
from rdflib import RDF, SH, Graph, URIRef

from accordsgraph import loose
from accordsgraph.dataset import Dataset
from accordsgraph.engine import Engine
from accordsgraph.findings import Finding
from accordsgraph.formats import RDF_FORMATS
from accordsgraph.namespaces import MINTED_TYPES, SHAPES, THING_CLASSES
from accordsgraph.syntax import add_all, empty_graph, parse_rdf, read_rdf
from accordsgraph.validation import validate_graph

FIXTURES = ROOT / "tests" / "invalid"
FOLDER = ROOT / "ontology" / "shapes"
ON_DATA = sorted(FIXTURES.glob("*/data.ttl"))
ON_ONTOLOGY = sorted(FIXTURES.glob("*/ontology.ttl"))
LEVELS = {SH.Violation: "violation", SH.Warning: "warning", SH.Info: "info", None: "violation"}


def shapes(*names: str) -> Graph:
    """Read files of shapes into one graph."""
    graph = Graph()
    for name in names:
        for triple, _ in read_rdf(FOLDER / f"{name}.ttl").quads:
            graph.add(triple)
    return graph


def codes(graph: Graph) -> dict[str, str]:
    """Give the level of each shape that has a message, its own or its query's, by code."""
    shapes = {*graph.subjects(SH.message), *graph.subjects(SH.sparql)}
    return {
        str(shape).removeprefix(SHAPES): LEVELS[graph.value(shape, SH.severity)]  # type: ignore[index]
        for shape in shapes
        if isinstance(shape, URIRef)
    }


def check(path: Path) -> tuple[Finding, ...]:
    """Validate a file in both phases."""
    return loose.check([path], [], [], lambda step: None).findings


def check_ontology(path: Path) -> tuple[Finding, ...]:
    """Validate an ontology against the shapes on ontologies."""
    dataset = Dataset()
    dataset.add_file("ontology", read_rdf(path))
    graph = dataset.graphs["ontology"]
    return validate_graph(graph, [read_rdf(FOLDER / "ontology.ttl")], dataset).findings


def test_every_shape_has_a_fixture_and_every_fixture_a_shape() -> None:
    assert set(codes(shapes("asserted", "closure"))) == {path.parent.name for path in ON_DATA}
    assert set(codes(shapes("ontology"))) == {path.parent.name for path in ON_ONTOLOGY}


def test_every_message_says_what_is_wrong_and_what_to_do() -> None:
    graph = shapes("asserted", "closure", "ontology")
    for shape, message in graph.subject_objects(SH.message):
        wrong, separator, remedy = str(message).partition("; ")
        assert wrong, shape
        assert separator, shape
        assert remedy, shape


def test_every_result_names_its_shape_by_code() -> None:
    graph = shapes("asserted", "closure", "ontology")
    for kind in (SH.NodeShape, SH.PropertyShape):
        for shape in graph.subjects(RDF.type, kind):
            assert isinstance(shape, URIRef)
            assert str(shape).startswith(SHAPES)


def test_a_valid_graph_has_no_finding() -> None:
    assert () == check(FIXTURES / "valid.ttl")


def test_a_valid_ontology_has_no_finding() -> None:
    assert () == check_ontology(FIXTURES / "valid-ontology.ttl")


@pytest.mark.parametrize("engine", ["fast", "reference"])
@pytest.mark.parametrize(
    "declared",
    [
        "rdfs:subPropertyOf ag:subEventOf",  # no kind of property is named
        "a rdf:Property ; rdfs:range ag:Event",
        "rdfs:subPropertyOf [ rdfs:subPropertyOf ag:subEventOf ]",
    ],
)
def test_properties_of_others_point_to_things_of_their_class_too(
    declared: str, engine: Engine
) -> None:
    valid = (FIXTURES / "valid.ttl").read_text("utf-8")
    prefix = "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."
    path = "https://example.org/within"
    said = f"<{path}> {declared} . event:lake-war <{path}> place:lake-town ."
    data = parse_rdf(f"{prefix}\n{valid}\n{said}".encode(), RDF_FORMATS["turtle"], Path("v.ttl"))
    ours = [read_rdf(ROOT / "ontology" / f"{name}.ttl") for name in ("accords", "vocabulary")]
    graph = add_all(empty_graph(), (t for file in (data, *ours) for t, _ in file.quads))
    shape = Graph().parse(FOLDER / "asserted.ttl")
    for other in set(shape.subjects(SH.targetNode)) - {URIRef(SHAPES + "AG-S80")}:
        shape.remove((other, SH.targetNode, None))
    only = parse_rdf(shape.serialize().encode(), RDF_FORMATS["turtle"], Path("s.ttl"))
    found = validate_graph(graph, [only], Dataset(), engine).findings
    assert [("AG-S80", path)] == [(f.id, f.path) for f in found]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Finding]]:
    """The findings of every fixture by its code.

    All are validated in one run, each with its things in IRIs of its own, because a run costs
    three seconds whatever it validates.
    """
    folder = tmp_path_factory.mktemp("fixtures")
    files = []
    for number, path in enumerate(ON_DATA):
        files.append(folder / f"{path.parent.name}.ttl")
        files[-1].write_text(apart(path.read_text("utf-8"), number), "utf-8")
    findings: dict[str, list[Finding]] = {path.stem: [] for path in files}
    for finding in loose.check(files, [], [], lambda step: None).findings:
        assert finding.place is not None, finding
        findings[Path(finding.place.file).stem].append(finding)
    return findings


def apart(text: str, number: int) -> str:
    """Give the things of a fixture keys, and Wikidata items, that no other fixture has."""
    for kind in (*THING_CLASSES, *MINTED_TYPES):
        if kind not in ("topic", "kind", "attitude"):
            text = text.replace(f"/id/{kind}/>", f"/id/{kind}/n{number}->")
    return re.sub(r"(wd:Q|entity/Q)(?=\d)", rf"\g<1>9{number:02}", text)


@pytest.mark.parametrize("code", [path.parent.name for path in ON_DATA])
def test_a_fixture_breaks_its_shape_and_only_it(found: dict[str, list[Finding]], code: str) -> None:
    # the reasoner may see a mistyped thing as well: that is no shape
    findings = [finding for finding in found[code] if finding.id != "inconsistent"]
    assert {code} == {finding.id for finding in findings}
    assert {codes(shapes("asserted", "closure"))[code]} == {finding.level for finding in findings}
    for finding in findings:
        assert finding.message
        assert finding.fix
        assert "{" not in finding.message
        assert finding.place is not None
        assert finding.place.line > 0


@pytest.mark.parametrize("path", ON_ONTOLOGY, ids=[path.parent.name for path in ON_ONTOLOGY])
def test_an_ontology_fixture_breaks_its_shape_and_only_it(path: Path) -> None:
    findings = check_ontology(path)
    assert {path.parent.name} == {finding.id for finding in findings}
    assert all(finding.place and finding.place.line for finding in findings)


def test_our_own_ontology_satisfies_the_shapes_on_ontologies() -> None:
    assert () == check_ontology(ROOT / "ontology" / "accords.ttl")
