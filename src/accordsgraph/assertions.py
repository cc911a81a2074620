"""Read the assertions of a dataset: what its editors expect of it, written in ``dataset.toml``.

Each is a table ``[[assertions]]`` that counts something, or takes a share of it, and says how much
there must be (``min``) and may be (``max``). What they find is said by ``counting``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from accordsgraph.errors import Place, Problem, nearest

KEYS: dict[str, type] = {
    "name": str,
    "class": str,
    "property": str,
    "statements": str,
    "query": str,
    "parameters": dict,
    "having": str,
    "sources": int,
    "min": object,
    "max": object,
}
COUNTED = ("class", "property", "statements", "query")
ANY_STATUS = "all"
_PERCENT = re.compile(r"(100|\d{1,2}(?:\.\d+)?) ?%")
_HEADER = re.compile(r"\s*\[\[\s*assertions\s*\]\]")


class Assertion(NamedTuple):
    """An expectation: what is counted, of what share it is taken, and the bounds.

    ``counted`` is one of :data:`COUNTED` and ``of`` what stood there. ``having`` (a property) and
    ``sources`` (a number) make a share of it, whose bounds are percentages. ``lines`` gives the
    place of each key.
    """

    name: str
    counted: str
    of: str
    parameters: tuple[tuple[str, str], ...]
    having: str
    sources: int
    min: float | None
    max: float | None
    place: Place
    lines: dict[str, int]

    @property
    def is_share(self) -> bool:
        """Whether the bounds are percentages."""
        return bool(self.having or self.sources)

    def at(self, key: str) -> Place:
        """Give the line of a key, else that of the assertion."""
        return Place(self.place.file, self.lines.get(key, self.place.line))


def read_assertions(
    tables: object, text: str, path: Path, settings: tuple[str, ...]
) -> tuple[list[Assertion], list[Problem]]:
    """Read the value of ``assertions`` in a ``dataset.toml``; give what is wrong with it as well.

    ``text`` is the file's, for the lines, which a TOML parser does not tell; ``settings`` are the
    keys that stand outside of assertions.
    """
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        fix = "begin each with the line [[assertions]]"
        place = Place(str(path), _line_of(text, r"\W*assertions\b"))
        return [], [Problem("setting", "assertions are written as tables", place, fix)]
    found, problems = [], []
    places = list(_places(text, path, len(tables)))
    for table, (place, lines) in zip(tables, places, strict=True):
        wrong = [
            Problem("setting", message, Place(str(path), lines.get(key, place.line)), fix)
            for key, message, fix in _problems(table, settings)
        ]
        problems += wrong
        if not wrong:
            found.append(_assertion(table, place, lines))
    names = [assertion.name for assertion in found]
    problems += [
        Problem("setting", f"two assertions are called “{a.name}”", a.at("name"), "rename one")
        for number, a in enumerate(found)
        if a.name in names[:number]
    ]
    return found, problems


def _problems(table: dict[str, Any], settings: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    """Give the key, the message and the fix of each thing that is wrong with a table."""
    typed = True
    for key, value in table.items():
        if key not in KEYS:
            yield key, f'"{key}" is no key of an assertion', _fix_of_key(key, settings)
        elif not _fits(value, KEYS[key]):
            typed = False
            yield key, f'"{key}" must be {_KINDS[KEYS[key]]}', f"see docs/assertions.md: {key}"
    counted = [key for key in COUNTED if key in table]
    if not table.get("name"):
        yield "name", "this assertion has no name", 'add name = "what you expect"'
    if len(counted) != 1:
        what = "counts nothing" if not counted else f"counts {' and '.join(counted)}"
        yield (counted or [""])[-1], f"this assertion {what}", f"keep one of {', '.join(COUNTED)}"
    elif typed:
        yield from _misfits(table, counted[0])
    if "min" not in table and "max" not in table:
        yield "", "this assertion has no bound", "add min, max or both"
    elif typed and len(counted) == 1:
        yield from _wrong_bounds(table)


def _misfits(table: dict[str, Any], counted: str) -> Iterator[tuple[str, str, str]]:
    fitting = {
        "having": ("class",),
        "sources": ("property", "statements"),
        "parameters": ("query",),
    }
    for key, others in fitting.items():
        if key in table and counted not in others:
            yield (
                key,
                f'"{key}" does not go with "{counted}"',
                f"it goes with {' or '.join(others)}",
            )
    if "sources" in table and table["sources"] < 1:
        yield "sources", "a statement rests on one source at least", "sources = 2"
    for name, value in table.get("parameters", {}).items():
        if not _fits(value, str):
            message = f'the parameter "{name}" must be a text'
            yield "parameters", message, f'write {name} = "{value}"'


def _wrong_bounds(table: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    share = "having" in table or "sources" in table
    bounds = {key: _bound(table[key], share) for key in ("min", "max") if key in table}
    for key, bound in bounds.items():
        if bound is None:
            of, example = ("a share", '"60 %"') if share else ("a count", "40")
            what = "a percentage" if share else "a whole number"
            yield key, f'"{key}" of {of} must be {what}', f"write {key} = {example}"
    low, high = bounds.get("min"), bounds.get("max")
    if low is not None and high is not None and low > high:
        yield "max", "max is below min", "raise it"


def _bound(value: object, share: bool) -> float | None:
    """Read a bound: a whole number of a count, a percentage of a share; None if it is neither."""
    if share:
        percent = _PERCENT.fullmatch(value.strip()) if isinstance(value, str) else None
        return float(percent[1]) if percent else None
    return value if isinstance(value, int) and _fits(value, int) and value >= 0 else None


def _assertion(table: dict[str, Any], place: Place, lines: dict[str, int]) -> Assertion:
    counted = next(key for key in COUNTED if key in table)
    share = "having" in table or "sources" in table
    return Assertion(
        table["name"],
        counted,
        table[counted],
        tuple(table.get("parameters", {}).items()),
        table.get("having", ""),
        table.get("sources", 0),
        _bound(table["min"], share) if "min" in table else None,
        _bound(table["max"], share) if "max" in table else None,
        place,
        lines,
    )


_KINDS = {str: "a text", int: "a whole number", dict: "a table { name = value }"}


def _fits(value: object, kind: type) -> bool:
    return isinstance(value, kind) and not (kind is int and isinstance(value, bool))


def _fix_of_key(key: str, settings: tuple[str, ...]) -> str:
    if key in settings:
        return "it is a setting of the dataset: move it above the first [[assertions]]"
    near = nearest(key, KEYS)
    return f'write "{near[0]}"' if near else "known are: " + ", ".join(KEYS)


def _places(text: str, path: Path, count: int) -> Iterator[tuple[Place, dict[str, int]]]:
    """Give the line of each assertion and of its keys; all on one if it is written inline."""
    lines = text.splitlines()
    starts = [number for number, line in enumerate(lines) if _HEADER.match(line)]
    if len(starts) != count:
        starts = [_line_of(text, r"\s*assertions\b") - 1] * count
    for start in starts:
        keys: dict[str, int] = {}
        for number in range(start + 1, len(lines)):
            if lines[number].lstrip().startswith("[["):
                break
            key = re.match(r"\s*\[?(?:assertions\.)?[\"']?([\w-]+)[\"']?\s*[\]=]", lines[number])
            if key:
                keys.setdefault(key[1], number + 1)
        yield Place(str(path), start + 1), keys


def _line_of(text: str, pattern: str) -> int:
    lines = enumerate(text.splitlines(), 1)
    return next((number for number, line in lines if re.match(pattern, line)), 1)
