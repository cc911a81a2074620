"""Dates keep what their source says: bounds are never narrower, and nothing is completed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from accordsgraph.dates import Bounds, bounds
from accordsgraph.errors import DateError, Place, Problem

Days = tuple[str | None, str | None, str | None, str | None]


def written(found: Bounds) -> Days:
    """Write the four bounds as text, so that a table of cases can be read."""
    days = (found.begin_earliest, found.begin_latest, found.end_earliest, found.end_latest)
    first, second, third, fourth = (day.isoformat() if day else None for day in days)
    return first, second, third, fourth


def moment(first: str | None, last: str | None) -> Days:
    return (first, last, first, last)


def problem_of(text: str) -> Problem:
    with pytest.raises(DateError) as caught:
        bounds(text, Place("row.csv", 7))
    (problem,) = caught.value.problems
    assert ("date", Place("row.csv", 7)) == (problem.id, problem.place)
    return problem


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1988-04-14", "1988-04-14", "1988-04-14"),
        ("1988-04", "1988-04-01", "1988-04-30"),
        ("1988-02", "1988-02-01", "1988-02-29"),
        ("1989-02", "1989-02-01", "1989-02-28"),
        ("1988", "1988-01-01", "1988-12-31"),
        ("198X", "1980-01-01", "1989-12-31"),
        ("19XX", "1900-01-01", "1999-12-31"),
        ("1988-XX", "1988-01-01", "1988-12-31"),
        ("1988-XX-XX", "1988-01-01", "1988-12-31"),
        ("1988-04-XX", "1988-04-01", "1988-04-30"),
        ("198X-XX", "1980-01-01", "1989-12-31"),
        (" 1988-04-14\n", "1988-04-14", "1988-04-14"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("9999-12-31", "9999-12-31", "9999-12-31"),
    ],
)
def test_a_date_lies_between_the_first_and_the_last_day_it_can_mean(
    text: str, first: str, last: str
) -> None:
    assert moment(first, last) == written(bounds(text))
    assert not bounds(text).approximate


@pytest.mark.parametrize(
    "text", ["XXXX", "XXXX-05-15", "XXXX-02-29", "XXXX-05", "XXXX-12-XX", "XXXX-XX"]
)
def test_a_date_of_an_unknown_year_has_no_bounds(text: str) -> None:
    assert Bounds() == bounds(text)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("1988-05-15/1989-02-15", ("1988-05-15", "1988-05-15", "1989-02-15", "1989-02-15")),
        ("1988-05/1989", ("1988-05-01", "1988-05-31", "1989-01-01", "1989-12-31")),
        ("1988-04-14/1988-04", ("1988-04-14", "1988-04-14", "1988-04-01", "1988-04-30")),
        ("1979/..", ("1979-01-01", "1979-12-31", None, None)),
        ("1979/", ("1979-01-01", "1979-12-31", None, None)),
        ("../1989-02-15", (None, None, "1989-02-15", "1989-02-15")),
        ("/1989-02-15", (None, None, "1989-02-15", "1989-02-15")),
        ("1988/XXXX-05", ("1988-01-01", "1988-12-31", None, None)),
        ("XXXX/..", (None, None, None, None)),
        ("1988-22/1989-21", ("1988-06-01", "1988-08-31", "1989-03-01", "1989-05-31")),
    ],
)
def test_an_interval_begins_with_its_first_side_and_ends_with_its_second(
    text: str, days: Days
) -> None:
    assert days == written(bounds(text))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("[..1983]", moment(None, "1983-12-31")),
        ("[..1983-05-02]", moment(None, "1983-05-02")),
        ("[1981..]", moment("1981-01-01", None)),
        ("[1981..1983]", moment("1981-01-01", "1983-12-31")),
        ("[1981-03..1983-04-05]", moment("1981-03-01", "1983-04-05")),
        ("[1981,1983]", moment("1981-01-01", "1983-12-31")),
        ("{1981,1983-05}", moment("1981-01-01", "1983-05-31")),
        ("[1981,1982,1990..]", moment("1981-01-01", None)),
    ],
)
def test_one_of_several_days_is_a_moment_between_the_first_and_the_last(
    text: str, days: Days
) -> None:
    assert days == written(bounds(text))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1988-21", "1988-03-01", "1988-05-31"),
        ("1988-23", "1988-09-01", "1988-11-30"),
        ("1988-24", "1988-12-01", "1989-02-28"),
        ("1987-28", "1987-12-01", "1988-02-29"),
        ("1988-30", "1988-12-01", "1989-02-28"),
        ("1988-29", "1988-09-01", "1988-11-30"),
    ],
)
def test_a_season_is_approximate_and_a_winter_goes_on_in_the_next_year(
    text: str, first: str, last: str
) -> None:
    assert moment(first, last) == written(bounds(text))
    assert bounds(text).approximate
    assert bounds(f"1980/{text}").approximate


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1988-33", "1988-01-01", "1988-03-31"),
        ("1988-XX-14", "1988-01-14", "1988-12-14"),
        ("198X-05", "1980-05-01", "1989-05-31"),
        ("156X-12-25", "1560-12-25", "1569-12-25"),
    ],
)
def test_rarer_forms_are_read_too(text: str, first: str, last: str) -> None:
    assert moment(first, last) == written(bounds(text))
    assert not bounds(text).approximate


@pytest.mark.parametrize("text", ["-0044-03-15", "Y170000002", "-0044-03-15/-0043"])
def test_a_year_no_calendar_here_reaches_has_no_bounds(text: str) -> None:
    assert Bounds() == bounds(text)


@pytest.mark.parametrize(
    ("flagged", "plain"),
    [
        ("1988~", "1988"),
        ("1988-04?", "1988-04"),
        ("1988-04-14%", "1988-04-14"),
        ("198X~", "198X"),
        ("1988-04~/1989", "1988-04/1989"),
        ("1988-04/1989?", "1988-04/1989"),
        ("[..1983~]", "[..1983]"),
        ("2004-06~-11", "2004-06-11"),
        ("?1988-04", "1988-04"),
        ("XXXX-05?", "XXXX-05"),
    ],
)
def test_a_flag_keeps_the_bounds_and_makes_them_approximate(flagged: str, plain: str) -> None:
    assert written(bounds(plain)) == written(bounds(flagged))
    assert bounds(flagged).approximate
    assert not bounds(plain).approximate


@pytest.mark.parametrize(
    "text",
    [
        "1989-02-29",
        "1900-02-29",
        "1988-04-31",
        "1988-00",
        "1988-04-00",
        "0000",
        "1988-02-30~",
        "XXXX-02-30",
        "XXXX-13-01",
        "XXXX-XX-32",
        "31/31/1988",
    ],
)
def test_a_day_that_does_not_exist_is_refused(text: str) -> None:
    problem = problem_of(text)
    assert f'"{text}" is not a date: there is no such day' == problem.message
    assert "correct it" == problem.fix


def test_a_day_that_does_not_exist_is_refused_on_either_side_of_an_interval() -> None:
    assert '"1989-02-29" is not' in problem_of("1988/1989-02-29").message
    assert '"1989-02-29" is not' in problem_of("1989-02-29/1990").message
    assert '"1983-02-29" is not' in problem_of("[1981..1983-02-29]").message


@pytest.mark.parametrize(
    "text",
    [
        "1988-13-01",
        "1988-13",
        "spring 1988",
        "1988-4-14",
        "1988-04-1X",
        "1988//1989",
        "1988/1989/1990",
        "[1983]",
        "[..1983]~",
        "..1983",
        "unknown/1988",
        "1988-21~",
        "١٩٨٨",
        "１９８８-04",
        "1988-۰۴-۱۴",
        "5000000000",
    ],
)
def test_what_is_not_edtf_is_refused_with_examples(text: str) -> None:
    problem = problem_of(text)
    assert "is not a date: it is not EDTF" in problem.message
    assert problem.fix.startswith("write 1988-04-14, 1988-04 or 1988;")


def test_a_long_text_is_shown_shortened() -> None:
    problem = problem_of("x" * 5000)
    assert f'"{"x" * 40}…" is not a date: it is not EDTF' == problem.message


def test_a_year_of_which_only_some_digits_are_sure_is_refused() -> None:
    problem = problem_of("1950S2")
    assert '"1950S2" is not a date: significant digits are not read' == problem.message
    assert "write 195X or 19XX" == problem.fix


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("14.04.1988", "1988-04-14"),
        ("14/04/1988", "1988-04-14"),
        ("4.5.1988", "1988-05-04"),
        ("04/14/1988", "1988-04-14"),
        ("29.2.1988", "1988-02-29"),
    ],
)
def test_a_localised_date_is_refused_with_the_edtf_to_write(text: str, edtf: str) -> None:
    problem = problem_of(text)
    assert f'"{text}" is not a date: it is not EDTF' == problem.message
    assert f"write {edtf}" == problem.fix
    bounds(edtf)


@pytest.mark.parametrize(
    "text", ["2018-01-01Z", "2018-01-01T10:00", "2018-01-01+03:00", "2018-01-01-0330"]
)
def test_a_time_or_a_zone_is_refused_with_the_day_to_write(text: str) -> None:
    problem = problem_of(text)
    assert f'"{text}" is not a date: a date has no time and no zone' == problem.message
    assert "write 2018-01-01" == problem.fix


@pytest.mark.parametrize("text", ["1989/1988", "[1983..1981]", "198X/1979", "1988-05/1988-04-30"])
def test_a_period_that_ends_before_it_begins_is_refused(text: str) -> None:
    problem = problem_of(text)
    assert f'"{text}" is not a date: it ends before it begins' == problem.message


@pytest.mark.parametrize("text", ["", "  ", "..", "/", "../..", "../", "[..]"])
def test_a_text_that_says_nothing_is_refused(text: str) -> None:
    problem = problem_of(text)
    shown = text.strip() or "(empty)"
    assert f'"{shown}" is not a date: it says nothing' == problem.message


def test_a_refused_text_leaves_standard_output_alone(capsys: pytest.CaptureFixture[str]) -> None:
    problem_of("1984-1X")
    assert ("", "") == capsys.readouterr()


# properties

day = st.dates()
simple = st.one_of(
    day.map(date.isoformat),
    day.map(lambda d: f"{d.year:04}-{d.month:02}"),
    day.map(lambda d: f"{d.year:04}"),
    day.map(lambda d: f"{d.year:04}-{d.month:02}-XX"),
    st.integers(1, 999).map(lambda n: f"{n:03}X"),
)
side = st.one_of(simple, st.just(".."), st.just("XXXX-05-15"))
anything = st.one_of(
    simple,
    st.tuples(side, side).map("/".join),
    st.tuples(side, side).map(lambda pair: f"[{pair[0].strip('.')}..{pair[1].strip('.')}]"),
)


def read_or_skip(text: str) -> Bounds:
    try:
        return bounds(text)
    except DateError:
        assume(False)
        raise


@given(anything)
def test_bounds_are_ordered(text: str) -> None:
    found = read_or_skip(text)
    for first, second in (
        (found.begin_earliest, found.begin_latest),
        (found.end_earliest, found.end_latest),
        (found.begin_earliest, found.end_latest),
    ):
        assert first is None or second is None or first <= second


@given(simple, simple)
def test_an_interval_has_the_bounds_of_its_sides_and_is_never_narrower(
    begin: str, end: str
) -> None:
    found = read_or_skip(f"{begin}/{end}")
    assert written(bounds(begin))[:2] == written(found)[:2]
    assert written(bounds(end))[2:] == written(found)[2:]


@given(simple)
def test_an_open_side_is_not_completed(text: str) -> None:
    known = written(bounds(text))
    assert (*known[:2], None, None) == written(bounds(f"{text}/.."))
    assert (None, None, *known[2:]) == written(bounds(f"../{text}"))
    assert moment(None, known[3]) == written(bounds(f"[..{text}]"))
    assert moment(known[0], None) == written(bounds(f"[{text}..]"))


@given(simple, st.sampled_from("~?%"))
def test_any_flagged_date_keeps_its_bounds_and_is_approximate(text: str, flag: str) -> None:
    plain, flagged = bounds(text), bounds(text + flag)
    assert written(plain) == written(flagged)
    assert (False, True) == (plain.approximate, flagged.approximate)


@given(st.dates(max_value=date(9998, 12, 31)))
def test_a_date_with_fewer_parts_is_never_narrower(exact: date) -> None:
    in_month, in_year = bounds(exact.isoformat()[:7]), bounds(exact.isoformat()[:4])
    assert in_year.begin_earliest is not None
    assert in_month.begin_earliest is not None
    assert in_month.end_latest is not None
    assert in_year.end_latest is not None
    assert in_year.begin_earliest <= in_month.begin_earliest <= exact
    assert exact <= in_month.end_latest <= in_year.end_latest
    assert 1 == (in_month.end_latest + timedelta(days=1)).day


@given(st.text("0123456789X-/.[]~?% ,{}YEST", max_size=20))
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    refused: tuple[Problem, ...] = ()
    try:
        bounds(text)
    except DateError as error:
        refused = error.problems
    assert all(problem.fix for problem in refused)
