"""As of a day: what was certainly, possibly or as far as known in force, due, done or broken."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox
import pytest
from conftest import ROOT
from rdflib import Graph

from accordsgraph.asking import ask
from accordsgraph.derived import derive
from accordsgraph.namespaces import EDTF, HOME, Names
from accordsgraph.queries import read_query

QUERY = read_query(ROOT / "queries" / "saved" / "as-of.rq")
NAMES = Names()
PREFIXES = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in NAMES.prefixes.items())
Answer = list[tuple[str, str, str]]


def graph_of(text: str) -> Graph:
    """Read triples in which '…' is a date, and derive the bounds."""
    dated = "".join(f'"{p}"^^<{EDTF}>' if n % 2 else p for n, p in enumerate(text.split("'")))
    graph = Graph().parse(data=PREFIXES + dated)
    return graph + derive(graph)


def bound(day: str, thing: str = "") -> str:
    """Give the text of the query for a day and a thing."""
    terms = {"date": f'"{day}"^^<http://www.w3.org/2001/XMLSchema#date>'} if day else {}
    if thing:
        kind, _, key = thing.partition(":")
        terms["thing"] = f"<{NAMES.thing(kind, key)}>"
    return QUERY.bind(terms)


def answer(text: str, day: str, thing: str = "") -> Answer:
    """Ask Oxigraph; give what, state and how sure of each row."""
    store = ox.Store()
    store.load(graph_of(text).serialize(format="nt"), format=ox.RdfFormat.N_TRIPLES)
    found = ask(store, bound(day, thing), NAMES)
    assert isinstance(found, ox.QuerySolutions)
    return [
        (row["what"].value.removeprefix(HOME + "id/"), row["state"].value, row["how_sure"].value)
        for row in found
    ]


def state(text: str, day: str) -> tuple[str, str] | None:
    """Give state and certainty of the one thing that there is; None if there is none."""
    found = {row[1:] for row in answer(text, day)}
    assert len(found) <= 1, found
    return next(iter(found), None)


@pytest.mark.parametrize(
    ("dates", "day", "expected"),
    [
        ("ag:entersIntoForce '1988-05-15'", "1988-05-14", None),
        ("ag:entersIntoForce '1988-05-15'", "1988-05-15", "no end known"),
        ("ag:entersIntoForce '1988-05'", "1988-05-01", "possibly"),
        ("ag:entersIntoForce '1988-05'", "1988-05-31", "no end known"),
        ("ag:entersIntoForce '1988'; ag:terminates '1992-04'", "1990-01-01", "certainly"),
        ("ag:entersIntoForce '1988'; ag:terminates '1992-04'", "1992-04-01", "possibly"),
        ("ag:entersIntoForce '1988'; ag:terminates '1992-04'", "1992-05-01", None),
        ("ag:entersIntoForce '1988~'; ag:terminates '1992'", "1990-01-01", "possibly"),
        ("ag:entersIntoForce '1988~'", "1987-12-31", "possibly"),  # about 1988
        ("ag:entersIntoForce '1988-21'", "1989-01-01", "possibly"),  # spring is no date
        ("ag:entersIntoForce '1988-04-21'", "1989-01-01", "no end known"),  # the 21st is one
        ("ag:entersIntoForce '1988'; ag:terminates '1992?'", "1995-01-01", "possibly"),
        ("ag:entersIntoForce '[..1988]'; ag:terminates '[1992..]'", "1990-01-01", "certainly"),
        ("ag:entersIntoForce 'XXXX-05-15'", "1990-01-01", "possibly"),
    ],
)
def test_a_text_is_in_force_as_surely_as_its_dates_allow(
    dates: str, day: str, expected: str | None
) -> None:
    found = state(f"instrument:i a ag:Instrument ; {dates} .", day)
    assert (("in force", expected) if expected else None) == found


def test_a_text_ends_with_its_accord_unless_it_has_an_end_of_its_own() -> None:
    text = """accord:a a ag:Accord ; ag:hasPart instrument:i, instrument:j ; ag:terminates '1990' .
    instrument:i a ag:Instrument ; ag:entersIntoForce '1988' .
    instrument:j a ag:Instrument ; ag:entersIntoForce '1988' ; ag:terminates '1995' ."""
    assert [
        ("instrument/i", "in force", "certainly"),
        ("instrument/j", "in force", "certainly"),
    ] == (answer(text, "1989-06-01"))
    assert [("instrument/j", "in force", "certainly")] == answer(text, "1991-01-01")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("1988-04-13", set()),
        ("1988-04-14", {("signed", "certainly")}),
        ("1988-05-15", {("party", "no end known")}),
    ],
)
def test_who_signs_is_party_when_the_text_is_in_force(
    day: str, expected: set[tuple[str, str]]
) -> None:
    text = """event:e ag:signs instrument:i ; ag:when '1988-04-14' .
    instrument:i ag:party state:s ; ag:entersIntoForce '1988-05-15' ."""
    rows = answer(text, day, "state:s")
    assert expected == {row[1:] for row in rows}


def test_who_signs_what_is_not_known_to_be_in_force_has_signed() -> None:
    text = """event:e ag:signs instrument:i ; ag:when '1992-04' .
    instrument:i ag:signatory state:s ."""
    assert ("signed", "possibly") == state(text, "1992-04-15")
    assert ("signed", "no end known") == state(text, "1992-05-01")


REGIMES = """regime:old ag:regimeOf state:s . regime:new ag:regimeOf state:s .
regime:new ag:succeeds regime:old .
event:coup ag:establishes regime:old ; ag:when '1978-04' .
event:vote ag:establishes regime:new ; ag:when '1987-11-29/1987-11-30' .
event:fall ag:overthrows regime:new ; ag:when '1992-04' .
regime:unknown ag:regimeOf state:s ."""


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("1978-03-31", []),
        ("1978-04-10", [("regime/old", "possibly")]),
        ("1985-01-01", [("regime/old", "possibly")]),  # when it ended is not said
        ("1987-11-30", [("regime/new", "certainly"), ("regime/old", "possibly")]),
        ("1988-04-14", [("regime/new", "certainly")]),
        ("1992-04-10", [("regime/new", "possibly")]),
        ("1992-05-01", []),
    ],
)
def test_a_government_is_in_place_between_what_made_and_what_ended_it(
    day: str, expected: list[tuple[str, str]]
) -> None:
    assert [(what, "in place", sure) for what, sure in expected] == answer(REGIMES, day)


PROMISE = "commitment:c ag:debtor state:s ; ag:dueFrom '1988-05-15' "


@pytest.mark.parametrize(
    ("more", "day", "expected"),
    [
        (".", "1988-05-14", None),
        (".", "1988-06-01", ("due", "no end known")),
        ("; ag:deadline '1989-02' .", "1989-01-31", ("due", "certainly")),
        ("; ag:deadline '1989-02' .", "1989-02-10", ("due", "possibly")),
        ("; ag:deadline '1989-02' .", "1989-03-01", ("unknown", "past its deadline")),
        ("; ag:deadline '1989~' .", "1995-01-01", ("due", "possibly")),
        (
            "; ag:fulfilledBy event:e . event:e ag:when '1989' .",
            "1988-12-31",
            ("due", "no end known"),
        ),
        ("; ag:fulfilledBy event:e . event:e ag:when '1989' .", "1989-06-01", ("done", "possibly")),
        (
            "; ag:fulfilledBy event:e . event:e ag:when '1989' .",
            "1990-01-01",
            ("done", "certainly"),
        ),
        (
            "; ag:fulfilledBy event:e . event:e ag:when '1989?' .",
            "1990-01-01",
            ("done", "possibly"),
        ),
        ("; ag:fulfilledBy event:e .", "1990-01-01", ("done", "possibly")),
        (
            "; ag:fulfilledBy event:e, event:f . event:e ag:when '1989' . event:f ag:when '1991' .",
            "1990-06-01",
            ("done", "possibly"),
        ),
        (
            "; ag:breachedBy event:e . event:e ag:when '1989' .",
            "1989-06-01",
            ("broken", "possibly"),
        ),
        (
            "; ag:breachedBy event:e . event:e ag:when '1989' .",
            "1990-01-01",
            ("broken", "certainly"),
        ),
        (
            "; ag:breachedBy event:e . event:e ag:when '1989/..' . "
            "commitment:c ag:deadline '1988-12' .",
            "1989-01-01",
            ("broken", "possibly"),
        ),
    ],
)
def test_a_promise_is_due_done_broken_or_unknown(
    more: str, day: str, expected: tuple[str, str] | None
) -> None:
    assert expected == state(PROMISE + more, day)


def test_a_promise_binds_from_its_text_or_from_its_announcement() -> None:
    text = """commitment:c ag:debtor state:s ; ag:statedIn provision:p .
    instrument:i a ag:Instrument ; ag:hasPart provision:p ; ag:entersIntoForce '1988-05-15' .
    commitment:d ag:debtor state:s . event:e ag:announces commitment:d ; ag:when '1988-04-11' .
    commitment:undated ag:debtor state:s ."""
    assert [("commitment/d", "due", "no end known")] == answer(text, "1988-05-01", "state:s")
    both = {row[0] for row in answer(text, "1988-05-15", "state:s")}
    assert {"commitment/c", "commitment/d"} == both


def test_a_promise_for_a_day_before_the_text_is_in_force_binds_from_its_signing() -> None:
    text = """commitment:c ag:debtor state:s ; ag:statedIn instrument:i ; ag:deadline '1988-04-25' .
    instrument:i a ag:Instrument ; ag:entersIntoForce '1988-05-15' .
    event:e ag:signs instrument:i ; ag:when '1988-04-14' ."""
    assert [] == answer(text, "1988-04-13", "state:s")
    assert [("commitment/c", "due", "certainly")] == answer(text, "1988-04-20", "state:s")


def test_without_a_day_the_answer_is_that_of_the_end_of_all_that_is_known() -> None:
    text = "instrument:i ag:entersIntoForce '2020' . instrument:j ag:entersIntoForce '1988' ; "
    text += "ag:terminates '1992' ."
    assert [("instrument/i", "in force", "no end known")] == answer(text, "")


@pytest.mark.parametrize("day", ["1988-04-20", "1989-02-10", ""])
def test_the_reference_engine_answers_the_same(day: str) -> None:
    text = (
        REGIMES
        + PROMISE
        + """; ag:deadline '1989-02' ; ag:fulfilledBy event:deed . event:deed ag:when '1989-02~' .
    commitment:b ag:debtor state:s ; ag:dueFrom '1988' ; ag:breachedBy event:breach .
    event:breach ag:when '1989-02' . accord:a ag:hasPart instrument:i ; ag:terminates '1990' .
    instrument:i ag:entersIntoForce '1988-05' ; ag:signatory state:s .
    event:signing ag:signs instrument:i ; ag:when '1988-04' ."""
    )
    names = ("about", "what", "who", "state", "how_sure", "since", "until", "outcome", "otherwise")
    rows: list[Any] = list(graph_of(text).query(bound(day)))
    expected = [tuple(str(row[n]) if row[n] is not None else "" for n in names) for row in rows]
    store = ox.Store()
    store.load(graph_of(text).serialize(format="nt"), format=ox.RdfFormat.N_TRIPLES)
    found = ask(store, bound(day), NAMES)
    assert isinstance(found, ox.QuerySolutions)
    assert expected == [tuple(row[n].value if row[n] else "" for n in names) for row in found]
    assert expected
