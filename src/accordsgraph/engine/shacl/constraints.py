"""Write each constraint of SHACL Core as a graph pattern that finds what breaks it.

See https://www.w3.org/TR/shacl/#core-components. Two things are written: for a shape that is in
force, a pattern with ``?this`` bound whose solutions are its results (``?value``, ``?path``); for a
shape referred to, an expression that is true of a node that does not conform, never an error.

EXISTS and LATERAL see the variables bound around them, in Oxigraph down to the last sub-query; all
patterns below rest on that, as SHACL does on pre-binding.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pyoxigraph as ox

from accordsgraph.engine.shacl.classes import Classes
from accordsgraph.engine.shacl.components import FOCUS_TESTS, VALUE_TESTS
from accordsgraph.engine.shacl.lexical import Data, Forms
from accordsgraph.engine.shacl.paths import has_empty, pattern
from accordsgraph.engine.shacl.shapes import Constraint, NotCoveredError, Shape, Shapes
from accordsgraph.engine.shacl.sparql_constraints import as_condition, read_constraint
from accordsgraph.engine.shacl.triples import RDF, SUBCLASS_OF, TYPE, XSD, Node

_DEPTH = 10
"""Shapes inside shapes; deeper ones would come near what Oxigraph's parser survives."""
_MANY = 32
"""Alternatives written one by one; more are written as a table."""


class Conditions:
    """Writes the constraints of shapes for one store."""

    def __init__(self, shapes: Shapes, data: Data) -> None:
        self.shapes = shapes
        self.data = data
        self.forms = Forms(data.kept)
        self.classes = Classes(data.store)
        self._numbers = count(1)
        self._open: list[Node] = []
        self._is_absent = False

    def fresh(self) -> str:
        """Give the name of a variable that stands nowhere else."""
        return f"?_{next(self._numbers)}"

    def term(self, term: Node) -> str:
        """Write a term as it stands in the store; a blank node of a shapes graph is in none."""
        return str(self.data.stored(term) if isinstance(term, ox.Literal) else term)

    def focus(self, shape: Shape) -> str:
        """Write the pattern of the nodes a shape targets, ``?this``; '' when there can be none."""
        this = "?this"
        targets = [value for kind, value in shape.targets if kind == "targetNode"]
        self._is_absent = not all(map(self._is_named, targets))
        nodes = [self.term(node) for node in targets if not isinstance(node, ox.BlankNode)]
        parts = [f"VALUES {this} {{ {' '.join(nodes)} }}"] if nodes else []
        typed: dict[Node, None] = {}
        for kind, value in shape.targets:
            if kind == "targetClass":
                typed.update(dict.fromkeys(self.classes.with_instances(value)))
            elif kind == "targetSubjectsOf":
                parts.append(_distinct(this, f"{this} {value} {self.fresh()}"))
            elif kind == "targetObjectsOf":
                parts.append(_distinct(this, f"{self.fresh()} {value} {this}"))
        if any(isinstance(cls, ox.BlankNode) for cls in typed):
            raise NotCoveredError("targets a class with a blank subclass that has instances")
        if len(typed) > _MANY:
            cls = self.fresh()
            parts.append(f"VALUES {cls} {{ {' '.join(map(str, typed))} }} {this} {TYPE} {cls} .")
        else:
            parts += [f"{this} {TYPE} {cls} ." for cls in typed]
        return parts[0] if len(parts) == 1 else " UNION ".join(f"{{ {part} }}" for part in parts)

    def _is_named(self, node: Node) -> bool:
        """Tell whether a node stands in the data as subject or object."""
        stored = self.data.stored(node) if isinstance(node, ox.Literal) else node
        find = self.data.store.quads_for_pattern
        default = ox.DefaultGraph()
        if not isinstance(stored, ox.Literal) and any(find(stored, None, None, default)):
            return True
        return any(find(None, None, stored, default))

    def values(self, shape: Shape, focus: str) -> str:
        """Write the pattern of the value nodes of a shape's focus nodes, as ``?this`` again."""
        if shape.path is None:
            return focus
        start = self.fresh()
        reach = self.path(shape, start, "?this")
        return f"{{ SELECT DISTINCT (?this AS {start}) {{ {focus} }} }} LATERAL {{ {reach} }}"

    def violations(self, shape: Shape, constraint: Constraint) -> Iterator[str]:
        """Write what follows the focus nodes, ``?this``, to find the results of a constraint.

        Solutions bind ``?value`` where the result has one, and ``?path`` if it is not the shape's.
        """
        is_node_shape = shape.path is None
        value = "?this" if is_node_shape else "?value"
        reach = "" if is_node_shape else f"LATERAL {{ {self.path(shape, '?this', value)} }} "
        itself = " BIND(?this AS ?value)" if is_node_shape else ""
        name = constraint.name
        if name in FOCUS_TESTS:
            yield f"FILTER({FOCUS_TESTS[name](self, shape, constraint, '?this')})"
        elif name in VALUE_TESTS:
            yield f"{reach}FILTER({VALUE_TESTS[name](self, constraint, '?this', value)}){itself}"
        elif name == "closed":
            node = "?this" if is_node_shape else self.fresh()
            reach = "" if is_node_shape else f"LATERAL {{ {self.path(shape, '?this', node)} }} "
            yield f"{reach}LATERAL {{ {_unlisted(constraint, node, '?path', '?value')} }}"
        else:
            there = f"?this {constraint.term}"
            yield f"{reach}FILTER NOT EXISTS {{ {there} {value} }}{itself}"
            reached = f"EXISTS {{ {reach.removeprefix('LATERAL ')} }}"
            if is_node_shape:
                reached = "sameTerm(?this, ?value)"
            yield f"LATERAL {{ {there} ?value }} FILTER(!{reached})"

    def breaks(self, node: Node, this: str) -> str:
        """Write the expression that is true when ``this`` does not conform to a shape."""
        shape = self.shapes.by_node[node]
        if node in self._open:
            raise NotCoveredError("refers to itself, directly or by way of other shapes")
        if len(self._open) > _DEPTH:
            raise NotCoveredError(f"refers to shapes more than {_DEPTH} deep")
        if shape.not_covered:
            raise NotCoveredError(f"refers to a shape that uses {shape.not_covered[0]}")
        if shape.deactivated:
            return "false"
        self._open.append(node)
        try:
            tests = [test for c in shape.constraints for test in self._tests(shape, c, this)]
        finally:
            self._open.pop()
        return " || ".join(f"({test})" for test in tests) or "false"

    def _tests(self, shape: Shape, constraint: Constraint, this: str) -> Iterator[str]:
        name = constraint.name
        value = self.fresh()
        if name == "sparql":
            query = read_constraint(self.shapes.graph, shape, constraint, self.data)
            if query is not None:
                yield as_condition(query, this, f"{value[1:]}_")
        elif name in FOCUS_TESTS:
            yield FOCUS_TESTS[name](self, shape, constraint, this)
        elif name in VALUE_TESTS and shape.path is None:
            yield VALUE_TESTS[name](self, constraint, this, this)
        elif name in VALUE_TESTS:
            test = VALUE_TESTS[name](self, constraint, this, value)
            yield f"EXISTS {{ {{ {self.path(shape, this, value)} }} FILTER({test}) }}"
        elif name == "closed" and shape.path is None:
            yield f"EXISTS {{ {_unlisted(constraint, this, self.fresh(), self.fresh())} }}"
        elif name == "closed":
            triple = _unlisted(constraint, value, self.fresh(), self.fresh())
            yield f"EXISTS {{ {{ {self.path(shape, this, value)} }} LATERAL {{ {triple} }} }}"
        elif shape.path is None:
            yield f"NOT EXISTS {{ {this} {constraint.term} {this} }}"
            another = f"FILTER(!sameTerm({value}, {this}))"
            yield f"EXISTS {{ {this} {constraint.term} {value} {another} }}"
        else:
            reach, there = self.path(shape, this, value), f"{this} {constraint.term} {value}"
            yield f"EXISTS {{ {{ {reach} }} FILTER NOT EXISTS {{ {there} }} }}"
            yield f"EXISTS {{ {{ {there} }} FILTER NOT EXISTS {{ {reach} }} }}"

    def path(self, shape: Shape, this: str, value: str) -> str:
        """Write the pattern of the value nodes that the path of a property shape reaches."""
        if shape.path is None:
            raise AssertionError("a node shape has no path")
        if self._is_absent and has_empty(shape.path):
            raise NotCoveredError(
                "has a path of no steps, and a target node the data does not name"
            )
        return pattern(shape.path, this, value, self.fresh)

    def comparable(self, term: str) -> str:
        """Write a term for the comparing operators."""
        if self.data.wide:
            raise NotCoveredError("compares values, and the data has numbers too large for that")
        return self.forms.value(term)

    def is_of_class(self, value: str, cls: Node) -> str:
        """Write the test that a node is an instance of a class."""
        classes = self.classes.with_instances(cls)
        if len(classes) > _MANY or any(isinstance(c, ox.BlankNode) for c in classes):
            kind = self.fresh()
            above = f"LATERAL {{ {kind} {SUBCLASS_OF}* {cls} }}"
            return f"EXISTS {{ {{ {value} {TYPE} {kind} }} {above} }}"
        return " || ".join(f"EXISTS {{ {value} {TYPE} {c} }}" for c in classes) or "false"

    def is_one_of(self, value: str, terms: tuple[Node, ...]) -> str:
        """Write the test that a term is one of some terms, not only equal to one in value."""
        written = [
            (self.term(term), isinstance(term, ox.NamedNode) or _is_text(term))
            for term in terms
            if not isinstance(term, ox.BlankNode)
        ]
        plain = [term for term, is_plain in written if is_plain]
        exact = [term for term, is_plain in written if not is_plain]
        tests = [f"COALESCE({value} IN ({', '.join(plain)}), false)"] if plain else []
        if len(exact) > _MANY:
            one = self.fresh()
            table = f"VALUES {one} {{ {' '.join(exact)} }}"
            tests.append(f"EXISTS {{ {table} FILTER(sameTerm({one}, {value})) }}")
        else:
            tests += [f"sameTerm({value}, {term})" for term in exact]
        return " || ".join(tests) or "false"


def _distinct(this: str, pattern: str) -> str:
    """Write a pattern so that it gives each node once, however many values it has."""
    return f"{{ SELECT DISTINCT {this} WHERE {{ {pattern} }} }}"


def _unlisted(constraint: Constraint, node: str, path: str, value: str) -> str:
    """Write the triples of a node whose property a closed shape does not list."""
    triple = f"{node} {path} {value}"
    listed = dict.fromkeys(str(t) for t in constraint.terms if isinstance(t, ox.NamedNode))
    return f"{triple} FILTER({path} NOT IN ({', '.join(listed)}))" if listed else triple


def _is_text(term: Node) -> bool:
    """Tell whether ``=`` on a term is sameTerm."""
    texts = (XSD + "string", RDF + "langString")
    return isinstance(term, ox.Literal) and term.datatype.value in texts
