"""The page of a thing: what is read first, what is put together, what explains what."""

from __future__ import annotations

import re
from collections.abc import Callable

import pyoxigraph as ox
import pytest

from accordsgraph.description import describe
from accordsgraph.evidence import Passage
from accordsgraph.facts import Facts
from accordsgraph.layout import Quote, lay_out
from accordsgraph.markup import as_html
from accordsgraph.namespaces import SKOS, Names
from accordsgraph.page import Item, Page, Section, as_text
from accordsgraph.pipeline import BuildReport

NAMES = Names()
PageOf = Callable[..., Page]


@pytest.fixture(scope="module")
def facts(geneva: BuildReport) -> Facts:
    assert geneva.built is not None
    return Facts(geneva.built.store, NAMES)


@pytest.fixture(scope="module")
def page_of(facts: Facts) -> PageOf:
    def of(key: str, quote: Quote | None = None) -> Page:
        return lay_out(describe(facts, NAMES.thing(*key.split("/"))), facts, quote)

    return of


@pytest.fixture(scope="module")
def pages(facts: Facts) -> list[Page]:
    """The pages of everything with a name."""
    quads = facts.store.quads_for_pattern(None, ox.NamedNode(SKOS + "prefLabel"), None)
    iris = sorted({q.subject.value for q in quads if isinstance(q.subject, ox.NamedNode)})
    return [lay_out(describe(facts, iri), facts) for iri in iris]


def section(page: Page, title: str) -> Section:
    (found,) = [section for section in page.sections if section.title == title]
    return found


def lines(page: Page, title: str) -> list[str]:
    """Give the lines of a section, without their indent."""
    text = as_text(Page("", "", (), (section(page, title),)))
    return [line.strip() for line in text.partition(f"\n{title}\n")[2].splitlines()]


def walk(items: tuple[Item, ...]) -> list[Item]:
    return [found for item in items for found in (item, *walk(item.items))]


@pytest.mark.parametrize("width", [80, 160])
def test_every_page_fits_the_terminal(pages: list[Page], width: int) -> None:
    for page in pages:
        for line in as_text(page, width).splitlines():
            long_word = len((line.split() or [""])[-1]) > 40  # a digest, an address: never broken
            assert len(line) <= width or long_word, line


def test_no_page_speaks_rdf(pages: list[Page]) -> None:
    for page in pages:
        for part in page.sections:
            said = as_text(Page("", "", (), (part,)))
            assert not re.search(r"\b(rdf|rdfs|owl|xsd|ag|skos):|\^\^|None|@prefix", said), said
            if part.title not in ("Identifiers",):
                assert "w3id.org" not in said


def test_every_page_is_html(pages: list[Page]) -> None:
    from test_page import read

    for page in pages:
        assert page.title in "".join(read(as_html(page)).text)


def test_tags_on_a_page_are_explained_on_it(pages: list[Page]) -> None:
    for page in pages:
        used = {
            tag.name
            for part in page.sections
            for item in walk(part.items)
            for tag in (*item.tags, *item.against)
        }
        explained = {
            item.term for part in page.sections if part.title == "Sources" for item in part.items
        }
        assert used <= explained


def test_sections_stand_in_the_order_of_reading_and_none_is_empty(pages: list[Page]) -> None:
    order = [
        *("Names", "What the graph says", "Roles", "Commitments", "Only reported", "Disputed"),
        *("Said less precisely", "What refers to it", "What it says, passage by passage"),
        *("Identifiers", "Sources", "Words"),
    ]
    for page in pages:
        titles = [section.title for section in page.sections]
        assert titles == [title for title in order if title in titles]
        assert all(section.items or section.grid for section in page.sections)


def test_a_copy_is_named_as_one(page_of: PageOf) -> None:
    (french,) = [
        i for i in section(page_of("accord/geneva-1988"), "Sources").items if i.term == "fr"
    ]
    assert ("copied or translated from wikipedia-en-geneva-accords",) == french.remarks


def test_facts_with_the_same_evidence_share_a_line(page_of: PageOf) -> None:
    roles = lines(page_of("accord/geneva-1988"), "Roles")
    assert "party  Afghanistan, Pakistan (editorial) [documentary-history-middle-east]" in roles
    reported = lines(page_of("event/government-after-withdrawal"), "Only reported")
    assert "lack of popular support; lack of territory (concessive) [fr]" in reported
    assert "stated duration  about three years (rounded, approximate) [tr]" in reported or (
        "stated duration  about three years (approximate, rounded) [tr]" in reported
    )


def test_what_rests_on_other_passages_has_a_line_of_its_own(page_of: PageOf) -> None:
    referring = section(page_of("state/soviet-union"), "What refers to it").items
    acted = [item for item in referring if item.term == "actor"]
    assert len(acted) > 5
    assert all(";" not in item.text for item in acted)


def test_those_who_acted_stand_with_the_one_they_acted_for(page_of: PageOf) -> None:
    by_text = {
        item.text: item.items for item in section(page_of("accord/geneva-1988"), "Roles").items
    }
    signed = {
        item.text: {part.text for part in item.items if part.term == "represented by"}
        for item in by_text["Guarantees"]
        if item.term == "signatory"
    }
    assert {
        "Soviet Union": {"Eduard Shevardnadze"},
        "United States": {"George P. Shultz"},
    } == signed


def test_a_matrix_shows_roles_text_by_text_with_the_tags_of_what_is_held(page_of: PageOf) -> None:
    grid = section(page_of("accord/geneva-1988"), "Roles").grid
    assert grid is not None
    assert ("Afghanistan", "Pakistan", "Soviet Union", "United States") == grid.head[:4]
    rows = dict(grid.rows)
    assert [
        *("as a whole", "Guarantees", "Interrelationships"),
        *("Memorandum", "Non-Interference", "Refugees"),
    ] == list(rows)
    assert ("guarantor [fr tr +2]",) == rows["as a whole"][2]
    assert ("witness [fr +3]",) == rows["Interrelationships"][2]
    assert ("party* [+1]",) == rows["Memorandum"][0]
    assert () == rows["Refugees"][2]


def test_many_agents_stand_below_each_other(page_of: PageOf) -> None:
    grid = section(page_of("accord/bonn-2001"), "Roles").grid
    assert grid is not None
    assert ("as a whole", "Agreement on Provisional Arrangements in Afghanistan") == grid.head
    assert ("not a party [+1]",) == dict(grid.rows)["Taliban"][0]


def test_the_star_and_the_plus_are_explained_where_they_stand(pages: list[Page]) -> None:
    for page in pages:
        for part in page.sections:
            entries = (
                [e for _, cells in part.grid.rows for c in cells for e in c] if part.grid else []
            )
            assert ("star" in part.intro) == any("*" in entry for entry in entries)
            assert not part.grid or "+3 means three more" in part.intro


def test_a_text_of_its_own_needs_no_matrix(page_of: PageOf) -> None:
    part = section(page_of("instrument/geneva-1988-guarantees"), "Roles")
    assert part.grid is None
    assert "signatory" in {item.term for item in part.items}


def test_an_agent_has_its_roles_and_a_person_those_for_another(page_of: PageOf) -> None:
    assert any(
        line.startswith("witness    Geneva Accords, Interrelationships [fr ")
        for line in lines(page_of("state/soviet-union"), "Roles")
    )
    shultz = lines(page_of("person/george-shultz"), "Roles")
    assert shultz[0].startswith("signatory  Geneva Accords, Guarantees, for United States [fr ")
    assert not any("represented by" in line for line in shultz)


def test_a_commitment_without_an_outcome_says_so(page_of: PageOf) -> None:
    found = {
        item.text: item for item in section(page_of("state/soviet-union"), "Commitments").items
    }
    half = {
        item.term: item.text
        for item in found["Half of the Soviet troops out by 15 August 1988"].items
    }
    assert ("15 August 1988", "fulfilled") == (half["deadline"], half["fulfilment"])
    urge = {
        item.term: item.text
        for item in found["The guarantors’ call on all states to do likewise"].items
    }
    assert "nothing is said of it" == urge["fulfilment"]


def test_a_dispute_shows_all_sides_and_what_the_record_has(page_of: PageOf) -> None:
    (dispute,) = section(page_of("event/cordovez-appointment"), "Disputed").items
    assert "date" == dispute.text
    first, second, record = dispute.items
    assert ("January 1982", ("contested",)) == (first.text, first.remarks)
    assert "22 February 1982" == second.text
    assert "the record has: between 1 January 1982 and 22 February 1982" == record.text


def test_a_dispute_over_another_thing_names_it(page_of: PageOf) -> None:
    headings = [item.text for item in section(page_of("state/pakistan"), "Disputed").items]
    assert "Pakistan, party, Geneva Accords (1988): represented by" in headings


def test_how_a_source_puts_it_and_whose_view_it_is_stand_with_it(page_of: PageOf) -> None:
    (line, _) = lines(page_of("stance/gorbachev-betrayed"), "Only reported")[1:]
    assert line.endswith("felt betrayed (feeling, undated, according to Mikhail Gorbachev) [fr]")
    words = {
        item.term: item.text
        for item in section(page_of("stance/gorbachev-betrayed"), "Words").items
    }
    assert "It is a state of mind." == words["feeling"]


def test_who_speaks_against_it_stands_with_it(page_of: PageOf) -> None:
    (said,) = [
        item
        for item in section(page_of("accord/geneva-1988"), "What refers to it").items
        if item.term == "supersedes"
    ]
    assert ["un-peacekeeping-mandate", "un-report-s20465"] == [tag.name for tag in said.against]
    assert "reported" in said.remarks


def test_a_source_shows_who_else_says_the_same_and_what_it_denies(page_of: PageOf) -> None:
    read = lines(page_of("source/fr-article"), "What it says, passage by passage")
    (line,) = [line for line in read if "guarantor Soviet Union" in line]
    assert line == (
        "p1.s1  Geneva Accords (1988): guarantor Soviet Union "
        "[tr un-chronicle-1988 us-background-notes]"
    )
    denied = lines(page_of("source/un-report-s20465"), "What it says, passage by passage")
    assert any("supersedes" in line and "(denied, reported" in line for line in denied)


def test_whoever_holds_the_documents_sees_the_passages(page_of: PageOf) -> None:
    asked: list[Passage] = []

    def quote(passage: Passage) -> str:
        asked.append(passage)
        return f"words of {passage}" if passage.source == "fr-article" else ""

    facts = section(page_of("accord/geneva-1988", quote), "What the graph says")
    signed = facts.items[0]
    assert ("words of fr-article#p1.s1",) == signed.quotes
    assert Passage("tr-article", "p1.s1") in asked
    assert "| words of fr-article#p1.s1" in lines(
        page_of("accord/geneva-1988", quote), "What the graph says"
    )
    assert all(
        () == item.quotes for item in walk(section(page_of("accord/geneva-1988"), "Roles").items)
    )


def test_a_thing_known_only_from_sources_says_so_under_its_name(page_of: PageOf) -> None:
    assert page_of("stance/gorbachev-betrayed").subtitle == (
        "stance · stance/gorbachev-betrayed · known only from what sources say"
    )
    assert "peace accord · accord/geneva-1988" == page_of("accord/geneva-1988").subtitle
