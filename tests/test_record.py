"""The record says what is accepted; the claims say who says what, whatever its status."""

from __future__ import annotations

import hashlib

import pyoxigraph as ox
import pytest
from conftest import ReadRows
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, SKOS, Literal, URIRef
from rdflib.term import Node

from accordsgraph.dataset import oxigraph
from accordsgraph.errors import Place
from accordsgraph.namespaces import HOME, LANG_STRING, XSD, Names
from accordsgraph.record import claim_iri, claim_triples, conflict_triples, record_triples
from accordsgraph.statements import Statement
from accordsgraph.terms import AG, Property
from accordsgraph.values import Value

NAMES = Names()
EVIDENCE = "accepted,fr-article#p1.s1"


def thing(kind: str, key: str) -> URIRef:
    return URIRef(f"{HOME}id/{kind}/{key}")


def only(read_rows: ReadRows, row: str) -> Statement:
    statements, findings = read_rows(row)
    assert [] == findings
    (statement,) = statements
    return statement


def record(read_rows: ReadRows, row: str) -> list[Value]:
    return list(record_triples(only(read_rows, row), NAMES))


# the record


def test_a_statement_is_one_triple(read_rows: ReadRows) -> None:
    title = record(read_rows, f"guarantees,officialTitle,Déclaration@fr,{EVIDENCE}")
    wanted: Node = Literal("Déclaration", lang="fr")
    assert [(thing("instrument", "guarantees"), AG.officialTitle, wanted)] == title
    complement = record(read_rows, f"guarantees,complements,interrelationships,{EVIDENCE}")
    wanted = thing("instrument", "interrelationships")
    assert [(thing("instrument", "guarantees"), AG.complements, wanted)] == complement


@pytest.mark.parametrize(
    ("role", "link", "concept"),
    [
        ("signatory", "hasSignature", "signatory"),
        ("guarantor", "hasGuarantee", "guarantor"),
        ("nonParty", "hasExclusion", "non-party"),
        ("thirdParty", "hasThirdPartyRole", "third-party"),
    ],
)
def test_a_role_mints_the_participation_and_not_the_direct_role(
    read_rows: ReadRows, role: str, link: str, concept: str
) -> None:
    node = thing("participation", f"guarantees--{concept}--soviet-union")
    assert [
        (thing("instrument", "guarantees"), AG[link], node),
        (node, RDF.type, AG.Participation),
        (node, AG.participant, thing("state", "soviet-union")),
    ] == record(read_rows, f"guarantees,{role},soviet-union,{EVIDENCE}")


def test_what_is_said_of_a_participation_is_said_of_the_node_the_role_mints(
    read_rows: ReadRows,
) -> None:
    said = f"guarantees/signatory/soviet-union,representedBy,abdul-wakil,{EVIDENCE}"
    ((subject, _, _),) = record(read_rows, said)
    (_, _, minted), *_ = record(read_rows, f"guarantees,signatory,soviet-union,{EVIDENCE}")
    assert minted == subject


@pytest.mark.parametrize("status", ["reported", "subsumed", "contested", "rejected"])
def test_what_is_only_claimed_never_enters_the_record(read_rows: ReadRows, status: str) -> None:
    for row in ("guarantees,signatory,soviet-union", "signing,when,1988"):
        assert [] == record(read_rows, f"{row},{status},fr-article#p1.s1")


@pytest.mark.parametrize("status", ["accepted", "editorial"])
def test_what_we_say_or_read_so_enters_the_record(read_rows: ReadRows, status: str) -> None:
    row = f"guarantees,signatory,soviet-union,{status},fr-article#p1.s1"
    assert 3 == len(record(read_rows, row))


# claims


@pytest.mark.parametrize(
    ("row", "key"),
    [
        (
            "guarantees,signatory,soviet-union",
            "instrument-guarantees--signatory--soviet-union",
        ),
        (
            "guarantees/signatory/soviet-union,representedBy,abdul-wakil",
            "participation-guarantees--signatory--soviet-union--representedBy--abdul-wakil",
        ),
        (
            "signing,when,1988-04-14",
            "event-signing--when--"
            + hashlib.sha256(b'"1988-04-14"^^<http://id.loc.gov/datatypes/edtf/EDTF>').hexdigest()[
                :10
            ],
        ),
        (
            "guarantees,officialTitle,Déclaration@fr",
            "instrument-guarantees--officialTitle--"
            + hashlib.sha256('"Déclaration"@fr'.encode()).hexdigest()[:10],
        ),
        (
            "guarantees,reference,S/19835",
            "instrument-guarantees--reference--" + hashlib.sha256(b'"S/19835"').hexdigest()[:10],
        ),
    ],
)
def test_the_iri_of_a_claim_names_subject_property_and_object(
    read_rows: ReadRows, row: str, key: str
) -> None:
    assert thing("claim", key) == claim_iri(only(read_rows, f"{row},{EVIDENCE}"), NAMES)


def test_a_status_or_a_passage_does_not_change_the_iri_of_a_claim(read_rows: ReadRows) -> None:
    one = only(read_rows, f"signing,when,1988,{EVIDENCE}")
    other = only(read_rows, "event/signing,when,1988,rejected,un-chronicle#p1,vague,,,,note")
    assert claim_iri(one, NAMES) == claim_iri(other, NAMES)
    third = only(read_rows, f"signing,when,1988-04,{EVIDENCE}")
    assert claim_iri(one, NAMES) != claim_iri(third, NAMES)


@pytest.mark.parametrize(
    "status", ["accepted", "editorial", "reported", "subsumed", "contested", "rejected"]
)
def test_a_statement_of_any_status_is_a_claim_with_its_proposition(
    read_rows: ReadRows, status: str
) -> None:
    found = only(read_rows, f"geneva-1988,supersedes,bonn-2001,{status},fr-article#p1.s1")
    claim = thing("claim", "accord-geneva-1988--supersedes--bonn-2001")
    assert [
        (claim, RDF.type, AG.Claim),
        (claim, RDF.subject, thing("accord", "geneva-1988")),
        (claim, RDF.predicate, AG.supersedes),
        (claim, RDF.object, thing("accord", "bonn-2001")),
        (claim, AG.status, thing("status", status)),
        (claim, AG.supportedBy, thing("passage", "fr-article--p1-s1")),
    ] == list(claim_triples(found, NAMES))


def test_a_claim_holds_all_its_row_says(read_rows: ReadRows) -> None:
    found = only(
        read_rows,
        "signing,when,1988,reported,fr-article#p1.s1 un-chronicle#P.150,inferred vague,pakistan,"
        "fr-article#p1.s2,,so we read it",
    )
    triples = list(claim_triples(found, NAMES))[5:]
    assert [
        (AG.supportedBy, thing("passage", "fr-article--p1-s1")),
        (AG.supportedBy, thing("passage", "un-chronicle--p-150")),
        (AG.disputedBy, thing("passage", "fr-article--p1-s2")),
        (AG.nature, thing("nature", "inferred")),
        (AG.nature, thing("nature", "vague")),
        (AG.attributedTo, thing("state", "pakistan")),
        (SKOS.note, Literal("so we read it", lang="en")),
    ] == [(predicate, value) for _, predicate, value in triples]


def test_the_object_of_a_claim_keeps_its_lexical_form(read_rows: ReadRows) -> None:
    found = only(read_rows, f"signing,when,1988~,{EVIDENCE}")
    (value,) = (v for _, p, v in claim_triples(found, NAMES) if p == RDF.object)
    assert "1988~" == str(value)


def test_a_claim_of_a_project_with_its_own_base_shares_statuses(read_rows: ReadRows) -> None:
    found = only(read_rows, f"signing,when,1988,{EVIDENCE}")
    names = Names("https://example.org/")
    triples = list(claim_triples(found, names))
    assert {True} == {
        str(subject).startswith("https://example.org/id/claim/event-signing--when--")
        for subject, _, _ in triples
    }
    assert thing("status", "accepted") in {value for _, _, value in triples}


# conflicts


def test_claims_that_share_a_word_conflict_both_ways_with_each_other(read_rows: ReadRows) -> None:
    statements, _ = read_rows(
        f"signing,when,1988,{EVIDENCE},,,,day",
        f"signing,when,1987,{EVIDENCE},,,,day",
        f"signing,when,1986,{EVIDENCE},,,,day other",
        f"war,when,1979,{EVIDENCE},,,,other",
        f"war,when,1980,{EVIDENCE},,,,alone",
        f"war,when,1981,{EVIDENCE}",
    )
    claims = [claim_iri(statement, NAMES) for statement in statements]
    pairs = {(0, 1), (0, 2), (1, 2), (2, 3)}
    wanted = {(claims[a], claims[b]) for a, b in pairs | {(b, a) for a, b in pairs}}
    triples = list(conflict_triples(statements, NAMES))
    assert {AG.conflictsWith} == {predicate for _, predicate, _ in triples}
    assert wanted == {(subject, value) for subject, _, value in triples}
    assert len(wanted) == len(triples)


# the N-Triples form of literals


def claim_of(value: Literal) -> str:
    count = Property("count", AG["count"], needs_claim=True)
    statement = Statement(
        thing("event", "x"), count, value, "accepted", (), (), (), None, (), "", Place("x")
    )
    return str(claim_iri(statement, NAMES)).rpartition("--")[2]


@pytest.mark.parametrize(
    ("value", "form"),
    [
        (Literal("x"), '"x"'),
        (Literal("x", datatype=URIRef(XSD + "string")), '"x"'),
        (Literal("x", datatype=URIRef(LANG_STRING)), '"x"'),
        (Literal("x", lang="en"), '"x"@en'),
        (Literal("", lang="fr"), '""@fr'),
        (Literal('a "b" \\ c'), r'"a \"b\" \\ c"'),
        (Literal("\\n"), r'"\\n"'),
        (Literal("a\nb\rc\td"), '"a\\nb\\rc\td"'),
        (Literal("é “ﬀ” 第"), '"é “ﬀ” 第"'),
        (Literal("01", datatype=URIRef(XSD + "integer"), normalize=False), f'"01"^^<{XSD}integer>'),
        (Literal(3), f'"3"^^<{XSD}integer>'),
    ],
)
def test_a_literal_is_digested_as_n_triples_writes_it(value: Literal, form: str) -> None:
    assert hashlib.sha256(form.encode()).hexdigest()[:10] == claim_of(value)


@given(st.text(st.characters(codec="utf-8", min_codepoint=32, exclude_characters="\x7f")))
def test_the_form_is_the_one_oxigraph_writes(text: str) -> None:
    for value in (Literal(text), Literal(text, lang="en")):
        written = str(oxigraph(value))
        assert isinstance(oxigraph(value), ox.Literal)
        assert hashlib.sha256(written.encode()).hexdigest()[:10] == claim_of(value)
