"""Every proposition of the two documents is a claim of the graph, with its passage and status.

``tests/ledger.csv`` holds for each id of the claim ledger the statements that express it; it holds
the promise by itself. Where the ledger lies beside the checkout, the ids are compared with it.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from conftest import ROOT

from accordsgraph.assembly import Assembled, assemble
from accordsgraph.project import Project
from accordsgraph.statements import Statement

LEDGER = ROOT / "tests" / "ledger.csv"
SHARED = ROOT.parent / "shared" / "evidence" / "claims.tsv"
CAREFUL = {
    "betrayed": "reported",
    "arms-supply-understanding": "reported",
    "reneged": "reported",
    "P9Y": "reported",
    "3000000": "reported",
    "occupation": "contested",
}


def ledger() -> list[dict[str, str]]:
    with LEDGER.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def assembled(project: Project) -> Assembled:
    return assemble(project)


@pytest.fixture(scope="module")
def rows(project: Project) -> dict[tuple[str, str, str], dict[str, str]]:
    """The rows of all tables of statements by what they say."""
    found = {}
    for path in project.tables("accords"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                found[row["subject"], row["property"], row["object"]] = row
    return found


def test_every_ledger_id_is_expressed_by_a_row_with_a_passage_of_its_document(
    rows: dict[tuple[str, str, str], dict[str, str]],
) -> None:
    for entry in ledger():
        row = rows.get((entry["subject"], entry["property"], entry["object"]))
        assert row is not None, f"{entry['ledger']}: no row says {list(entry.values())[1:]}"
        document = {"FR": "fr-article#", "TR": "tr-article#"}[entry["ledger"][:2]]
        cited = row["passages"] + " " + row["against"]
        assert document in cited, f"{entry['ledger']}: its document is not cited"


@pytest.mark.skipif(
    not SHARED.is_file(), reason="the claim ledger does not lie beside the checkout"
)
def test_no_row_of_the_ledger_is_forgotten(
    rows: dict[tuple[str, str, str], dict[str, str]],
) -> None:
    with SHARED.open(encoding="utf-8", newline="") as file:
        there = {
            row["id"]: f"{row['doc']}-article#p{row['paragraph']}.s{row['sentence']}"
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        }
    assert 129 == len(there)
    cited: dict[str, str] = {}
    for entry in ledger():
        row = rows[entry["subject"], entry["property"], entry["object"]]
        cited[entry["ledger"]] = cited.get(entry["ledger"], "") + " " + row["passages"]
    assert set(there) == set(cited)
    for id, passage in there.items():
        assert passage in cited[id].split(), f"{id}: {passage} is not cited"


def test_what_only_a_source_says_is_not_said_by_the_graph(assembled: Assembled) -> None:
    """Nobody may take these for more than what a source says."""
    for statement in assembled.all_statements:
        last = str(statement.object).rpartition("/")[2]
        documents = {passage.source for passage in statement.passages}
        if last in CAREFUL and documents <= {"fr-article", "tr-article"}:
            assert statement.status in (CAREFUL[last], "contested"), statement
        if statement.predicate.name in ("ledTo", "despite", "attitude", "lacked", "breachedBy"):
            assert not statement.in_record or documents - {"fr-article", "tr-article"}, statement


def test_the_accords_are_superseded_only_by_a_reported_claim(assembled: Assembled) -> None:
    [claim] = [
        s
        for s in assembled.all_statements
        if s.predicate.name == "supersedes" and str(s.object).endswith("/geneva-1988")
    ]
    assert "reported" == claim.status
    assert "fr-article" in {passage.source for passage in claim.passages}


def test_natures_are_kept(assembled: Assembled) -> None:
    kept = {nature for statement in assembled.all_statements for nature in statement.natures}
    assert {
        "presupposed",
        "negated",
        "causal",
        "concessive",
        "feeling",
        "evaluative",
        "doubtful",
        "inferred",
        "approximate",
        "framing",
    } <= kept


def test_no_record_triple_that_needs_evidence_lacks_it(assembled: Assembled) -> None:
    """The record is written from rows, and a row without a passage is a finding."""
    assert [] == [finding for finding in assembled.findings if finding.level == "violation"]
    for statement in assembled.all_statements:
        assert statement.passages, statement


def test_labels_in_three_languages_on_every_thing(assembled: Assembled) -> None:
    from rdflib import RDF, SKOS, URIRef

    for name in ("things", "sources"):
        graph = assembled.dataset.graphs[name]
        for thing in set(graph.subjects(RDF.type)):
            if "/passage/" in str(thing) or "/selector/" in str(thing):
                continue
            languages = {
                getattr(label, "language", "") for label in graph.objects(thing, SKOS.prefLabel)
            }
            assert languages >= {"en", "fr", "tr"}, thing
            assert isinstance(thing, URIRef)


def statement_of(assembled: Assembled, subject: str, name: str, value: str) -> Statement:
    [found] = [
        s
        for s in assembled.all_statements
        if str(s.subject).endswith("/" + subject)
        and s.predicate.name == name
        and str(s.object).rpartition("/")[2] == value
    ]
    return found


@pytest.mark.parametrize(
    ("subject", "role", "agent", "passage"),
    [
        ("geneva-1988-guarantees", "signatory", "soviet-union", "p1.s2"),
        ("geneva-1988-interrelationships", "witness", "united-states", "p1.s2"),
        ("geneva-1988", "guarantor", "soviet-union", "p1.s1"),
    ],
)
def test_roles_are_per_instrument_and_traced_to_their_sentence(
    assembled: Assembled, subject: str, role: str, agent: str, passage: str
) -> None:
    found = statement_of(assembled, subject, role, agent)
    assert "accepted" == found.status
    assert ("fr-article", passage) in {(p.source, p.locator) for p in found.passages}


def test_the_documents_are_not_copied(project: Project) -> None:
    """No seventeen words in a row of a document stand in the data: titles are shorter."""
    documents = sorted((ROOT.parent / "shared" / "sources").glob("*-article.txt"))
    if not documents:
        pytest.skip("the two documents do not lie beside the checkout")
    tables = [
        path.read_text("utf-8") for name in ("things", "accords") for path in project.tables(name)
    ]
    there = " ".join(" ".join(tables).replace(",", " ").split()).casefold()
    for document in documents:
        words = document.read_text("utf-8").replace(",", " ").casefold().split()
        copied = {
            " ".join(words[n : n + 17])
            for n in range(len(words) - 16)
            if " ".join(words[n : n + 17]) in there
        }
        assert set() == copied, Path(document).name
