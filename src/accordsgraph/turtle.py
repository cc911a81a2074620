"""Write a graph as Turtle in its one form: the same triples, the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import BytesIO
from typing import Any

from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.plugins.serializers.longturtle import LongTurtleSerializer
from rdflib.term import Node

from accordsgraph.guards import TOKENS
from accordsgraph.syntax import Triple, add_all, empty_graph


class _SortedLongTurtle(LongTurtleSerializer):
    """Long Turtle with subjects in the order of their IRIs: an edit moves no other block.

    Blank nodes that something refers to come last: by then they stand where they are used.
    """

    def __init__(self, graph: Graph) -> None:
        super().__init__(graph)  # type: ignore[no-untyped-call]
        self._labels: dict[tuple[Node, Any], str] = {}

    def orderSubjects(self) -> list[Node]:  # noqa: N802
        subjects = set(self.store.subjects())
        places = {n: isinstance(n, BNode) and 1 + (self._references[n] > 0) for n in subjects}
        return sorted(subjects, key=lambda node: (places[node], node))

    def sortProperties(self, properties: Any) -> list[Any]:  # noqa: N802
        for values in properties.values():  # rdflib compares values: 01 and 1, 1.0 and NaN fail
            values.sort(key=_order)
        first = [predicate for predicate in self.predicateOrder if predicate in properties]
        return [*first, *sorted(predicate for predicate in properties if predicate not in first)]

    def label(self, node: Any, position: Any) -> str:
        if not isinstance(node, Literal):
            if (node, position) not in self._labels:
                label = super().label(node, position)  # type: ignore[no-untyped-call]
                self._labels[node, position] = str(label)
            return self._labels[node, position]
        plain = _PLAIN.get(str(node.datatype))
        if plain and plain.fullmatch(node):
            return str(node)
        written = _quoted(str(node))
        if node.datatype:
            return f"{written}^^{self.label(node.datatype, None)}"
        return f"{written}@{node.language}" if node.language else written

    def isValidList(self, l_: Any) -> bool:  # noqa: N802
        """Tell whether brackets can say all there is to say about a list."""
        seen = set()
        while l_ != RDF.nil:
            cell = {predicate for predicate, _ in self.store.predicate_objects(l_)}
            whole = cell == {RDF.first, RDF.rest} and len(
                list(self.store.triples((l_, None, None)))
            )
            if whole != 2 or not isinstance(l_, BNode) or l_ in seen or self._references[l_] != 1:
                return False
            seen.add(l_)
            l_ = self.store.value(l_, RDF.rest)
        return True


_PLAIN = {
    str(XSD.integer): re.compile(r"[+-]?[0-9]+"),
    str(XSD.decimal): re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    str(XSD.boolean): re.compile(r"true|false"),
}
"""The literals Turtle writes without quotes, where that keeps every character."""


def _quoted(text: str) -> str:
    text = text.replace("\\", "\\\\").replace("\r", "\\r").replace("\0", "\\u0000")
    if "\n" not in text:
        return '"' + text.replace('"', '\\"') + '"'
    return '"""' + re.sub(r'"(?=""|\Z)', r'\\"', text) + '"""'


def _order(node: Node) -> tuple[int, str, str, str]:
    """Order nodes: blank nodes, IRIs, then literals by datatype, language and text."""
    if isinstance(node, Literal):
        return (2, str(node.datatype or XSD.string), node.language or "", str(node))
    return (isinstance(node, URIRef), "", "", str(node))


def in_order(triples: Iterable[Triple]) -> list[Triple]:
    """Sort triples by how they are written; rdflib compares values, and 1.0 with NaN fails."""
    return sorted(triples, key=lambda triple: [_order(node) for node in triple])


def write_turtle(graph: Graph, prefixes: dict[str, str]) -> str:
    """Write a graph as canonical Turtle: same triples, same bytes; one value a line."""
    from rdflib.compare import to_canonical_graph

    canonical = empty_graph()
    has_blank = any(isinstance(node, BNode) for triple in graph for node in triple)
    triples = to_canonical_graph(graph) if has_blank else graph
    add_all(canonical, in_order(triples))
    for prefix, namespace in prefixes.items():
        canonical.bind(prefix, namespace, override=True, replace=True)
    out = BytesIO()
    _SortedLongTurtle(canonical).serialize(out)
    return out.getvalue().decode().strip() + "\n" if len(canonical) else ""


def has_comment(text: str) -> int:
    """Give the line of the first comment in a Turtle text, 0 when there is none."""
    for token in re.finditer(TOKENS, text):
        if token[0].startswith("#"):
            return text.count("\n", 0, token.start()) + 1
    return 0
