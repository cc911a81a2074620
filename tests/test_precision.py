"""Which of two values says more follows from dates, classes, concepts and wholes alone."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordsgraph.namespaces import EDTF, SKOS, TERMS
from accordsgraph.precision import Precision, Wider, of_dates, of_values

MIRRORED = {Precision.FINER: Precision.COARSER, Precision.COARSER: Precision.FINER}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("1992-04", "1992", "finer"),
        ("1988-05-15", "XXXX-05-15", "finer"),
        ("1988-05-15", "XXXX-05-16", "apart"),
        ("1988", "XXXX-05-15", "overlap"),
        ("198X", "XXXX-05-15", "overlap"),
        ("1988-05-15/1989-02-15", "XXXX-05-15/1989-02-15", "finer"),
        ("1988-05-16/1989-02-15", "XXXX-05-15/1989-02-15", "apart"),
        ("1988/1989-02-16", "1988/XXXX-02-15", "apart"),
        ("1979/..", "../1989-02-15", "overlap"),
        ("1979/1989-02-15", "1979/..", "finer"),
        ("1989/..", "../1985", "apart"),
        ("1988-02-08", "1988-02-09", "apart"),
        ("1988-04-14", "1988-04-14/1988-04-14", "same"),
        ("[..1983]", "1981", "coarser"),
        ("1982-02-22", "[1982-01-01..1982-02-22]", "finer"),
        ("1988~", "1989", "overlap"),
        ("1988~", "1988-04", "coarser"),
        ("1988", "1988~", "finer"),
        ("1988-04~", "1988", "overlap"),
        ("1988~", "1988?", "same"),
        ("1988", "next year", "unrelated"),
    ],
)
def test_dates_are_compared_by_what_they_leave_open(first: str, second: str, expected: str) -> None:
    assert Precision(expected) is of_dates(first, second)
    assert MIRRORED.get(Precision(expected), Precision(expected)) is of_dates(second, first)


DATES = st.from_regex(r"\A(198|XXX)[0-9]-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?\Z").map(
    lambda text: text.replace("XXX" + text[3], "XXXX") if text.startswith("X") else text
)
ANY = st.one_of(DATES, st.builds("{}/{}".format, st.just(".."), DATES), st.just("1985/.."))


@given(ANY, ANY)
def test_turning_two_dates_round_turns_the_answer_round(first: str, second: str) -> None:
    found = of_dates(first, second)
    assert MIRRORED.get(found, found) is of_dates(second, first)


@given(ANY, ANY, ANY)
def test_what_is_finer_than_a_finer_date_is_finer(one: str, two: str, three: str) -> None:
    if Precision.FINER is of_dates(one, two) and Precision.FINER is of_dates(two, three):
        assert Precision.FINER is of_dates(one, three)


def store(*triples: tuple[str, str, str]) -> ox.Store:
    found = ox.Store()
    for subject, predicate, value in triples:
        found.add(ox.Quad(*map(ox.NamedNode, (subject, predicate, value))))
    return found


@pytest.mark.parametrize(
    "link",
    [
        SKOS + "broader",
        "http://www.w3.org/2000/01/rdf-schema#subClassOf",
        TERMS + "within",
        TERMS + "subEventOf",
    ],
)
def test_what_lies_below_at_any_distance_is_more_precise(link: str) -> None:
    wider = Wider(store(("x:a", link, "x:b"), ("x:b", link, "x:c"), ("x:d", link, "x:c")))
    a, c, d = map(ox.NamedNode, ("x:a", "x:c", "x:d"))
    assert Precision.FINER is of_values(a, c, wider)
    assert Precision.COARSER is of_values(c, a, wider)
    assert Precision.UNRELATED is of_values(a, d, wider)


def test_a_part_is_more_precise_than_its_whole() -> None:
    wider = Wider(store(("x:accord", TERMS + "hasPart", "x:text")))
    accord, text = ox.NamedNode("x:accord"), ox.NamedNode("x:text")
    assert Precision.FINER is of_values(text, accord, wider)


def test_a_circle_says_nothing_and_ends() -> None:
    wider = Wider(store(("x:a", SKOS + "broader", "x:b"), ("x:b", SKOS + "broader", "x:a")))
    assert Precision.UNRELATED is of_values(ox.NamedNode("x:a"), ox.NamedNode("x:b"), wider)


def test_only_dates_are_read_in_literals() -> None:
    edtf = ox.NamedNode(EDTF)
    wider = Wider(ox.Store())
    year, month = ox.Literal("1992", datatype=edtf), ox.Literal("1992-04", datatype=edtf)
    assert Precision.FINER is of_values(month, year, wider)
    assert Precision.SAME is of_values(year, year, wider)
    assert Precision.UNRELATED is of_values(ox.Literal("1992"), month, wider)
    assert Precision.UNRELATED is of_values(ox.Literal("1992"), ox.Literal("1992-04"), wider)
    assert Precision.UNRELATED is of_values(ox.NamedNode("x:a"), month, wider)
