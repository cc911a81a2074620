"""The Python interface: rdflib in and out, saved queries as rows."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import SKOS, Graph, Literal, URIRef

import accordsgraph as ag
from accordsgraph.library import Answer, OpenDataset
from accordsgraph.pipeline import BuildReport
from accordsgraph.project import Project, read
from accordsgraph.rows import Rows
from accordsgraph.scaffold import new_project


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("library") / "small"
    new_project(folder, "bonn-2001", "Bonn Agreement", "https://example.org/a/")
    return read(folder)


@pytest.fixture(scope="module")
def dataset(small: Project) -> ag.Dataset:
    return ag.open_dataset(small)


def agents(answer: Answer, name: str = "agent") -> set[str]:
    assert isinstance(answer, list)
    return {str(row[name]).rpartition("/")[2] for row in answer if isinstance(row, dict)}


def test_a_dataset_is_built_when_it_is_opened(dataset: ag.Dataset, small: Project) -> None:
    assert {"things", "record", "claims", "inferred"} <= set(dataset.graphs)
    assert all(isinstance(graph, Graph) for graph in dataset.graphs.values())
    accord = URIRef("https://example.org/a/id/accord/bonn-2001")
    signatory = URIRef("https://w3id.org/accordsgraph/ontology#party")
    assert 2 == len(list(dataset.graphs["inferred"].objects(accord, signatory)))
    assert "Bonn Agreement" == dataset.label(accord)


def test_a_saved_query_gives_rows_of_rdflib_terms(dataset: ag.Dataset) -> None:
    answer = ag.run_query("roles-by-instrument", dataset, role="signatory")
    assert {"first-party", "second-party"} == agents(answer)


def test_sparql_text_can_be_asked_in_all_its_forms(dataset: ag.Dataset) -> None:
    assert ag.run_query("ASK { ?accord a ag:PeaceAccord }", dataset) is True
    assert {"bonn-2001"} == agents(ag.run_query("SELECT ?a { ?a a ag:PeaceAccord }", dataset), "a")
    triples = ag.run_query("CONSTRUCT { ?a ag:party ?p } { ?a ag:party ?p }", dataset)
    assert isinstance(triples, list)
    assert 2 == len(triples)


def test_parameters_go_with_saved_queries_only(dataset: ag.Dataset) -> None:
    with pytest.raises(ag.AccordsError) as caught:
        ag.run_query("SELECT * { ?s ?p ?o }", dataset, accord="bonn-2001")
    assert "parameter-unknown" == caught.value.problems[0].id


def test_a_project_with_violations_cannot_be_opened(tmp_path: Path) -> None:
    new_project(tmp_path / "p", "bonn-2001", "Bonn Agreement", "https://example.org/a/")
    table = tmp_path / "p" / "data" / "accords" / "bonn-2001.csv"
    table.write_text(table.read_text().replace("2000-01-31", "2000-02-31"))
    with pytest.raises(ag.AccordsError) as caught:
        ag.open_dataset(read(tmp_path / "p"))
    assert "date" in {problem.id for problem in caught.value.problems}


def test_what_is_opened_is_what_was_built(geneva: BuildReport, project: Project) -> None:
    checked = ag.Dataset(project.names)
    assert geneva.built is not None
    assert set(geneva.counts) - {"statements"} == set(checked.graphs)


def test_a_dataset_becomes_one_of_rdflib(dataset: ag.Dataset) -> None:
    rows = dataset.to_rdflib().query("SELECT (COUNT(*) AS ?n) { ?s a ag:Claim }")
    assert ["8"] == [str(row[0]) for row in rows]  # type: ignore[index]


def test_a_thing_is_asked_for_by_name_and_tells_its_roles(dataset: ag.Dataset) -> None:
    accord = entity(dataset, "bonn agreement")
    assert ("accord/bonn-2001", "Bonn Agreement") == (accord.key, accord.label)
    assert "<Entity accord/bonn-2001: Bonn Agreement>" == repr(accord)
    assert {"party"} <= {role.said.predicate for role in accord.roles()}
    assert {"en"} <= {name.language for name in accord.names}
    (settled,) = [said.value for said in accord.facts if said.predicate == "settles"] or [""]
    assert isinstance(settled, str)
    assert accord.to_dict()["thing"]["label"] == accord.label
    assert str(accord).startswith("Bonn Agreement\n")


def test_a_notebook_shows_a_thing_as_a_part_of_its_page(dataset: ag.Dataset) -> None:
    shown = entity(dataset, "bonn-2001")._repr_html_()
    assert "<h2>Bonn Agreement</h2>" in shown
    assert "<html" not in shown


def test_what_is_added_to_the_dataset_is_told(small: Project) -> None:
    mine = ag.open_dataset(small)
    before = entity(mine, "bonn-2001")
    iri, note = URIRef(mine.names.thing("accord", "bonn-2001")), "An afterthought"
    mine.add("things", [(iri, SKOS.editorialNote, Literal(note, lang="en"))])
    assert note not in before.description.notes
    assert note in entity(mine, "bonn-2001").description.notes


def test_a_name_that_means_nothing_is_an_error(dataset: ag.Dataset) -> None:
    with pytest.raises(ag.AccordsError) as caught:
        entity(dataset, "geneva")
    assert "unknown-thing" == caught.value.problems[0].id


def entity(dataset: ag.Dataset, name: str) -> ag.Entity:
    assert isinstance(dataset, OpenDataset)
    return dataset.entity(name)


def test_rows_show_numbers_as_numbers_and_texts_as_texts(dataset: ag.Dataset) -> None:
    answer = ag.run_query('SELECT ?n ?none ?text { VALUES (?n ?text) { (5 "cinq"@fr) } }', dataset)
    assert isinstance(answer, Rows)
    assert answer.labelled() == [{"n": 5, "none": None, "text": "cinq"}]
