"""Read SHACL property paths and write them as graph patterns.

See https://www.w3.org/TR/shacl/#property-paths. The steps of a sequence are chained by LATERAL,
Oxigraph's own join that keeps the written order: inside EXISTS its planner does not know that the
start is bound and may begin at the far end, for each node again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pyoxigraph as ox

from accordsgraph.engine.shacl.triples import SH, Node, ShapeError, Triples

_CLOSURES = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}
_DEPTH = 12
"""Paths inside paths; nobody writes three."""


@dataclass(frozen=True)
class Inverse:
    """A property walked backwards; longer paths are turned round step by step."""

    path: ox.NamedNode


@dataclass(frozen=True)
class Sequence:
    """Paths walked one after the other."""

    steps: tuple[Path, ...]


@dataclass(frozen=True)
class Alternative:
    """Paths of which any may be walked."""

    paths: tuple[Path, ...]


@dataclass(frozen=True)
class Closure:
    """A path walked any number of times (``*``), at least once (``+``) or at most once (``?``)."""

    path: Path
    times: str


Path = ox.NamedNode | Inverse | Sequence | Alternative | Closure


def read_path(shapes: Triples, node: Node, depth: int = 0) -> Path:
    """Read the path that a node of the shapes graph stands for.

    Raises:
        ShapeError: the path is not well-formed, or more than 12 paths stand inside each other.

    """
    if isinstance(node, ox.NamedNode):
        return node
    if not isinstance(node, ox.BlankNode) or depth > _DEPTH:
        raise ShapeError("sh:path is not a well-formed property path", node, "path")
    if shapes.is_list(node):
        return Sequence(_read_list(shapes, node, depth))
    found = [(p, o) for p, values in shapes.about(node).items() for o in values]
    kind, value = (found[0][0].value.removeprefix(SH), found[0][1]) if found else ("", node)
    if len(found) == 1:
        if kind == "inversePath":
            return _inverse(read_path(shapes, value, depth + 1))
        if kind == "alternativePath":
            return Alternative(_read_list(shapes, value, depth))
        if kind in _CLOSURES:
            return Closure(read_path(shapes, value, depth + 1), _CLOSURES[kind])
    raise ShapeError("sh:path is not a well-formed property path", node, "path")


def _read_list(shapes: Triples, node: Node, depth: int) -> tuple[Path, ...]:
    paths = tuple(read_path(shapes, path, depth + 1) for path in shapes.members(node))
    if len(paths) < 2:
        raise ShapeError("a list in sh:path has two members or more", node, "path")
    return paths


def _inverse(path: Path) -> Path:
    match path:
        case Inverse(inner):
            return inner
        case Sequence(steps):
            return Sequence(tuple(_inverse(step) for step in reversed(steps)))
        case Alternative(paths):
            return Alternative(tuple(_inverse(inner) for inner in paths))
        case Closure(inner, times):
            return Closure(_inverse(inner), times)
        case _:
            return Inverse(path)


def pattern(path: Path, start: str, end: str, fresh: Callable[[], str]) -> str:
    """Write the pattern of the nodes ``end`` that a path reaches from ``start``, which is bound.

    ``fresh`` gives names of variables that stand nowhere else.
    """
    match path:
        case Sequence(steps):
            nodes = [start, *(fresh() for _ in steps[1:]), end]
            parts = [
                pattern(step, nodes[number], nodes[number + 1], fresh)
                for number, step in enumerate(steps)
            ]
            return " LATERAL ".join(f"{{ {part} }}" for part in parts)
        case Alternative(paths):
            return " UNION ".join(f"{{ {pattern(p, start, end, fresh)} }}" for p in paths)
        case _:
            return f"{start} {as_text(path)} {end} ."


def as_text(path: Path) -> str:
    """Write a path in the syntax of SPARQL."""
    match path:
        case Inverse(inner):
            return f"^{inner}"
        case Sequence(steps):
            return f"({'/'.join(map(as_text, steps))})"
        case Alternative(paths):
            return f"({'|'.join(map(as_text, paths))})"
        case Closure(inner, times):
            return f"({as_text(inner)}){times}"
        case _:
            return str(path)


def has_empty(path: Path) -> bool:
    """Tell whether a path may be walked without a step, so that a node reaches itself."""
    match path:
        case Sequence(steps):
            return all(map(has_empty, steps))
        case Alternative(paths):
            return any(map(has_empty, paths))
        case Closure(inner, times):
            return times != "+" or has_empty(inner)
        case _:
            return False


def is_plain(path: Path) -> bool:
    """Tell whether a path has no closure, so that a pattern of triples says all of it."""
    match path:
        case Sequence(steps):
            return all(map(is_plain, steps))
        case Alternative(paths):
            return all(map(is_plain, paths))
        case Closure():
            return False
        case _:
            return True
