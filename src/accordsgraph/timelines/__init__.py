"""Give a timeline in each form: text, SVG, a page, Markdown, CSV and JSON.

What is written for programs names every source and every date that was given, with its bounds.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date
from html import escape
from io import StringIO
from typing import NamedTuple

import pyoxigraph as ox

from accordsgraph.dates import Bounds
from accordsgraph.evidence import Evidence
from accordsgraph.labels import Labels
from accordsgraph.namespaces import Names
from accordsgraph.results import markdown
from accordsgraph.timelines.captions import LEADS, about, notes, title, undated_caption, words
from accordsgraph.timelines.chronology import Chronology, Dating, Entry, chronology
from accordsgraph.timelines.svg import as_svg
from accordsgraph.timelines.text import as_text
from accordsgraph.wording import date_in_words

COLUMNS = (
    *("date", "words", "begin_earliest", "begin_latest", "end_earliest", "end_latest"),
    *("kind", "thing", "label", "standing", "sources", "other_dates", "remarks"),
)
_HEAD = ("date", "what", "how it stands", "sources", "also")
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>:root{{color-scheme:light dark}}body{{font:15px/1.5 system-ui,sans-serif;max-width:64rem;
margin:auto;padding:1rem}}svg{{max-width:100%;height:auto}}table{{border-collapse:collapse}}
th,td{{text-align:left;vertical-align:top;padding:.3rem .8rem .3rem 0;
border-bottom:1px solid color-mix(in srgb,currentColor 20%,transparent)}}
.table{{overflow-x:auto}}</style></head>
<body><main>
{body}</main></body></html>
"""


class Timeline(NamedTuple):
    """What happened when, as sources say: draws itself in a notebook and writes itself."""

    chronology: Chronology
    names: Names

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries that have a place in time, in order."""
        return self.chronology.placed

    @property
    def undated(self) -> tuple[Entry, ...]:
        """The entries that have none."""
        return self.chronology.undated

    def text(self, width: int = 80) -> str:
        """Write it with characters, so many in a line."""
        return as_text(self.chronology, width)

    def svg(self, width: float = 960) -> str:
        """Draw it as an SVG document, so many pixels wide."""
        return as_svg(self.chronology, width)

    def csv(self) -> str:
        """Write one row for each entry, those without a date last."""
        out = StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(self._cells(entry) for entry in self._all())
        return out.getvalue()

    def json(self) -> str:
        """Write everything that is known of each entry, as one JSON document."""
        found = self.chronology
        document = {
            "title": title(found),
            "entity": found.iri or None,
            "from": _day(found.since),
            "to": _day(found.until),
            "placed": [self._as_dict(entry) for entry in found.placed],
            "undated": [self._as_dict(entry) for entry in found.undated],
        }
        return json.dumps(document, indent=2, ensure_ascii=False) + "\n"

    def markdown(self) -> str:
        """Write a table of what has a date and a list of what has none."""
        table = markdown(list(_HEAD), map(_table_row, self.entries))
        parts = [f"# {title(self.chronology)}\n\n{about(self.chronology)}\n\n", table]
        if self.undated:
            parts.append("\n## Without a date\n\n")
            parts += [f"- {words(undated_caption(entry))}\n" for entry in self.undated]
        return "".join(parts)

    def html(self, width: float = 960) -> str:
        """Write a page of its own: the picture, and all that is in it as a table."""
        heading = escape(title(self.chronology))
        picture = as_svg(self.chronology, width, heading=False)
        body = f"<h1>{heading}</h1>\n<figure>{picture}</figure>\n{self._table()}"
        return _PAGE.format(title=heading, body=body)

    def _repr_html_(self) -> str:
        return f"<figure>{self.svg()}</figure>\n{self._table()}"

    def _table(self) -> str:
        head = "".join(f'<th scope="col">{name}</th>' for name in _HEAD)
        rows = "".join(
            f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in _table_row(entry))}</tr>\n"
            for entry in self._all()
        )
        return (
            '<details><summary>As a table</summary>\n<div class="table"><table>'
            f"<thead><tr>{head}</tr></thead>\n<tbody>{rows}</tbody></table></div></details>\n"
        )

    def _all(self) -> tuple[Entry, ...]:
        return (*self.entries, *self.undated)

    def _cells(self, entry: Entry) -> list[str]:
        found = self._as_dict(entry)
        others = (f"{d.standing}: {d.text} {' '.join(d.sources)}".strip() for d in entry.others)
        sources = entry.dating.sources if entry.dating else ()
        lists = {
            "sources": " ".join(sources),
            "other_dates": "; ".join(others),
            "remarks": "; ".join(entry.remarks),
        }
        return [str(lists.get(name, found.get(name) or "")) for name in COLUMNS]

    def _as_dict(self, entry: Entry) -> dict[str, object]:
        return {
            **_dated(entry.dating),
            "kind": entry.kind,
            "thing": entry.iri,
            "label": entry.label,
            "standing": entry.standing,
            "other_dates": [{**_dated(d), "standing": d.standing} for d in entry.others],
            "remarks": list(entry.remarks),
        }


def _dated(found: Dating | None) -> dict[str, object]:
    """Give a date with its words, its bounds and its sources, ready for JSON."""
    if not found:
        return {"date": None, "words": None, "sources": []}
    bounds = found.mark.bounds if found.mark else Bounds()
    return {
        "date": found.text,
        "words": date_in_words(found.text),
        "begin_earliest": _day(bounds.begin_earliest),
        "begin_latest": _day(bounds.begin_latest),
        "end_earliest": _day(bounds.end_earliest),
        "end_latest": _day(bounds.end_latest),
        "approximate": bounds.approximate,
        "sources": list(found.sources),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _table_row(entry: Entry) -> list[str]:
    said = f"{LEADS[entry.kind]} {entry.label}" if entry.kind in LEADS else entry.label
    date = date_in_words(entry.dating.text) if entry.dating else "without a date"
    sources = entry.dating.sources if entry.dating else ()
    standing = "" if entry.standing == "held" else entry.standing
    return [date, said, standing, " ".join(sources), "; ".join(notes(entry))]


FORMATS: dict[str, Callable[[Timeline, int | None], str]] = {
    "text": lambda found, width: found.text(width or 80),
    "csv": lambda found, _: found.csv(),
    "json": lambda found, _: found.json(),
    "svg": lambda found, width: found.svg(width or 960),
    "html": lambda found, width: found.html(width or 960),
    "markdown": lambda found, _: found.markdown(),
}


def timeline(
    store: ox.Store,
    names: Names,
    entity: str = "",
    *,
    since: date | None = None,
    until: date | None = None,
    language: str = "en",
) -> Timeline:
    """Give the timeline of an entity (its IRI), or of the whole dataset.

    ``since`` and ``until`` leave out what certainly lies outside.
    """
    labels = Labels(store, names, language)
    return Timeline(chronology(Evidence(store), labels, entity, since, until), names)
