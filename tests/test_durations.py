"""A length of time is never more exact than the dates it hangs on."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from accordsgraph.dates import Bounds, bounds
from accordsgraph.durations import Count, Duration, between, count, lasted, words

DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))
SPANS = st.tuples(DAYS, DAYS).map(lambda pair: (min(pair), max(pair)))


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("1988-05-15", "1989-02-15", Count(9)),
        ("1988-05-15", "1988-05-15", Count(0)),
        ("1988-05-15", "1988-06-14", Count(0, 30)),
        ("1988-01-31", "1988-02-29", Count(1)),
        ("1989-01-31", "1989-02-28", Count(1)),
        ("1989-01-31", "1989-03-01", Count(1, 1)),
        ("1988-02-29", "1989-02-28", Count(12)),
        ("1989-12-31", "1990-01-01", Count(0, 1)),
    ],
)
def test_months_are_counted_from_day_to_day(first: str, last: str, expected: Count) -> None:
    assert expected == count(date.fromisoformat(first), date.fromisoformat(last))


def test_nothing_is_counted_backwards() -> None:
    with pytest.raises(ValueError, match="before"):
        count(date(1989, 1, 2), date(1989, 1, 1))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1988-05-15/1989-02-15", "9 months"),
        ("1989-02-15/1992-04", "between 3 years 1 month and 3 years 3 months"),
        ("1979/1989-02-15", "between 9 years 1 month and 10 years 2 months"),
        ("1988-05-15/1988-08-07", "2 months 23 days"),
        ("1981/1988-04-14", "between 6 years 3 months and 7 years 4 months"),
        ("1988/1989", "between 1 day and 2 years"),
        ("1988-04-14/1988-04", "at most 16 days"),
        ("1980-01-01/1982~", "roughly between 2 and 3 years"),
        ("1988-05-15/1989-02-15~", "roughly 9 months"),
        ("2016-09-22/2016-09-29", "7 days"),
        ("2016-09-22/2016-09-23", "1 day"),
        ("1988-04-01/1988-06", "between 2 months and 2 months 29 days"),
    ],
)
def test_a_period_lasts_as_long_as_its_bounds_allow(text: str, said: str) -> None:
    found = lasted(bounds(text))
    assert found is not None
    assert said == words(found)


@pytest.mark.parametrize("text", ["1979/..", "../1989-02-15", "XXXX-05-15", "[..1983]"])
def test_nothing_is_said_of_the_length_of_what_has_no_beginning_or_no_end(text: str) -> None:
    assert lasted(bounds(text)) is None


@pytest.mark.parametrize(
    ("first", "then", "said"),
    [
        ("1988-04-14", "1988-05-15", "1 month 1 day"),
        ("1989-02-15", "1992-04", "between 3 years 1 month and 3 years 3 months"),
        ("1988", "1992/..", "between 3 and 5 years"),
        ("../1989-02-15", "[1992-04..]", "at least 3 years 1 month"),
        ("[..1983]", "1988-04-14", "at least 4 years 3 months"),
        ("1988-04-14", "1988-04-14", "0 days"),
        ("1988-01-01", "1988-04~", "roughly between 3 months and 3 months 29 days"),
    ],
)
def test_the_time_between_two_things_is_as_uncertain_as_they_are(
    first: str, then: str, said: str
) -> None:
    found = between(bounds(first), bounds(then))
    assert found is not None
    assert said == words(found)


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("1992-04", "1992-04-16"),  # which came first is not known
        ("1992-04-16", "1992-04"),
        ("1992", "1988"),
        ("XXXX", "1988"),
        ("1979/..", "1988"),
        ("1988", "../1989"),
    ],
)
def test_there_is_no_time_between_things_whose_order_is_not_certain(first: str, then: str) -> None:
    assert between(bounds(first), bounds(then)) is None


@pytest.mark.parametrize(
    ("least", "most", "said"),
    [
        (Count(24), Count(36), "between 2 and 3 years"),
        (Count(2), Count(3), "between 2 and 3 months"),
        (Count(1), Count(3), "between 1 and 3 months"),
        (Count(0, 3), Count(0, 10), "between 3 and 10 days"),
        (Count(2), Count(24), "between 2 months and 2 years"),
        (Count(36, 20), Count(37, 1), "between 3 years and 3 years 2 months"),
        (Count(11, 20), Count(12, 1), "between 11 months 20 days and 1 year 1 month"),
        (Count(37, 14), None, "at least 3 years 1 month"),
        (Count(0), Count(0, 1), "at most 1 day"),
        (Count(37, 14), Count(37, 14), "3 years 1 month 14 days"),
    ],
)
def test_the_lesser_number_is_rounded_down_and_the_greater_up(
    least: Count, most: Count | None, said: str
) -> None:
    assert said == words(Duration(least, most))


@given(DAYS, DAYS)
def test_months_and_days_lead_from_the_first_day_to_the_last(one: date, other: date) -> None:
    first, last = min(one, other), max(one, other)
    found = count(first, last)
    year, month = divmod(first.year * 12 + first.month - 1 + found.months, 12)
    while True:
        try:
            reached = date(year, month + 1, first.day)
            break
        except ValueError:
            first -= timedelta(1)  # a month has no such day: count to its last
    assert last == reached + timedelta(found.days)
    assert 0 <= found.days < 31


@given(SPANS, SPANS, st.data())
def test_no_possible_length_lies_outside(
    begin: tuple[date, date], end: tuple[date, date], data: st.DataObject
) -> None:
    first = data.draw(st.dates(*begin))
    last = data.draw(st.dates(*end))
    assume(first <= last)
    found = lasted(Bounds(*begin, *end))
    assert found is not None
    assert found.most is not None
    assert found.least <= count(first, last) <= found.most


@given(SPANS, SPANS, SPANS)
def test_less_evidence_never_makes_a_length_more_exact(
    begin: tuple[date, date], end: tuple[date, date], more: tuple[date, date]
) -> None:
    assume(begin[0] <= end[1])
    found = lasted(Bounds(*begin, *end))
    wider = (min(begin[0], more[0]), max(begin[1], more[1]))
    vaguer = lasted(Bounds(*wider, *end))
    assume(wider[0] <= end[1])
    assert found is not None
    assert found.most is not None
    assert vaguer is not None
    assert vaguer.most is not None
    assert vaguer.least <= found.least
    assert found.most <= vaguer.most


COUNTS = st.tuples(st.integers(0, 400), st.integers(0, 30)).map(lambda pair: Count(*pair))


@given(COUNTS, st.none() | COUNTS)
def test_words_never_say_less_than_the_bounds_allow(least: Count, most: Count | None) -> None:
    if most is not None:
        least, most = min(least, most), max(least, most)
    lower, upper = understood(words(Duration(least, most)))
    assert lower <= least
    assert most is None or upper is None or most <= upper
    assert (most is None) == (upper is None)


def understood(text: str) -> tuple[Count, Count | None]:
    """Read the words again, as a person would."""
    if text.startswith("at least "):
        return parsed(text.removeprefix("at least ")), None
    if text.startswith("at most "):
        return Count(0), parsed(text.removeprefix("at most "))
    if text.startswith("between "):
        lower, _, upper = text.removeprefix("between ").partition(" and ")
        if lower.isdigit():
            lower += " " + upper.split(" ")[1]
        return parsed(lower), parsed(upper)
    return parsed(text), parsed(text)


def parsed(text: str) -> Count:
    numbers = {unit: int(number) for number, unit in re.findall(r"(\d+) (year|month|day)", text)}
    return Count(numbers.get("year", 0) * 12 + numbers.get("month", 0), numbers.get("day", 0))
