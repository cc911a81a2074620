"""A thing is found by any of its names, and never guessed among several."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from accordsgraph.entities import accords_called, find_entity
from accordsgraph.errors import Problem, QueryError
from accordsgraph.namespaces import Names
from accordsgraph.naming import find_thing
from accordsgraph.pipeline import BuildReport

NAMES = Names()


@pytest.fixture(scope="module")
def store(geneva: BuildReport) -> ox.Store:
    assert geneva.built is not None
    return geneva.built.store


def found(store: ox.Store, text: str) -> str:
    return "/".join(NAMES.split(find_entity(store, text, NAMES).value) or ())


def problem(store: ox.Store, text: str) -> Problem:
    with pytest.raises(QueryError) as caught:
        find_entity(store, text, NAMES)
    return caught.value.problems[0]


@pytest.mark.parametrize(
    "text",
    [
        "geneva-1988",
        "accord/geneva-1988",
        "accord:geneva-1988",
        "https://w3id.org/accordsgraph/id/accord/geneva-1988",
        "<https://w3id.org/accordsgraph/id/accord/geneva-1988>",
        "Geneva Accords (1988)",
        " geneva accords (1988) ",
        "geneva accords",
        "accords de geneve",
        "ACCORDS DE GENÈVE (1988)",
        "cenevre anlasmasi",
        "Cenevre Anlaşması",
        "Женевские соглашения",
        "Agreements on the Settlement of the Situation Relating to Afghanistan",
    ],
)
def test_an_accord_is_found_by_key_iri_and_names_in_all_languages(
    store: ox.Store, text: str
) -> None:
    assert "accord/geneva-1988" == found(store, text)


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("Shultz", "person/george-shultz"),
        ("şevardnadze", "person/eduard-shevardnadze"),
        ("sevardnadze eduard", "person/eduard-shevardnadze"),
        ("geneva guarantees", "instrument/geneva-1988-guarantees"),
        ("shevardn", "person/eduard-shevardnadze"),
        ("kabil", "place/kabul"),
        ("guarantor", "role/guarantor"),
    ],
)
def test_words_of_one_name_are_enough(store: ox.Store, text: str, thing: str) -> None:
    assert thing == found(store, text)


def test_what_is_in_brackets_may_be_left_out_where_one_thing_is_meant(store: ox.Store) -> None:
    assert "movement/hizb-i-islami-khalis" == found(store, "hizb-i-islami khalis")
    several = problem(store, "hizb-i-islami")
    assert "two-things" == several.id
    assert '"hizb-i-islami" can mean 2 things' == several.message
    assert "movement/hizb-i-islami-khalis     Hizb-i-Islami (Khalis)" in several.fix


def test_several_things_are_listed_accords_first_and_the_list_ends(store: ox.Store) -> None:
    several = problem(store, "cenevre")
    first, *lines = several.fix.splitlines()
    assert ("two-things", "write one of") == (several.id, first)
    assert lines[0].split()[0] == "accord/geneva-1988"
    assert lines[1].split()[0].startswith("instrument/")
    assert 13 == len(lines)
    assert lines[-1].strip().startswith("… and ")
    assert len({line.index("  ", 7) for line in lines[:-1] if "refugees" in line}) == 1


def test_what_is_listed_can_be_written(store: ox.Store) -> None:
    for line in problem(store, "gorbachev").fix.splitlines()[1:]:
        key = line.split()[0]
        assert key == found(store, key)


def test_what_is_unknown_has_suggestions_where_something_is_near(store: ox.Store) -> None:
    near = problem(store, "genva-1988")
    assert ("unknown-thing", 'nothing here is called "genva-1988"') == (near.id, near.message)
    assert near.fix.startswith("did you mean geneva-1988 or ")
    assert "give a key, CURIE, IRI or label" == problem(store, "qqqqqq").fix


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "  ",
            "…",
            "claim:commitment-withdrawal--debtor--soviet-union",
            "http://",
            "ag:party",
        ),
        *("passage/fr-article--p1-s1", "participation:geneva-1988--party--pakistan"),
    ],
)
def test_claims_passages_and_nothing_are_no_entities(store: ox.Store, text: str) -> None:
    assert "unknown-thing" == problem(store, text).id


def test_a_place_with_the_name_of_an_accord_leads_to_the_accord(store: ox.Store) -> None:
    def called(text: str) -> list[str]:
        return [NAMES.curie(accord.value) for accord in accords_called(store, text, NAMES)]

    assert ["accord:kabul-2016"] == called("Kabul")
    assert ["accord:geneva-1988"] == called("geneva accords")
    assert [] == called("shultz")


def test_a_project_has_names_of_its_own() -> None:
    names = Names("https://example.org/p/")
    store = ox.Store()
    store.load(
        "<https://example.org/p/id/accord/bonn-2001> "
        '<http://www.w3.org/2004/02/skos/core#prefLabel> "Bonn Agreement"@en .',
        format=ox.RdfFormat.N_TRIPLES,
    )
    assert find_entity(store, "bonn", names).value == "https://example.org/p/id/accord/bonn-2001"


def test_a_label_two_things_share_names_neither() -> None:
    store, label = ox.Store(), ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    for key in ("accord/a", "event/a"):
        thing = ox.NamedNode(f"https://w3id.org/accordsgraph/id/{key}")
        store.add(ox.Quad(thing, label, ox.Literal("Signing", language="en")))
    with pytest.raises(QueryError) as caught:
        find_thing(store, "Signing", Names())
    assert caught.value.problems[0].id == "two-things"
    assert all(key in caught.value.problems[0].fix for key in ("accord/a", "event/a"))
