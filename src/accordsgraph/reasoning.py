"""Infer what follows from the ontology: OWL 2 RL, https://www.w3.org/TR/owl2-profiles/#OWL_2_RL.

Two engines, one answer: ours (:mod:`accordsgraph.engine`) and, as the reference, owlrl. What ours
does not cover goes to owlrl and is announced.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from rdflib import RDF, Graph, URIRef
from rdflib.term import Node

from accordsgraph.dataset import oxigraph
from accordsgraph.engine import Engine
from accordsgraph.engine.owl.closure import ClosedGraph, UnsupportedError
from accordsgraph.engine.owl.contradictions import contradictions
from accordsgraph.engine.owl.noise import without_noise
from accordsgraph.engine.owl.proofs import Prover
from accordsgraph.engine.owl.relations import (
    Numbers,
    by_predicate,
    contains,
    difference,
    distinct,
    ends,
)
from accordsgraph.engine.owl.rules import Rule
from accordsgraph.engine.owl.schema import Index, close_schema, compile_rules, is_axiom
from accordsgraph.engine.owl.terms import Terms, with_cardinality
from accordsgraph.syntax import Triple, add_all, empty_graph

_ERROR_NAMESPACE = "http://www.daml.org/2002/03/agents/agent-ont#"


@dataclass(frozen=True)
class Inconsistency:
    """A contradiction: the rule or owlrl's words, the triples, the axioms where they are known."""

    message: str
    triples: tuple[Triple, ...]
    axioms: tuple[Triple, ...] = ()


@dataclass(frozen=True)
class Derivation:
    """One step of a proof: the rule by its name in OWL 2 RL, its axioms and its premises."""

    rule: str
    axioms: tuple[Triple, ...]
    premises: tuple[Triple, ...]


@dataclass(frozen=True)
class Closure:
    """What follows from a graph and an ontology: new triples without noise, contradictions.

    ``announcements`` say what the engine asked for did not cover.
    """

    inferred: Graph
    inconsistencies: tuple[Inconsistency, ...]
    announcements: tuple[str, ...] = ()
    _closed: _Closed | None = field(default=None, repr=False, compare=False)

    def derivations(self, triple: Triple) -> list[Derivation]:
        """Give every single step by which a triple follows; its premises may be inferred too."""
        if self._closed is None:
            return []
        nodes, index = self._closed.nodes, self._closed.index
        found = {
            Derivation(
                rule.name, tuple(map(nodes.triple, rule.axioms)), tuple(map(nodes.triple, premises))
            ): None
            for rule, premises in self._closed.prover.steps(nodes.numbers(triple))
            if all(premise in index for premise in premises)
        }
        return list(found)


def close(
    asserted: Iterable[Triple], ontology: Iterable[Triple], engine: Engine = "fast"
) -> Closure:
    """Compute the OWL 2 RL closure of data under an ontology; neither is changed."""
    asserted, ontology = list(asserted), list(ontology)
    if engine == "reference":
        return _close_by_owlrl(asserted, ontology)
    try:
        return _close_fast(asserted, ontology)
    except UnsupportedError as unsupported:
        words = f"the fast engine does not cover {unsupported}: owlrl reasoned instead"
        found = _close_by_owlrl(asserted, ontology)
        return Closure(found.inferred, found.inconsistencies, (words,), found._closed)


class _Nodes(dict[Node, int]):
    """The numbers of the nodes of rdflib, and back."""

    def __init__(self) -> None:
        self.terms = Terms()
        self.back: dict[int, Node] = {}

    def __missing__(self, node: Node) -> int:
        number = self[node] = self.terms[str(oxigraph(node)).encode()]
        self.back.setdefault(number, node)
        return number

    def numbers(self, triple: Triple) -> tuple[int, int, int]:
        subject, predicate, value = triple
        return self[subject], self[predicate], self[value]

    def columns(self, triples: Iterable[Triple]) -> Numbers:
        """Give triples as three columns of numbers."""
        return np.array([self.numbers(t) for t in triples], np.int64).reshape(-1, 3).T

    def node(self, number: int) -> Node:
        name = self.terms.names[number].decode()
        return self.back.get(number) or URIRef(name[1:-1])

    def triple(self, numbers: tuple[int, int, int]) -> Triple:
        subject, predicate, value = map(self.node, numbers)
        return subject, predicate, value


@dataclass(frozen=True)
class _Closed:
    """A closed graph in numbers, whoever closed it, and the rules it is closed under."""

    nodes: _Nodes
    rules: tuple[Rule, ...]
    triples: Iterable[tuple[int, int, int]]

    @cached_property
    def index(self) -> Index:
        return Index(self.triples)

    @cached_property
    def prover(self) -> Prover:
        return Prover(self.nodes.terms, Index(), self.index, self.rules)


def _close_fast(asserted: Iterable[Triple], ontology: Iterable[Triple]) -> Closure:
    nodes = _Nodes()
    closed = ClosedGraph(nodes.terms)
    schema, data = nodes.columns(ontology), nodes.columns(asserted)
    closed.add(by_predicate(*schema))
    closed.add(by_predicate(*data))
    inconsistencies = [
        Inconsistency(
            found.rule,
            tuple(sorted(map(nodes.triple, found.premises))),
            tuple(map(nodes.triple, found.axioms)),
        )
        for found in set(contradictions(closed))
    ]
    inconsistencies.sort(key=lambda found: (found.message, found.triples, found.axioms))
    inferred = _useful(closed.inferred(), nodes, schema, data)
    return Closure(
        inferred, tuple(inconsistencies), (), _Closed(nodes, closed.rules, closed.triples())
    )


def _close_by_owlrl(asserted: Iterable[Triple], ontology: Iterable[Triple]) -> Closure:
    from owlrl import OWLRL  # slow to import, and seldom needed

    graph = add_all(add_all(empty_graph(), ontology), asserted)
    semantics = OWLRL.OWLRL_Semantics(graph, axioms=False, daxioms=False, rdfs=False)
    semantics.closure()
    for triple in [t for t in graph if str(t[1]).startswith(_ERROR_NAMESPACE)]:
        graph.remove((triple[0], None, None))
    nodes = _Nodes()
    schema, data, whole = map(nodes.columns, (ontology, asserted, graph))
    known = by_predicate(*np.concatenate((schema, data), axis=1))
    new = difference(by_predicate(*whole), known)
    axioms = (with_cardinality(nodes.terms, t) for t in map(nodes.numbers, graph) if is_axiom(t))
    return Closure(
        _useful(new, nodes, schema, data),
        tuple(_inconsistency(words, graph) for words in sorted(set(semantics.error_messages))),
        (),
        _Closed(nodes, compile_rules(close_schema(axioms)), [nodes.numbers(t) for t in graph]),
    )


def _useful(new: dict[int, Numbers], nodes: _Nodes, schema: Numbers, data: Numbers) -> Graph:
    """Give what was inferred as a graph, without noise."""
    terms = len(nodes.terms)
    speaks_of = distinct((schema[0], schema[2]), terms)
    speaks_of = speaks_of[~contains(distinct((data[0],), terms), speaks_of)]
    kept = without_noise(new, nodes.terms, speaks_of)
    return add_all(
        empty_graph(),
        (
            nodes.triple((subject, predicate, value))
            for predicate, pairs in kept.items()
            for subject, value in ends(pairs)
        ),
    )


def _inconsistency(message: str, closure: Graph) -> Inconsistency:
    """Find the triples a message of owlrl speaks of: those made of the terms it names."""
    named = {URIRef(iri) for iri in re.findall(r"https?://[^\s<>'\"(),;]+", message)}
    named = {URIRef(iri.rstrip(".")) for iri in named}
    triples = sorted(
        triple
        for subject in named
        for triple in closure.triples((subject, None, None))
        if triple[2] in named and (triple[1] in named or triple[1] == RDF.type)
    )
    return Inconsistency(message, tuple(triples))
