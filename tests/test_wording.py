"""Dates in words say what their EDTF says: no more and no less."""

from __future__ import annotations

import csv
import re
from datetime import date, timedelta
from io import StringIO

import pytest
from conftest import ROOT
from hypothesis import assume, given
from hypothesis import strategies as st

from accordsgraph.dates import Bounds, bounds
from accordsgraph.errors import DateError
from accordsgraph.wording import (
    MONTHS,
    counted,
    date_in_words,
    duration_in_words,
    number_in_words,
)


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("1988-04-14", "14 April 1988"),
        ("1988-04", "April 1988"),
        ("1988", "1988"),
        (" 1988-04\n", "April 1988"),
        ("198X", "the 1980s"),
        ("19XX", "a year from 1900 to 1999"),
        ("1988-XX", "1988 (month unknown)"),
        ("1988-XX-XX", "1988 (day and month unknown)"),
        ("1988-04-XX", "April 1988 (day unknown)"),
        ("1988-XX-14", "day 14 of a month of 1988"),
        ("198X-XX", "the 1980s (month unknown)"),
        ("198X-05", "May of a year in the 1980s"),
        ("156X-12-25", "25 December of a year in the 1560s"),
        ("19XX-12", "December of a year from 1900 to 1999"),
        ("XXXX", "an unknown year"),
        ("XXXX-05-15", "15 May (year unknown)"),
        ("XXXX-05", "May (year unknown)"),
        ("XXXX-XX", "an unknown month and year"),
        ("XXXX-12-XX", "December (day and year unknown)"),
        ("0476", "476"),
        ("0000", "1 BC"),
        ("-0044-03-15", "15 March 45 BC"),
        ("Y170000002", "170000002"),
        ("Y-17E7", "170000001 BC"),
    ],
)
def test_a_date_keeps_its_precision(edtf: str, words: str) -> None:
    assert words == date_in_words(edtf)


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("1988-21", "spring 1988"),
        ("1988-24", "winter 1988"),
        ("1988-26", "summer 1988 (northern hemisphere)"),
        ("1988-31", "autumn 1988 (southern hemisphere)"),
        ("1988-33", "1st quarter of 1988"),
        ("1988-36", "4th quarter of 1988"),
        ("1988-39", "3rd third of 1988"),
        ("1988-41", "2nd half of 1988"),
    ],
)
def test_parts_of_a_year_have_their_names(edtf: str, words: str) -> None:
    assert words == date_in_words(edtf)


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("1988~", "about 1988"),
        ("1988-04?", "April 1988 (uncertain)"),
        ("1988-04-14%", "about 14 April 1988 (uncertain)"),
        ("198X~", "about the 1980s"),
        ("2004-06~-11", "11 June 2004 (year and month approximate)"),
        ("?1988-04", "April 1988 (year uncertain)"),
        ("2004?-06-~11", "11 June 2004 (year uncertain, day approximate)"),
        ("2004?-06~", "June 2004 (year uncertain and approximate, month approximate)"),
        ("~1988-~04-~14", "about 14 April 1988"),
    ],
)
def test_doubt_stays_with_what_is_in_doubt(edtf: str, words: str) -> None:
    assert words == date_in_words(edtf)


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("1988-05-15/1989-02-15", "from 15 May 1988 to 15 February 1989"),
        ("1988-05/1989", "from May 1988 to 1989"),
        ("1979/..", "from 1979 on"),
        ("1979/", "from 1979 (end unknown)"),
        ("../1989-02-15", "until 15 February 1989"),
        ("/1989-02-15", "until 15 February 1989 (beginning unknown)"),
        ("1979~/1989?", "from about 1979 to 1989 (uncertain)"),
        ("XXXX/..", "from an unknown year on"),
        ("1988-22/1989-21", "from summer 1988 to spring 1989"),
        ("-0044-03-15/-0043", "from 15 March 45 BC to 44 BC"),
    ],
)
def test_a_period_says_which_end_is_open_or_unknown(edtf: str, words: str) -> None:
    assert words == date_in_words(edtf)


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("[..1983]", "by 1983"),
        ("[..1983-05-02]", "by 2 May 1983"),
        ("[1981..]", "1981 or later"),
        ("[1982-01-01..1982-02-22]", "between 1 January 1982 and 22 February 1982"),
        ("[1981,1983]", "1981 or 1983"),
        ("[1981,1982,1990..]", "1981, 1982, or 1990 or later"),
        ("[1983]", "1983"),
        ("{1981,1983-05}", "1981 and May 1983"),
        ("{1667,1668,1670..1672}", "1667, 1668, and all from 1670 to 1672"),
        ("{..1984}", "all until 1984"),
        ("{1984..}", "all from 1984 on"),
        ("[..1983~]", "by about 1983"),
    ],
)
def test_one_of_several_days_and_all_of_them_differ(edtf: str, words: str) -> None:
    assert words == date_in_words(edtf)


@pytest.mark.parametrize(
    "text",
    [
        *("spring 1988", "1950S2", "1988-13", "1988-00", "1988-04-32", "", "..", "../..", "/"),
        *("[..]", "[1981,]", "[x..1983]", "[1981..x]", "{x}", "1988/x", "x/1988", "1988/1989/1990"),
        *("[1981}", "1988-21-05", "198X-33-01", "١٩٨٨"),
    ],
)
def test_what_is_no_date_is_written_as_it_stands(text: str) -> None:
    assert text == date_in_words(text)


def test_every_date_of_the_data_has_words_of_its_own() -> None:
    rows = [
        row
        for path in (ROOT / "data" / "accords").glob("*.csv")
        for row in csv.DictReader(StringIO(path.read_text("utf-8")))
    ]
    dated = ("when", "deadline", "dueFrom", "entersIntoForce", "terminates")
    dates = {row["object"] for row in rows if row["property"] in dated}
    assert len(dates) > 60
    words = {date_in_words(text) for text in dates}
    assert len(dates) == len(words)
    assert {text for text in dates if date_in_words(text) == text} <= {"1983", "1992"}


# what the words say, read back by rules of their own

_WORDS = re.compile(
    r"(?:about )?(?:(?P<day>\d+) )?(?:(?P<month>[A-Z][a-z]+) )?(?:the )?(?P<year>\d+)(?P<decade>s?)"
    r"(?: \((?:uncertain|day unknown)\))*"
)
Span = tuple[date | None, date | None]


def read_date(words: str) -> Span:
    """Give the first and the last day that words can mean."""
    if "an unknown year" in words or "year unknown" in words:
        return None, None
    found = _WORDS.fullmatch(words)
    assert found, words
    first, last = int(found["year"]), int(found["year"]) + 9 * bool(found["decade"])
    if not found["month"]:
        return date(first, 1, 1), date(last, 12, 31)
    month = MONTHS.index(found["month"]) + 1
    if found["day"]:
        return date(first, month, int(found["day"])), date(last, month, int(found["day"]))
    next_month = date(last, month, 28) + timedelta(days=4)
    return date(first, month, 1), next_month - timedelta(days=next_month.day)


def read_words(words: str) -> Bounds:
    """Give the bounds of a date in words."""
    doubtful = "about" in words or "(uncertain)" in words
    if found := re.fullmatch(r"until (.*?)(?: \(beginning unknown\))?", words):
        return Bounds(None, None, *read_date(found[1]), doubtful)
    if found := re.fullmatch(r"from (.*) on|from (.*) \(end unknown\)", words):
        return Bounds(*read_date(found[1] or found[2]), None, None, doubtful)
    if found := re.fullmatch(r"from (.*) to (.*)", words):
        return Bounds(*read_date(found[1]), *read_date(found[2]), doubtful)
    if found := re.fullmatch(r"by (.*)", words):
        last = read_date(found[1])[1]
        return Bounds(None, last, None, last, doubtful)
    if found := re.fullmatch(r"(.*) or later", words):
        first = read_date(found[1])[0]
        return Bounds(first, None, first, None, doubtful)
    if found := re.fullmatch(r"between (.*) and (.*)", words):
        first, last = read_date(found[1])[0], read_date(found[2])[1]
        return Bounds(first, last, first, last, doubtful)
    return Bounds(*(span := read_date(words)), *span, doubtful)


day = st.dates(min_value=date(1000, 1, 1), max_value=date(9998, 12, 31))
plain = st.one_of(
    day.map(date.isoformat),
    day.map(lambda d: f"{d.year:04}-{d.month:02}"),
    day.map(lambda d: f"{d.year:04}"),
    day.map(lambda d: f"{d.year:04}-{d.month:02}-XX"),
    day.map(lambda d: f"{d.year // 10}X"),
)
flagged = st.tuples(plain, st.sampled_from(["", "", "", "~", "?", "%"])).map("".join)
side = st.one_of(flagged, st.just("XXXX-05-15"), st.just("XXXX"))
anything = st.one_of(
    flagged,
    side,
    st.tuples(side, side).map("/".join),
    st.tuples(side, st.sampled_from(["..", ""])).map("/".join),
    st.tuples(st.sampled_from(["..", ""]), side).map("/".join),
    st.tuples(plain, plain).map(lambda pair: f"[{pair[0]}..{pair[1]}]"),
    flagged.map(lambda text: f"[..{text}]"),
    flagged.map(lambda text: f"[{text}..]"),
)


@given(anything)
def test_words_can_be_read_back_to_the_same_days(edtf: str) -> None:
    try:
        meant = bounds(edtf)
    except DateError:
        assume(False)
    assert meant == read_words(date_in_words(edtf))


@given(anything, anything)
def test_two_dates_that_differ_have_different_words(one: str, other: str) -> None:
    assert (one == other) == (date_in_words(one) == date_in_words(other))


@given(st.text(alphabet="0123456789X-/.[]{},~?%Y ", max_size=24))
def test_no_text_is_lost_or_breaks(text: str) -> None:
    assert date_in_words(text) or not text.strip()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("P3Y", "three years"),
        ("P1Y", "one year"),
        ("P9M", "nine months"),
        ("P18M", "18 months"),
        ("P1Y6M", "one year and six months"),
        ("P10Y2M3D", "ten years, two months, and three days"),
        ("P2W", "two weeks"),
        ("PT36H30M", "36 hours and 30 minutes"),
        ("-P1Y", "minus one year"),
        ("P0D", "no time"),
        ("P", "P"),
        ("three", "three"),
    ],
)
def test_a_length_of_time_is_written_in_words(text: str, words: str) -> None:
    assert words == duration_in_words(text)


def test_what_a_source_gives_as_rough_is_rough_in_words() -> None:
    assert "about three years" == duration_in_words("P3Y", about=True)
    assert "about 115,000" == number_in_words("115000", about=True)


def test_numbers_have_their_thousands_apart_and_nothing_else_changes() -> None:
    assert "14,029,010" == number_in_words("14029010")
    assert "-1,000" == number_in_words("-1000")
    assert "3.5" == number_in_words("3.5")


def test_one_is_no_plural() -> None:
    assert ("one claim", "two claims", "13 claims") == tuple(
        counted(number, "claim") for number in (1, 2, 13)
    )
