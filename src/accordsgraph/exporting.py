"""Export a dataset, one of its graphs, or one thing with its neighbourhood.

Same dataset, same bytes. Formats without named graphs get the union of the graphs. Read back, an
export is isomorphic to what was exported.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pyoxigraph as ox
from rdflib import RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from accordsgraph.dataset import canonical, to_quad
from accordsgraph.errors import MissingExtraError, Problem, QueryError
from accordsgraph.formats import RDF_FORMATS
from accordsgraph.namespaces import CONTEXT, HOME, XSD, Names
from accordsgraph.project import bundle
from accordsgraph.syntax import Triple, add_all, empty_graph, term
from accordsgraph.terms import AG
from accordsgraph.turtle import write_turtle

Quads = list[tuple[Triple, str]]
"""Triples with the IRI of their graph, '' = default graph."""

_BLANK = "urn:accordsgraph:blank:"
_TYPED = "urn:accordsgraph:typed:"
_NATIVE = {"boolean": "true|false", "integer": "0|-?[1-9][0-9]{0,14}", "double": "(?!)"}
"""The literals that JSON's own values give back as they were; no double is."""


def export(quads: Quads, fmt: str, names: Names) -> str:
    """Write quads in an RDF format of :data:`accordsgraph.formats.RDF_FORMATS`."""
    if fmt == "n-quads":
        return canonical(_dataset(quads)).decode()
    if fmt == "trig":
        ordered = sorted(_canonical_quads(quads), key=_trig_order)
        return _stable(ordered, ox.RdfFormat.TRIG, _used(quads, names))
    if fmt == "json-ld":
        return _json_ld(quads, names)
    return write_graph(union(quads), fmt, names)


def write_graph(graph: Graph, fmt: str, names: Names) -> str:
    """Write one graph in an RDF format."""
    if fmt == "turtle":
        return write_turtle(graph, names.prefixes)
    triples = [(triple, "") for triple in graph]
    if fmt == "n-triples":
        return canonical(_dataset(triples)).decode()
    if fmt == "rdf-xml":
        ordered = sorted((quad.triple for quad in _canonical_quads(triples)), key=str)
        return _stable(ordered, ox.RdfFormat.RDF_XML, _used(triples, names))
    return export(triples, fmt, names)


def holds_graphs(fmt: str) -> bool:
    """Tell whether a format keeps named graphs apart."""
    return RDF_FORMATS[fmt].quads


def union(quads: Quads) -> Graph:
    """Join the triples of all graphs."""
    return add_all(empty_graph(), (triple for triple, _ in quads))


def only_graph(quads: Quads, name: str, names: Names) -> Quads:
    """Keep the quads of one named graph, given by short name (``record``) or IRI.

    Raises:
        QueryError: the dataset has no such graph.

    """
    known = sorted({graph for _, graph in quads if graph})
    wanted = name if "://" in name else names.graph(name)
    if wanted not in known:
        fix = "graphs are " + ", ".join(graph.rpartition("/")[2] for graph in known)
        raise QueryError(Problem("unknown-graph", f'there is no graph "{name}"', None, fix))
    return [(triple, graph) for triple, graph in quads if graph == wanted]


def neighbourhood(quads: Quads, thing: URIRef) -> Quads:
    """Keep what is said of a thing, of its participations, and by the claims about them.

    Labels and types of everything these name come along, so that the export reads by itself.
    """
    by_subject: dict[Node, Quads] = {}
    for quad in quads:
        by_subject.setdefault(quad[0][0], []).append(quad)
    centre: set[Node] = {thing}
    centre |= {
        t[2] for t, _ in by_subject.get(thing, []) if _is(by_subject, t[2], AG.Participation)
    }
    centre |= {t[0] for t, _ in quads if t[2] == thing and _is(by_subject, t[0], AG.Participation)}
    claims = {t[0] for t, _ in quads if t[1] in (RDF.subject, RDF.object) and t[2] in centre}
    passages = {
        t[2] for c in claims for t, _ in by_subject[c] if t[1] in (AG.supportedBy, AG.disputedBy)
    }
    kept = [q for node in (centre | claims | passages) for q in by_subject.get(node, [])]
    kept += [q for q in quads if q[0][2] == thing and q[0][0] not in centre | claims]
    named = {node for triple, _ in kept for node in (triple[0], triple[2])}
    kept += [
        quad
        for node in named
        for quad in by_subject.get(node, [])
        if quad[0][1] in (RDF.type, SKOS.prefLabel, RDFS.label)
    ]
    return sorted(set(kept), key=str)


def frame(quads: Quads, names: Names) -> list[dict[str, Any]]:
    """Give one nested JSON-LD document per accord (https://www.w3.org/TR/json-ld11-framing/).

    Raises:
        MissingExtraError: pyld is not installed.

    """
    try:
        from pyld import jsonld
    except ImportError as error:
        raise MissingExtraError("framing JSON-LD", "frames") from error
    wanted = json.loads((bundle() / "ontology/frames/accord.jsonld").read_text("utf-8"))
    context = json_ld_context(names)
    wanted["@context"] = [context if part == CONTEXT else part for part in wanted["@context"]]
    hidden = {names.graph(g) for g in ("inferred", "ontology", "claims", "sources")}
    text = write_graph(union([q for q in quads if q[1] not in hidden]), "n-triples", names)
    options = {"omitDefault": True, "documentLoader": _no_loader, "useNativeTypes": True}
    expanded = jsonld.from_rdf(text, {"format": "application/n-quads", "useNativeTypes": True})
    framed = jsonld.frame(expanded, wanted, options)
    documents = framed.get("@graph", [framed])
    kept = [d for d in documents if d.get("id") or d.get("@id")]
    return [{"@context": context, **_sorted(d)} for d in sorted(kept, key=_document_id)]


def json_ld_context(names: Names) -> dict[str, Any]:
    """Give our JSON-LD context with the prefixes of a project's own base."""
    text = (bundle() / "ontology/context.jsonld").read_text("utf-8")
    context: dict[str, Any] = json.loads(text)["@context"]
    own = {kind: iri for kind, iri in names.prefixes.items() if iri.startswith(f"{names.base}id/")}
    for prefix, value in context.items():
        if isinstance(value, str) and value.startswith(HOME + "id/"):
            kind = value.removeprefix(HOME + "id/").rstrip("/")
            context[prefix] = own.get(kind, value)
    return context


def _no_loader(address: str, _options: Any = None) -> Any:
    raise QueryError(Problem("remote-context", f"nothing is fetched: {address}", None, ""))


def _document_id(document: dict[str, Any]) -> str:
    return str(document.get("id", document.get("@id", "")))


def _json_ld(quads: Quads, names: Names) -> str:
    """Compact with our context; rdflib's order is that of its hash tables, so sort.

    Graph by graph because rdflib's serializer of whole datasets uses what rdflib deprecates. Blank
    nodes go through it as IRIs, because it drops what they say where the context coerces to IRIs;
    an empty literal is refused, because beside others it may drop that.
    """
    if any(isinstance(value, Literal) and not str(value) for (_, _, value), _ in quads):
        problem = Problem("json-ld", "an empty literal may be lost in JSON-LD", None, "fill it")
        raise QueryError(problem)
    context = json_ld_context(names)
    graphs: dict[str, Graph] = {}
    for quad in _canonical_quads(quads):
        name = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
        subject, predicate, value = map(_named, (quad.subject, quad.predicate, quad.object))
        graphs.setdefault(name, empty_graph()).add((subject, predicate, value))
    members: list[Any] = []
    for name, graph in sorted(graphs.items()):
        written = json.loads(graph.serialize(format="json-ld", context=context))
        written.pop("@context", None)
        nodes = written.pop("@graph", [written] if written else [])
        members += [{"id": names.curie(name), "@graph": nodes}] if name else nodes
    document = {"@context": context, "@graph": _sorted(members)}
    text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    return text.replace(f'"{_BLANK}', '"_:').replace(f'"{_TYPED}', '"')


def _named(value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
    """Give the term as rdflib's serializer keeps it; it makes 1 of 01 and a float of 1.50."""
    if isinstance(value, ox.BlankNode):
        return URIRef(_BLANK + value.value)
    if isinstance(value, ox.Literal) and value.datatype.value.startswith(XSD):
        native = _NATIVE.get(value.datatype.value.removeprefix(XSD))
        if native and not re.fullmatch(native, value.value):
            kind = URIRef(_TYPED + value.datatype.value)
            return Literal(value.value, datatype=kind, normalize=False)
    return term(value)


def _sorted(node: Any, key: str = "") -> Any:
    if isinstance(node, dict):
        if key == "@context":
            return node
        return {name: _sorted(node[name], name) for name in sorted(node, key=_key_order)}
    if isinstance(node, list):
        members = [_sorted(member) for member in node]
        return members if key == "@list" else sorted(members, key=_member_order)
    return node


def _key_order(name: str) -> tuple[int, str]:
    first = ("@context", "id", "@id", "type", "@type", "label")
    return (first.index(name) if name in first else len(first), name)


def _member_order(member: Any) -> str:
    return json.dumps(member, sort_keys=True, ensure_ascii=False)


def _is(by_subject: dict[Node, Quads], node: Node, cls: URIRef) -> bool:
    return any(t[1] == RDF.type and t[2] == cls for t, _ in by_subject.get(node, ()))


def _dataset(quads: Quads) -> ox.Dataset:
    return ox.Dataset(to_quad(triple, graph) for triple, graph in quads)


def _canonical_quads(quads: Quads) -> list[ox.Quad]:
    dataset = _dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return list(dataset)


def _stable(
    ordered: list[ox.Quad] | list[ox.Triple], fmt: ox.RdfFormat, prefixes: dict[str, str]
) -> str:
    """Serialise in the given order; Oxigraph declares prefixes in random order, so sort them."""
    written = (ox.serialize(ordered, format=fmt, prefixes=prefixes) or b"").decode()
    head = re.match(r"(?:@prefix .*\n)+|.*\n<rdf:RDF((?: xmlns:\S+)+)>", written)
    if head and head[1]:
        declared = " ".join(sorted(head[1].split()))
        written = written.replace(head[1], " " + declared, 1)
    elif head:
        written = "".join(sorted(head[0].splitlines(keepends=True))) + written[head.end() :]
    return written.rstrip("\n") + "\n"


def _trig_order(quad: ox.Quad) -> tuple[str, ...]:
    return (str(quad.graph_name), str(quad.subject), str(quad.predicate), str(quad.object))


def _used(quads: Quads, names: Names) -> dict[str, str]:
    """Give the prefixes that occur, so that a small export does not begin with fifty of them."""
    iris = {str(n) for triple, graph in quads for n in (*triple, graph) if isinstance(n, str)}
    return {p: ns for p, ns in names.prefixes.items() if any(iri.startswith(ns) for iri in iris)}
