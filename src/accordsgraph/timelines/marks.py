"""Say how a date may be drawn: where its mark begins and ends, and what of it is certain.

A day is a point. A month, a year or one of several days is a soft span: it happened somewhere in
there. A period is a bar: firm from the latest day on which it can have begun to the earliest on
which it can have ended, soft from there to its bounds, fading towards a side that is not known.
What has no bounds has no mark. No mark is ever narrower than its evidence.
"""

from __future__ import annotations

import math
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal, NamedTuple

from accordsgraph.dates import Bounds

Kind = Literal["firm", "soft", "fade-in", "fade-out"]


class Mark(NamedTuple):
    """A date to draw; ``period`` tells an interval (``A/B``) from a date with the same bounds."""

    bounds: Bounds
    period: bool = False

    @property
    def first(self) -> date | None:
        """The first possible day; None where the beginning is open or not known."""
        return self.bounds.begin_earliest

    @property
    def last(self) -> date | None:
        """The last possible day; None where the end is open or not known."""
        return self.bounds.end_latest

    @property
    def is_day(self) -> bool:
        """Whether it is one certain day."""
        exact = self.first is not None and self.first == self.last
        return exact and not self.period and not self.bounds.approximate

    @property
    def firm(self) -> tuple[date, date] | None:
        """The first and last of the days on which a period certainly went on."""
        begin, end = self.bounds.begin_latest, self.bounds.end_earliest
        certain = (self.period or self.is_day) and not self.bounds.approximate
        return (begin, end) if certain and begin and end and begin <= end else None

    @property
    def known(self) -> list[date]:
        """Every day that bounds it, in order; not those by which it must have ended already."""
        four = (self.first, self.bounds.begin_latest, self.bounds.end_earliest, self.last)
        first, last = self.first or date.min, self.last or date.max
        return sorted(day for day in four if day and first <= day <= last)


class Piece(NamedTuple):
    """A stretch of a mark from one day to another; None is a side that goes on.

    ``firm`` is certain, ``soft`` is possible, a ``fade`` runs out into what is not known.
    """

    kind: Kind
    first: date | None
    last: date | None


class Scale(NamedTuple):
    """Days on a line: ``first`` begins at 0, ``last`` ends at ``length``."""

    first: date
    last: date
    length: float

    def begin(self, day: date) -> float:
        """Give the place where a day begins, kept on the line."""
        return self._place(day.toordinal())

    def end(self, day: date) -> float:
        """Give the place where a day ends, kept on the line."""
        return self._place(day.toordinal() + 1)

    def _place(self, ordinal: int) -> float:
        start = self.first.toordinal()
        place = (ordinal - start) * self.length / (self.last.toordinal() + 1 - start)
        return min(max(place, 0.0), self.length)


def mark(found: Bounds, *, period: bool) -> Mark | None:
    """Give the mark of a date; None for one that has no bounds and so no place."""
    drawn = Mark(found, period)
    return drawn if drawn.known else None


def meets(drawn: Mark, first: date | None, last: date | None) -> bool:
    """Tell whether some possible day lies between two days; None is no limit."""
    later = last is not None and drawn.first is not None and drawn.first > last
    earlier = first is not None and drawn.last is not None and drawn.last < first
    return not later and not earlier


def pieces(drawn: Mark) -> list[Piece]:
    """Cut a mark into the stretches to draw, in the order of time; together they are the mark."""
    left: Kind = "soft" if drawn.first else "fade-in"
    right: Kind = "soft" if drawn.last else "fade-out"
    kind: Kind = "firm" if drawn.firm else "soft"
    inner, outer = drawn.firm or (drawn.known[0], drawn.known[-1])
    if not drawn.first and not drawn.firm and inner == drawn.bounds.begin_latest:
        return [Piece(left, None, outer), *_after(right, outer, drawn.last)]  # on any day before
    return [
        *_before(left, drawn.first, inner),
        Piece(kind, inner, outer),
        *_after(right, outer, drawn.last),
    ]


def _before(kind: Kind, first: date | None, inner: date) -> list[Piece]:
    there_are = inner > (first or date.min)
    return [Piece(kind, first, inner - timedelta(1))] if there_are else []


def _after(kind: Kind, outer: date, last: date | None) -> list[Piece]:
    there_are = outer < (last or date.max)
    return [Piece(kind, outer + timedelta(1), last)] if there_are else []


def line(
    drawn: Sequence[Mark],
    length: float,
    day: float,
    since: date | None = None,
    until: date | None = None,
) -> Scale:
    """Give a scale on which marks have room, from ``since`` to ``until`` where these are given.

    It holds so many days that none is longer on it than ``day``.
    """
    days = [each.toordinal() for one in drawn for each in one.known]
    first = since.toordinal() if since else min(days)
    last = max(until.toordinal() if until else max(days), first)
    first = first if since else min(first, last)
    margin = (last - first) // 30 + 1
    start = first if since else first - margin
    end = last if until else last + margin
    least, lowest, highest = math.ceil(length / day), date.min.toordinal(), date.max.toordinal()
    short = max(least - (end - start + 1), 0)
    start = min(max(start - short // 2, lowest), highest + 1 - least)
    end = min(max(end, start + least - 1), highest)
    return Scale(date.fromordinal(start), date.fromordinal(end), length)


def ticks(scale: Scale, letter: float) -> list[tuple[float, str]]:
    """Give the places of round days with their names, as many as can be told apart.

    ``letter`` is the width of a letter on the scale.
    """
    days_on_it = scale.last.toordinal() + 1 - scale.first.toordinal()
    for every, unit in _STEPS:
        if every * _LENGTHS[unit] * scale.length < 4 * letter * days_on_it:
            continue  # too close to one another, and too many to try
        days = _round_days(scale, every, unit)
        found = [(scale.begin(day), _named(day, unit)) for day in days]
        if all(b[0] - a[0] >= (len(a[1]) + 2) * letter for a, b in pairwise(found)):
            return found
    return []


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LENGTHS = {"day": 1, "month": 28, "year": 365}
_STEPS = (
    *((n, "day") for n in (1, 5, 10)),
    *((n, "month") for n in (1, 3, 6)),
    *((n, "year") for n in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)),
)


def _round_days(scale: Scale, every: int, unit: str) -> list[date]:
    years = range(scale.first.year, scale.last.year + 1)
    if unit == "year":
        days = [date(year, 1, 1) for year in years if year % every == 0]
    else:
        months = range(1, 13, every if unit == "month" else 1)
        firsts = [date(year, month, 1) for year in years for month in months]
        # a step of five days ends with the 26th: the 31st is too close to the first
        of_month = range(1, 33 - every, every) if unit == "day" else (1,)
        days = [first.replace(day=n) for first in firsts for n in of_month if _is_day(first, n)]
    return [day for day in days if scale.first <= day <= scale.last]


def _is_day(first: date, number: int) -> bool:
    return number <= monthrange(first.year, first.month)[1]


def _named(day: date, unit: str) -> str:
    month = f"{_MONTHS[day.month - 1]} {day.year}"
    return {"day": f"{day.day} {month}", "month": month, "year": str(day.year)}[unit]
