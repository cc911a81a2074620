"""Say in words what stands beside each mark of a timeline: date, thing, who says so, what is held.

Dates on which several texts come into force, or several promises become due, share one row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Literal, NamedTuple

from accordsgraph.timelines.chronology import Chronology, Entry
from accordsgraph.wording import date_in_words

Style = Literal["title", "date", "what", "standing", "note", "tags"]

LEADS = {
    "in force": "In force:",
    "ends": "Ends:",
    "due from": "Due from then on:",
    "deadline": "Deadline:",
}
_SHARED = ("in force", "ends", "due from")
_TAGS = 2
"""So many sources are named beside a mark; the formats for programs name all."""


class Run(NamedTuple):
    """A stretch of words of one style."""

    style: Style
    text: str


class Row(NamedTuple):
    """Entries that share a mark: one, or several of a kind with the same date."""

    entries: tuple[Entry, ...]

    @property
    def first(self) -> Entry:
        """The entry whose date and standing are those of the row."""
        return self.entries[0]


def rows(found: Chronology) -> list[Row]:
    """Give the rows of the entries that have a place in time."""
    return [Row(tuple(group)) for _, group in groupby(found.placed, _shared)]


def caption(row: Row, *, every: bool = False) -> list[Run]:
    """Give the words of a row, in reading order, with ``every`` source or only a few of them."""
    return list(_caption(row, len(_sources(row)) if every else _TAGS))


def words(runs: Iterable[Run]) -> str:
    """Write a caption as one text; the date is a sentence of its own."""
    said = ""
    for run in runs:
        joint = {"date": "", "note": "; "}.get(run.style, " ") if said else ""
        said += joint + run.text + "." * (run.style == "date")
    return said


def about(found: Chronology) -> str:
    """Say in a few words what a timeline holds."""
    limits = (
        f" {word} {date_in_words(day.isoformat())}"
        for word, day in (("from", found.since), ("to", found.until))
        if day
    )
    dated = f"{len(found.placed)} {'entry' if len(found.placed) == 1 else 'entries'} with a date"
    without = f", {len(found.undated)} without" if found.undated else ""
    return dated + "".join(limits) + without


def title(found: Chronology) -> str:
    """Give the heading of a timeline."""
    return f"Timeline: {found.title}" if found.title else "Timeline"


def undated_caption(entry: Entry) -> list[Run]:
    """Give the words of an entry that has no place in time."""
    known = entry.dating.text if entry.dating else ""
    runs = [Run("date", _capital(date_in_words(known)))] if known else []
    runs += [Run("what", entry.label), *_standing(entry)]
    if entry.dating:
        runs.append(Run("tags", tags(entry.dating.sources)))
    return [*runs, *_notes(entry)]


def _caption(row: Row, count: int) -> Iterator[Run]:
    entry = row.first
    assert entry.dating is not None  # noqa: S101, what is placed has a date
    date = date_in_words(entry.dating.text)
    yield Run("date", _capital(date))
    label = "; ".join(each.label.removesuffix(f" ({date})") for each in row.entries)
    yield Run("what", f"{LEADS[entry.kind]} {label}" if entry.kind in LEADS else label)
    yield from _standing(entry)
    if sources := _sources(row):
        yield Run("tags", tags(sources, count))
    yield from _notes(entry)


def _standing(entry: Entry) -> Iterator[Run]:
    if entry.standing != "held" and f"({entry.standing})" not in entry.label:
        yield Run("standing", f"({entry.standing})")


def notes(entry: Entry) -> list[str]:
    """Say which other dates sources give, and what else there is to know."""
    others = (other for other in entry.others if other.standing != "less precise")
    dates = [f"{d.standing}: {date_in_words(d.text)} {tags(d.sources)}" for d in others]
    return [*dates, *entry.remarks]


def _notes(entry: Entry) -> Iterator[Run]:
    yield from (Run("note", note) for note in notes(entry))


def tags(sources: Iterable[str], count: int = 2) -> str:
    """Name sources, so many by their keys and the others by their number."""
    keys = list(sources)
    more = [f"+{len(keys) - count}"] if len(keys) > count else []
    return f"[{' '.join([*keys[:count], *more])}]"


def _sources(row: Row) -> list[str]:
    datings = (entry.dating for entry in row.entries)
    return list(dict.fromkeys(key for each in datings if each for key in each.sources))


def _shared(entry: Entry) -> tuple[object, ...]:
    """Tell entries that share a row from others; what is like no other stands alone."""
    if entry.kind in _SHARED and not entry.others and not entry.remarks:
        return (entry.kind, entry.standing, entry.dating.text if entry.dating else "")
    return (entry.kind, entry.iri)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
