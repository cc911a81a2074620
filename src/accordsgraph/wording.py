"""Write dates, lengths of time and numbers as people say them, no more exact than they are.

A date is read in EDTF (ISO 8601-2, https://www.loc.gov/standards/datetime/) and written in
English: ``1992-04`` is April 1992, never the first of it; ``[..1983]`` is "by 1983"; what is open,
unknown or uncertain stays so in words. A form that is not known here is written as it stands.
"""

from __future__ import annotations

import re

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_NUMBERS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_SEASONS = ("spring", "summer", "autumn", "winter")
_PARTS = {
    **{str(21 + n): f"{name} {{}}" for n, name in enumerate(_SEASONS)},
    **{str(25 + n): f"{name} {{}} (northern hemisphere)" for n, name in enumerate(_SEASONS)},
    **{str(29 + n): f"{name} {{}} (southern hemisphere)" for n, name in enumerate(_SEASONS)},
    **{str(33 + n): f"{nth} quarter of {{}}" for n, nth in enumerate(("1st", "2nd", "3rd", "4th"))},
    **{str(37 + n): f"{nth} third of {{}}" for n, nth in enumerate(("1st", "2nd", "3rd"))},
    **{str(40 + n): f"{nth} half of {{}}" for n, nth in enumerate(("1st", "2nd"))},
}
"""Seasons, quarters, thirds and halves of a year: the codes of ISO 8601-2, 4.8."""

_DATE = re.compile(
    r"(?P<y0>[~?%]?)(?P<year>-?\d{4}|\d{3}X|\d{2}XX|XXXX|Y-?\d+(?:E\d)?)(?P<y1>[~?%]?)"
    r"(?:-(?P<m0>[~?%]?)(?P<month>\d{2}|XX)(?P<m1>[~?%]?)"
    r"(?:-(?P<d0>[~?%]?)(?P<day>\d{2}|XX)(?P<d1>[~?%]?))?)?",
    re.ASCII,
)
_DURATION = re.compile(
    r"(?P<less>-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?"
    r"(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?",
    re.ASCII,
)
_UNITS = ("year", "month", "week", "day", "hour", "minute", "second")


def date_in_words(edtf: str) -> str:
    """Write an EDTF date, interval or set in English words.

    >>> date_in_words("1992-04"), date_in_words("[..1983]")
    ('April 1992', 'by 1983')
    >>> date_in_words("1988-05-15/1989-02-15")
    'from 15 May 1988 to 15 February 1989'

    """
    edtf = edtf.strip()
    if edtf[:1] in "[{" and edtf[-1:] == {"[": "]", "{": "}"}.get(edtf[:1]):
        return _set(edtf) or edtf
    if edtf.count("/") == 1:
        return _interval(*edtf.split("/")) or edtf
    return _date(edtf) or edtf


def duration_in_words(text: str, *, about: bool = False) -> str:
    """Write an ISO 8601 duration in English words.

    >>> duration_in_words("P3Y", about=True), duration_in_words("P1Y6M")
    ('about three years', 'one year and six months')

    """
    found = _DURATION.fullmatch(text)
    if not found or not any(found.groups()[1:]):
        return text
    amounts = zip(found.groups()[1:], _UNITS, strict=True)
    parts = [counted(amount, unit) for amount, unit in amounts if amount and amount.strip("0.")]
    words = _listed(parts, "and") or "no time"
    return ("about " if about else "") + ("minus " if found["less"] else "") + words


def number_in_words(text: str, *, about: bool = False) -> str:
    """Write a whole number with its thousands apart; other text as it is.

    >>> number_in_words("115000", about=True)
    'about 115,000'

    """
    whole = re.fullmatch(r"[+-]?\d+", text, re.ASCII)
    return ("about " if about else "") + (f"{int(text):,}" if whole else text)


def counted(number: str | int, noun: str) -> str:
    """Write how many there are of something: ``three years``, ``one month``, ``18 months``."""
    small = str(number).isdigit() and int(number) < len(_NUMBERS)
    count = _NUMBERS[int(number)] if small else str(number)
    return f"{count} {noun}" + ("" if count == "one" else "s")


def _date(text: str) -> str:
    """Write one date; '' for a form that is not known."""
    found = _DATE.fullmatch(text)
    plain = _plain(found["year"], found["month"], found["day"]) if found else ""
    if not found or not plain:
        return ""
    flags = _flags(found)
    doubts = sorted(set(flags.values()))
    if len(doubts) == 1 and len(flags) == sum(map(bool, _parts(found))):  # the date as a whole
        near, doubt = doubts[0] in "~%", doubts[0] in "?%"
        return ("about " if near else "") + plain + (" (uncertain)" if doubt else "")
    said = [
        f"{_listed([part for part in flags if flags[part] == flag], 'and')} {_DOUBTS[flag]}"
        for flag in doubts
    ]
    return f"{plain} ({', '.join(said)})" if said else plain


_DOUBTS = {"~": "approximate", "?": "uncertain", "%": "uncertain and approximate"}


def _parts(found: re.Match[str]) -> tuple[str | None, ...]:
    return found["year"], found["month"], found["day"]


def _flags(found: re.Match[str]) -> dict[str, str]:
    """Give the parts that are in doubt: a mark after a part speaks of all before it as well."""
    names = ("year", "month", "day")
    flags: dict[str, set[str]] = {name: set() for name in names}
    for number, name in enumerate(names):
        before, after = found[f"{name[0]}0"], found[f"{name[0]}1"]
        flags[name] |= set(before or "")
        for earlier in names[: number + 1]:
            flags[earlier] |= set(after or "")
    return {
        name: "%" if "%" in marks or len(marks) > 1 else marks.pop()
        for name, marks in flags.items()
        if marks
    }


def _plain(year: str, month: str | None, day: str | None) -> str:
    """Write a date without its doubts; '' for a month or a day that cannot be."""
    if month and month in _PARTS and not day:
        return _PARTS[month].format(_year(year))
    if month not in (None, "XX") and not 1 <= int(month) <= 12:
        return ""
    if day not in (None, "XX") and not 1 <= int(day) <= 31:
        return ""
    unknown = [
        name
        for name, part in (("day", day), ("month", month), ("year", year))
        if part in ("XX", "XXXX")
    ]
    in_month = MONTHS[int(month) - 1] if month not in (None, "XX") else ""
    head = " ".join(filter(None, (str(int(day)) if day not in (None, "XX") else "", in_month)))
    if head and not in_month:  # a day of a month that is not known
        head = f"day {head} of a month"
        unknown.remove("month")
    if year != "XXXX":
        several = "X" in year or not in_month
        in_year = f"a year {_in_years(year)}" if head and "X" in year else _year(year)
        head += (" of " if several else " ") * bool(head) + in_year
    missing = _listed(unknown, "and")
    if not head:
        return f"an unknown {missing}"
    return f"{head} ({missing} unknown)" if missing else head


def _year(year: str) -> str:
    """Write a year or the years that it can be."""
    if year.startswith("Y"):
        digits, _, power = year[1:].partition("E")
        return _signed(int(digits) * 10 ** int(power or 0))
    if "XX" in year:
        return f"a year {_in_years(year)}"
    if "X" in year:
        return f"the {year.replace('X', '0')}s"
    return _signed(int(year))


def _in_years(year: str) -> str:
    if year.endswith("XX"):
        return f"from {year.replace('X', '0')} to {year.replace('X', '9')}"
    return f"in the {year.replace('X', '0')}s"


def _signed(year: int) -> str:
    """Write a year; the year 0 of ISO 8601 is 1 BC."""
    return str(year) if year > 0 else f"{1 - year} BC"


def _interval(begin: str, end: str) -> str:
    if begin in ("", "..") and end in ("", ".."):
        return ""
    first = "" if begin in ("", "..") else _date(begin)
    last = "" if end in ("", "..") else _date(end)
    if (begin not in ("", "..") and not first) or (end not in ("", "..") and not last):
        return ""
    if not first:
        return f"until {last}" + ("" if begin else " (beginning unknown)")
    if not last:
        return f"from {first} on" if end else f"from {first} (end unknown)"
    return f"from {first} to {last}"


def _set(text: str) -> str:
    """Write one of a set ``[…]`` or all of a set ``{…}``."""
    one = text[0] == "["
    members = [member.strip() for member in text[1:-1].split(",")]
    words = [_member(member, one=one) for member in members]
    if not all(words):
        return ""
    return _listed(words, "or" if one else "and")


def _member(text: str, *, one: bool) -> str:
    """Write a date or a range ``A..B`` of a set."""
    if ".." not in text:
        return _date(text)
    begin, _, end = text.partition("..")
    first, last = _date(begin), _date(end)
    if (begin and not first) or (end and not last) or not (begin or end):
        return ""
    if not begin:
        return f"by {last}" if one else f"all until {last}"
    if not end:
        return f"{first} or later" if one else f"all from {first} on"
    return f"between {first} and {last}" if one else f"all from {first} to {last}"


def _listed(parts: list[str], joint: str) -> str:
    """Join with commas and ``and`` or ``or``: ``a``, ``a and b``, ``a, b, and c``."""
    if len(parts) < 3:
        return f" {joint} ".join(parts)
    return f"{', '.join(parts[:-1])}, {joint} {parts[-1]}"
