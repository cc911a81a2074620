"""Read a source passage by passage: what each says, and what it denies."""

from __future__ import annotations

from dataclasses import dataclass

from accordsgraph.evidence import Passage, reading_order
from accordsgraph.facts import Facts, Statement


@dataclass(frozen=True)
class Reading:
    """What a passage says, and what it denies."""

    passage: Passage
    says: tuple[Statement, ...]
    denies: tuple[Statement, ...]


def readings(facts: Facts, source: str) -> tuple[Reading, ...]:
    """Give what the passages of a source say, by the key of the source, in reading order."""
    says: dict[Passage, list[Statement]] = {}
    denies: dict[Passage, list[Statement]] = {}
    for claim in facts.evidence.claims:
        for found, passages in ((says, claim.passages), (denies, claim.against)):
            for passage in passages:
                if passage.source == source:
                    found.setdefault(passage, []).append(facts.claimed(claim))
    return tuple(
        Reading(passage, tuple(says.get(passage, ())), tuple(denies.get(passage, ())))
        for passage in sorted({*says, *denies}, key=reading_order)
    )
