"""Read a graph of shapes into values: https://www.w3.org/TR/shacl/#shapes.

Whatever a shape uses beyond SHACL Core and sh:sparql is kept by name in ``not_covered``, so that
nothing is passed over in silence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from accordsgraph.engine.shacl.paths import Path, read_path
from accordsgraph.engine.shacl.triples import RDFS, SH, SUBCLASS_OF, TYPE, Node, ShapeError, Triples

OWL = "http://www.w3.org/2002/07/owl#"
TARGETS = ("targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf")
_SAID = (
    *TARGETS, "path", "severity", "message", "deactivated", "name", "description", "order", "group",
    "defaultValue", "flags", "ignoredProperties", "qualifiedMinCount", "qualifiedMaxCount",
    "qualifiedValueShapesDisjoint", "declare",
)  # fmt: skip
_TERMS = (
    "class", "datatype", "nodeKind", "minExclusive", "minInclusive", "maxExclusive", "maxInclusive",
    "pattern", "equals", "disjoint", "lessThan", "lessThanOrEquals", "hasValue",
)  # fmt: skip
_COUNTS = ("minCount", "maxCount", "minLength", "maxLength")
_FLAGS = ("uniqueLang", "closed")
_LISTS = ("in", "languageIn")
_SHAPES = ("node", "property", "not", "qualifiedValueShape")
_SHAPE_LISTS = ("and", "or", "xone")
_ASKED = (*_COUNTS, *_TERMS, *_FLAGS, *_LISTS, *_SHAPES, *_SHAPE_LISTS, "sparql")
_COVERED = frozenset((*_SAID, *_ASKED))
_ONCE = {"datatype", "nodeKind", *_COUNTS, *_FLAGS, *_LISTS}
_OF_PROPERTIES = {"minCount", "maxCount", "uniqueLang", "lessThan", "lessThanOrEquals"}
_IRIS = {"class", "datatype", "nodeKind", "equals", "disjoint", "lessThan", "lessThanOrEquals"}
_KINDS = {"IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral"}


class NotCoveredError(Exception):
    """A shape uses what the fast engine does not cover; says what, as words after its name."""


@dataclass(frozen=True)
class Constraint:
    """One constraint of a shape: its parameter's local name and what that parameter says.

    ``term`` is the value, ``terms`` the members of a list, ``shapes`` the shapes referred to,
    ``number`` a count.
    """

    name: str
    term: Node | None = None
    terms: tuple[Node, ...] = ()
    shapes: tuple[Node, ...] = ()
    siblings: tuple[Node, ...] = ()
    number: int = 0
    flags: str = ""

    @property
    def source(self) -> Node:
        """The node of an sh:sparql constraint, as sh:sourceConstraint has it."""
        if self.term is None:
            raise AssertionError("only sh:sparql has a node of its own")
        return self.term

    @property
    def component(self) -> ox.NamedNode:
        """The constraint component, as sh:sourceConstraintComponent has it."""
        name = "SPARQL" if self.name == "sparql" else self.name[0].upper() + self.name[1:]
        return ox.NamedNode(f"{SH}{name}ConstraintComponent")


@dataclass(frozen=True)
class Shape:
    """A shape: what it targets, where it looks (``path``, None for a node shape), what it asks."""

    node: Node
    path_node: Node | None
    path: Path | None
    targets: tuple[tuple[str, Node], ...]
    constraints: tuple[Constraint, ...]
    severity: ox.NamedNode
    messages: tuple[ox.Literal, ...]
    deactivated: bool
    not_covered: tuple[str, ...]


@dataclass(frozen=True)
class Shapes:
    """The shapes of a graph by node, and the graph itself."""

    by_node: dict[Node, Shape]
    graph: Triples = field(repr=False)

    def targeting(self) -> Iterator[Shape]:
        """Give the shapes that are in force by themselves."""
        return (shape for shape in self.by_node.values() if shape.targets)


def read_shapes(graph: Triples) -> Shapes:
    """Read all shapes of a graph.

    Raises:
        ShapeError: a shape is not well-formed.

    """
    reader = _Reader(graph)
    for node in reader.roots():
        reader.read(node)
    return Shapes(reader.found, graph)


class _Reader:
    def __init__(self, graph: Triples) -> None:
        self.graph = graph
        self.found: dict[Node, Shape] = {}
        self.custom = {
            predicate
            for component in graph.subjects("parameter")
            for parameter in graph.values(component, "parameter")
            for predicate in graph.values(parameter, "path")
        }
        self.entailment = ["sh:entailment"] if graph.subjects("entailment") else []
        owl_class, rdfs_class = ox.NamedNode(OWL + "Class"), ox.NamedNode(RDFS + "Class")
        # every owl:Class is an rdfs:Class, says OWL; SHACL alone would need the triple
        self.classes = {owl_class, rdfs_class, *graph.subjects(SUBCLASS_OF, rdfs_class)}

    def roots(self) -> Iterator[Node]:
        """Give the nodes that are shapes without being a value of a constraint."""
        for kind in ("NodeShape", "PropertyShape"):
            yield from self.graph.subjects(TYPE, ox.NamedNode(SH + kind))
        for predicate in (*TARGETS, "target", "property", "node"):
            yield from self.graph.subjects(predicate)

    def read(self, node: Node) -> None:
        """Read a shape and every shape it refers to."""
        waiting = [node]
        while waiting:
            node = waiting.pop()
            if node not in self.found:
                self.found[node] = shape = self._shape(node)
                for constraint in shape.constraints:
                    waiting += (*constraint.shapes, *constraint.siblings)
                    self._check_properties(node, constraint)

    def _check_properties(self, shape: Node, constraint: Constraint) -> None:
        for node in constraint.shapes if constraint.name == "property" else ():
            if not self.graph.values(node, "path"):
                raise ShapeError("the value of sh:property has no sh:path", shape, "property")

    def _shape(self, node: Node) -> Shape:
        types = set(self.graph.values(node, TYPE))
        paths = self.graph.values(node, "path")
        is_property = ox.NamedNode(SH + "PropertyShape") in types
        if ox.NamedNode(SH + "NodeShape") in types and (paths or is_property):
            raise ShapeError("a node shape has no sh:path", node, "path")
        if len(paths) > 1 or (is_property and not paths):
            raise ShapeError("a property shape has one sh:path", node, "path")
        targets = [(kind, value) for kind in TARGETS for value in self.graph.values(node, kind)]
        if types & self.classes:
            targets.append(("targetClass", node))
        severities = self.graph.values(node, "severity") or [ox.NamedNode(SH + "Violation")]
        if len(severities) > 1 or not isinstance(severities[0], ox.NamedNode):
            raise ShapeError("sh:severity has one value, an IRI", node, "severity")
        constraints = tuple(
            constraint
            for name in _ASKED
            for constraint in self._constraints(node, name, is_node_shape=not paths)
        )
        return Shape(
            node,
            paths[0] if paths else None,
            self._path(node, paths[0]) if paths else None,
            tuple(targets),
            constraints,
            severities[0],
            self.messages(node),
            self._truth(node, "deactivated"),
            tuple(self._not_covered(node)),
        )

    def _path(self, node: Node, path: Node) -> Path:
        try:
            return read_path(self.graph, path)
        except ShapeError as error:  # name the shape: a node of a path is hard to find
            raise ShapeError(error.reason, node, "path") from error

    def _not_covered(self, node: Node) -> Iterator[str]:
        yield from self.entailment
        for predicate in self.graph.about(node):
            name = predicate.value.removeprefix(SH)
            if predicate in self.custom or (name != predicate.value and name not in _COVERED):
                yield f"sh:{name}" if name != predicate.value else f"<{name}>"

    def messages(self, node: Node) -> tuple[ox.Literal, ...]:
        """Give the messages of a shape or constraint."""
        found = self.graph.values(node, "message")
        return tuple(message for message in found if isinstance(message, ox.Literal))

    def _constraints(self, node: Node, name: str, *, is_node_shape: bool) -> Iterator[Constraint]:
        values = self.graph.values(node, name)
        if not values:
            return
        if len(values) > 1 and name in _ONCE:
            raise ShapeError(f"sh:{name} has more than one value", node, name)
        if is_node_shape and name in _OF_PROPERTIES:
            raise ShapeError(f"sh:{name} stands on a shape without sh:path", node, name)
        if name == "qualifiedValueShape":
            yield from () if is_node_shape else self._qualified(node, values)
        elif name == "closed":
            if self._truth(node, name):
                yield Constraint(name, terms=tuple(self._allowed(node)))
        elif name == "uniqueLang":
            if self._truth(node, name):
                yield Constraint(name)
        else:
            for value in values:
                yield self._constraint(node, name, value)

    def _constraint(self, node: Node, name: str, value: Node) -> Constraint:
        if name in _COUNTS:
            return Constraint(name, number=self._number(node, name, value))
        if name in _LISTS:
            return Constraint(name, terms=tuple(self._list(node, name, value)))
        if name in _SHAPES or name in _SHAPE_LISTS:
            shapes = (value,) if name in _SHAPES else tuple(self._list(node, name, value))
            if any(isinstance(shape, ox.Literal) for shape in shapes):
                raise ShapeError(f"a literal stands where sh:{name} needs a shape", node, name)
            return Constraint(name, shapes=shapes)
        if name in _IRIS and not isinstance(value, ox.NamedNode):
            raise ShapeError(f"the value of sh:{name} is no IRI", node, name)
        if name == "nodeKind" and str(value)[len(SH) + 1 : -1] not in _KINDS:
            raise ShapeError(f"sh:nodeKind has no such value as {value}", node, name)
        if name.endswith(("clusive", "pattern")) and not isinstance(value, ox.Literal):
            raise ShapeError(f"the value of sh:{name} is no literal", node, name)
        flags = (
            [str(f.value) for f in self.graph.values(node, "flags")] if name == "pattern" else []
        )
        return Constraint(name, value, flags="".join(flags[:1]))

    def _qualified(self, node: Node, values: list[Node]) -> Iterator[Constraint]:
        """Give a constraint per count; siblings may be asked not to conform as well."""
        siblings: set[Node] = set()
        if self._truth(node, "qualifiedValueShapesDisjoint"):
            siblings = {
                shape
                for parent in self.graph.subjects("property", node)
                for sibling in self.graph.values(parent, "property")
                for shape in self.graph.values(sibling, "qualifiedValueShape")
            }
        counts = [
            (name, self._number(node, name, value))
            for name in ("qualifiedMinCount", "qualifiedMaxCount")
            for value in self.graph.values(node, name)
        ]
        if not counts or len(counts) != len({name for name, _ in counts}):
            reason = "sh:qualifiedValueShape needs one sh:qualifiedMinCount, sh:qualifiedMaxCount"
            raise ShapeError(f"{reason} or both", node, "qualifiedValueShape")
        for value in values:
            others = tuple(sorted(siblings - {value}, key=str))
            for name, number in counts:
                yield Constraint(name, shapes=(value,), siblings=others, number=number)

    def _allowed(self, node: Node) -> Iterator[Node]:
        """Give the properties a closed shape allows."""
        for shape in self.graph.values(node, "property"):
            yield from self.graph.values(shape, "path")
        for ignored in self.graph.values(node, "ignoredProperties"):
            yield from self._list(node, "ignoredProperties", ignored)

    def _list(self, node: Node, name: str, value: Node) -> list[Node]:
        members = self.graph.members(value) if self.graph.is_list(value) else []
        if not members and name in _SHAPE_LISTS:
            raise ShapeError(f"the value of sh:{name} is no list of shapes", node, name)
        if not self.graph.is_list(value):
            raise ShapeError(f"the value of sh:{name} is no list", node, name)
        return members

    def _number(self, node: Node, name: str, value: Node) -> int:
        try:
            number = int(value.value) if isinstance(value, ox.Literal) else -1
        except ValueError:
            number = -1
        if number < 0:
            raise ShapeError(f"the value of sh:{name} is no count", node, name)
        return number

    def _truth(self, node: Node, name: str) -> bool:
        values = self.graph.values(node, name)
        words = {value.value for value in values if isinstance(value, ox.Literal)}
        if len(values) > 1 or not words <= {"true", "false", "1", "0"} or len(words) < len(values):
            raise ShapeError(f"sh:{name} is true or false", node, name)
        return bool(words & {"true", "1"})
