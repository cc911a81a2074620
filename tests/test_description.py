"""A description leaves nothing out and keeps apart what is said, reported and disputed."""

from __future__ import annotations

import json
from collections.abc import Callable

import pyoxigraph as ox
import pytest

from accordsgraph.description import Description, as_data, describe
from accordsgraph.facts import RECORD, Facts, Statement
from accordsgraph.namespaces import MINTED_TYPES, RDF, SKOS, TERMS, Names
from accordsgraph.pipeline import BuildReport
from accordsgraph.roles import Role

NAMES = Names()
Describe = Callable[[str], Description]


@pytest.fixture(scope="module")
def facts(geneva: BuildReport) -> Facts:
    assert geneva.built is not None
    return Facts(geneva.built.store, NAMES)


@pytest.fixture(scope="module")
def of(facts: Facts) -> Describe:
    return lambda key: describe(facts, NAMES.thing(*key.split("/")))


@pytest.fixture(scope="module")
def pages(facts: Facts) -> dict[str, Description]:
    """The description of everything with a name."""
    quads = facts.store.quads_for_pattern(None, ox.NamedNode(SKOS + "prefLabel"), None)
    iris = {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}
    named = (iri for iri in iris if (NAMES.split(iri) or ("claim",))[0] not in MINTED_TYPES)
    return {iri: describe(facts, iri) for iri in sorted(named)}


def values(statements: tuple[Statement, ...], predicate: str) -> list[str]:
    return [said.value for said in statements if said.predicate == predicate]


def cells(roles: tuple[Role, ...]) -> set[tuple[str, str, str]]:
    return {
        (r.text.key.partition("/")[2], r.said.predicate, r.agent.key.partition("/")[2])
        for r in roles
    }


# nothing is lost, nothing is mixed up


def test_every_claim_about_a_thing_or_naming_it_is_on_its_page(
    facts: Facts, pages: dict[str, Description]
) -> None:
    evidence = facts.evidence
    for iri, said in pages.items():
        node = ox.NamedNode(iri)
        told = {statement.claim for statement in said.statements()}
        claims = [*evidence.by_subject.get(node, ()), *evidence.by_object.get(node, ())]
        assert [claim.iri for claim in claims if claim.iri not in told] == [], iri


def test_every_claim_of_the_dataset_is_on_some_page(
    facts: Facts, pages: dict[str, Description]
) -> None:
    told = {s.claim for said in pages.values() for s in said.statements()}
    assert {claim.iri for claim in facts.evidence.claims} <= told


def test_what_the_graph_says_is_in_the_record_or_in_a_table(pages: dict[str, Description]) -> None:
    for said in pages.values():
        roles = (role.said for role in said.roles)
        for statement in (*said.facts, *said.called, *said.signing, *said.identifiers, *roles):
            assert statement.in_record, statement
        assert {s.status for s in said.reported} <= {"reported"}
        assert {s.status for s in said.less_precise} <= {"subsumed"}


def test_every_tag_and_word_is_explained_and_no_other(
    facts: Facts, pages: dict[str, Description]
) -> None:
    for said in pages.values():
        statements = list(said.statements())
        used = {p.source for s in statements for p in (*s.passages, *s.against)}
        assert used == {source.key for source in said.sources}
        natures = {facts.term("nature", key)[0] for s in statements for key in s.natures}
        words = {word for word, _ in said.words}
        assert natures <= words
        assert ("disputed" in words) == any(s.is_disputed for s in statements)
        assert all(meaning for _, meaning in said.words)


def test_a_description_can_be_written_as_json(of: Describe) -> None:
    said = of("accord/geneva-1988")
    data = json.loads(json.dumps(as_data(said)))
    assert "accord/geneva-1988" == data["thing"]["key"]
    (force,) = [s for s in data["facts"] if s["predicate"] == "entersIntoForce"]
    assert ("15 May 1988", "1988-05-15") == (force["value"], force["raw"])
    assert {"source": "foreign-affairs-1988", "locator": "text"} in force["passages"]
    assert len(data["roles"]) == len(said.roles)


# what is where


def test_names_are_told_by_language_and_translations_of_ours_are_marked(of: Describe) -> None:
    names = of("accord/geneva-1988").names
    assert ["en", "fr", "ru", "tr"] == list(dict.fromkeys(name.language for name in names))
    assert {"ru"} == {name.language for name in names if name.ours}
    assert names[0].preferred
    assert "Geneva Accords on Afghanistan" in [name.text for name in names if not name.preferred]


def test_roles_differ_from_text_to_text(of: Describe) -> None:
    said = of("accord/geneva-1988")
    found = cells(said.roles)
    assert ("geneva-1988", "guarantor", "soviet-union") in found
    assert ("geneva-1988-guarantees", "signatory", "soviet-union") in found
    assert ("geneva-1988-interrelationships", "witness", "soviet-union") in found
    assert ("geneva-1988-interrelationships", "party", "soviet-union") not in found
    assert ("geneva-1988", "nonParty", "afghan-mujahideen") in found
    assert 6 == len(said.texts)
    assert said.texts[0].key == "accord/geneva-1988"


def test_a_role_has_those_who_acted_in_it(of: Describe) -> None:
    (role,) = [
        role
        for role in of("instrument/geneva-1988-guarantees").roles
        if role.said.predicate == "signatory" and role.agent.key == "state/soviet-union"
    ]
    details = {said.predicate: said.value for said in role.details}
    assert "Eduard Shevardnadze" == details["representedBy"]
    assert "Minister for Foreign Affairs of the USSR" == details["inCapacity"]


def test_a_person_and_a_regime_have_the_roles_in_which_they_acted(of: Describe) -> None:
    assert {
        ("geneva-1988-guarantees", "signatory", "united-states"),
        ("geneva-1988-interrelationships", "witness", "united-states"),
    } == cells(of("person/george-shultz").roles)
    regime = of("regime/republic-of-afghanistan-1987")
    assert ("geneva-1988-refugees", "party", "afghanistan") in cells(regime.roles)
    assert () == regime.texts


def test_nobody_acted_in_a_role_who_is_only_said_to_have(of: Describe) -> None:
    assert () == of("person/benazir-bhutto").roles
    acting = {s.value for role in of("state/pakistan").roles for s in role.details}
    assert "Zain Noorani" in acting
    assert "Benazir Bhutto" not in acting


def test_a_rejected_role_is_no_role_but_a_dispute(of: Describe) -> None:
    said = of("accord/geneva-1988")
    assert ("geneva-1988", "signatory", "united-nations") not in cells(said.roles)
    (dispute,) = [d for d in said.disputes if d.statements[0].predicate == "signatory"]
    (rejected,) = dispute.statements
    assert ("rejected", "United Nations") == (rejected.status, rejected.value)
    assert "un-chronicle-1988" in {passage.source for passage in rejected.against}


def test_conflicting_statements_stand_side_by_side(of: Describe) -> None:
    said = of("event/cordovez-appointment")
    (dispute,) = said.disputes
    assert ["January 1982", "22 February 1982"] == [s.value for s in dispute.statements]
    (stands,) = dispute.stands
    assert "between 1 January 1982 and 22 February 1982" == stands.value
    assert [stands.value] == values(said.facts, "when")


def test_a_dispute_about_who_acted_is_on_the_page_of_the_accord_and_of_each(of: Describe) -> None:
    for key in ("accord/geneva-1988", "state/pakistan", "person/zain-noorani"):
        disputed = {s.value for d in of(key).disputes for s in d.statements}
        assert {"Zain Noorani", "Benazir Bhutto"} <= disputed, key
    (refer,) = of("person/benazir-bhutto").referring
    assert ("representedBy", "rejected") == (refer.predicate, refer.status)


def test_a_statement_that_is_denied_says_so_although_we_hold_it(of: Describe) -> None:
    roles = of("state/pakistan").roles
    acting = {(role.text.key, s.value): s.is_disputed for role in roles for s in role.details}
    assert acting["accord/geneva-1988", "Zain Noorani"]
    assert not acting["instrument/geneva-1988-refugees", "Zain Noorani"]


def test_what_is_only_reported_stays_apart(of: Describe) -> None:
    said = of("event/fall-of-najibullah")
    assert [] == values(said.facts, "actor")
    (actor,) = [s for s in said.reported if s.predicate == "actor"]
    assert ("doubtful", "translated") == actor.natures
    assert "known" not in said.kind
    assert of("stance/gorbachev-betrayed").only_reported
    assert not said.only_reported


def test_a_view_is_given_to_whoever_holds_it(of: Describe) -> None:
    (attitude,) = of("stance/gorbachev-betrayed").reported
    assert ["Mikhail Gorbachev"] == [agent.label for agent in attitude.attributed]


def test_the_less_precise_is_told_apart_from_the_more_precise(of: Describe) -> None:
    said = of("event/fall-of-najibullah")
    assert ["April 1992"] == values(said.facts, "when")
    assert ["1992"] == values(said.less_precise, "when")


def test_an_accord_says_when_and_where_it_was_signed(of: Describe) -> None:
    for key in ("accord/geneva-1988", "instrument/geneva-1988-guarantees"):
        signing = of(key).signing
        assert ["14 April 1988"] == values(signing, "when")
        assert values(signing, "tookPlaceAt")
        assert {s.subject.key for s in signing} == {"event/signing-geneva-1988"}


def test_dates_come_first_in_words(of: Describe) -> None:
    facts = of("commitment/half-withdrawal").facts
    assert [("dueFrom", "15 May 1988"), ("deadline", "15 August 1988")] == [
        (said.predicate, said.value) for said in facts[:2]
    ]


def test_commitments_have_their_day_and_outcome_the_first_due_first(of: Describe) -> None:
    commitments = of("accord/geneva-1988").commitments
    due = [s.raw for c in commitments for s in c.said("deadline")]
    assert due == sorted(due)
    dated = [bool(c.said("deadline")) for c in commitments]
    assert dated == sorted(dated, reverse=True)
    assert not all(dated)
    (half,) = [c for c in commitments if c.thing.key == "commitment/half-withdrawal"]
    assert ["fulfilled"] == values(half.statements, "fulfilment")
    assert ["fulfilment", "fulfilledBy"] == [
        s.predicate for s in half.said("fulfilment", "fulfilledBy")
    ]
    owed = {c.thing.key for c in of("state/soviet-union").commitments}
    assert {"commitment/half-withdrawal", "commitment/withdrawal"} <= owed
    assert () == of("commitment/half-withdrawal").commitments
    met = of("event/first-phase-withdrawal").commitments
    assert ["commitment/half-withdrawal"] == [c.thing.key for c in met]


def test_what_stands_in_a_table_is_told_without_a_source(of: Describe) -> None:
    (ruled,) = [s for s in of("regime/republic-of-afghanistan-1987").facts if not s.status]
    assert ("regimeOf", "Afghanistan", ()) == (ruled.predicate, ruled.value, ruled.passages)
    (towards,) = [s for s in of("accord/geneva-1988").referring if s.predicate == "towards"]
    assert towards.subject.key == "stance/mujahideen-rejection"


def test_what_the_tool_adds_says_so(of: Describe) -> None:
    later = [s for s in of("accord/geneva-1988").facts if s.predicate == "precedes"]
    assert {"computed", "editorial"} == {s.status for s in later}
    assert [] == [
        s for s in of("accord/geneva-1988").facts if s.predicate in ("hasPart", "involves")
    ]
    (neighbour,) = [
        s
        for s in of("state/afghanistan").facts
        if s.predicate == "neighbourOf" and s.value == "Soviet Union"
    ]
    assert "deduced" == neighbour.status


def test_an_event_is_named_with_its_date_where_its_name_has_none(of: Describe) -> None:
    acted = values(of("commitment/half-withdrawal").facts, "fulfilledBy")
    assert ["First phase of the Soviet withdrawal, from 15 May 1988 to 15 August 1988"] == acted
    named = {s.subject.dated for s in of("accord/geneva-1988").referring}
    assert "Reagan endorses the accord (11 April 1988)" in named


def test_numbers_and_lengths_of_time_are_as_rough_as_their_source(of: Describe) -> None:
    disputed = (s for d in of("event/soviet-presence").disputes for s in d.statements)
    counts = values(tuple(disputed), "count")
    assert ["about 100,000", "100,300", "about 115,000"] == counts
    (length,) = values(of("event/government-after-withdrawal").reported, "statedDuration")
    assert "about three years" == length


def test_identifiers_are_those_of_others_and_references(of: Describe) -> None:
    (item,) = of("accord/geneva-1988").identifiers
    assert "http://www.wikidata.org/entity/Q957806" == item.raw
    assert ["ES-6/2"] == values(of("event/ga-resolution-es-6-2").identifiers, "reference")


def test_a_source_is_read_passage_by_passage(of: Describe, facts: Facts) -> None:
    said = of("source/fr-article")
    locators = [reading.passage.locator for reading in said.passages]
    assert locators == sorted(locators)
    assert "p1.s1" == locators[0]
    total = sum("fr-article" in claim.sources for claim in facts.evidence.claims)
    read = {s.claim for reading in said.passages for s in reading.says}
    assert total == len(read) > 50
    (denies,) = [
        s
        for reading in of("source/un-report-s20465").passages
        for s in reading.denies
        if s.predicate == "supersedes"
    ]
    assert "accord/arms-supply-understanding" == denies.subject.key
    assert () == of("accord/geneva-1988").passages


def test_tags_are_short_for_documents_held_in_full(facts: Facts) -> None:
    assert ("fr", "tr") == (facts.source("fr-article").tag, facts.source("tr-article").tag)
    assert "maley-2002" == facts.source("maley-2002").tag
    assert ("wikipedia-en-geneva-accords",) == facts.source("fr-article").copies
    assert "unheard-of" == facts.source("unheard-of").tag
    tags = [source.tag for source in facts.sources.values()]
    assert len(tags) == len(set(tags))


def test_labels_are_in_the_language_that_is_wanted(facts: Facts) -> None:
    french = Facts(facts.store, NAMES, "fr")
    said = describe(french, NAMES.thing("accord", "geneva-1988"))
    assert "Accords de Genève (1988)" == said.label
    assert "accord de paix" == said.kind
    assert {"garant"} == {r.name for r in said.roles if r.said.predicate == "guarantor"}


# sources held in full in the same language, and other corners


def small(turtle: str) -> Facts:
    store = ox.Store()
    prefixes = f"PREFIX ag: <{TERMS}> PREFIX skos: <{SKOS}> PREFIX rdf: <{RDF}> BASE <https://w3id.org/accordsgraph/id/>\n"
    store.load(prefixes + turtle, format=ox.RdfFormat.TRIG)
    return Facts(store, NAMES)


@pytest.mark.parametrize(
    ("sources", "tags"),
    [
        ('<source/a> a ag:SourceDocument ; ag:language "fr" ; ag:sha256 "0" .', ["fr"]),
        ('<source/a> a ag:SourceDocument ; ag:language "fr" .', ["a"]),
        ('<source/a> a ag:SourceDocument ; ag:sha256 "0" .', ["a"]),
        (
            '<source/a> a ag:SourceDocument ; ag:language "fr" ; ag:sha256 "0" .'
            '<source/b> a ag:SourceDocument ; ag:language "fr" ; ag:sha256 "1" .',
            ["a", "b"],
        ),
        (
            '<source/a> a ag:SourceDocument ; ag:language "fr" ; ag:sha256 "0" .'
            "<source/fr> a ag:SourceDocument .",
            ["a", "fr"],
        ),
    ],
)
def test_a_tag_never_stands_for_two_sources(sources: str, tags: list[str]) -> None:
    assert tags == [source.tag for source in small(sources).sources.values()]


def test_a_thing_of_which_nothing_is_known_has_a_page() -> None:
    said = describe(small(""), NAMES.thing("person", "nobody"))
    assert ("person/nobody", "", ()) == (said.label, said.kind, tuple(said.statements()))


def test_what_is_told_as_a_role_or_a_commitment_is_not_told_again(
    of: Describe, facts: Facts
) -> None:
    apart = {"guarantor", "signatory", "statedIn", "debtor", "beneficiary", "representedBy"}
    for key in ("accord/geneva-1988", "state/soviet-union", "person/eduard-shevardnadze"):
        assert apart.isdisjoint(s.predicate for s in of(key).referring), key


_CLAIM = """
GRAPH <https://w3id.org/accordsgraph/graph/claims> {
  <claim/c> a ag:Claim ; rdf:subject <accord/a> ; rdf:predicate ag:precedes ;
    rdf:object <accord/b> ; ag:status <status/STATUS> .
}
"""


def test_what_is_stated_is_not_told_again_as_computed() -> None:
    computed = (
        "GRAPH <https://w3id.org/accordsgraph/graph/derived> "
        "{ <accord/a> ag:precedes <accord/b>, <accord/c> }"
    )
    world = small(_CLAIM.replace("STATUS", "accepted") + computed)
    for said in (
        describe(world, NAMES.thing("accord", "a")).facts,
        describe(world, NAMES.thing("accord", "b")).referring,
    ):
        found = [(s.subject.key, s.status) for s in said if s.raw.endswith("/b")]
        assert [("accord/a", "accepted")] == found
    later = {s.raw[-1]: s.status for s in describe(world, NAMES.thing("accord", "a")).facts}
    assert {"b": "accepted", "c": "computed"} == later


@pytest.mark.parametrize(
    ("status", "disputed"),
    [("accepted", 0), ("editorial", 0), ("reported", 0), ("contested", 1), ("rejected", 1)],
)
def test_what_is_contested_or_rejected_is_in_dispute_by_itself(status: str, disputed: int) -> None:
    said = describe(small(_CLAIM.replace("STATUS", status)), NAMES.thing("accord", "a"))
    assert disputed == len(said.disputes)


def test_a_property_without_a_label_is_written_in_words() -> None:
    world = small(
        "GRAPH <https://w3id.org/accordsgraph/graph/things> { <kind/a> skos:broadMatch <kind/b> }"
    )
    (said,) = describe(world, NAMES.thing("kind", "a")).facts
    assert ("broadMatch", "broad match", "kind/b") == (said.predicate, said.name, said.value)


def test_circles_of_conflicts_end(pages: dict[str, Description]) -> None:
    for said in pages.values():
        for dispute in said.disputes:
            claims = [s.claim for s in dispute.statements]
            assert len(claims) == len(set(claims)) > 0
            assert all(s.status in RECORD for s in dispute.stands)
            assert {s.claim for s in dispute.stands}.isdisjoint(claims)
