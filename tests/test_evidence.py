"""Claims are read from a built dataset with all that is held of them."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import ROOT

from accordsgraph.evidence import Evidence, Passage
from accordsgraph.namespaces import HOME, TERMS
from accordsgraph.pipeline import build
from accordsgraph.project import read


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    folder: Path = tmp_path_factory.mktemp("build")
    report = build(read(ROOT), build_folder=folder)
    assert report.built
    return Evidence(report.built.store)


def test_a_claim_has_its_status_and_passages_in_reading_order(evidence: Evidence) -> None:
    guarantees = ox.NamedNode(HOME + "id/instrument/geneva-1988-guarantees")
    union = ox.NamedNode(HOME + "id/state/soviet-union")
    claim = evidence.by_triple[guarantees, TERMS + "signatory", union]
    assert claim.status == "accepted"
    assert Passage("fr-article", "p1.s2") in claim.passages
    assert list(claim.passages) == sorted(claim.passages)
    assert claim.sources.count("fr-article") == 1
    assert claim in evidence.by_subject[guarantees]
    assert claim in evidence.by_object[union]


def test_every_statement_of_the_tables_is_a_claim(evidence: Evidence) -> None:
    rows = sum(
        len(path.read_text().splitlines()) - 1 for path in (ROOT / "data/accords").glob("*.csv")
    )
    assert len(evidence.claims) == rows
    assert all(claim.passages or claim.against for claim in evidence.claims)


def test_conflicts_go_both_ways(evidence: Evidence) -> None:
    claims = {claim.iri: claim for claim in evidence.claims}
    conflicting = [claim for claim in evidence.claims if claim.conflicts]
    assert conflicting
    for claim in conflicting:
        assert all(claim.iri in claims[other].conflicts for other in claim.conflicts)


def test_a_source_that_copies_names_what_it_copies(evidence: Evidence) -> None:
    assert evidence.derives_from["fr-article"] == ("wikipedia-en-geneva-accords",)


def test_the_second_page_comes_before_the_tenth() -> None:
    store = ox.Store()
    lines = [f"<x:c> <{TERMS}supportedBy> <x:p/{n}> . <x:p/{n}> <{TERMS}inDocument> <x:s/a> ; "
             f'<{TERMS}locator> "p{n}" .' for n in (10, 2, 1)]  # fmt: skip
    store.load(
        "\n".join(lines)
        + f"<x:c> a <{TERMS}Claim> ; <http://www.w3.org/1999/02/22-rdf-syntax-ns#subject> <x:s> ;"
        "<http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate> <x:p> ;"
        "<http://www.w3.org/1999/02/22-rdf-syntax-ns#object> 3 .",
        format=ox.RdfFormat.TURTLE,
    )
    (claim,) = Evidence(store).claims
    assert [passage.locator for passage in claim.passages] == ["p1", "p2", "p10"]
