"""Hold a graph of shapes so that it can be walked from node to node."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

SH = "http://www.w3.org/ns/shacl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
TYPE = ox.NamedNode(RDF + "type")
FIRST = ox.NamedNode(RDF + "first")
REST = ox.NamedNode(RDF + "rest")
NIL = ox.NamedNode(RDF + "nil")
SUBCLASS_OF = ox.NamedNode(RDFS + "subClassOf")

Node = ox.NamedNode | ox.BlankNode | ox.Literal


class ShapeError(Exception):
    """A shape is not well-formed: why, and the node and property of the shapes graph at fault."""

    def __init__(self, reason: str, node: Node, predicate: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.node = node
        self.predicate = predicate


class Triples:
    """A graph as subject → predicate → objects, in the order of the triples."""

    def __init__(self, triples: Iterable[tuple[Node, ox.NamedNode, Node]]) -> None:
        self._about: dict[Node, dict[ox.NamedNode, dict[Node, None]]] = {}
        for subject, predicate, value in triples:
            values = self._about.setdefault(subject, {}).setdefault(predicate, {})
            values[value] = None

    def about(self, node: Node) -> dict[ox.NamedNode, dict[Node, None]]:
        """Give everything said of a node."""
        return self._about.get(node, {})

    def values(self, node: Node, predicate: ox.NamedNode | str) -> list[Node]:
        """Give the values of a property; a name without namespace is one of SHACL."""
        if isinstance(predicate, str):
            predicate = ox.NamedNode(SH + predicate)
        return list(self.about(node).get(predicate, ()))

    def subjects(self, predicate: ox.NamedNode | str, value: Node | None = None) -> list[Node]:
        """Give the nodes that have a property, or a value of it."""
        if isinstance(predicate, str):
            predicate = ox.NamedNode(SH + predicate)
        return [
            node
            for node, said in self._about.items()
            if predicate in said and (value is None or value in said[predicate])
        ]

    def is_list(self, node: Node) -> bool:
        """Tell whether a node is a list."""
        return node == NIL or FIRST in self.about(node)

    def members(self, node: Node) -> list[Node]:
        """Give the members of a list.

        Raises:
            ShapeError: the list is cut off, forks or runs in a circle.

        """
        members = []
        seen = set()
        while node != NIL:
            first, rest = self.values(node, FIRST), self.values(node, REST)
            if len(first) != 1 or len(rest) != 1 or node in seen:
                raise ShapeError("a list is not well-formed", node)
            seen.add(node)
            members += first
            node = rest[0]
        return members
