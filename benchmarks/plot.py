"""Draw how CPU seconds grow with the graph: four small plots, both axes logarithmic, as SVG."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from math import log10

WIDTH, HEIGHT = 420, 290
LEFT, RIGHT, TOP, BOTTOM = 58, 112, 40, 44
OURS, OTHERS, GRID, TEXT = "#0b5cad", "#8b8f97", "#e3e5e8", "#2b2e33"
GAP = 13
"""How far apart the names of lines are, at least."""


@dataclass(frozen=True)
class Line:
    """What one engine used: points of (triples, CPU seconds), by rising triples."""

    name: str
    points: tuple[tuple[int, float], ...]
    ours: bool = False


@dataclass(frozen=True)
class Panel:
    """One step: its name and a line for each engine."""

    title: str
    lines: tuple[Line, ...]


def svg(panels: Iterable[Panel]) -> str:
    """Draw the panels in two columns, all on the same axes; the same panels give the same text."""
    shown = [panel for panel in panels if any(line.points for line in panel.lines)]
    points = [point for panel in shown for line in panel.lines for point in line.points]
    if not points:
        shown, points = [], [(1, 1.0)]
    axes = _Axes(
        *(_decades(float(triples) for triples, _ in points)),
        *(_decades(seconds for _, seconds in points)),
    )
    rows = (len(shown) + 1) // 2
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * WIDTH} {rows * HEIGHT}" '
        f'font-family="system-ui, sans-serif" font-size="12" fill="{TEXT}" role="img">',
        "<title>CPU seconds by number of triples, for each step and engine</title>",
        f'<rect width="{2 * WIDTH}" height="{rows * HEIGHT}" fill="#fff"/>',
    ]
    for number, panel in enumerate(shown):
        x, y = number % 2 * WIDTH, number // 2 * HEIGHT
        parts += [f'<g transform="translate({x} {y})">', *_panel(panel, axes), "</g>"]
    return "\n".join([*parts, "</svg>", ""])


@dataclass(frozen=True)
class _Axes:
    """The decades that both axes span."""

    left: int
    right: int
    bottom: int
    top: int

    def x(self, triples: float) -> float:
        share = (log10(triples) - self.left) / (self.right - self.left)
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def y(self, seconds: float) -> float:
        share = (log10(max(seconds, 10.0**self.bottom)) - self.bottom) / (self.top - self.bottom)
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def _decades(values: Iterable[float]) -> tuple[int, int]:
    """Give the powers of ten that some numbers lie between, or two hundredths beside."""
    powers = [log10(max(value, 0.001)) for value in values]
    low, high = int((min(powers) + 0.01) // 1), -int((0.01 - max(powers)) // 1)
    return low, max(high, low + 1)


def _panel(panel: Panel, axes: _Axes) -> list[str]:
    parts = [
        f'<text x="{LEFT}" y="20" font-size="14" font-weight="600">{escape(panel.title)}</text>'
    ]
    for power in range(axes.left, axes.right + 1):
        x = axes.x(10**power)
        parts += [
            _path([(x, TOP), (x, HEIGHT - BOTTOM)], GRID, 1),
            _text(x, HEIGHT - BOTTOM + 17, _short(10**power), "middle"),
        ]
    parts.append(_text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - BOTTOM + 34, "triples", "middle"))
    for power in range(axes.bottom, axes.top + 1):
        y = axes.y(10.0**power)
        parts += [
            _path([(LEFT, y), (WIDTH - RIGHT, y)], GRID, 1),
            _text(LEFT - 7, y + 4, f"{10.0**power:g} s", "end"),
        ]
    drawn = [line for line in panel.lines if line.points]
    for line in sorted(drawn, key=lambda line: line.ours):
        colour = OURS if line.ours else OTHERS
        places = [(axes.x(triples), axes.y(seconds)) for triples, seconds in line.points]
        parts.append(_path(places, colour, 2.5 if line.ours else 1.5))
        parts += [
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{3.5 if line.ours else 2.5}" fill="{colour}"/>'
            for x, y in places
        ]
    ends = {line: (axes.x(line.points[-1][0]), axes.y(line.points[-1][1])) for line in drawn}
    for line, (x, y) in _spread(ends).items():
        style = f' font-weight="600" fill="{OURS}"' if line.ours else ""
        parts.append(_text(x + 7, y + 4, line.name, "start", style))
    return parts


def _spread(ends: dict[Line, tuple[float, float]]) -> dict[Line, tuple[float, float]]:
    """Move apart the names of lines that end together, and the whole group back to its middle."""
    placed: dict[Line, tuple[float, float]] = {}
    for end in sorted({x for x, _ in ends.values()}):
        group = sorted((y, line.name, line) for line, (x, y) in ends.items() if abs(x - end) < 1)
        moved: list[float] = []
        for y, _, _ in group:
            moved.append(max(y, moved[-1] + GAP) if moved else y)
        back = sum(after - y for after, (y, _, _) in zip(moved, group, strict=True)) / len(group)
        for after, (_, _, line) in zip(moved, group, strict=True):
            placed[line] = end, after - back
    return placed


def _path(points: Iterable[tuple[float, float]], colour: str, width: float) -> str:
    places = " L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return f'<path d="M{places}" fill="none" stroke="{colour}" stroke-width="{width}"/>'


def _text(x: float, y: float, said: str, anchor: str, style: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{style}>{escape(said)}</text>'


def _short(number: int) -> str:
    for size, letter in ((1_000_000, "M"), (1_000, "k")):
        if number >= size:
            return f"{number // size}{letter}"
    return f"{number}"
