"""Shape marks for SVG: what is held is filled, reported hollow, disputed dashed, rejected crossed.

A shape covers every possible day of its mark that lies on the line; where these days take less
room than the eye needs, it is wider.
"""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from accordsgraph.dates import bounds
from accordsgraph.timelines.chronology import Entry
from accordsgraph.timelines.marks import Mark, Scale, mark, meets, pieces

HEIGHT, POINT, _LEAST, _ARROW = 9.0, 4.5, 7.0, 6.0

STYLE = """
.held{fill:#1f5fa8;stroke:#1f5fa8}.reported{fill:#fff;stroke:#8a5a00}
.disputed{fill:none;stroke:#a3262a;stroke-dasharray:3 2}.rejected{fill:none;stroke:#57606a}
.firm,.soft,.within,.fade-in,.fade-out{stroke-width:1.2}.day{stroke-width:1.8}
.soft,.within,.fade-in,.fade-out{fill-opacity:.35}
.day.disputed{stroke-dasharray:none}.roughly{stroke-dasharray:1 2.5;fill-opacity:.12}
path.earlier,path.later{fill:none;stroke-width:1.8;stroke-dasharray:none}
@media (prefers-color-scheme:dark){.held{fill:#7fb2ee;stroke:#7fb2ee}
.reported{fill:#14181d;stroke:#e0b45c}.disputed{stroke:#f0908f}
.rejected{stroke:#a5adb6}}
"""
FADES = (
    '<defs><linearGradient id="ag-in"><stop stop-color="#000"/><stop offset="1" stop-color="#fff"/>'
    '</linearGradient><linearGradient id="ag-out"><stop stop-color="#fff"/>'
    '<stop offset="1" stop-color="#000"/></linearGradient>'
    '<mask id="ag-fade-in" maskContentUnits="objectBoundingBox">'
    '<rect width="1" height="1" fill="url(#ag-in)"/></mask>'
    '<mask id="ag-fade-out" maskContentUnits="objectBoundingBox">'
    '<rect width="1" height="1" fill="url(#ag-out)"/></mask></defs>'
)


class Box(NamedTuple):
    """A shape from ``left`` to ``right`` on the line; ``kind`` and ``standing`` give its style."""

    kind: str
    standing: str
    left: float
    right: float
    approximate: bool = False

    def svg(self, x: float, y: float) -> str:
        """Write the shape; ``x`` is the beginning of the line, ``y`` the middle of the row."""
        left, right, top = x + self.left, x + self.right, y - HEIGHT / 2
        roughly = " roughly" if self.approximate else ""
        classes = f'class="{self.kind} {self.standing}{roughly}"'
        if self.kind == "day":
            return self._point(classes, (left + right) / 2, y)
        if self.kind == "earlier":
            return f'<path {classes} d="M{_n(left + 5)} {_n(y - 4)}l-5 4l5 4"/>'
        if self.kind == "later":
            return f'<path {classes} d="M{_n(right - 5)} {_n(y - 4)}l5 4l-5 4"/>'
        rounded = f' rx="{_n(HEIGHT / 2)}"' if self.kind == "within" else ""
        masked = f' mask="url(#ag-{self.kind})"' if self.kind.startswith("fade") else ""
        crossed = self._point('class="day rejected"', (left + right) / 2, y)
        return (
            f'<rect {classes} x="{_n(left)}" y="{_n(top)}" width="{_n(right - left)}" '
            f'height="{_n(HEIGHT)}"{rounded}{masked}/>'
        ) + (crossed if self.standing == "rejected" else "")

    def _point(self, classes: str, x: float, y: float) -> str:
        if self.standing == "disputed":
            d = f"M{_n(x)} {_n(y - 5.5)}l5.5 5.5l-5.5 5.5l-5.5 -5.5z"
        elif self.standing == "rejected":
            d = f"M{_n(x - 4)} {_n(y - 4)}l8 8m0 -8l-8 8"
        else:
            return f'<circle {classes} cx="{_n(x)}" cy="{_n(y)}" r="{POINT}"/>'
        return f'<path {classes} d="{d}"/>'


def shapes(entry: Entry, scale: Scale) -> list[Box]:
    """Give the shapes of an entry, those of other sources, which are hollow, above its own."""
    found = boxes(entry.mark, entry.standing, scale) if entry.mark else []
    for other in entry.others:
        if other.mark and other.standing != "less precise":
            found += boxes(other.mark, other.standing, scale)
    return found


def boxes(drawn: Mark, standing: str, scale: Scale) -> list[Box]:
    """Give the shapes of a mark, from left to right; none if it is off the line."""
    if not meets(drawn, scale.first, scale.last):
        return []
    roughly = drawn.bounds.approximate
    if drawn.is_day and drawn.first:
        middle = (scale.begin(drawn.first) + scale.end(drawn.first)) / 2
        return [Box("day", standing, middle - POINT, middle + POINT)]
    parts = pieces(drawn)
    found = []
    for piece in parts:
        left = scale.begin(piece.first) if piece.first else 0.0
        right = scale.end(piece.last) if piece.last else scale.length
        kind = "within" if len(parts) == 1 and piece.kind == "soft" else piece.kind
        if right > left:
            found.append(Box(kind, standing, left, right, roughly))
    short = max(_LEAST - (found[-1].right - found[0].left), 0) / 2
    found[0] = found[0]._replace(left=found[0].left - short)
    found[-1] = found[-1]._replace(right=found[-1].right + short)
    start, end = found[0].left, found[-1].right
    if not drawn.first or drawn.first < scale.first:
        found.append(Box("earlier", standing, start, start + _ARROW))
    if not drawn.last or drawn.last > scale.last:
        found.append(Box("later", standing, end - _ARROW, end))
    return found


def example(standing: str, text: str, length: float) -> list[Box]:
    """Give the shapes of a date on a line of its own, for a legend."""
    found = mark(bounds(text), period="/" in text)
    if not found:
        return []
    known = found.known
    if found.is_day:
        scale = Scale(known[0] - timedelta(10), known[-1] + timedelta(10), length)
    else:
        scale = Scale(known[0], known[-1] + timedelta(40 if not found.last else 0), length)
    return boxes(found, standing, scale)


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
