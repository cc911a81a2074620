"""No mark is narrower than its evidence, and nothing is firm that is not certain."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import pairwise

import pytest

from accordsgraph.dates import Bounds, bounds
from accordsgraph.errors import DateError
from accordsgraph.timelines.chronology import Dating, Entry
from accordsgraph.timelines.marks import Mark, Scale, line, mark, meets, pieces, ticks
from accordsgraph.timelines.shapes import POINT, Box, boxes
from accordsgraph.timelines.text import GLYPHS, plot

Cut = list[tuple[str, str, str]]


def drawn(text: str) -> Mark:
    found = mark(bounds(text), period="/" in text)
    assert found is not None
    return found


def cut(text: str) -> Cut:
    return [
        (piece.kind, str(piece.first or ""), str(piece.last or "")) for piece in pieces(drawn(text))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1988-04-14", [("firm", "1988-04-14", "1988-04-14")]),
        ("1988-04", [("soft", "1988-04-01", "1988-04-30")]),
        ("1988", [("soft", "1988-01-01", "1988-12-31")]),
        ("[1982-01-01..1982-02-22]", [("soft", "1982-01-01", "1982-02-22")]),
        ("1988-04-14~", [("soft", "1988-04-14", "1988-04-14")]),
        ("1988-05-15/1989-02-15", [("firm", "1988-05-15", "1989-02-15")]),
        ("1988-05-15/1989-02-15?", [("soft", "1988-05-15", "1989-02-15")]),
        (
            "1981/1988-04-14",
            [("soft", "1981-01-01", "1981-12-30"), ("firm", "1981-12-31", "1988-04-14")],
        ),
        (
            "1989-02-15/1992-04",
            [("firm", "1989-02-15", "1992-04-01"), ("soft", "1992-04-02", "1992-04-30")],
        ),
        ("1988-04-14/1988-04", [("soft", "1988-04-14", "1988-04-30")]),
        ("1979/..", [("soft", "1979-01-01", "1979-12-31"), ("fade-out", "1980-01-01", "")]),
        (
            "../1989-02-15",
            [("fade-in", "", "1989-02-14"), ("soft", "1989-02-15", "1989-02-15")],
        ),
        ("../1992-04", [("fade-in", "", "1992-03-31"), ("soft", "1992-04-01", "1992-04-30")]),
        ("[..1983]", [("fade-in", "", "1983-12-31")]),
        ("[1981..]", [("soft", "1981-01-01", "1981-01-01"), ("fade-out", "1981-01-02", "")]),
    ],
)
def test_a_mark_is_firm_where_it_is_certain_soft_where_possible_and_fades_where_open(
    text: str, expected: Cut
) -> None:
    assert expected == cut(text)


@pytest.mark.parametrize("text", ["XXXX-05-15", "XXXX", "XXXX/.."])
def test_what_has_no_bounds_has_no_mark(text: str) -> None:
    assert mark(bounds(text), period="/" in text) is None


def test_only_one_certain_day_is_a_point() -> None:
    assert drawn("1988-04-14").is_day
    for text in ("1988-04-14~", "1988-04", "1988-04-14/1988-04-14", "[..1988]"):
        assert not drawn(text).is_day, text


def test_what_may_lie_between_two_days_meets_them() -> None:
    first, last = date(1988, 1, 1), date(1988, 12, 31)
    meeting = ("1988-04-14", "1980/..", "../1988-01-01", "[..1983]", "1987/1988-01-01")
    assert [False, True, True, False, True] == [
        meets(drawn(text), first, last) for text in ("1987", *meeting[1:])
    ]
    assert meets(drawn("1987"), None, last)
    assert not meets(drawn("1989"), None, last)
    assert meets(drawn("1988-12-31/.."), first, last)


# 10,000 dates at random


def some_day(chance: random.Random) -> str:
    day = date(1700, 1, 1) + timedelta(chance.randrange(365 * 350))
    if not chance.randrange(200):  # seldom: the package that reads seasons is slow
        return f"{day.year}-{chance.randrange(21, 25)}"
    return chance.choice(
        [
            day.isoformat(),
            f"{day.year}-{day.month:02}",
            f"{day.year}",
            f"{day.year // 10}X",
            f"{day.year // 100}XX",
            f"{day.year}-XX",
            f"{day.year}-{day.month:02}-XX",
            f"XXXX-{day.month:02}-{min(day.day, 28):02}",
        ]
    )


def some_date(chance: random.Random) -> tuple[str, Bounds]:
    """Give a date that is right, with its bounds."""
    one, other = some_day(chance), some_day(chance)
    text = chance.choice(
        [
            one,
            one + chance.choice("~?%"),
            f"{one}/{other}",
            f"{one}{chance.choice('~?%')}/{other}",
            f"{one}/..",
            f"../{one}",
            f"{one}/",
            f"[..{one}]",
            f"[{one}..]",
            f"[{one}..{other}]",
        ]
    )
    try:
        return text, bounds(text)
    except DateError:  # it ends before it begins, or says nothing
        return some_date(chance)


def possible(found: Bounds) -> tuple[date | None, date | None]:
    """Give the first and the last day on which it can have gone on, straight from the bounds."""
    return found.begin_earliest, found.end_latest


def test_ten_thousand_dates_are_drawn_as_wide_as_their_evidence() -> None:
    chance = random.Random(19880414)  # noqa: S311, the same dates each time
    shapes_seen: set[str] = set()
    for _ in range(10_000):
        text, found = some_date(chance)
        one = mark(found, period="/" in text)
        if one is None:
            assert Bounds() == Bounds(*_four(found)), text
            continue
        others = [each for each in (mark(bounds(some_day(chance)), period=False),) if each]
        since = chance.choice([None, date(1800, 1, 1) + timedelta(chance.randrange(40_000))])
        pixels = line([one, *others], 900.0, 2 * POINT, since)
        cells = line([one, *others], 24, 1, since)
        shown = boxes(one, "held", pixels)
        entry = Entry("x", "x", "event", "held", Dating(text, "held", (), one))
        if not meets(one, pixels.first, pixels.last):
            assert shown == []
            continue
        _covers(shown, found, pixels, text)
        _nothing_else_is_firm(shown, found, pixels, text)
        _has_its_cells(plot(entry, cells), found, cells, text)
        shapes_seen |= {shape.kind for shape in shown}
    assert {"day", "within", "soft", "firm", "fade-in", "fade-out", "earlier", "later"} == (
        shapes_seen
    )


def _four(found: Bounds) -> list[date | None]:
    return [found.begin_earliest, found.begin_latest, found.end_earliest, found.end_latest]


def _covers(shown: list[Box], found: Bounds, scale: Scale, text: str) -> None:
    first, last = possible(found)
    parts = [shape for shape in shown if shape.kind not in ("earlier", "later")]
    assert parts[0].left <= (scale.begin(first) if first else 0) + 1e-6, text
    assert parts[-1].right >= (scale.end(last) if last else scale.length) - 1e-6, text
    for one, then in pairwise(parts):
        assert abs(one.right - then.left) < 1e-6, text
    goes_on = {shape.kind for shape in shown} & {"earlier", "later"}
    assert ("earlier" in goes_on) == (first is None or first < scale.first), text
    assert ("later" in goes_on) == (last is None or last > scale.last), text


def _nothing_else_is_firm(shown: list[Box], found: Bounds, scale: Scale, text: str) -> None:
    firm = [shape for shape in shown if shape.kind in ("firm", "day")]
    if not firm:
        return
    assert not found.approximate, text
    assert found.begin_latest, text
    assert found.end_earliest, text
    assert found.begin_latest <= found.end_earliest, text
    wide = max(shape.right for shape in shown) - min(shape.left for shape in shown)
    if wide > 2 * POINT + 1e-6:  # smaller marks are as large as the eye needs
        assert firm[0].left >= scale.begin(found.begin_latest) - 1e-6, text
        assert firm[-1].right <= scale.end(found.end_earliest) + 1e-6, text


def _has_its_cells(shown: dict[int, str], found: Bounds, scale: Scale, text: str) -> None:
    first, last = possible(found)
    start = int(scale.begin(first)) if first else 0
    end = int(scale.begin(last)) if last else int(scale.length) - 1
    assert set(range(start, min(end, int(scale.length) - 1) + 1)) == set(shown), text
    one_day = first == last and first is not None and not found.approximate and "/" not in text
    assert (GLYPHS["held"]["day"] in shown.values()) == one_day, text


# the line


def test_a_day_is_never_longer_than_a_point() -> None:
    for text in ("1988-04-14", "1988-04-14/1988-04-16", "1988", "0001-01-01", "9999-12-31"):
        scale = line([drawn(text)], 900, 9)
        some = bounds(text).begin_earliest
        assert some is not None
        assert scale.end(some) - scale.begin(some) <= 9


def test_a_line_goes_no_farther_than_it_was_asked_to() -> None:
    marks = [drawn("1979/.."), drawn("1988-04-14"), drawn("[..2020]")]
    scale = line(marks, 900, 9, date(1985, 1, 1), date(1990, 12, 31))
    assert (date(1985, 1, 1), date(1990, 12, 31)) == (scale.first, scale.last)
    assert 0 == scale.begin(date(1979, 1, 1))
    assert 900 == scale.end(date(2020, 1, 1))


def test_a_line_that_begins_after_all_that_is_known_still_has_a_length() -> None:
    scale = line([drawn("1979/..")], 900, 9, since=date(2000, 1, 1))
    assert scale.first < scale.last
    assert [("fade-out", 0.0, 900.0)] == [
        (box.kind, box.left, box.right)
        for box in boxes(drawn("1979/.."), "held", scale)
        if box.kind.startswith("fade")
    ]


@pytest.mark.parametrize(
    ("first", "last", "names"),
    [
        ("1978-01-01", "2020-12-31", ["1980", "1990", "2000", "2010", "2020"]),
        ("1988-01-20", "1988-12-20", ["Apr 1988", "Jul 1988", "Oct 1988"]),
        ("1988-04-10", "1988-04-28", ["11 Apr 1988", "21 Apr 1988"]),
        ("1500-01-01", "2020-12-31", ["1500", "1600", "1700", "1800", "1900", "2000"]),
    ],
)
def test_the_line_is_marked_at_round_days_that_do_not_crowd(
    first: str, last: str, names: list[str]
) -> None:
    scale = Scale(date.fromisoformat(first), date.fromisoformat(last), 40)
    assert names == [name for _, name in ticks(scale, 1)]


def test_names_on_the_line_never_meet() -> None:
    chance = random.Random(1)  # noqa: S311, the same lines each time
    for _ in range(300):
        first = date.fromordinal(chance.randrange(1, 3_000_000))
        last = min(first.toordinal() + chance.randrange(9, 10**6), date.max.toordinal())
        scale = Scale(first, date.fromordinal(last), chance.randrange(20, 1000))
        for (place, name), (then, _) in pairwise(ticks(scale, 1)):
            assert place + len(name) < then
