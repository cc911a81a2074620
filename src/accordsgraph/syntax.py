"""Read RDF files: every syntax error with its line, lexical forms untouched.

Oxigraph's parsers check (they go on after an error and keep ``01`` as ``01``); rdflib's Turtle
parser is asked where a triple stands, and only when somebody wants to know.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from accordsgraph.errors import Place, Problem, SourceError, unreadable
from accordsgraph.formats import RDF_FORMATS, Format, rdf_format_of
from accordsgraph.guards import check_depth, check_json, check_length, check_xml, decode
from accordsgraph.namespaces import Names
from accordsgraph.places import Triple as Triple
from accordsgraph.places import triples_with_lines

logging.getLogger("rdflib.term").setLevel(logging.ERROR)  # it logs odd literals with a traceback
ERRORS_SHOWN = 20
_OXIGRAPH = {
    "turtle": ox.RdfFormat.TURTLE,
    "json-ld": ox.RdfFormat.JSON_LD,
    "n-triples": ox.RdfFormat.N_TRIPLES,
    "n-quads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "rdf-xml": ox.RdfFormat.RDF_XML,
}


@dataclass
class RdfFile:
    """A parsed file: its quads (graph name '' = default graph) and where each triple stands."""

    path: Path
    format: Format
    text: str = field(repr=False)
    quads: list[tuple[Triple, str]] = field(repr=False)
    prefixes: dict[str, str] = field(default_factory=dict, repr=False)

    def graph(self) -> Graph:
        """Give all triples of the file as one graph."""
        return add_all(empty_graph(), (triple for triple, _ in self.quads))

    def place(
        self, subject: Node, predicate: Node | None = None, value: Node | None = None
    ) -> Place:
        """Give the line of a triple, else of its subject, else where that is first named."""
        places = self._places
        for key in (*_keys(subject, predicate, value), (None, None, subject)):
            if key in places:
                return Place(str(self.path), places[key])
        return Place(str(self.path))

    @cached_property
    def _places(self) -> dict[tuple[Node | None, ...], int]:
        places: dict[tuple[Node | None, ...], int] = {}
        for (subject, predicate, value), line in self._lines():
            for key in (*_keys(subject, predicate, value), (None, None, value)):
                places.setdefault(key, line)
        return places

    def _lines(self) -> list[tuple[Triple, int]]:
        if self.format.name in ("json-ld", "rdf-xml"):
            return []
        if self.format.name != "n-quads":
            return triples_with_lines(self.text, self.format.name == "trig")
        lines = [
            number
            for number, line in enumerate(self.text.split("\n"), 1)
            if line.strip() and not line.lstrip().startswith("#")
        ]
        return [(triple, line) for (triple, _), line in zip(self.quads, lines, strict=False)]


def _keys(
    subject: Node | None, predicate: Node | None, value: Node | None
) -> Iterator[tuple[Node | None, ...]]:
    """Give the keys by which a triple is found; a blank node has another name in each parser."""
    if isinstance(subject, BNode):
        subject = None
    yield (subject, predicate, value)
    if subject is not None:
        yield (subject, predicate)
        yield (subject,)


def empty_graph() -> Graph:
    """Give a graph without rdflib's two dozen default prefixes."""
    return Graph(store="SimpleMemory", bind_namespaces="none")


def add_all(graph: Graph, triples: Iterable[Triple]) -> Graph:
    """Add triples to a graph and give it back."""
    add = graph.store.add  # a graph only checks the types again
    for triple in triples:
        add(triple, graph)
    return graph


def has_blank_node(triple: Triple) -> bool:
    """Tell whether a triple has a blank node, whose name means nothing elsewhere."""
    return isinstance(triple[0], BNode) or isinstance(triple[2], BNode)


def all_of(graph: Graph) -> Iterator[Triple]:
    """Give the triples of a graph, without the checks of each that rdflib makes on the way."""
    for triple, _ in graph.store.triples((None, None, None), graph):
        yield triple


def read_rdf(path: Path, format_name: str | None = None) -> RdfFile:
    """Read an RDF file of any format; ``-`` is standard input, Turtle unless a format is named.

    Raises:
        SourceError: the file is missing, empty, of no known format or not well-formed; up to
            20 syntax errors are reported at once, each with its line.

    """
    if str(path) == "-":
        data, path = sys.stdin.buffer.read(), Path("standard input")
        fmt = RDF_FORMATS[format_name or "turtle"]
    else:
        try:
            data = path.read_bytes()
        except OSError as error:
            raise unreadable(path, error) from error
        fmt = RDF_FORMATS[format_name] if format_name else rdf_format_of(path)
    return parse_rdf(data, fmt, path)


def parse_rdf(data: bytes, fmt: Format, path: Path) -> RdfFile:
    """Parse the bytes of an RDF file; ``path`` is only for messages. Raises SourceError."""
    text = decode(data, path)
    if fmt.name == "rdf-xml":
        check_xml(data, path)
    else:
        check_length(text, path)
        if fmt.name not in ("n-triples", "n-quads") or "<<" in text:  # else nothing can nest
            check_depth(text, path)
    if fmt.name == "json-ld":
        check_json(text, path)
    base = "file:///" if fmt.name in ("turtle", "trig", "json-ld", "rdf-xml") else None
    quads: list[tuple[Triple, str]] = []
    terms = _Terms()
    problems: list[Problem] = []
    said: set[str] = set()  # an undeclared prefix is one error, however often it is used
    parser = ox.parse(text.encode(), format=_OXIGRAPH[fmt.name], base_iri=base)
    while len(problems) < ERRORS_SHOWN:
        try:
            quads.append(terms.quad(next(parser)))
        except StopIteration:
            break
        except (SyntaxError, ValueError, OSError) as error:
            problem = _syntax_problem(error, path)
            if problem.message not in said:
                problems.append(problem)
            said.add(problem.message if "prefix" in problem.message else "")
            if fmt.name in ("rdf-xml", "json-ld"):
                break
    if problems:
        raise SourceError(problems)
    return RdfFile(path, fmt, text, quads, dict(parser.prefixes))


class _Terms(dict[Any, Node]):
    """The terms of a file, each made once: equal ones are then found to be equal at once."""

    def __missing__(self, value: Any) -> Node:
        node = self[value] = term(value)
        return node

    def quad(self, quad: Any) -> tuple[Triple, str]:
        graph = quad.graph_name
        name = "" if isinstance(graph, ox.DefaultGraph) else graph.value
        return (self[quad.subject], self[quad.predicate], self[quad.object]), name


def term(value: Any) -> Node:
    """Turn a term of Oxigraph into one of rdflib, lexical form untouched."""
    if isinstance(value, ox.NamedNode):
        return URIRef(value.value)
    if isinstance(value, ox.BlankNode):
        return BNode(value.value)
    if isinstance(value, ox.Literal):
        if value.direction:
            raise ValueError(
                "text directions of RDF 1.2 are not supported; write only the language"
            )
        if value.language:
            return Literal(value.value, lang=value.language)
        datatype = value.datatype.value
        if datatype == "http://www.w3.org/2001/XMLSchema#string":
            return Literal(value.value)
        return Literal(value.value, datatype=URIRef(datatype), normalize=False)
    raise ValueError("triple terms of RDF 1.2 are not supported; use IRIs and literals")


def _syntax_problem(error: Exception, path: Path) -> Problem:
    line = getattr(error, "lineno", None) or 0
    column = getattr(error, "offset", None) or 0
    message = getattr(error, "msg", None) or str(error)
    if message.startswith("Parser error"):
        message = message.split(": ", 1)[-1]
    fix = "correct it"
    prefix = re.search(r"prefix ([^\s:]*): has not been declared", message)
    if prefix:
        namespace = Names().prefixes.get(prefix[1], "…")
        fix = f"add the line @prefix {prefix[1]}: <{namespace}> ."
    elif "Unexpected end of file" in message:
        fix = "the file is cut off, or a quote or bracket is not closed"
    if message[:2].istitle():
        message = message[0].lower() + message[1:]
    return Problem("syntax", message, Place(str(path), line, column), fix)
