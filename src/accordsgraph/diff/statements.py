"""Compare the claims of two snapshots: statements, their evidence and what is held of them.

A claim is known by what it says (subject, property, object), never by its IRI.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from accordsgraph.diff.changes import Change
from accordsgraph.evidence import Claim, Term

Said = tuple[Term, str, Term]


def said(claim: Claim) -> Said:
    """Give what a claim says."""
    return claim.subject, claim.predicate, claim.object


def compare_statements(before: Iterable[Claim], after: Iterable[Claim]) -> Iterator[Change]:
    """Give the changes between two sets of claims.

    Where a statement went and one with the same subject and property came, it changed its value:
    if they are the only ones, or a passage that supported the one supports the other.
    """
    old, new = ({said(claim): claim for claim in claims} for claims in (before, after))
    known = {claim.iri: said(claim) for claim in (*old.values(), *new.values())}
    gone: dict[tuple[Term, str], list[Claim]] = defaultdict(list)
    for what in old.keys() - new.keys():
        gone[what[:2]].append(old[what])
    come: dict[tuple[Term, str], list[Claim]] = defaultdict(list)
    for what in new.keys() - old.keys():
        come[what[:2]].append(new[what])
    for about in gone.keys() | come.keys():
        for first, second in _pairs(_sorted(gone.get(about, [])), _sorted(come.get(about, []))):
            yield from _replaced(first, second, known)
    for what in old.keys() & new.keys():
        yield from _held_otherwise(old[what], new[what], known)


def _sorted(claims: list[Claim]) -> list[Claim]:
    return sorted(claims, key=lambda claim: str(claim.object))


def _pairs(
    gone: list[Claim], come: list[Claim]
) -> Iterator[tuple[Claim, None] | tuple[None, Claim] | tuple[Claim, Claim]]:
    """Pair what went with what came in its place."""
    only = len(gone) == len(come) == 1
    left = list(come)
    for claim in gone:
        best = max(left, key=lambda other: _shared(claim, other), default=None)
        if best is not None and (only or _shared(claim, best)):
            left.remove(best)
            yield claim, best
        else:
            yield claim, None
    for claim in left:
        yield None, claim


def _shared(one: Claim, other: Claim) -> int:
    return len({*one.passages} & {*other.passages})


def _replaced(old: Claim | None, new: Claim | None, known: Mapping[str, Said]) -> Iterator[Change]:
    claim = new or old
    if claim is None:
        return
    how = "changed" if old and new else "added" if new else "removed"
    yield Change(
        "statement",
        how,
        _entity(claim),
        claim.predicate,
        old.object if old else None,
        new.object if new else None,
        old,
        new,
    )
    if old and new:
        yield from _held_otherwise(old, new, known)


def _held_otherwise(old: Claim, new: Claim, known: Mapping[str, Said]) -> Iterator[Change]:
    """Give what changed in how one statement is held."""

    def change(what: str, how: str, *values: object, keys: tuple[object, ...] = ()) -> Change:
        before, after = values or (None, None)
        return Change(what, how, _entity(new), new.predicate, before, after, old, new, keys)

    if old.status != new.status:
        yield change("status", "changed", old.status, new.status)
    if old.notes != new.notes:
        how = "changed" if old.notes and new.notes else "added" if new.notes else "removed"
        yield change("note", how, "; ".join(old.notes), "; ".join(new.notes))
    for what, before, after in (
        ("evidence", old.passages, new.passages),
        ("dispute", old.against, new.against),
        ("nature", old.natures, new.natures),
        ("attribution", old.attributed, new.attributed),
        ("conflict", _others(old, known), _others(new, known)),
    ):
        if added := tuple(key for key in after if key not in before):
            yield change(what, "added", keys=added)
        if removed := tuple(key for key in before if key not in after):
            yield change(what, "removed", keys=removed)


def _others(claim: Claim, known: Mapping[str, Said]) -> tuple[Said, ...]:
    """Give what the claims say that this one is in conflict with."""
    return tuple(sorted((known[iri] for iri in claim.conflicts if iri in known), key=str))


def _entity(claim: Claim) -> str:
    return getattr(claim.subject, "value", str(claim.subject))
