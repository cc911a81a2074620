"""Reckon with uncertain dates: intervals in, intervals out, nothing more exact than its evidence.

A length of time is counted as people count it, in whole calendar months and the days that are
left, from day to day: 15 May to 15 February is nine months. Where a date is known only within
bounds, so is every length that hangs on it; words round the lesser number down and the greater
up, never towards each other.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import NamedTuple

from accordsgraph.dates import Bounds


class Count(NamedTuple):
    """Whole calendar months and days over; counts compare by length."""

    months: int
    days: int = 0


class Duration(NamedTuple):
    """A length of time between two counts; ``most`` is None where nothing limits it.

    ``approximate`` says that it hangs on a date which its source gives as a rough one.
    """

    least: Count
    most: Count | None
    approximate: bool = False


def count(first: date, last: date) -> Count:
    """Count the months and days from a day to one that is not earlier.

    A month ends on the same number, or with its month where it has no such day.

    >>> count(date(1988, 5, 15), date(1989, 2, 15))
    Count(months=9, days=0)

    Raises:
        ValueError: the last day is before the first.

    """
    if last < first:
        raise ValueError(f"{last} is before {first}")
    months = (last.year - first.year) * 12 + last.month - first.month
    if _months_after(first, months) > last:
        months -= 1
    return Count(months, (last - _months_after(first, months)).days)


def lasted(found: Bounds) -> Duration | None:
    """Give how long something lasted, from its beginning to its end; None if nothing is known.

    >>> words(lasted(bounds("1979/1989-02-15")))
    'between 9 years 1 month and 10 years 2 months'

    """
    return _length(
        found.begin_earliest,
        found.begin_latest,
        found.end_earliest,
        found.end_latest,
        approximate=found.approximate,
    )


def between(first: Bounds, then: Bounds) -> Duration | None:
    """Give the time from the end of one thing to the beginning of a later one.

    None where the bounds do not make certain that it is later.

    >>> words(between(bounds("1989-02-15"), bounds("1992-04")))
    'between 3 years 1 month and 3 years 3 months'

    """
    if not first.end_latest or not then.begin_earliest or first.end_latest > then.begin_earliest:
        return None
    return _length(
        first.end_earliest,
        first.end_latest,
        then.begin_earliest,
        then.begin_latest,
        approximate=first.approximate or then.approximate,
    )


def words(found: Duration) -> str:
    """Write a length of time in English, as exactly as it is known and no more.

    >>> words(Duration(Count(24), Count(36)))
    'between 2 and 3 years'
    >>> words(Duration(Count(37, 14), None))
    'at least 3 years 1 month'

    """
    least, most, approximate = found
    if least == most:
        said = _written(least)
    elif most is None:
        said = f"at least {_written(_down(least))}"
    elif least == Count(0):
        said = f"at most {_written(_up(most))}"
    else:
        said = _range(_down(least), _up(most))
    return f"roughly {said}" if approximate else said


def _length(
    first: date | None,
    first_latest: date | None,
    last_earliest: date | None,
    last: date | None,
    *,
    approximate: bool,
) -> Duration | None:
    least = Count(0)
    if first_latest and last_earliest and first_latest <= last_earliest:
        least = count(first_latest, last_earliest)
    most = count(first, last) if first and last else None
    if least == Count(0) and most is None:
        return None
    return Duration(least, most, approximate)


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _down(found: Count) -> Count:
    """Leave out the days of a length of a year or more."""
    return Count(found.months) if found.months >= 12 else found


def _up(found: Count) -> Count:
    """Count the days of a length of a year or more as a whole month."""
    return Count(found.months + 1) if found.months >= 12 and found.days else found


def _range(least: Count, most: Count) -> str:
    lesser, greater = _written(least), _written(most)
    number, unit = lesser.split(" ", 1)
    if unit.rstrip("s") == greater.partition(" ")[2].rstrip("s"):  # 2 years, 3 years
        return f"between {number} and {greater}"
    return f"between {lesser} and {greater}"


def _written(found: Count) -> str:
    years, months = divmod(found.months, 12)
    numbers = ((years, "year"), (months, "month"), (found.days, "day"))
    said = [f"{number} {unit}{'s' * (number != 1)}" for number, unit in numbers if number]
    return " ".join(said) or "0 days"
