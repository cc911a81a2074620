"""What follows from dates: bounds of every date, and an order only where it is certain."""

from __future__ import annotations

import pytest
from rdflib import RDF, XSD, Graph, Literal, URIRef

from accordsgraph.derived import derive, wrong_dates
from accordsgraph.namespaces import EDTF, HOME, Names
from accordsgraph.syntax import empty_graph
from accordsgraph.terms import AG

EVENT = URIRef(HOME + "id/event/x")


def edtf(text: str) -> Literal:
    return Literal(text, datatype=URIRef(EDTF), normalize=False)


def days(graph: Graph) -> dict[str, str]:
    assert {XSD.date} >= {v.datatype for v in graph.objects() if isinstance(v, Literal)}
    return {Names().curie(str(p)).removeprefix("ag:"): str(value) for _, p, value in graph}


def bounds_of(text: str, dated: URIRef = AG.when) -> dict[str, str]:
    graph = empty_graph()
    graph.add((EVENT, dated, edtf(text)))
    derived = derive(graph)
    assert {EVENT} >= set(derived.subjects())
    return days(derived)


def when(*four: str) -> dict[str, str]:
    names = ("beginEarliest", "beginLatest", "endEarliest", "endLatest")
    return {name: day for name, day in zip(names, four, strict=True) if day}


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("1988-04-14", when(*["1988-04-14"] * 4)),
        ("1988-04", when("1988-04-01", "1988-04-30", "1988-04-01", "1988-04-30")),
        ("1988", when("1988-01-01", "1988-12-31", "1988-01-01", "1988-12-31")),
        ("1988~", when("1988-01-01", "1988-12-31", "1988-01-01", "1988-12-31")),
        ("198X", when("1980-01-01", "1989-12-31", "1980-01-01", "1989-12-31")),
        ("1979/1989-02-15", when("1979-01-01", "1979-12-31", "1989-02-15", "1989-02-15")),
        ("1979/..", when("1979-01-01", "1979-12-31", "", "")),
        ("../1989-02-15", when("", "", "1989-02-15", "1989-02-15")),
        ("[..1983]", when("", "1983-12-31", "", "1983-12-31")),
        ("[1981..]", when("1981-01-01", "", "1981-01-01", "")),
        ("[1981..1983]", when("1981-01-01", "1983-12-31", "1981-01-01", "1983-12-31")),
        ("1988-21", when("1988-03-01", "1988-05-31", "1988-03-01", "1988-05-31")),
        ("XXXX-05-15", {}),
        ("14.04.1988", {}),
        ("1989-02-29", {}),
    ],
)
def test_an_event_has_the_bounds_its_date_allows(text: str, bounds: dict[str, str]) -> None:
    assert bounds == bounds_of(text)


@pytest.mark.parametrize(
    ("dated", "bounds"),
    [
        (AG.deadline, {"deadlineEarliest": "1989-02-01", "deadlineLatest": "1989-02-28"}),
        (AG.dueFrom, {"dueFromEarliest": "1988-05-15", "dueFromLatest": "1988-05-15"}),
        (AG.entersIntoForce, {"inForceEarliest": "1988-05-15", "inForceLatest": "1988-05-15"}),
        (AG.terminates, {"outOfForceEarliest": "1988-05-15", "outOfForceLatest": "1989-02-28"}),
    ],
)
def test_a_commitment_and_a_text_have_theirs(dated: URIRef, bounds: dict[str, str]) -> None:
    assert bounds == bounds_of("1988-05-15/1989-02", dated)


def test_a_date_that_is_a_thing_has_no_bounds() -> None:
    graph = empty_graph()
    graph.add((EVENT, AG.when, EVENT))
    assert 0 == len(derive(graph))


def test_what_is_asserted_stays_as_it_is() -> None:
    graph = empty_graph()
    graph.add((EVENT, AG.when, edtf("1988")))
    derive(graph)
    assert 1 == len(graph)


def test_dates_that_are_none_are_named_with_their_triple() -> None:
    graph = empty_graph()
    wrong = (EVENT, AG.terminates, edtf("1989-02-29"))
    graph.add(wrong)
    graph.add((EVENT, AG.when, edtf("1988-04")))
    graph.add((EVENT, AG.name, Literal("1989-02-29", lang="en")))
    ((triple, problem),) = wrong_dates(graph)
    assert (wrong, '"1989-02-29" is not a date: there is no such day') == (triple, problem.message)


# which accord came before which

Signings = tuple[tuple[str, ...], ...]


def accords(**described: tuple[str, Signings]) -> Graph:
    """Make accords: name → (conflict it settles, the dates of each of its signings)."""
    graph = empty_graph()
    for name, (conflict, signings) in described.items():
        accord = URIRef(HOME + "id/accord/" + name)
        if conflict:
            graph.add((accord, AG.settles, URIRef(HOME + "id/event/" + conflict)))
        for number, dates in enumerate(signings):
            signing = URIRef(f"{HOME}id/event/signing-{name}-{number}")
            graph.add((signing, RDF.type, AG.Signing))
            graph.add((signing, AG.signs, accord))
            for text in dates:
                graph.add((signing, AG.when, edtf(text)))
    return graph


def order(graph: Graph) -> list[tuple[str, str]]:
    found = derive(graph).subject_objects(AG.precedes)
    return sorted((str(a).rpartition("/")[2], str(b).rpartition("/")[2]) for a, b in found)


def test_accords_on_one_conflict_are_ordered_by_their_signings_all_pairs() -> None:
    graph = accords(
        c=("war", (("2001-12-05",),)), a=("war", (("1988-04-14",),)), b=("war", (("1992-04",),))
    )
    assert [("a", "b"), ("a", "c"), ("b", "c")] == order(graph)


def test_the_certain_pairs_are_given_even_where_neighbours_are_not_certain() -> None:
    graph = accords(a=("war", (("1988-04-14",),)), b=("war", (("1988",),)), c=("war", (("1989",),)))
    assert [("a", "c"), ("b", "c")] == order(graph)


def test_accords_on_different_conflicts_are_never_ordered() -> None:
    assert [] == order(
        accords(a=("war", (("1988",),)), b=("other-war", (("1992",),)), c=("", (("2001",),)))
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("1988~", "1992"),
        ("1988", "1992?"),
        ("1988%", "1992%"),
        ("1988-21", "1992"),
        ("1988", "1988-12-31"),
        ("1988-04-14", "1988-04-14"),
        ("1979/..", "1992"),
        ("1988", "[..1992]"),
        ("[1988..]", "1992"),
        ("XXXX-05-15", "1992"),
        ("1988", "nonsense"),
        ("1992", "1988/.."),
    ],
)
def test_nothing_is_ordered_that_is_not_certain(first: str, second: str) -> None:
    assert [] == order(accords(a=("war", ((first,),)), b=("war", ((second,),))))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("1988-12-31", "1989-01-01"),
        ("[..1988]", "1989"),
        ("../1988", "1989/.."),
        ("1988", "[1989..]"),
        ("198X", "199X"),
    ],
)
def test_what_is_certain_is_ordered_one_way(first: str, second: str) -> None:
    assert [("a", "b")] == order(accords(a=("war", ((first,),)), b=("war", ((second,),))))


def test_an_accord_signed_in_several_acts_lies_between_the_first_and_the_last() -> None:
    second: tuple[str, Signings] = ("war", (("1988-05-01",),))
    assert [("a", "b")] == order(accords(a=("war", (("1988-04-14",), ("1988-04-20",))), b=second))
    assert [] == order(accords(a=("war", (("1988-04-14",), ("1988-06",))), b=second))
    assert [] == order(accords(a=("war", (("1988-04-14",), ())), b=second))
    assert [] == order(accords(a=("war", (("1988-04-14",), ("1988-04-20~",))), b=second))
    assert [("b", "a")] == order(accords(a=("war", (("1988-06",), ("1988-07",))), b=second))


def test_a_certain_date_stands_beside_an_approximate_one_of_the_same_signing() -> None:
    assert [("a", "b")] == order(
        accords(a=("war", (("1988~", "1988-04-14"),)), b=("war", (("1989",),)))
    )


def test_an_accord_nobody_is_known_to_have_signed_has_no_place_in_the_order() -> None:
    graph = accords(a=("war", ()), b=("war", (("1992",),)))
    act = URIRef(HOME + "id/act/x")
    graph.add((act, AG.signs, URIRef(HOME + "id/accord/a")))
    graph.add((act, AG.when, edtf("1988")))
    assert [] == order(graph)  # only a signing counts
