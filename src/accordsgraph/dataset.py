"""Assemble the dataset: one named graph per layer, and where each triple came from.

Layers (``<base>graph/<name>``): things, record, claims, sources, links, vocabulary, ontology are
asserted; derived and inferred are computed and stay apart in every export that can hold graphs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox
from rdflib import RDF, SKOS, Graph, Literal, URIRef
from rdflib import Dataset as RdflibDataset
from rdflib.term import Node

from accordsgraph.errors import Place
from accordsgraph.namespaces import GRAPHS, Names
from accordsgraph.syntax import RdfFile, Triple, add_all, all_of, empty_graph, has_blank_node
from accordsgraph.terms import AG

OxigraphTerm = ox.NamedNode | ox.BlankNode | ox.Literal
OxigraphGraph = ox.NamedNode | ox.DefaultGraph
_DEFAULT = ox.DefaultGraph()


@dataclass
class Dataset:
    """Named graphs by short name, with the place of every triple somebody wrote."""

    names: Names = field(default_factory=Names)
    graphs: dict[str, Graph] = field(default_factory=lambda: {n: empty_graph() for n in GRAPHS})
    rows: dict[Triple, Place] = field(default_factory=dict, repr=False)
    files: list[RdfFile] = field(default_factory=list, repr=False)
    _terms: dict[Node, OxigraphTerm] = field(default_factory=dict, repr=False)
    _words: dict[Node, str] = field(default_factory=dict, repr=False)

    def add(self, graph: str, triples: Iterable[Triple], place: Place | None = None) -> None:
        """Add triples to a named graph; ``place`` is the row they come from."""
        triples = list(triples)
        add_all(self.graphs[graph], triples)
        if place:
            for triple in triples:
                self.rows.setdefault(triple, place)

    def add_file(self, graph: str, file: RdfFile) -> None:
        """Add all triples of a parsed file to a named graph."""
        add_all(self.graphs[graph], (triple for triple, _ in file.quads))
        self.files.append(file)

    def triples(self, *names: str) -> list[Triple]:
        """Give the triples of some named graphs, of all when none is named."""
        return [triple for name in names or self.graphs for triple in all_of(self.graphs[name])]

    def union(self, *names: str) -> Graph:
        """Give the triples of some named graphs (of all, when none is named) as one graph."""
        return add_all(empty_graph(), self.triples(*names))

    def to_rdflib(self) -> RdflibDataset:
        """Give the dataset as rdflib's own, with the union as default graph."""
        dataset = RdflibDataset(default_union=True)
        for prefix, namespace in self.names.prefixes.items():
            dataset.bind(prefix, namespace, override=True, replace=True)
        for name, graph in self.graphs.items():
            add_all(dataset.graph(URIRef(self.names.graph(name))), graph)
        return dataset

    def written_at(self) -> Iterator[tuple[str, Place]]:
        """Give the place of each row by the triples it says: things, record, and its claim."""
        claims = (RDF.type, AG.Claim)
        for name, said in (("things", (None, None)), ("record", (None, None)), ("claims", claims)):
            for triple in self.graphs[name].triples((None, *said)):
                place = self.rows.get(triple)
                if place:
                    yield self.written(triple), place

    def place(
        self, subject: Node, predicate: Node | None = None, value: Node | None = None
    ) -> Place | None:
        """Say where a triple was written, else where its subject was, None if nowhere."""
        if subject is not None and predicate is not None and value is not None:
            exact = self.rows.get((subject, predicate, value))
            if exact:
                return exact
        nearest = self._nearest(subject, predicate) or self._nearest(subject, None)
        if nearest:
            return nearest
        for file in self.files:
            place = file.place(subject, predicate, value)
            if place.line:
                return place
        return None

    def _nearest(self, subject: Node, predicate: Node | None) -> Place | None:
        """Give the first row that says anything of ``subject`` (with ``predicate``)."""
        found = (
            place
            for graph in self.graphs.values()
            for triple in graph.triples((subject, predicate, None))
            if (place := self.rows.get(triple))
        )
        return min(found, default=None)

    def label(self, node: Node, language: str = "en") -> str:
        """Call a thing by its label, a concept or term by its own, anything else as it is."""
        if not isinstance(node, URIRef):
            return str(node)
        labels = {
            label.language: str(label)
            for graph in self.graphs.values()
            for label in graph.objects(node, SKOS.prefLabel)
            if isinstance(label, Literal)
        }
        for wanted in (language, "en", *sorted(filter(None, labels))):
            if wanted in labels:
                return labels[wanted]
        return self.names.curie(str(node))

    def term(self, node: Node) -> OxigraphTerm:
        """Give a term of the dataset as one of Oxigraph; each is made once."""
        found = self._terms.get(node)
        if found is None:
            found = self._terms[node] = oxigraph(node)
        return found

    def written(self, triple: Triple) -> str:
        """Write a triple as N-Triples do, without the full stop; each term is written once."""
        words = []
        for node in triple:
            word = self._words.get(node)
            if word is None:
                word = self._words[node] = str(self.term(node))
            words.append(word)
        return " ".join(words)

    def quad(self, triple: Triple, graph: OxigraphGraph = _DEFAULT) -> ox.Quad:
        """Give a triple of the dataset as a quad of Oxigraph."""
        subject, predicate, value = map(self.term, triple)
        return ox.Quad(subject, predicate, value, graph)  # type: ignore[arg-type]

    def quads(self, *names: str) -> Iterator[ox.Quad]:
        """Give some named graphs, all when none is named, as quads of Oxigraph."""
        for name in names or self.graphs:
            graph = ox.NamedNode(self.names.graph(name))
            for triple in all_of(self.graphs[name]):
                yield self.quad(triple, graph)

    def n_quads(self) -> bytes:
        """Write the dataset as canonical N-Quads: sorted, blank nodes named by RDFC-1.0."""
        lines, with_blank_nodes = [], ox.Dataset()
        for name, triples in self.graphs.items():
            graph = ox.NamedNode(self.names.graph(name))
            end = f" {graph} ."
            for triple in all_of(triples):
                if has_blank_node(triple):
                    with_blank_nodes.add(self.quad(triple, graph))
                else:
                    lines.append(self.written(triple) + end)
        lines += _named(with_blank_nodes)
        return _in_order(set(lines))  # two terms of rdflib may be one of RDF


def canonical(quads: ox.Dataset) -> bytes:
    """Write quads as sorted N-Quads, https://www.w3.org/TR/rdf-canon/."""
    return _in_order(_named(quads))


def _named(quads: ox.Dataset) -> list[str]:
    """Write quads as N-Quads, the blank nodes named by what is said of them."""
    quads.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    written: bytes = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    return written.decode().split("\n")[:-1]


def _in_order(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in sorted(lines)).encode()


def to_quad(triple: Triple, graph: str) -> ox.Quad:
    """Turn a triple of rdflib into a quad of Oxigraph; graph '' is the default graph."""
    subject, predicate, value = map(oxigraph, triple)
    if not graph:
        return ox.Quad(subject, predicate, value)  # type: ignore[arg-type]
    return ox.Quad(subject, predicate, value, ox.NamedNode(graph))  # type: ignore[arg-type]


def oxigraph(node: Node) -> OxigraphTerm:
    """Turn a term of rdflib into one of Oxigraph, lexical form untouched."""
    if isinstance(node, URIRef):
        return ox.NamedNode(node)
    if isinstance(node, Literal):
        if node.language:
            return ox.Literal(node, language=node.language)
        if node.datatype:
            return ox.Literal(node, datatype=ox.NamedNode(node.datatype))
        return ox.Literal(node)
    return ox.BlankNode(str(node))
