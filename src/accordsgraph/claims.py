"""Report on the evidence: how many statements each source carries, and how well they agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from rdflib import Graph

from accordsgraph.namespaces import Names
from accordsgraph.statements import Statement
from accordsgraph.terms import AG

STATUSES = ("accepted", "editorial", "reported", "subsumed", "contested", "rejected")


@dataclass(frozen=True)
class ClaimsReport:
    """Counts of statements: per source and status, and by how many sources say the same.

    Sources that are copied from one another count as one, the one they come from.
    """

    per_source: dict[str, dict[str, int]]
    total: dict[str, int]
    by_agreement: dict[int, int]
    single_source: dict[str, int]
    in_conflict: int
    without_passage: int

    def as_dict(self) -> dict[str, object]:
        """Give the report as JSON-ready values."""
        return {
            "per_source": self.per_source,
            "total": self.total,
            "by_number_of_independent_sources": {str(k): v for k, v in self.by_agreement.items()},
            "resting_on_one_source": self.single_source,
            "in_conflict": self.in_conflict,
            "without_passage": self.without_passage,
        }


def report(statements: Iterable[Statement], sources: Graph, names: Names) -> ClaimsReport:
    """Count the statements of a project by source, status and agreement."""
    origin = _origins(sources, names)
    rows = list(statements)
    per_source: dict[str, Counter[str]] = {}
    agreement: Counter[int] = Counter()
    single: Counter[str] = Counter()
    for statement in rows:
        cited = {passage.source for passage in statement.passages}
        for source in cited:
            per_source.setdefault(source, Counter())[statement.status] += 1
        independent = {origin.get(source, source) for source in cited}
        agreement[len(independent)] += 1
        if len(cited) == 1:
            single[next(iter(cited))] += 1
    return ClaimsReport(
        {source: dict(per_source[source]) for source in sorted(per_source)},
        dict(Counter(statement.status for statement in rows)),
        dict(sorted(agreement.items())),
        dict(sorted(single.items())),
        sum(bool(statement.conflicts) for statement in rows),
        sum(not statement.passages for statement in rows),
    )


def lines(found: ClaimsReport) -> tuple[list[str], list[list[str]]]:
    """Give the report as the head and rows of a table, one row a source."""
    head = ["source", *STATUSES, "all", "only here"]
    rows = [
        [
            source,
            *(str(counts.get(status, 0)) for status in STATUSES),
            str(sum(counts.values())),
            str(found.single_source.get(source, 0)),
        ]
        for source, counts in found.per_source.items()
    ]
    totals = [str(found.total.get(status, 0)) for status in STATUSES]
    every = str(sum(found.total.values()))
    rows.append(["all statements", *totals, every, str(sum(found.single_source.values()))])
    return head, rows


def sentences(found: ClaimsReport) -> list[str]:
    """Say what the counts mean."""
    every = sum(found.total.values())
    agreed = sum(count for number, count in found.by_agreement.items() if number > 1)
    alone = sum(found.single_source.values())
    return [
        f"{agreed} of {every} statements are made by two or more independent sources.",
        f"{alone} rest on one source only.",
        f"{found.in_conflict} stand in a conflict with another statement.",
        f"{found.without_passage} name no passage.",
    ]


def _origins(sources: Graph, names: Names) -> dict[str, str]:
    """Give, for each source that derives from others, the first of its line."""
    parents = {
        _key(names, child): _key(names, parent)
        for child, parent in sorted(sources.subject_objects(AG.derivesFrom))
    }
    origins = {}
    for source in parents:
        seen = {source}
        origin = source
        while origin in parents and parents[origin] not in seen:
            origin = parents[origin]
            seen.add(origin)
        origins[source] = origin
    return origins


def _key(names: Names, node: object) -> str:
    return (names.split(str(node)) or ("", str(node)))[1]
