"""Every saved query and competency question answers, the same in rdflib and in Oxigraph."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from conftest import ROOT
from rdflib import BNode, Literal, URIRef
from rdflib import Dataset as RdflibDataset

from accordsgraph.asking import ask, bind, find_things, fold, suggestions
from accordsgraph.dataset import Dataset
from accordsgraph.errors import AccordsError
from accordsgraph.labels import Labels
from accordsgraph.namespaces import GRAPHS, Names
from accordsgraph.pipeline import BuildReport
from accordsgraph.project import read
from accordsgraph.queries import THEMES, SavedQuery, catalogue, find_query, read_query
from accordsgraph.results import table, write_result
from accordsgraph.syntax import read_rdf

NAMES = Names()
SAVED = catalogue(read(ROOT))
COMPETENCY = sorted((ROOT / "queries" / "competency").glob("*.rq"))
STRING = "http://www.w3.org/2001/XMLSchema#string"
Row = tuple[str, ...]


@pytest.fixture(scope="session")
def store(geneva: BuildReport) -> ox.Store:
    """The built Geneva dataset in Oxigraph."""
    assert geneva.built is not None
    return geneva.built.store


@pytest.fixture(scope="session")
def rdflib_dataset(geneva: BuildReport) -> RdflibDataset:
    """The built Geneva dataset in rdflib."""
    assert geneva.built is not None
    dataset = Dataset(NAMES)
    layers = {NAMES.graph(name): name for name in GRAPHS}
    for triple, graph in read_rdf(geneva.built.path).quads:
        dataset.add(layers[graph], [triple])
    return dataset.to_rdflib()


def in_oxigraph(store: ox.Store, text: str) -> list[Row]:
    """Ask Oxigraph; a row is what is bound, in one form for both engines."""
    result = ask(store, text, NAMES)
    assert isinstance(result, ox.QuerySolutions)
    names = [variable.value for variable in result.variables]
    return [tuple(form(row[name]) for name in names) for row in result]


def in_rdflib(dataset: RdflibDataset, text: str) -> list[Row]:
    """Ask rdflib."""
    result = dataset.query(text)
    names = [str(variable) for variable in result.vars or ()]
    rows: list[Any] = list(result)
    return [tuple(form(row[name]) for name in names) for row in rows]


def form(value: Any) -> str:
    """Write a term of either engine in one form."""
    if value is None:
        return ""
    if isinstance(value, ox.NamedNode | URIRef):
        return f"<{value.value if isinstance(value, ox.NamedNode) else value}>"
    if isinstance(value, ox.Literal):
        return f'"{value.value}"@{value.language or ""}^^{value.datatype.value}'
    if isinstance(value, Literal):
        lang = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
        datatype = lang if value.language else value.datatype or STRING
        return f'"{value}"@{value.language or ""}^^{datatype}'
    assert isinstance(value, BNode), "no answer of ours holds anything else"
    return "_:"


@pytest.mark.parametrize("query", SAVED.values(), ids=SAVED)
def test_a_saved_query_answers_the_same_on_both_engines(
    query: SavedQuery, store: ox.Store, rdflib_dataset: RdflibDataset
) -> None:
    rows = in_oxigraph(store, query.text)
    assert rows, "every saved query says something of the Geneva Accords"
    assert rows == in_rdflib(rdflib_dataset, query.text)


@pytest.mark.parametrize("query", SAVED.values(), ids=SAVED)
def test_the_example_of_a_saved_query_answers_the_same_on_both_engines(
    query: SavedQuery, store: ox.Store, rdflib_dataset: RdflibDataset
) -> None:
    given = {p.name: p.example for p in query.parameters if p.example}
    text = bind(store, query, given, NAMES)
    rows = in_oxigraph(store, text)
    assert rows, query.example
    assert rows == in_rdflib(rdflib_dataset, text)


@pytest.mark.parametrize("query", SAVED.values(), ids=SAVED)
def test_a_saved_query_can_be_asked_of_an_empty_dataset(query: SavedQuery) -> None:
    assert isinstance(in_oxigraph(ox.Store(), query.text), list)


@pytest.mark.parametrize("query", SAVED.values(), ids=SAVED)
def test_each_parameter_narrows_the_answer(query: SavedQuery, store: ox.Store) -> None:
    every = set(in_oxigraph(store, query.text))
    for parameter in query.parameters:
        if parameter.default == "UNDEF" and parameter.example:
            text = bind(store, query, {parameter.name: parameter.example}, NAMES)
            assert set(in_oxigraph(store, text)) <= every or parameter.type == "xsd:date"


@pytest.mark.parametrize("path", COMPETENCY, ids=[path.stem for path in COMPETENCY])
def test_a_competency_question_has_its_expected_answer_on_both_engines(
    path: Path, store: ox.Store, rdflib_dataset: RdflibDataset
) -> None:
    text = path.read_text("utf-8")
    with (path.parents[1] / "expected" / f"{path.stem}.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        head, *expected = csv.reader(file)
    result = ask(store, text, NAMES)
    assert isinstance(result, ox.QuerySolutions)
    assert head == [variable.value for variable in result.variables]
    shown = sorted([_shown(row[name]) for name in head] for row in result)
    assert sorted(expected) == shown
    assert sorted(in_oxigraph(store, text)) == sorted(in_rdflib(rdflib_dataset, text))


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return NAMES.curie(value.value) if isinstance(value, ox.NamedNode) else str(value.value)


def test_there_are_forty_competency_questions_and_each_says_what_it_asks() -> None:
    assert len(COMPETENCY) >= 40
    for path in COMPETENCY:
        lines = path.read_text("utf-8").splitlines()
        head = tomllib.loads("\n".join(n[2:].strip() for n in lines if n.startswith("#+")))
        assert head["question"].endswith("?"), path.name
        assert set(head) <= {"question", "changed"}


def test_every_theme_has_a_query_and_every_query_asks_something() -> None:
    assert set(THEMES) == {query.theme for query in SAVED.values()}
    for query in SAVED.values():
        assert query.question.endswith("?"), query.name
        assert all(parameter.help.endswith(".") for parameter in query.parameters), query.name


def test_the_query_of_the_readme_names_guarantors_witnesses_and_their_sentences(
    store: ox.Store,
) -> None:
    query = SAVED["roles-by-instrument"]
    given = {"accord": "geneva-1988", "role": "witness", "status": "accepted"}
    rows = in_oxigraph(store, bind(store, query, given, NAMES))
    text = "\n".join(map(" ".join, rows))
    assert "instrument/geneva-1988-interrelationships" in text
    assert "state/soviet-union" in text
    assert '"p1.s2"' in text
    assert "geneva-1988-guarantees" not in text


@pytest.mark.parametrize(
    "text",
    [
        "geneva-1988",
        "accord/geneva-1988",
        "accord:geneva-1988",
        "https://w3id.org/accordsgraph/id/accord/geneva-1988",
        "<https://w3id.org/accordsgraph/id/accord/geneva-1988>",
        "Geneva Accords (1988)",
        "accords de genève (1988)",
        "CENEVRE ANLASMASI (1988)",
    ],
)
def test_a_thing_is_found_by_key_curie_iri_and_label(store: ox.Store, text: str) -> None:
    found = [NAMES.curie(thing.value) for thing in find_things(store, text, NAMES)]
    assert ["accord:geneva-1988"] == found


def test_a_misspelt_thing_brings_suggestions(store: ox.Store) -> None:
    assert "geneva-1988" in suggestions(store, "genva-1988", NAMES)


def test_folding_knows_the_turkish_dotless_i() -> None:
    assert "anlasmasi" == fold("Anlaşması")


@pytest.mark.parametrize(
    ("name", "given", "id", "says"),
    [
        ("roles-by-instrument", {"accrod": "x"}, "parameter-unknown", "--accord"),
        ("roles-by-instrument", {"accord": "geneva-1989"}, "parameter-type", "geneva-1988"),
        ("roles-by-instrument", {"accord": "pakistan"}, "parameter-type", "class Accord"),
        ("roles-by-instrument", {"role": "judge"}, "parameter-type", "one of party, signatory"),
        ("state-name-at-date", {"date": "next year"}, "parameter-type", "--date 1988-04-14"),
        ("state-name-at-date", {"date": "1989-02-29"}, "parameter-type", "exists"),
    ],
)
def test_a_wrong_parameter_says_what_would_be_right(
    store: ox.Store, name: str, given: dict[str, str], id: str, says: str
) -> None:
    with pytest.raises(AccordsError) as caught:
        bind(store, SAVED[name], given, NAMES)
    problem = caught.value.problems[0]
    assert id == problem.id
    assert says in problem.message + problem.fix


def test_a_value_cannot_break_out_of_its_place(store: ox.Store, tmp_path: Path) -> None:
    path = tmp_path / "labels.rq"
    path.write_text(
        '#+ title = "t"\n#+ question = "q?"\n#+ theme = "names"\n'
        '#+ [parameters.text]\n#+ type = "xsd:string"\n#+ help = "h"\n'
        "SELECT ?text { VALUES ?text { UNDEF } }"
    )
    text = '" } SELECT * { ?s ?p ?o } #\n\\'
    rows = in_oxigraph(store, bind(store, read_query(path), {"text": text}, NAMES))
    assert [(f'"{text}"@^^{STRING}',)] == rows


def test_an_unknown_query_brings_suggestions() -> None:
    with pytest.raises(AccordsError) as caught:
        find_query(read(ROOT), "roles-by-instrumnet")
    assert "roles-by-instrument" in caught.value.problems[0].fix


def test_a_projects_own_query_wins(tmp_path: Path) -> None:
    folder = tmp_path / "queries" / "saved"
    folder.mkdir(parents=True)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "dataset.toml").write_text('title = "t"')
    head = '#+ title = "mine"\n#+ question = "q?"\n#+ theme = "roles"\n'
    (folder / "mediators.rq").write_text(head + "SELECT * {}")
    found = catalogue(read(tmp_path))
    assert "mine" == found["mediators"].title
    assert "roles-by-instrument" in found
    assert "mine" == find_query(read(tmp_path), "mediators").title


@pytest.mark.parametrize("fmt", ["csv", "tsv", "json", "xml"])
def test_the_standard_formats_read_back_column_by_column(store: ox.Store, fmt: str) -> None:
    text = SAVED["commitments-and-outcomes"].text
    labels = Labels(store, NAMES)
    written = write_result(ask(store, text, NAMES), fmt, labels)
    if fmt == "csv":
        head, *rows = csv.reader(written.splitlines())
        assert len(head) == len(rows[0])
        assert len(in_oxigraph(store, text)) == len(rows)
        return
    formats = {"tsv": ox.QueryResultsFormat.TSV, "json": ox.QueryResultsFormat.JSON}
    back = ox.parse_query_results(
        written.encode(), format=formats.get(fmt, ox.QueryResultsFormat.XML)
    )
    assert isinstance(back, ox.QuerySolutions)
    names = [variable.value for variable in back.variables]
    assert in_oxigraph(store, text) == [tuple(form(row[n]) for n in names) for row in back]


def test_a_table_names_each_thing_once_with_its_curie(store: ox.Store) -> None:
    query = SAVED["roles-by-instrument"]
    given = {"accord": "geneva-1988", "role": "guarantor", "status": "accepted"}
    result = ask(store, bind(store, query, given, NAMES), NAMES)
    written = write_result(result, "table", Labels(store, NAMES))
    assert 1 == written.count("state:soviet-union")
    assert "accord: Geneva Accords (1988)\n" in written
    french = ask(store, bind(store, query, given, NAMES), NAMES)
    assert "Union soviétique" in write_result(french, "table", Labels(store, NAMES, "fr"))


def test_a_table_fits_its_terminal(store: ox.Store) -> None:
    result = ask(store, SAVED["commitments-and-outcomes"].text, NAMES)
    written = write_result(result, "table", Labels(store, NAMES), width=100)
    answer = written.rpartition("\n\n")[0]  # the identifiers below are never broken
    assert max(map(len, answer.splitlines())) <= 100


def test_what_a_terminal_has_no_room_for_becomes_paragraphs() -> None:
    head, row = ["what", "says"], ["a promise of many words " * 3, "so"]
    assert "a promise of many words" in table(head, [row], 60).splitlines()[2]
    narrow = table(["when", *head] * 3, [["", *row] * 3], 40)
    assert "what  a promise of many words a promise" in narrow.splitlines()[0]
    assert "when" not in narrow
    assert max(map(len, narrow.splitlines())) <= 40


def test_an_ask_and_an_empty_answer_are_words(store: ox.Store) -> None:
    labels = Labels(store, NAMES)
    asked = "ASK { accord:geneva-1988 a ag:PeaceAccord }"
    assert "yes\n" == write_result(ask(store, asked, NAMES), "table", labels)
    assert "answer\ntrue\n" == write_result(ask(store, asked, NAMES), "csv", labels)
    nothing = ask(store, "SELECT ?a { ?a a ag:Nothing }", NAMES)
    assert "nothing found\n" == write_result(nothing, "table", labels)


@pytest.mark.parametrize(
    ("text", "fmt"),
    [("SELECT * { ?s ?p ?o } LIMIT 1", "turtle"), ("CONSTRUCT WHERE { ?s ?p ?o }", "csv")],
)
def test_an_answer_that_does_not_fit_its_format_is_an_error(
    store: ox.Store, text: str, fmt: str
) -> None:
    with pytest.raises(AccordsError) as caught:
        write_result(ask(store, text, NAMES), fmt, Labels(store, NAMES))
    assert "result-format" == caught.value.problems[0].id


@pytest.mark.parametrize("fmt", ["turtle", "json-ld", "table"])
def test_a_construct_is_written_as_a_graph(store: ox.Store, fmt: str) -> None:
    text = "CONSTRUCT { ?s ag:guarantor ?o } { ?s ag:guarantor ?o }"
    written = write_result(ask(store, text, NAMES), fmt, Labels(store, NAMES))
    assert "accord:geneva-1988" in written
    assert "state:soviet-union" in written


def test_from_picks_one_graph(store: ox.Store) -> None:
    text = "SELECT (COUNT(*) AS ?n) {0} {{ ?s a ag:Claim }}"
    inferred = f"FROM <{NAMES.graph('inferred')}>"
    assert [('"0"@^^http://www.w3.org/2001/XMLSchema#integer',)] == in_oxigraph(
        store, text.format(inferred)
    )
    claims = f"FROM <{NAMES.graph('claims')}>"
    assert in_oxigraph(store, text.format(claims)) == in_oxigraph(store, text.format(""))
