"""An export has the same bytes each time and, read back, says the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from conftest import Run
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Dataset as RdflibDataset
from rdflib import Graph, Literal, URIRef

from accordsgraph import exporting
from accordsgraph.errors import AccordsError
from accordsgraph.formats import RDF_FORMATS
from accordsgraph.namespaces import Names
from accordsgraph.pipeline import BuildReport
from accordsgraph.syntax import parse_rdf, read_rdf

NAMES = Names()
RDFLIB = {"turtle": "turtle", "n-triples": "nt", "rdf-xml": "xml"}
OXIGRAPH = {
    "turtle": ox.RdfFormat.TURTLE,
    "n-triples": ox.RdfFormat.N_TRIPLES,
    "n-quads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "rdf-xml": ox.RdfFormat.RDF_XML,
    "json-ld": ox.RdfFormat.JSON_LD,
}
GENEVA = URIRef("https://w3id.org/accordsgraph/id/accord/geneva-1988")
GUARANTEES = URIRef("https://w3id.org/accordsgraph/id/instrument/geneva-1988-guarantees")


@pytest.fixture(scope="session")
def quads(geneva: BuildReport) -> exporting.Quads:
    """The built Geneva dataset."""
    assert geneva.built is not None
    return read_rdf(geneva.built.path).quads


def canonical(text: str, fmt: str) -> list[str]:
    """Read an export with Oxigraph; sorted quads with canonical blank nodes, in one form."""
    dataset = ox.Dataset(ox.parse(text.encode(), format=OXIGRAPH[fmt], base_iri="file:///"))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(str(quad) for quad in dataset)


def source(quads: exporting.Quads, fmt: str) -> list[str]:
    """Give the quads as the format can hold them, in the form of :func:`canonical`."""
    kept = quads if exporting.holds_graphs(fmt) else [(triple, "") for triple, _ in quads]
    return canonical(exporting.export(list(set(kept)), "n-quads", NAMES), "n-quads")


@pytest.fixture(scope="session")
def framed(quads: exporting.Quads) -> dict[str, Any]:
    """The framed documents by id."""
    return {document["id"]: document for document in exporting.frame(quads, NAMES)}


@pytest.mark.parametrize("fmt", RDF_FORMATS)
def test_oxigraph_reads_the_whole_dataset_back(quads: exporting.Quads, fmt: str) -> None:
    assert source(quads, fmt) == canonical(exporting.export(quads, fmt, NAMES), fmt)


@pytest.mark.parametrize("fmt", RDFLIB)
def test_rdflib_reads_the_union_back(quads: exporting.Quads, fmt: str) -> None:
    read = RdflibDataset()
    read.parse(data=exporting.export(quads, fmt, NAMES), format=RDFLIB[fmt])
    assert source(quads, fmt) == by_rdflib(read)


@pytest.mark.parametrize("fmt", ["json-ld", "trig", "n-quads"])
def test_rdflib_reads_every_named_graph_back(quads: exporting.Quads, fmt: str) -> None:
    read = RdflibDataset()
    read.parse(data=exporting.export(quads, fmt, NAMES), format=fmt.replace("n-quads", "nquads"))
    assert source(quads, fmt) == by_rdflib(read)


def by_rdflib(read: RdflibDataset) -> list[str]:
    """Give what rdflib has read in the form of :func:`canonical`."""
    default = str(read.default_graph.identifier)
    named = [((s, p, o), str(g) if g and str(g) != default else "") for s, p, o, g in read.quads()]
    return canonical(exporting.export(named, "n-quads", NAMES), "n-quads")


@pytest.mark.parametrize("fmt", RDF_FORMATS)
def test_order_of_the_quads_does_not_matter(quads: exporting.Quads, fmt: str) -> None:
    some = exporting.neighbourhood(quads, GUARANTEES)
    assert exporting.export(some, fmt, NAMES) == exporting.export(some[::-1], fmt, NAMES)


@pytest.mark.parametrize("fmt", RDF_FORMATS)
def test_two_processes_write_the_same_bytes(run: Run, tmp_path: Path, fmt: str) -> None:
    data = tmp_path / "some.trig"
    data.write_text(
        "PREFIX ag: <https://w3id.org/accordsgraph/ontology#>\n"
        "PREFIX accord: <https://w3id.org/accordsgraph/id/accord/>\n"
        'accord:a-1 ag:name "a"@en , "b"@fr ; ag:precedes accord:b-2 .\n'
        "accord:a-1 ag:precedes [ ag:precedes accord:c-3 ] , ( accord:b-2 ) .\n"
        "accord:g-1 { accord:b-2 ag:precedes accord:c-3 . }\n"
    )
    texts = {
        run("export", "--data", data, "--format", fmt, env={"PYTHONHASHSEED": str(seed)}).stdout
        for seed in (1, 2, 3)
    }
    assert 1 == len(texts)
    assert "" not in texts
    there = read_rdf(data).quads
    assert source(there, fmt) == canonical(texts.pop(), fmt)


def test_one_graph_can_be_exported_by_name_or_iri(quads: exporting.Quads) -> None:
    by_name = exporting.only_graph(quads, "record", NAMES)
    assert by_name == exporting.only_graph(quads, NAMES.graph("record"), NAMES)
    assert {NAMES.graph("record")} == {graph for _, graph in by_name}


def test_an_unknown_graph_is_an_error_that_lists_the_graphs(quads: exporting.Quads) -> None:
    with pytest.raises(AccordsError) as caught:
        exporting.only_graph(quads, "recrod", NAMES)
    assert "unknown-graph" == caught.value.problems[0].id
    assert "record" in caught.value.problems[0].fix


def test_a_neighbourhood_reads_by_itself(quads: exporting.Quads) -> None:
    text = exporting.export(exporting.neighbourhood(quads, GUARANTEES), "turtle", NAMES)
    assert "participation:geneva-1988-guarantees--signatory--soviet-union" in text
    assert "claim:instrument-geneva-1988-guarantees--signatory--soviet-union" in text
    assert "passage:fr-article--p1-s2" in text
    assert '"Soviet Union"@en' in text
    assert "doha-2020" not in text


def test_the_framed_accord_reads_like_a_document(framed: dict[str, Any]) -> None:
    geneva = framed["accord:geneva-1988"]
    assert "PeaceAccord" == geneva["type"]
    assert "Accords de Genève (1988)" == geneva["label"]["fr"]
    guarantors = {g["participant"]["label"]["en"] for g in geneva["hasGuarantee"]}
    assert {"Soviet Union", "United States"} == guarantors
    instruments = {i["id"]: i for i in geneva["hasInstrument"]}
    witnessed = instruments["instrument:geneva-1988-interrelationships"]
    witnesses = {w["participant"]["label"]["en"] for w in witnessed["hasWitnessing"]}
    assert guarantors == witnesses
    assert "1988-04-14" in {signing["when"] for signing in geneva["signings"]}
    commitments = {c["id"]: c for c in geneva["commitments"]}
    assert "1989-02-15" == commitments["commitment:withdrawal"]["deadline"]
    assert not [key for key in flat(geneva) if key.startswith(("http:", "https:"))]


def test_what_is_framed_is_what_the_graph_says(
    quads: exporting.Quads, framed: dict[str, Any]
) -> None:
    from pyld import jsonld

    geneva = framed["accord:geneva-1988"]
    document = {**geneva, "@context": [geneva["@context"], REVERSED]}
    text = jsonld.to_rdf(document, {"format": "application/n-quads"})
    triples: set[Any] = set(Graph(bind_namespaces="none").parse(data=text, format="nt"))
    said: set[Any] = {(s, p, plain(o)) for s, p, o in exporting.union(quads)}
    assert set() == {t for s, p, o in triples if (t := (s, p, plain(o))) not in said}
    assert len(triples) > 200


REVERSED = {
    "commitments": {"@reverse": "ag:statedIn"},
    "signings": {"@reverse": "ag:signs"},
    "legalActs": {"@reverse": "ag:actOn"},
}


def plain(term: Any) -> Any:
    return Literal(str(term), lang=term.language) if isinstance(term, Literal) else term


def flat(node: Any) -> list[str]:
    """List all keys of a document but those of its context."""
    if isinstance(node, dict):
        return [k for key, v in node.items() if key != "@context" for k in (key, *flat(v))]
    return [key for part in node for key in flat(part)] if isinstance(node, list) else []


def test_framing_an_accord_on_the_command_line(run: Run, geneva: BuildReport) -> None:
    assert geneva.built is not None
    options = ("--data", geneva.built.path, "--format", "json-ld", "--frame", "accord")
    one = run("export", "Geneva Accords (1988)", *options)
    assert "accord:geneva-1988" == json.loads(one.stdout)["id"]
    nothing = run("export", "geneva-1998", *options)
    assert (2, "") == (nothing.returncode, nothing.stdout)
    assert "error[unknown-thing]" in nothing.stderr
    assert "geneva-1988" in nothing.stderr


def test_a_format_without_graphs_says_so(run: Run, geneva: BuildReport) -> None:
    assert geneva.built is not None
    done = run("export", "--data", geneva.built.path, "--format", "n-triples")
    assert "n-triples holds no named graphs: 9 graphs were joined\n" == done.stderr


def test_another_base_gets_its_own_prefixes() -> None:
    names = Names("https://example.org/a/")
    thing = URIRef("https://example.org/a/id/accord/bonn-2001")
    ag = URIRef("https://w3id.org/accordsgraph/ontology#name")
    text = exporting.export([((thing, ag, Literal("Bonn", lang="en")), "")], "json-ld", names)
    assert "accord:bonn-2001" in text
    assert "https://example.org/a/id/accord/" in text


literals = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), min_size=1, max_size=8).map(
        Literal
    ),
    st.sampled_from(
        [
            Literal(
                "01", datatype=URIRef("http://www.w3.org/2001/XMLSchema#integer"), normalize=False
            ),
            Literal("1988-04", datatype=URIRef("http://id.loc.gov/datatypes/edtf/EDTF")),
            Literal("115000", datatype=URIRef("http://www.w3.org/2001/XMLSchema#integer")),
            Literal(
                "1.50", datatype=URIRef("http://www.w3.org/2001/XMLSchema#double"), normalize=False
            ),
            Literal(
                "1", datatype=URIRef("http://www.w3.org/2001/XMLSchema#boolean"), normalize=False
            ),
            Literal("Genève", lang="fr"),
            Literal('a "quote" \\ and\nbreak'),
            Literal("true", datatype=URIRef("http://www.w3.org/2001/XMLSchema#boolean")),
        ]
    ),
)
iris = st.sampled_from([URIRef(f"https://w3id.org/accordsgraph/id/state/s{n}") for n in range(4)])
terms = st.sampled_from(["name", "content", "precedes", "when", "count", "locator"])
triples = st.tuples(
    iris,
    terms.map(lambda t: URIRef(f"https://w3id.org/accordsgraph/ontology#{t}")),
    literals | iris,
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(triples, max_size=8),
    st.sampled_from(["turtle", "trig", "n-quads", "json-ld", "n-triples"]),
)
def test_any_triples_come_back(some: list[Any], fmt: str) -> None:
    quads = [(triple, "") for triple in some]
    text = exporting.export(quads, fmt, NAMES)
    back = parse_rdf(text.encode(), RDF_FORMATS[fmt], Path("export")).quads if text.strip() else []
    assert set(some) == {triple for triple, _ in back}


def test_what_json_ld_cannot_hold_is_refused_not_lost() -> None:
    thing = URIRef("https://w3id.org/accordsgraph/id/state/a")
    name = URIRef("https://w3id.org/accordsgraph/ontology#name")
    quads: exporting.Quads = [((thing, name, Literal(text)), "") for text in ("", "b")]
    with pytest.raises(AccordsError) as caught:
        exporting.export(quads, "json-ld", NAMES)
    assert "json-ld" == caught.value.problems[0].id
