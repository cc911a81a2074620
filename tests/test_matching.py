"""Two sources are put side by side by what their claims say, and by nothing else."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from accordsgraph.evidence import Evidence
from accordsgraph.matching import Compared, Relation, side_by_side

HEAD = """
@prefix ag: <https://w3id.org/accordsgraph/ontology#> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <x:/> .
"""
PASSAGES = "".join(
    f'<x:/passage/{source}{number}> ag:inDocument <x:/source/{source}> ; ag:locator "{number}" .\n'
    for source in "abc"
    for number in (1, 2)
)


def claim(
    number: int,
    said: str,
    by: str = "",
    against: str = "",
    status: str = "accepted",
    more: str = "",
) -> str:
    """Write a claim as Turtle; ``by`` and ``against`` are passages such as ``a1 b2``."""
    subject, predicate, value = said.split(" ", 2)
    links = [("supportedBy", by), ("disputedBy", against)]
    cited = "".join(f" ; ag:{name} </passage/{p}>" for name, ps in links for p in ps.split())
    return (
        f"</claim/{number}> a ag:Claim ; rdf:subject {subject} ; rdf:predicate {predicate} ; "
        f"rdf:object {value} ; ag:status </status/{status}>{cited}{more} .\n"
    )


def compared(*claims: str, about: str = "") -> list[Compared]:
    """Compare sources a and b on some claims."""
    store = ox.Store()
    text = HEAD + PASSAGES + "".join(claims)
    store.load(text, format=ox.RdfFormat.TURTLE, base_iri="x:/")
    return side_by_side(Evidence(store), "a", "b", about)


def relations(*claims: str) -> list[tuple[str, str]]:
    return [(line.relation.value, line.source) for line in compared(*claims)]


def test_one_claim_with_passages_of_both_is_said_by_both() -> None:
    [line] = compared(claim(1, ":war ag:actor :x", "a1 a2 b1 c1"))
    assert Relation.BOTH is line.relation
    assert line.first is not None
    assert line.second is not None
    assert ["1", "2"] == [passage.locator for passage in line.first.passages]
    assert ["b"] == [passage.source for passage in line.second.passages]
    assert 3 == line.first.witnesses


def test_sources_that_copy_count_as_one_witness() -> None:
    copies = "</source/b> ag:derivesFrom </source/d> . </source/d> ag:derivesFrom </source/a> .\n"
    [line] = compared(copies, claim(1, ":war ag:actor :x", "a1 b1 c1"))
    assert 2 == line.sides[0].witnesses


def test_our_own_joining_of_two_sources_is_no_agreement() -> None:
    joined = claim(1, ":war ag:actor :x", "a1 b1", status="editorial")
    assert [("together", "")] == relations(joined)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("1992", "1992-04", ("more-precise", "b")),
        ("1988-05-15", "XXXX-05-15", ("more-precise", "a")),
        ("1979/..", "../1989", ("overlap", "")),
        ("1988-02-08", "1988-02-09", ("conflict", "")),
        ("1988-04-14/1988-04-14", "1988-04-14", ("both", "")),
    ],
)
def test_dates_of_one_event_are_set_against_each_other(
    first: str, second: str, expected: tuple[str, str]
) -> None:
    one = claim(1, f':fall ag:when "{first}"^^edtf:EDTF', "a1")
    other = claim(2, f':fall ag:when "{second}"^^edtf:EDTF', "b1")
    assert [expected] == relations(one, other)
    elsewhere = claim(2, f':rise ag:when "{second}"^^edtf:EDTF', "b1")
    assert {"not-mentioned"} == {relation for relation, _ in relations(one, elsewhere)}


def test_a_vague_date_yields_to_what_both_say_elsewhere() -> None:
    vague = claim(1, ':fall ag:when "1992"^^edtf:EDTF', "a1", status="subsumed")
    exact = claim(2, ':fall ag:when "1992-04"^^edtf:EDTF', "a2 b1")
    assert [("both", ""), ("more-precise", "b")] == relations(vague, exact)


def test_a_vague_date_does_not_yield_to_what_we_read_from_both() -> None:
    vague = claim(1, ':fall ag:when "1992"^^edtf:EDTF', "a1", status="subsumed")
    ours = claim(2, ':fall ag:when "1992-04"^^edtf:EDTF', "a2 b1", status="editorial")
    of_it = claim(3, ":fall ag:actor :x", "b1")
    assert [("together", ""), ("only-one", "a"), ("only-one", "b")] == relations(vague, ours, of_it)


def test_a_date_that_is_denied_is_not_set_against_others() -> None:
    denied = claim(1, ':fall ag:when "1992"^^edtf:EDTF', "c1", "a1")
    said = claim(2, ':fall ag:when "1992-04"^^edtf:EDTF', "b1")
    assert [("only-one", "a"), ("only-one", "b")] == relations(denied, said)


def test_a_broad_topic_beside_a_narrow_one_that_both_name_is_no_lack_of_precision() -> None:
    narrow = claim(1, ":text ag:concerns :arms", "a1 b1")
    broad = claim(2, ":text ag:concerns :war", "a1")
    tree = ":arms skos:broader :war .\n"
    assert [("both", ""), ("only-one", "a")] == relations(tree, narrow, broad)


@pytest.mark.parametrize(
    "link", [":fine skos:broader :wide .", ":wide ag:hasPart :fine .", ":fine ag:within :wide ."]
)
def test_the_narrower_thing_is_more_precise(link: str) -> None:
    one = claim(1, ":event ag:concerning :wide", "a1")
    other = claim(2, ":event ag:concerning :fine", "b1")
    assert [("more-precise", "b")] == relations(link, one, other)


def test_naming_a_part_of_a_part_is_another_statement() -> None:
    ontology = "ag:hasProvision rdfs:subPropertyOf ag:hasPart . :art ag:hasPart :para .\n"
    one = claim(1, ":text ag:hasProvision :art", "a1")
    other = claim(2, ":text ag:hasProvision :para", "b1")
    assert [("only-one", "a"), ("only-one", "b")] == relations(ontology, one, other)


def test_a_narrower_property_is_more_precise() -> None:
    ontology = "ag:immediatelyPrecedes rdfs:subPropertyOf ag:precedes .\n"
    one = claim(1, ":x ag:immediatelyPrecedes :y", "a1")
    other = claim(2, ":x ag:precedes :y", "b1")
    assert [("more-precise", "a")] == relations(ontology, one, other)


def test_a_subsumed_claim_yields_to_the_one_that_stands() -> None:
    one = claim(1, ':x ag:content "some"', "a1", status="subsumed")
    other = claim(2, ':x ag:content "all of them"', "b1")
    assert [("more-precise", "b")] == relations(one, other)
    reported = claim(2, ':x ag:content "all of them"', "b1", status="reported")
    assert [("only-one", "a"), ("only-one", "b")] == relations(one, reported)


def test_a_symmetric_property_is_read_both_ways() -> None:
    ontology = "ag:neighbourOf a owl:SymmetricProperty .\n"
    one = claim(1, ":x ag:neighbourOf :y", "a1")
    other = claim(2, ":y ag:neighbourOf :x", "b1")
    assert [("both", "")] == relations(ontology, one, other)
    assert {"only-one"} == {relation for relation, _ in relations(one, other)}


def test_claims_that_share_a_conflict_word_conflict_whatever_they_are_about() -> None:
    one = claim(1, ":x ag:count 3", "a1", more=" ; ag:conflictsWith </claim/2>")
    other = claim(2, ":y ag:count 4", "b1", more=" ; ag:conflictsWith </claim/1>")
    assert [("conflict", "")] == relations(one, other)


def test_a_passage_against_a_claim_denies_it() -> None:
    assert [("denied", "b")] == relations(claim(1, ":x ag:actor :y", "a1", "b1"))
    assert [("denied", "a")] == relations(claim(1, ":x ag:actor :y", "b1", "a2"))


def test_a_denial_and_the_denier_s_own_version_are_both_shown() -> None:
    one = claim(1, ':x ag:condition "at the end"', "a1", "b1", more="; ag:conflictsWith </claim/2>")
    other = claim(2, ':x ag:condition "at once"', "b1", more=" ; ag:conflictsWith </claim/1>")
    assert [("conflict", ""), ("denied", "b")] == relations(one, other)


def test_who_is_said_to_be_no_party_is_denied_to_be_one() -> None:
    one = claim(1, ":accord ag:party :x", "a1")
    assert [("denied", "b")] == relations(one, claim(2, ":accord ag:nonParty :x", "b1"))
    others = relations(one, claim(2, ":accord ag:nonParty :y", "b1"))
    assert [("only-one", "a"), ("only-one", "b")] == others


def test_both_can_deny_the_same() -> None:
    [line] = compared(claim(1, ":x ag:actor :y", "c1", "a1 b1"))
    assert Relation.BOTH is line.relation
    assert all(side.denies for side in line.sides)


def test_silence_on_a_point_is_not_silence_on_the_thing() -> None:
    one = claim(1, ":war ag:actor :x", "a1")
    assert [("not-mentioned", "a")] == relations(one)
    of_it = claim(2, ":peace ag:ends :war", "b1")
    assert ("only-one", "a") in relations(one, of_it)
    read_into = claim(2, ":peace ag:ends :war", "b1", status="editorial")
    assert ("not-mentioned", "a") in relations(one, read_into)


def test_what_is_said_of_a_participation_is_about_the_whole() -> None:
    node = ":p ag:participant :x ; ag:role :guarantor . :accord ag:hasParticipation :p .\n"
    named = claim(1, ':p ag:namedAs "X"@en', "a1")
    assert [("not-mentioned", "a")] == relations(node, named)
    assert ("only-one", "a") in relations(node, named, claim(2, ":accord ag:party :y", "b1"))


def test_what_neither_says_is_kept_apart() -> None:
    assert [("neither", "")] == relations(claim(1, ":war ag:actor :x", "c1"))


def test_about_a_thing_takes_in_its_parts_its_signings_and_who_takes_part() -> None:
    world = (
        ":accord ag:hasPart :text . :signing ag:signs :text . :p ag:participant :x .\n"
        ":accord ag:hasParticipation :p . :feeling ag:holder :x .\n"
    )
    claims = [
        claim(1, ":text ag:concerns :arms", "a1"),
        claim(2, ':signing ag:when "1988"^^edtf:EDTF', "a1"),
        claim(3, ':p ag:namedAs "X"@en', "a1"),
        claim(4, ":feeling ag:attitude :anger", "a1"),
        claim(5, ":war ag:actor :y", "a1"),
    ]

    def found(about: str) -> list[str]:
        return sorted(x.sides[0].claim.iri[-1] for x in compared(world, *claims, about=about))

    assert ["1", "2", "3"] == found("x:/accord")
    assert ["3", "4"] == found("x:/x")
    assert ["5"] == found("x:/war")
