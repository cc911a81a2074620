"""Infer what follows from the ontology: OWL 2 RL, https://www.w3.org/TR/owl2-profiles/#OWL_2_RL.

The closure is computed by owlrl on a copy. Only what a reader of the graph can use is kept; the
four classes of noise are named in :func:`is_noise`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from owlrl import OWLRL
from rdflib import OWL, RDF, RDFS, XSD, BNode, Graph, Literal, URIRef

from accordsgraph.syntax import Triple, add_all, empty_graph

_ERROR_NAMESPACE = "http://www.daml.org/2002/03/agents/agent-ont#"
_SCHEMA_NAMESPACES = (str(RDF), str(RDFS), str(OWL), str(XSD))


@dataclass(frozen=True)
class Inconsistency:
    """A contradiction the reasoner found: its words, and the triples it names."""

    message: str
    triples: tuple[Triple, ...]


@dataclass(frozen=True)
class Closure:
    """What follows from a graph and an ontology: new triples without noise, contradictions."""

    inferred: Graph
    inconsistencies: tuple[Inconsistency, ...]


def close(asserted: Graph, ontology: Graph) -> Closure:
    """Compute the OWL 2 RL closure of data under an ontology; neither graph is changed."""
    graph = add_all(add_all(empty_graph(), ontology), asserted)
    semantics = OWLRL.OWLRL_Semantics(graph, axioms=False, daxioms=False, rdfs=False)
    semantics.closure()
    schema = {
        node
        for triple in ontology
        for node in (triple[0], triple[2])
        if isinstance(node, URIRef | BNode)
    } - set(asserted.subjects())
    known = {*asserted, *ontology}
    inferred = empty_graph()
    for triple in graph:
        if triple not in known and not is_noise(triple, schema):
            inferred.add(triple)
    messages = sorted(set(semantics.error_messages))
    return Closure(inferred, tuple(_inconsistency(m, graph) for m in messages))


def is_noise(triple: Triple, schema: set[URIRef | BNode]) -> bool:
    """Tell whether an inferred triple is of no use to a reader.

    Noise is: a literal as subject (no RDF), ``x owl:sameAs x``, ``x a owl:Thing``, and schema: a
    triple about a term of the ontology, of RDF, RDFS, OWL or XSD, or about a class expression.
    """
    subject, predicate, value = triple
    if isinstance(subject, Literal):
        return True
    if predicate == OWL.sameAs and subject == value:
        return True
    if value == OWL.Thing:
        return True
    if (
        subject in schema
        or isinstance(subject, BNode)
        or str(subject).startswith(_SCHEMA_NAMESPACES)
    ):
        return True
    return isinstance(value, BNode) or str(predicate).startswith(_ERROR_NAMESPACE)


def _inconsistency(message: str, closure: Graph) -> Inconsistency:
    """Find the triples a message of the reasoner speaks of: those made of the terms it names."""
    named = {URIRef(iri) for iri in re.findall(r"https?://[^\s<>'\"(),;]+", message)}
    named = {URIRef(iri.rstrip(".")) for iri in named}
    triples = sorted(
        triple
        for subject in named
        for triple in closure.triples((subject, None, None))
        if triple[2] in named and (triple[1] in named or triple[1] == RDF.type)
    )
    return Inconsistency(message, tuple(triples))
