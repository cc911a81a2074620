"""Draw a timeline as SVG: one row for each mark, its words beside it where there is room.

The picture follows the reader's choice of light or dark, names itself to a screen reader, and has
the same bytes each time (https://www.w3.org/TR/SVG2/, https://www.w3.org/TR/svg-aam-1.0/).
No two texts meet: each has the room that it takes in the widest common font.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

from accordsgraph.timelines.captions import (
    Row,
    Run,
    about,
    caption,
    rows,
    title,
    undated_caption,
    words,
)
from accordsgraph.timelines.chronology import Chronology
from accordsgraph.timelines.lettering import Word, line_width, spans, text_width, wrapped
from accordsgraph.timelines.marks import Scale, line, ticks
from accordsgraph.timelines.shapes import FADES, HEIGHT, POINT, example, shapes
from accordsgraph.timelines.shapes import STYLE as SHAPES

SIZE, LEADING, MARGIN, GAP = 13.0, 17.0, 16.0, 9.0
WIDEST = 520.0
"""Longer lines are hard to read, so words are broken before."""
_NARROWEST = 280.0
"""A column beside a mark that is narrower than this would be all breaks."""

STYLE = """
.paper{fill:#fff}.grid{stroke:#e1e5ea}
text{font:13px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
fill:#1b1f24;stroke:#fff;stroke-width:3px;stroke-linejoin:round;paint-order:stroke}
.title{font-size:18px;font-weight:600}.date,.head{font-weight:600}.standing{font-style:italic}
.tags,.note,.axis,.about{fill:#57606a}
@media (prefers-color-scheme:dark){.paper{fill:#14181d}.grid{stroke:#2b323a}
text{fill:#e6e8ea;stroke:#14181d}.tags,.note,.axis,.about{fill:#a5adb6}}
"""
_LEGEND = (
    ("held", "1988-04-14", "a day"),
    ("held", "1988-04", "some time within"),
    ("held", "1988-04-14/1988-05-15", "during"),
    ("held", "1988-04-14/..", "goes on, not known how far"),
    ("held", "1988~", "about"),
    ("reported", "1988-04-14", "only reported"),
    ("disputed", "1988-04-14", "sources disagree"),
    ("rejected", "1988-04-14", "said, but rejected"),
)


class Placed(NamedTuple):
    """Lines of words in a picture: ``x`` is where they begin, or end if ``anchor`` says so."""

    lines: list[list[Word]]
    x: float
    y: float
    anchor: str = "start"

    def boxes(self) -> Iterator[tuple[float, float, float, float]]:
        """Give the room of each line: left, top, right, bottom."""
        for number, each in enumerate(self.lines):
            width, base = line_width(each, SIZE), self.y + number * LEADING
            left = self.x - width if self.anchor == "end" else self.x
            yield left, base - SIZE, left + width, base + 0.3 * SIZE


class Drawn(NamedTuple):
    """A row of a picture: its shapes, its words, and where the next row begins."""

    row: Row
    shapes: list[str]
    words: Placed
    bottom: float


def as_svg(found: Chronology, width: float = 960, *, heading: bool = True) -> str:
    """Write a timeline as an SVG document, ``width`` pixels wide, with or without its title."""
    parts, y = [], MARGIN
    if heading:
        head = Placed(wrapped([Run("title", title(found))], 18, width - 2 * MARGIN), MARGIN, 30)
        parts, y = [_text(head, leading=22)], head.y + len(head.lines) * 22
    said = escape(about(found))
    parts.append(f'<text class="about" x="{_n(MARGIN)}" y="{_n(y)}">{said}</text>')
    y += 14
    if found.placed:
        body, y = _body(found, width, y)
        parts += body
    if found.undated:
        body, y = _undated(found, width, y)
        parts += body
    return _document(found, width, y + MARGIN, parts)


def layout(found: Chronology, width: float, top: float) -> tuple[Scale, list[Drawn]]:
    """Give the scale of a picture and its rows from ``top`` on."""
    marks = [entry.mark for entry in found.placed if entry.mark]
    scale = line(marks, width - 2 * MARGIN, 2 * POINT, found.since, found.until)
    drawn: list[Drawn] = []
    for row in rows(found):
        drawn.append(_row(row, scale, width, drawn[-1].bottom if drawn else top))
    return scale, drawn


def _row(row: Row, scale: Scale, width: float, top: float) -> Drawn:
    boxes = shapes(row.first, scale)
    left = MARGIN + min(box.left for box in boxes)
    right = MARGIN + max(box.right for box in boxes)
    runs = _dotted(caption(row))
    whole = line_width([Word(run.style, run.text) for run in runs], SIZE)
    rooms = {"start": width - MARGIN - right - GAP, "end": left - GAP - MARGIN}
    fits = [anchor for anchor, room in rooms.items() if room >= min(whole, WIDEST)]
    anchor = next(iter(fits), max(rooms, key=lambda each: rooms[each]))
    if rooms[anchor] >= min(whole, _NARROWEST):
        lines = wrapped(runs, SIZE, min(rooms[anchor], WIDEST))
        x, y, middle = (right + GAP if anchor == "start" else left - GAP), top + SIZE, top + 8.5
    else:
        lines = wrapped(runs, SIZE, min(width - 2 * MARGIN, WIDEST))
        widest = max(line_width(each, SIZE) for each in lines)
        x, anchor = max(min(left, width - MARGIN - widest), MARGIN), "start"
        y, middle = top + HEIGHT + 6 + SIZE, top + 8.5
    placed = Placed(lines, x, y, anchor)
    svg = [box.svg(MARGIN, middle) for box in boxes]
    return Drawn(row, svg, placed, y + (len(lines) - 1) * LEADING + 9)


def _body(found: Chronology, width: float, top: float) -> tuple[list[str], float]:
    """Draw the line of time above and below, and the rows between."""
    scale, drawn = layout(found, width, top + 26)
    bottom = drawn[-1].bottom + 4
    parts = []
    for place, name in ticks(scale, 0.66 * SIZE):
        x = _n(MARGIN + place)
        parts.append(f'<path class="grid" d="M{x} {_n(top + 20)}V{_n(bottom)}"/>')
        end = MARGIN + place + text_width(name, SIZE) > width
        anchor = ' text-anchor="end"' if end else ""
        parts += [
            f'<text class="axis" x="{x}" y="{_n(y)}"{anchor}>{name}</text>'
            for y in (top + 14, bottom + 16)
        ]
    for each in drawn:
        parts.append(f"<g><title>{escape(words(caption(each.row, every=True)))}</title>")
        parts += [*each.shapes, _text(each.words), "</g>"]
    legend, bottom = _legend(width, bottom + 44)
    return [*parts, *legend], bottom


def _legend(width: float, top: float) -> tuple[list[str], float]:
    parts, x, y = [], MARGIN, top
    for standing, date, name in _LEGEND:
        room = 44 + text_width(name, SIZE)
        if x > MARGIN and x + room > width - MARGIN:
            x, y = MARGIN, y + 22
        parts += [box.svg(x, y - 4.5) for box in example(standing, date, 28)]
        parts.append(f'<text class="axis" x="{_n(x + 36)}" y="{_n(y)}">{name}</text>')
        x += room + 16
    return parts, y + 10


def _undated(found: Chronology, width: float, top: float) -> tuple[list[str], float]:
    """List what has no date, apart from the line of time."""
    y = top + 30
    head = "Without a date, so not placed"
    parts = [f'<text class="head" x="{_n(MARGIN)}" y="{_n(y)}">{head}</text>']
    for entry in found.undated:
        lines = wrapped(
            _dotted(undated_caption(entry)), SIZE, min(width - 2 * MARGIN, 1.5 * WIDEST)
        )
        placed = Placed(lines, MARGIN, y + 22)
        parts.append(_text(placed))
        y = placed.y + (len(lines) - 1) * LEADING
    return parts, y


def _dotted(runs: list[Run]) -> list[Run]:
    """Set notes apart from what stands before them."""
    return [Run(run.style, f"· {run.text}") if run.style == "note" else run for run in runs]


def _text(placed: Placed, leading: float = LEADING) -> str:
    anchor = ' text-anchor="end"' if placed.anchor == "end" else ""
    return "".join(
        f'<text x="{_n(placed.x)}" y="{_n(placed.y + number * leading)}"{anchor}>'
        + " ".join(
            f'<tspan class="{word.style}">{escape(word.text)}</tspan>' for word in spans(each)
        )
        + "</text>"
        for number, each in enumerate(placed.lines)
    )


def _document(found: Chronology, width: float, height: float, parts: Sequence[str]) -> str:
    key = "timeline-" + (re.sub(r"\W+", "-", found.iri.rpartition("/id/")[2]) or "all")
    size = f'width="{_n(width)}" height="{_n(height)}"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {_n(width)} {_n(height)}"'
            f' role="img" aria-labelledby="{key}-title {key}-desc">',
            f'<title id="{key}-title">{escape(title(found))}</title>',
            f'<desc id="{key}-desc">{escape(about(found))}, in the order of time.</desc>',
            f"<style>{STYLE}{SHAPES}</style>",
            FADES,
            f'<rect class="paper" {size}/>',
            *parts,
            "</svg>\n",
        ]
    )


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
