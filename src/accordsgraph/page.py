"""Pages of things said with their sources, written as plain text for a terminal or a pipe.

A page has sections of items; an item is a term, what is said, remarks on it, and the tags of the
sources that say or deny it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

_MEASURE = 100
"""Characters of a line of text that is still easy to read; tables may be wider."""
_TERM = 24


class Tag(NamedTuple):
    """The short name of a source, with its title and the places in it."""

    name: str
    title: str = ""
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """Something said: ``tags`` name who says it, ``against`` who denies it.

    ``notes`` stand below it, then ``quotes`` (passages of the sources), then ``items``.
    """

    text: str
    term: str = ""
    remarks: tuple[str, ...] = ()
    tags: tuple[Tag, ...] = ()
    against: tuple[Tag, ...] = ()
    notes: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Grid:
    """A table; the first column names the rows, every other cell holds several entries."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]


@dataclass(frozen=True)
class Section:
    """A part of a page under a heading; ``intro`` says how to read it."""

    title: str
    items: tuple[Item, ...] = ()
    grid: Grid | None = None
    intro: str = ""


@dataclass(frozen=True)
class Page:
    """A page about one thing."""

    title: str
    subtitle: str
    notes: tuple[str, ...]
    sections: tuple[Section, ...]
    language: str = "en"


def as_text(page: Page, width: int | None = None) -> str:
    """Write a page for a terminal of ``width`` characters; without one no line is broken."""
    measure = min(width, _MEASURE) if width else None
    lines = [*_wrapped(page.title, measure, "", ""), *_wrapped(page.subtitle, measure, "", "")]
    lines += [line for note in page.notes for line in _wrapped(note, measure, "  ", "  ")]
    for section in page.sections:
        lines += ["", section.title]
        if section.intro:
            lines += _wrapped(section.intro, measure, "  ", "  ")
        if section.grid:
            drawn = _grid_lines(section.grid, width)
            lines += [f"  {line}".rstrip() for line in (*drawn, *[""] * bool(section.items))]
        lines += _item_lines(section.items, measure, "  ")
    return "\n".join(lines) + "\n"


def _item_lines(items: Iterable[Item], width: int | None, indent: str) -> Iterator[str]:
    items = tuple(items)
    room = max((len(item.term) for item in items), default=0)
    room = min(room, _TERM) if width else room
    before = ""
    for item in items:
        term = "" if item.term == before else item.term
        before = item.term
        rest = indent + " " * (room + 2 if room else 0)
        if len(term) > room:
            yield from _wrapped(term, width, indent, indent)
            term = ""
        start = f"{indent}{term:<{room}}  " if room else indent
        yield from _wrapped(said_in(item), width, start, rest)
        for note in item.notes:
            yield from _wrapped(f"– {note}", width, rest, rest + "  ")
        for quote in item.quotes:
            yield from _wrapped(quote, width, rest + "| ", rest + "| ")
        yield from _item_lines(item.items, width, rest + "  ")


def said_in(item: Item) -> str:
    """Write what is said with its remarks and tags on a line."""
    parts = [item.text]
    if item.remarks:
        parts.append(f"({', '.join(item.remarks)})")
    if item.tags:
        parts.append(_tags(item.tags))
    if item.against:
        parts.append(f"against {_tags(item.against)}")
    return " ".join(parts)


def _tags(tags: tuple[Tag, ...]) -> str:
    return f"[{' '.join(tag.name for tag in tags)}]"


def _wrapped(text: str, width: int | None, first: str, rest: str) -> list[str]:
    if width is None:
        return [(first + text).rstrip()]
    import textwrap  # slow to import, and only a terminal needs it

    return textwrap.wrap(
        text,
        max(width, len(rest) + 20),
        initial_indent=first,
        subsequent_indent=rest,
        break_on_hyphens=False,
        break_long_words=False,  # a key or an address is copied whole
    )


def _grid_lines(grid: Grid, width: int | None) -> list[str]:
    """Draw a grid; columns for which there is no room follow below it."""
    names = [_wrapped(name, _TERM if width else None, "", "") or [""] for name, _ in grid.rows]
    first = max(len(line) for name in names for line in name)
    columns = [
        [_wrapped(head, _TERM if width else None, "", ""), *(list(c[number]) for _, c in grid.rows)]
        for number, head in enumerate(grid.head)
    ]
    lines: list[str] = []
    while columns:
        part, room = [columns.pop(0)], (width or 0) - 2 - first
        while columns and (width is None or sum(map(_size, (*part, columns[0]))) <= room):
            part.append(columns.pop(0))
        lines += [""] if lines else []
        for row, cells in enumerate(zip([[""], *names], *part, strict=True)):
            sizes = (first, *(_size(column) - 2 for column in part))
            for line in range(max(map(len, cells))):
                texts = (cell[line] if line < len(cell) else "" for cell in cells)
                lines.append("  ".join(f"{t:<{n}}" for t, n in zip(texts, sizes, strict=True)))
            if not row:
                lines.append("-" * len(lines[-1]))
    return lines


def _size(column: list[list[str]]) -> int:
    return 2 + max(len(entry) for cell in column for entry in cell or [""])
