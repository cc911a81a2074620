"""Read dates as sources give them: EDTF text to the days between which something began and ended.

A date is written once, in EDTF (ISO 8601-2, https://www.loc.gov/standards/datetime/); what can be
compared are its four bounds. Nothing is ever completed: ``1992-04`` begins on some day of April,
``../1989-02-15`` has no beginning, ``XXXX-05-15`` has no bounds at all. The ``edtf`` package is
asked only for the rare forms (seasons, sets): it is slow to import and lets 29 February 1989 pass.
"""

from __future__ import annotations

import re
from calendar import monthrange
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import date, timedelta
from io import StringIO
from time import struct_time
from typing import Any

from accordsgraph.errors import DateError, Place, Problem

_SIMPLE = re.compile(
    r"(\d{4}|\d{3}X|\d{2}XX|XXXX)(?:-(\d{2}|XX))?(?:-(\d{2}|XX))?([~?%]?)", re.ASCII
)
_LOCALISED = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", re.ASCII)
_ISO_TIME = re.compile(r"\d{4}-\d{2}-\d{2}(T.*|Z|[+-]\d{2}:?\d{2})", re.ASCII)
_SEASON = re.compile(r"(\d{4})-(2[1-9]|3[0-2])(?![\d-])", re.ASCII)
_OVER_NEW_YEAR = ("24", "28", "30")

COMPUTED = {
    "when": {
        "beginEarliest": "begin_earliest",
        "beginLatest": "begin_latest",
        "endEarliest": "end_earliest",
        "endLatest": "end_latest",
    },
    "deadline": {"deadlineEarliest": "end_earliest", "deadlineLatest": "end_latest"},
    "dueFrom": {"dueFromEarliest": "begin_earliest", "dueFromLatest": "begin_latest"},
    "entersIntoForce": {"inForceEarliest": "begin_earliest", "inForceLatest": "begin_latest"},
    "terminates": {"outOfForceEarliest": "begin_earliest", "outOfForceLatest": "end_latest"},
}
"""Which bounds of which dated property are computed, each as a property of its own."""


@dataclass(frozen=True)
class Bounds:
    """The days between which something began and ended; None where nothing is known.

    ``approximate`` is set by ``~``, ``?`` and ``%``, and by a season, whose months depend on the
    place: such bounds must not carry a "certainly".
    """

    begin_earliest: date | None = None
    begin_latest: date | None = None
    end_earliest: date | None = None
    end_latest: date | None = None
    approximate: bool = False


def bounds(text: str, place: Place | None = None) -> Bounds:
    """Give the bounds of an EDTF date, interval or one-of-a-set.

    Raises:
        DateError: the text is no EDTF, names a day that does not exist, or ends before it begins.

    >>> bounds("1992-04").begin_latest
    datetime.date(1992, 4, 30)

    """
    text = text.strip()
    one_of = re.fullmatch(r"\[([^\[\],]*)\.\.([^\[\],]*)\]", text)
    if one_of:
        first, last = _span(one_of[1], place), _span(one_of[2], place)
        if not first and not last:
            raise _wrong(text, "it says nothing", place, _EXAMPLES)
        lower, upper = first and first[0], last and last[1]
        found = Bounds(lower, upper, lower, upper, _flagged(text))
    elif text.count("/") == 1 and not _LOCALISED.fullmatch(text):
        begin, end = (_span(part, place) for part in text.split("/"))
        if not begin and not end and "X" not in text:
            raise _wrong(text, "it says nothing", place, _EXAMPLES)
        begin, end = begin or (None, None), end or (None, None)
        found = Bounds(*begin, *end, _flagged(text))
    else:
        span = _span(text, place) if text not in ("", "..") else None
        if span is None:
            raise _wrong(text, "it says nothing", place, _EXAMPLES)
        found = Bounds(*span, *span, _flagged(text))
    if found.begin_earliest and found.end_latest and found.begin_earliest > found.end_latest:
        raise _wrong(text, "it ends before it begins", place, "correct one of the two")
    return found


_EXAMPLES = (
    "write 1988-04-14, 1988-04 or 1988; 1988-05-15/1989-02-15 for a period, ../1989 or 1979/.. "
    "for one without beginning or end, [..1983] for 'by 1983', 1988~ for 'about 1988'"
)


def _span(text: str, place: Place | None) -> tuple[date | None, date | None] | None:
    """Give the first and last day of one date; None for an open or unknown side."""
    if text in ("", ".."):
        return None
    simple = _SIMPLE.fullmatch(text)
    if not simple:
        return _rare(text, place)
    year, month, day, _ = simple.groups()
    if "XXXX" in year:
        in_month, on = (1 if part in (None, "XX") else int(part) for part in (month, day))
        _day(text, 2000, in_month, on, place)  # a leap year: 29 February of some year exists
        return (None, None)
    first, last = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if month in (None, "XX"):
        if day not in (None, "XX"):
            return _rare(text, place)
        return (_day(text, first, 1, 1, place), _day(text, last, 12, 31, place))
    if "X" in year:
        return _rare(text, place)
    if int(month) > 12:
        return _rare(text, place)
    if day in (None, "XX"):
        start = _day(text, first, int(month), 1, place)
        return (start, _day(text, last, int(month), monthrange(last, int(month))[1], place))
    exact = _day(text, first, int(month), int(day), place)
    return (exact, exact)


def _day(text: str, year: int, month: int, day: int, place: Place | None) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise _wrong(text, "there is no such day", place, "correct it") from error


def _rare(text: str, place: Place | None) -> tuple[date | None, date | None]:
    """Ask the edtf package for a form that is not written out above, and check its answer."""
    localised = _LOCALISED.fullmatch(text)
    if localised:
        first, second, year = (int(part) for part in localised.groups())
        day, month = (second, first) if second > 12 else (first, second)
        fix = f"write {_day(text, year, month, day, place)}"
        raise _wrong(text, "it is not EDTF", place, fix)
    if _ISO_TIME.fullmatch(text):
        raise _wrong(text, "a date has no time and no zone", place, f"write {text[:10]}")
    if len(text) > 40:
        raise _wrong(text[:40] + "…", "it is not EDTF", place, _EXAMPLES)
    if "S" in text:
        raise _wrong(text, "significant digits are not read", place, "write 195X or 19XX")
    from edtf import EDTFParseException, parse_edtf  # slow to import, rarely needed

    try:
        with redirect_stdout(StringIO()):  # it prints what it tried
            parsed: Any = parse_edtf(text)
        lower, upper = _as_date(parsed.lower_strict()), _as_date(parsed.upper_strict())
    except (EDTFParseException, ValueError, TypeError, AttributeError, OverflowError) as error:
        raise _wrong(text, "it is not EDTF", place, _EXAMPLES) from error
    season = _SEASON.fullmatch(text)
    if season and season[2] in _OVER_NEW_YEAR:  # the package ends a winter with the year
        upper = _day(text, int(season[1]) + 1, 3, 1, place) - timedelta(days=1)
    return (lower, upper)


def _as_date(moment: struct_time | float) -> date | None:
    """Turn the package's answer into a day; an infinite or nonsensical one into None."""
    if isinstance(moment, float | int) or not 1 <= moment.tm_year <= 9999:
        return None
    return date(moment.tm_year, moment.tm_mon, moment.tm_mday)


def _flagged(text: str) -> bool:
    return any(mark in text for mark in "~?%") or bool(_SEASON.search(text))


def _wrong(text: str, why: str, place: Place | None, fix: str) -> DateError:
    shown = text.strip() or "(empty)"
    return DateError(Problem("date", f'"{shown}" is not a date: {why}', place, fix))
