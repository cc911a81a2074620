"""Tell what is in dispute: claims that cannot all be right, are contested, rejected or denied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from accordsgraph.evidence import Claim
from accordsgraph.facts import RECORD, Facts, Statement, in_order


@dataclass(frozen=True)
class Dispute:
    """Statements that cannot all be right, or one that is contested, rejected or denied.

    ``stands`` is what the record says on the same point.
    """

    statements: tuple[Statement, ...]
    stands: tuple[Statement, ...]


def is_disputed(claim: Claim) -> bool:
    """Tell whether a claim is contested, rejected, denied by a passage or in conflict."""
    return bool(claim.conflicts or claim.against) or claim.status in ("contested", "rejected")


def disputes(facts: Facts, claims: Iterable[Claim]) -> Iterator[Dispute]:
    """Give the disputes that some claims are part of, each once, with all that conflict in it."""
    known = {claim.iri: claim for claim in facts.evidence.claims}
    seen: set[str] = set()
    for first in filter(is_disputed, claims):
        group: list[Claim] = []
        waiting = [first.iri]
        while waiting:
            iri = waiting.pop()
            if iri not in seen and iri in known:
                seen.add(iri)
                group.append(known[iri])
                waiting += known[iri].conflicts
        if group:
            yield Dispute(in_order(map(facts.claimed, group)), _standing(facts, group))


def _standing(facts: Facts, group: list[Claim]) -> tuple[Statement, ...]:
    """Give what the record says where numbers and dates are in dispute."""
    points = {
        (claim.subject, claim.predicate)
        for claim in group
        if isinstance(claim.object, ox.Literal) and not claim.object.language
    }
    return in_order(
        facts.claimed(claim)
        for subject, predicate in points
        for claim in facts.evidence.by_subject[subject]
        if claim.predicate == predicate and claim.status in RECORD and claim not in group
    )
