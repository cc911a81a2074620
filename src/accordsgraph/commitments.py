"""Gather commitments: who owes what to whom, by when, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from accordsgraph.evidence import Claim
from accordsgraph.facts import Facts, Statement, Thing, in_order
from accordsgraph.namespaces import TERMS

_NAMING = ("statedIn", "debtor", "beneficiary", "fulfilledBy", "breachedBy")


@dataclass(frozen=True)
class Commitment:
    """A promise with what is said of it, of whatever status."""

    thing: Thing
    statements: tuple[Statement, ...]

    def said(self, *predicates: str) -> tuple[Statement, ...]:
        """Give what is said with some properties, such as ``deadline`` and ``fulfilment``."""
        return tuple(s for name in predicates for s in self.statements if s.predicate == name)


def commitments_of(facts: Facts, thing: str, parts: Iterable[str] = ()) -> tuple[Commitment, ...]:
    """Give the commitments that a thing is part of, the first due first.

    They are those stated in the thing or its ``parts``, announced by it, owed by or to it, and
    those that it met or broke.
    """
    found = {
        claim.subject
        for part in (thing, *parts)
        for claim in facts.evidence.by_object.get(ox.NamedNode(part), ())
        if _names(claim, *_NAMING)
    }
    about = facts.evidence.by_subject.get(ox.NamedNode(thing), ())
    found |= {claim.object for claim in about if _names(claim, "announces")}
    things = (facts.thing(node.value) for node in found if isinstance(node, ox.NamedNode))
    given = (Commitment(thing, _said(facts, thing.iri)) for thing in things)
    return tuple(sorted(given, key=_due))


def _names(claim: Claim, *predicates: str) -> bool:
    return claim.predicate.removeprefix(TERMS) in predicates


def _said(facts: Facts, iri: str) -> tuple[Statement, ...]:
    claims = facts.evidence.by_subject.get(ox.NamedNode(iri), ())
    modality = facts.objects(iri, TERMS + "modality")
    tabled = (facts.stated(iri, TERMS + "modality", value) for value in modality)
    return in_order((*map(facts.claimed, claims), *tabled))


def _due(commitment: Commitment) -> tuple[str, str]:
    """Sort by the deadline; what has none comes last."""
    return min((s.raw for s in commitment.said("deadline")), default="~"), commitment.thing.label
