"""Draw a timeline with characters: marks on a line of time, the words beside them.

A day is a character, and every possible day of a mark lies under one: a mark is as wide as its
evidence or wider.
"""

from __future__ import annotations

import textwrap

from accordsgraph.timelines.captions import about, caption, rows, title, undated_caption, words
from accordsgraph.timelines.chronology import Chronology, Entry
from accordsgraph.timelines.marks import Mark, Scale, line, meets, pieces, ticks

GLYPHS = {
    "held": {"day": "●", "firm": "━", "soft": "░"},
    "reported": {"day": "○", "firm": "─", "soft": "┄"},
    "disputed": {"day": "◇", "firm": "╍", "soft": "┈"},
    "rejected": {"day": "×", "firm": "×", "soft": "×"},
}
APPROXIMATE = "≈"
_GRID, _EARLIER, _LATER = "┊", "◂", "▸"
_LEGEND = (
    "● a day   ░ within   ━ during   ◂ ▸ goes on, not known how far   ≈ about",
    "○ ─ ┄ only reported   ◇ ╍ ┈ sources disagree   × rejected",
)
_GAP = "  "


def as_text(found: Chronology, width: int = 80) -> str:
    """Write a timeline for a terminal or a file, ``width`` characters wide."""
    parts = [title(found), about(found), ""]
    if found.placed:
        parts += [*_drawn(found, width), "", *_LEGEND]
    if found.undated:
        parts += ["", "Without a date"]
        for entry in found.undated:
            parts += textwrap.wrap(
                words(undated_caption(entry)),
                width,
                initial_indent="  ",
                subsequent_indent="    ",
                break_on_hyphens=False,
            )
    return "\n".join(part.rstrip() for part in parts).rstrip() + "\n"


def plot(entry: Entry, scale: Scale) -> dict[int, str]:
    """Give the characters of an entry's marks by their places on the line.

    The date it is placed by lies above those of other sources.
    """
    found: dict[int, str] = {}
    for other in entry.others:
        if other.mark and other.standing != "less precise":
            found |= _cells(other.mark, other.standing, scale)
    if entry.mark:
        found |= _cells(entry.mark, entry.standing, scale)
    return found


def _cells(drawn: Mark, standing: str, scale: Scale) -> dict[int, str]:
    if not meets(drawn, scale.first, scale.last):
        return {}
    glyphs, last_cell = GLYPHS[standing], int(scale.length) - 1
    found: dict[int, str] = {}
    for piece in pieces(drawn):
        start = int(scale.begin(piece.first)) if piece.first else 0
        end = min(int(scale.begin(piece.last)), last_cell) if piece.last else last_cell
        glyph = glyphs["day"] if drawn.is_day else glyphs.get(piece.kind, glyphs["soft"])
        for cell in range(start, end + 1):
            if piece.kind == "firm" or cell not in found:
                found[cell] = APPROXIMATE if drawn.bounds.approximate else glyph
    if not drawn.first or drawn.first < scale.first:
        found[0] = _EARLIER
    if not drawn.last or drawn.last > scale.last:
        found[last_cell] = _LATER
    return found


def _drawn(found: Chronology, width: int) -> list[str]:
    cells = max(min(width // 4, 48), 12)
    marks = [entry.mark for entry in found.placed if entry.mark]
    scale = line(marks, cells, 1, found.since, found.until)
    named = ticks(scale, 1)
    grid = {int(place): _GRID for place, _ in named}
    axis = _axis(named, cells)
    lines = [axis]
    for row in rows(found):
        said = textwrap.wrap(
            words(caption(row)), max(width - cells - len(_GAP), 20), break_on_hyphens=False
        )
        for number, part in enumerate(said):
            drawn = grid if number else grid | plot(row.first, scale)
            indent = "  " if number else ""
            lines.append(f"{_line(drawn, cells)}{_GAP}{indent}{part}")
    return [*lines, axis]


def _axis(named: list[tuple[float, str]], cells: int) -> str:
    drawn = [" "] * (cells + 12)
    for place, name in named:
        drawn[int(place) : int(place) + len(name)] = name
    return "".join(drawn)


def _line(drawn: dict[int, str], cells: int) -> str:
    return "".join(drawn.get(cell, " ") for cell in range(cells))
