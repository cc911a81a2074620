"""Validate a store against shapes: one query per constraint, its solutions the results.

A shape that uses what is not covered is left out and named, for the reference engine to validate.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from accordsgraph.engine.shacl.constraints import Conditions
from accordsgraph.engine.shacl.lexical import Data, as_was
from accordsgraph.engine.shacl.shapes import Constraint, NotCoveredError, Shape, Shapes
from accordsgraph.engine.shacl.sparql_constraints import for_all, is_free, read_constraint
from accordsgraph.engine.shacl.triples import Node
from accordsgraph.engine.shacl.wording import wording
from accordsgraph.errors import SourceError
from accordsgraph.guards import check_depth

_LONGEST = 200_000
_MANY = 300
"""Operators in a row that Oxigraph reads in no time; from thousands on it aborts."""
_NOBODY = "VALUES ?this { }"


class Result(NamedTuple):
    """One validation result, https://www.w3.org/TR/shacl/#results-validation-result.

    ``path`` is an IRI or the node of the shapes graph a longer path begins at; ``solution`` holds
    what an sh:sparql query bound; ``messages`` are those of the constraint, else of the shape,
    else our own.
    """

    focus: Node
    path: Node | None
    value: Node | None
    component: ox.NamedNode
    severity: ox.NamedNode
    shape: Node
    constraint: Node | None = None
    messages: tuple[ox.Literal, ...] = ()
    solution: tuple[tuple[str, Node], ...] = ()


@dataclass(frozen=True)
class NotCovered:
    """A shape in force that the fast engine does not cover, and what it uses."""

    shape: Node
    reason: str


@dataclass(frozen=True)
class Outcome:
    """The results of the shapes that are covered, and the shapes that are not."""

    results: list[Result]
    not_covered: tuple[NotCovered, ...]


@dataclass(frozen=True)
class _Step:
    """A query whose solutions are results of a constraint.

    ``focus`` is the query of the focus nodes when the solutions hold for each of them.
    """

    shape: Shape
    constraint: Constraint
    text: str
    focus: str = ""


def validate(data: Data, shapes: Shapes) -> Outcome:
    """Validate a graph, https://www.w3.org/TR/shacl/#validation.

    Raises:
        ShapeError: a query of a shape is missing or uses what pre-binding forbids.

    """
    conditions = Conditions(shapes, data)
    results: dict[Result, None] = {}
    not_covered = []
    for shape in shapes.targeting():
        try:
            found = [
                result
                for step in _steps(conditions, shape)
                for result in _run(data.store, shapes, step)
            ]
        except NotCoveredError as missing:
            not_covered.append(NotCovered(shape.node, str(missing)))
        else:
            results.update(dict.fromkeys(found))
    return Outcome(list(results), tuple(not_covered))


def _steps(conditions: Conditions, shape: Shape) -> list[_Step]:
    """Compile a shape in force with the property shapes it leads to; all of it or nothing."""
    if shape.deactivated:
        return []
    focus = conditions.focus(shape)
    steps = list(_of_shape(conditions, shape, focus or _NOBODY, (shape.node,)))
    return steps if focus else []


def _of_shape(
    conditions: Conditions, shape: Shape, focus: str, way: tuple[Node, ...]
) -> Iterator[_Step]:
    if shape.not_covered:
        raise NotCoveredError(f"uses {shape.not_covered[0]}")
    for constraint in shape.constraints:
        if constraint.name == "property":
            inner = conditions.shapes.by_node[constraint.shapes[0]]
            if inner.node in way:
                raise NotCoveredError("refers to itself, directly or by way of other shapes")
            if not inner.deactivated:
                nodes = conditions.values(shape, focus)
                yield from _of_shape(conditions, inner, nodes, (*way, inner.node))
        elif constraint.name == "sparql":
            query = read_constraint(conditions.shapes.graph, shape, constraint, conditions.data)
            if query and is_free(query):
                text = query.written()
                yield _Step(
                    shape, constraint, _checked(text), f"SELECT DISTINCT ?this {{ {focus} }}"
                )
            elif query:
                yield _Step(shape, constraint, _checked(for_all(query, focus)))
        else:
            for where in conditions.violations(shape, constraint):
                text = f"SELECT DISTINCT ?this ?path ?value WHERE {{ {{ {focus} }} {where} }}"
                yield _Step(shape, constraint, _checked(text))


def _checked(text: str) -> str:
    """Give a query back that Oxigraph survives, which aborts on deep nesting."""
    try:
        check_depth(text, Path())
    except SourceError as error:
        raise NotCoveredError("is nested too deep") from error
    if len(text) > _LONGEST or sum(map(text.count, (" || ", " && ", " + "))) > _MANY:
        raise NotCoveredError("makes a query that is too large")
    return text


def _run(store: ox.Store, shapes: Shapes, step: _Step) -> Iterator[Result]:
    """Run a query and give its solutions as results."""
    shape, constraint = step.shape, step.constraint
    own = shapes.graph.values(constraint.source, "message") if constraint.name == "sparql" else ()
    messages = tuple(m for m in own if isinstance(m, ox.Literal)) or shape.messages
    messages = messages or (ox.Literal(wording(constraint)),)
    source = constraint.source if constraint.name == "sparql" else None
    for solution in _solutions(store, step.text):
        focuses = _solutions(store, step.focus) if step.focus else (solution,)
        for this in focuses:
            bound = {**solution, **this}
            focus, path, value = bound["this"], bound.get("path"), bound.get("value")
            if source is None:
                bound = {}
            elif value is None and shape.path is None:
                value = focus
            yield Result(
                focus,
                path if isinstance(path, ox.NamedNode) else shape.path_node,
                value,
                constraint.component,
                shape.severity,
                shape.node,
                source,
                messages,
                tuple(bound.items()),
            )


def _solutions(store: ox.Store, text: str) -> Iterator[dict[str, Node]]:
    """Run a query; give the bound variables of each solution, literals in the form they had."""
    try:
        solutions = store.query(text)
    except SyntaxError as error:
        raise NotCoveredError("has a query in sh:sparql that Oxigraph cannot read") from error
    if not isinstance(solutions, ox.QuerySolutions):
        raise NotCoveredError("has a query in sh:sparql that selects nothing")
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        terms = zip(names, solution, strict=True)
        yield {name: as_was(term) for name, term in terms if term is not None}
