"""Explain a statement: the proof of what was inferred, the evidence of what was said.

For a triple that is not in the graph there are three different answers: a source says it but the
graph does not, a source speaks against it, or no source says anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import pyoxigraph as ox

from accordsgraph.axiom_words import axiom_in_words
from accordsgraph.engine.owl.proofs import Proof, Prover
from accordsgraph.engine.owl.rules import Triple as Numbers
from accordsgraph.engine.owl.schema import Index
from accordsgraph.engine.owl.terms import Terms
from accordsgraph.evidence import Claim, Evidence, Term
from accordsgraph.labels import Labels
from accordsgraph.namespaces import RDF, TERMS, Names
from accordsgraph.store import Built

Triple = tuple[Term, str, Term]

_BOUNDS = {
    "beginEarliest": "when",
    "beginLatest": "when",
    "endEarliest": "when",
    "endLatest": "when",
    "deadlineLatest": "deadline",
    "dueFromEarliest": "dueFrom",
    "inForceEarliest": "entersIntoForce",
    "inForceLatest": "entersIntoForce",
}
"""From which date each computed bound is taken."""

_REASONED = ("things", "record", "derived")


class Step(NamedTuple):
    """A statement and why it holds.

    ``rule`` is a rule of OWL 2 RL, ``dates`` for what is computed from dates, '' for what
    somebody wrote; then ``claim`` and ``place`` say who and where.
    """

    triple: Triple
    rule: str
    because: str
    premises: tuple[Step, ...]
    claim: Claim | None
    place: str

    @property
    def leaves(self) -> Iterator[Step]:
        """What somebody wrote, in the order of the proof."""
        if not self.rule:
            yield self
        for premise in self.premises:
            yield from premise.leaves


@dataclass(frozen=True)
class Explanation:
    """What is known of a triple.

    ``kind`` is asserted, inferred, computed, reported (a source says it, the graph does not),
    disputed (the same, and a source speaks against it), denied (a source speaks against it, none
    says it) or unknown. ``claim`` is the claim of the triple itself,
    ``steps`` its proofs, the shortest first; ``against`` what speaks against it, ``nearest`` what
    is said that comes nearest.
    """

    triple: Triple
    kind: str
    claim: Claim | None
    place: str
    steps: tuple[Step, ...]
    against: tuple[Claim, ...]
    nearest: tuple[Claim, ...]


class Explainer:
    """Explains the statements of a built dataset."""

    def __init__(self, built: Built, names: Names) -> None:
        self._built = built
        self._names = names
        self.evidence = Evidence(built.store)
        self.labels = Labels(built.store, names)
        self._terms = Terms()
        self._back: dict[int, Term] = {}

    def explain(self, triple: Triple) -> Explanation:
        """Explain a triple, in the graph or not."""
        claim = self.evidence.by_triple.get(triple)
        kind = self._kind(triple, claim)
        steps: tuple[Step, ...] = ()
        if kind == "inferred":
            steps = tuple(map(self._step, self._prover.proofs(self._numbers(triple))))
        elif kind in ("asserted", "computed"):
            steps = (self._written(triple),)
        against = tuple(self._against(triple, claim)) if kind != "inferred" else ()
        if kind == "unknown" and against:
            kind = "denied"
        nearest = dict.fromkeys(self._nearest(triple)) if claim is None and not steps else {}
        place = self._place(claim) if claim else ""
        others = tuple(near for near in nearest if near not in against)
        return Explanation(triple, kind, claim, place, steps, against, others)

    def _kind(self, triple: Triple, claim: Claim | None) -> str:
        layers = self._layers(triple)
        if layers & {"things", "record", "sources", "vocabulary", "links", "ontology", "claims"}:
            return "asserted"
        if "derived" in layers:
            return "computed"
        if "inferred" in layers:
            return "inferred"
        if claim is None:
            return "unknown"
        return "disputed" if claim.status == "rejected" or claim.against else "reported"

    def _layers(self, triple: Triple) -> set[str]:
        quads = self._built.store.quads_for_pattern(
            _subject(triple[0]), ox.NamedNode(triple[1]), triple[2]
        )
        return {str(quad.graph_name).rstrip(">").rpartition("/")[2] for quad in quads}

    # -- proofs ------------------------------------------------------------------------------

    @cached_property
    def _prover(self) -> Prover:
        return Prover.of(
            self._terms,
            self._layer("ontology"),
            [triple for name in _REASONED for triple in self._layer(name)],
            self._layer("inferred"),
        )

    @cached_property
    def _axioms(self) -> Index:
        return Index(self._layer("ontology"))

    def _layer(self, name: str) -> list[Numbers]:
        graph = ox.NamedNode(self._names.graph(name))
        quads = self._built.store.quads_for_pattern(None, None, None, graph)
        return [
            (self._number(q.subject), self._number(q.predicate), self._number(q.object))
            for q in quads
        ]

    def _number(self, term: object) -> int:
        number = self._terms[str(term).encode()]
        if number not in self._back and isinstance(term, Term):
            self._back[number] = term
        return number

    def _numbers(self, triple: Triple) -> Numbers:
        subject, predicate, value = triple
        return (
            self._number(subject),
            self._number(ox.NamedNode(predicate)),
            self._number(value),
        )

    def _triple(self, numbers: Numbers) -> Triple:
        subject, predicate, value = (self._term(number) for number in numbers)
        return subject, str(predicate)[1:-1], value

    def _term(self, number: int) -> Term:
        return self._back.get(number) or ox.NamedNode(self._terms.names[number][1:-1].decode())

    def _label(self, number: int) -> str:
        term = self._term(number)
        return "" if isinstance(term, ox.BlankNode) else self.labels.shown(term)

    def _step(self, proof: Proof) -> Step:
        triple = self._triple(proof.conclusion)
        if not proof.rule:
            return self._written(triple)
        axioms = tuple(part.conclusion for part in proof.axioms) or tuple(
            part.conclusion for part in proof.premises
        )
        because = axiom_in_words(proof.rule, axioms, self._axioms, self._label)
        inferred = [part for part in proof.axioms if part.rule and part.premises]
        premises = tuple(map(self._step, (*proof.premises, *inferred)))
        return Step(triple, proof.rule, because, premises, None, "")

    # -- what somebody wrote -----------------------------------------------------------------

    def _written(self, triple: Triple) -> Step:
        if "derived" in self._layers(triple):
            return self._computed(triple)
        place = self._built.places.get(_line(triple), "")
        claim = self.evidence.by_triple.get(triple) or self._claim_at.get(place)
        if not place and "ontology" in self._layers(triple):
            place = "ontology/accords.ttl"
        return Step(triple, "", "", (), claim, place)

    def _computed(self, triple: Triple) -> Step:
        """Say from which dates a bound or an order was computed."""
        subject, predicate, value = triple
        dated = _BOUNDS.get(predicate.removeprefix(TERMS))
        if dated:
            grounds = self._about(subject, dated)
            because = "these are the days its date allows"
        else:
            signings = [*self._signings(subject), *self._signings(value)]
            grounds = [step for signing in signings for step in self._about(signing, "when")]
            because = "the one was signed before the other, and both settle the same conflict"
        return Step(triple, "dates", because, tuple(grounds), None, "")

    def _about(self, subject: Term, name: str) -> list[Step]:
        predicate = TERMS + name
        quads = self._built.store.quads_for_pattern(
            _subject(subject), ox.NamedNode(predicate), None
        )
        return [self._written((subject, predicate, q.object)) for q in quads]  # type: ignore[arg-type]

    def _signings(self, accord: Term) -> list[Term]:
        quads = self._built.store.quads_for_pattern(None, ox.NamedNode(TERMS + "signs"), accord)
        found = {quad.subject for quad in quads if isinstance(quad.subject, ox.NamedNode)}
        return sorted(found, key=str)

    @cached_property
    def _claim_at(self) -> dict[str, Claim]:
        """The claim each row makes."""
        return {self._place(claim): claim for claim in self.evidence.claims}

    def _place(self, claim: Claim) -> str:
        typed = ox.NamedNode(claim.iri), RDF + "type", ox.NamedNode(TERMS + "Claim")
        return self._built.places.get(_line(typed), "")

    # -- what is not in the graph ------------------------------------------------------------

    def _against(self, triple: Triple, claim: Claim | None) -> Iterator[Claim]:
        """Give the claims that speak against a triple: those in conflict, and the non-party."""
        claims = {other.iri: other for other in self.evidence.claims}
        if claim is not None:
            yield from (claims[iri] for iri in claim.conflicts)
            return
        denial = self.evidence.by_triple.get((triple[0], TERMS + "nonParty", triple[2]))
        if denial is not None:
            yield denial

    def _nearest(self, triple: Triple) -> Iterator[Claim]:
        """Give claims that share two of three terms with a triple."""
        subject, predicate, value = triple
        about = self.evidence.by_subject.get(subject, [])
        yield from (claim for claim in about if claim.object == value)
        yield from (claim for claim in about if claim.predicate == predicate)
        naming = self.evidence.by_object.get(value, [])
        yield from (c for c in naming if c.predicate == predicate and c.subject != subject)


def _subject(term: Term) -> ox.NamedNode | ox.BlankNode | None:
    if isinstance(term, ox.Literal):
        raise TypeError(term)
    return term


def _line(triple: Triple) -> str:
    return f"{triple[0]} <{triple[1]}> {triple[2]}"
