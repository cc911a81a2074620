"""Compare two snapshots: what changed, thing by thing and statement by statement.

No change of what people wrote goes unsaid: what is neither statement nor label is told as it
stands. What follows from it (bounds of dates, inferred statements) is kept apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from accordsgraph.diff.changes import HOW, WHAT, Change, Consequence, Difference
from accordsgraph.diff.renames import renamed, renames
from accordsgraph.diff.sentences import compare_sentences
from accordsgraph.diff.snapshots import COMPUTED, Snapshot
from accordsgraph.diff.sorting import sorted_out
from accordsgraph.diff.statements import compare_statements, said
from accordsgraph.evidence import Claim
from accordsgraph.namespaces import RDF, SKOS, TERMS

Triples = frozenset[ox.Triple]

_TYPE = RDF + "type"
_LABELS = (SKOS + "prefLabel", SKOS + "altLabel", "http://www.w3.org/2000/01/rdf-schema#label")
_CONFLICT = TERMS + "conflictsWith"
_PARTICIPANT = TERMS + "participant"
_PARTICIPATION = ox.NamedNode(TERMS + "Participation")
_NOTHING: Triples = frozenset()


def compare(old: Snapshot, new: Snapshot) -> Difference:
    """Give all that changed from one snapshot to another.

    What follows is compared only where both hold it.
    """
    old, new = sorted_out(old, new), sorted_out(new, old)
    gone, come = _without(old, new), _without(new, old)
    new_names = renames(gone, come, new.names)
    if new_names:
        old = renamed(old, new_names)
        gone, come = _without(old, new), _without(new, old)
    changes = [Change("thing", "renamed", now, before=was) for was, now in new_names.items()]
    changes += _written(old, new, gone, come)
    changes += _rows(old, new)
    consequences = None
    if old.has_consequences and new.has_consequences:
        consequences = (*_consequences("removed", gone), *_consequences("added", come))
    return Difference(tuple(sorted(changes, key=_order)), consequences, new_names)


def _without(one: Snapshot, other: Snapshot) -> defaultdict[str, Triples]:
    """Give the triples of one snapshot that are not in the other, by layer."""
    found = {name: t - other.layers.get(name, _NOTHING) for name, t in one.layers.items()}
    return defaultdict(frozenset, found)


def _written(
    old: Snapshot, new: Snapshot, gone: dict[str, Triples], come: dict[str, Triples]
) -> Iterator[Change]:
    """Give what changed in the layers that people wrote."""
    changed = {iri for side in (gone, come) for iri in _claims_in(side["claims"])}
    told = list(compare_statements(old.claims(changed), new.claims(changed)))
    yield from told
    changes, sources = compare_sentences(old, new, (gone["sources"], come["sources"]), told)
    yield from changes
    for what, layer, less, more in (
        ("detail", "things", gone["things"], come["things"]),
        ("detail", "sources", *sources),
        ("link", "links", gone["links"], come["links"]),
        ("term", "vocabulary", gone["vocabulary"], come["vocabulary"]),
        ("term", "ontology", gone["ontology"], come["ontology"]),
    ):
        subjects = [_subjects(side, layer) if less or more else set() for side in (old, new)]
        for entity, before, after in _by_entity(less, more):
            was, now = (entity in known for known in subjects)
            if was == now or what == "link":
                yield from _values(what, entity, before, after)
                continue
            kind = next((t.object for t in (*before, *after) if t.predicate.value == _TYPE), None)
            yield Change(
                "term" if what == "term" else "thing",
                "added" if now else "removed",
                entity,
                before=kind if was else None,
                after=kind if now else None,
            )
    less = _untold(gone["record"], {said(c.old) for c in told if c.old and _is_of_record(c)})
    more = _untold(come["record"], {said(c.new) for c in told if c.new and _is_of_record(c)})
    for entity, before, after in _by_entity(less, more):
        yield from _values("statement", entity, before, after)
    yield from _claims_otherwise(old, new, gone["claims"], come["claims"], told)


def _claims_in(triples: Triples) -> Iterator[str]:
    """Give the claims that triples are about, and those in conflict with them."""
    for triple in triples:
        yield _iri(triple.subject)
        if triple.predicate.value == _CONFLICT:
            yield _iri(triple.object)


def _subjects(snapshot: Snapshot, layer: str) -> set[str]:
    return {_iri(triple.subject) for triple in snapshot.layers.get(layer, ())}


def _by_entity(
    less: Triples, more: Triples
) -> Iterator[tuple[str, list[ox.Triple], list[ox.Triple]]]:
    """Divide triples by their subject; what a nameless node says is told with what has it."""
    found: dict[str, tuple[list[ox.Triple], list[ox.Triple]]] = defaultdict(lambda: ([], []))
    for number, triples in enumerate((less, more)):
        inner = {t.object for t in triples if isinstance(t.object, ox.BlankNode)}
        for triple in triples:
            if triple.subject not in inner:
                found[_iri(triple.subject)][number].append(triple)
    for entity, (before, after) in found.items():
        yield entity, before, after


def _values(
    what: str, entity: str, less: Iterable[ox.Triple], more: Iterable[ox.Triple]
) -> Iterator[Change]:
    """Pair the values of each property (and language): one for one is a change."""
    values: dict[tuple[str, str], tuple[list[object], list[object]]] = defaultdict(lambda: ([], []))
    for number, triples in enumerate((less, more)):
        for triple in triples:
            language = getattr(triple.object, "language", None) or ""
            values[triple.predicate.value, language][number].append(triple.object)
    for (predicate, _), (before, after) in values.items():
        kind = "label" if predicate in _LABELS else what
        if len(before) == len(after) == 1:
            yield Change(kind, "changed", entity, predicate, before[0], after[0])
            continue
        for value in before:
            yield Change(kind, "removed", entity, predicate, before=value)
        for value in after:
            yield Change(kind, "added", entity, predicate, after=value)


def _is_of_record(change: Change) -> bool:
    return change.what in ("statement", "status")


def _untold(record: Triples, told: set[tuple[object, str, object]]) -> Triples:
    """Leave out what the changed statements put into the record, or took out of it.

    A role stands there as a participation: a node with its agent, to which the text is linked.
    """
    agents: dict[object, object] = {
        t.subject: t.object for t in record if t.predicate.value == _PARTICIPANT
    }
    roles = {(subject, value) for subject, _, value in told}
    nodes = {t.object for t in record if (t.subject, agents.get(t.object)) in roles}
    return frozenset(
        t
        for t in record
        if (t.subject, t.predicate.value, t.object) not in told
        and t.object not in nodes
        and not (
            t.subject in nodes and (t.object == _PARTICIPATION or t.predicate.value == _PARTICIPANT)
        )
    )


def _claims_otherwise(
    old: Snapshot, new: Snapshot, gone: Triples, come: Triples, told: list[Change]
) -> Iterator[Change]:
    """Give what else changed in the nodes of claims: forms of numbers, properties of others."""
    explained = {claim.iri for c in told for claim in (c.old, c.new) if claim}
    rest = [[t for t in side if _iri(t.subject) not in explained] for side in (gone, come)]
    iris = {iri for side in rest for iri in _claims_in(frozenset(side))}
    found = [side.claims(iris) for side in (old, new)]
    sides = [_by_what_is_said(*pair) for pair in zip(found, rest, strict=True)]
    less, more = (
        frozenset(t for key, t in one.items() if key not in other)
        for one, other in (sides, sides[::-1])
    )
    claims = {claim.iri: claim for side in found for claim in side}
    for entity, before, after in _by_entity(less, more):
        claim = claims.get(entity)
        for change in _values("detail", entity, before, after):
            yield change._replace(new=claim, entity=_iri(claim.subject)) if claim else change


def _by_what_is_said(
    claims: Iterable[Claim], triples: Iterable[ox.Triple]
) -> dict[tuple[object, ...], ox.Triple]:
    """Find triples about claims by what the claims say; their IRIs hold keys, which may change."""
    by_iri = {claim.iri: said(claim) for claim in claims}
    return {
        (
            by_iri.get(_iri(t.subject)) or t.subject,
            t.predicate,
            by_iri.get(_iri(t.object)) or t.object,
        ): t
        for t in triples
    }


def _rows(old: Snapshot, new: Snapshot) -> Iterator[Change]:
    """Give what changed in rows and settings that leave no triple."""
    if old.rows is None or new.rows is None:
        return
    for section, key in old.rows.keys() | new.rows.keys():
        before = old.rows.get((section, key), {})
        after = new.rows.get((section, key), {})
        whole = not before or not after
        for column in {} if whole else before.keys() | after.keys():
            was, now = before.get(column, ""), after.get(column, "")
            if was != now:
                how = "changed" if was and now else "added" if now else "removed"
                yield Change(section, how, key, column, was, now)
        if whole and not (after or before).get("object_id", "").startswith("wikidata:"):
            yield Change(section, "added" if after else "removed", key)


def _consequences(how: str, side: dict[str, Triples]) -> Iterator[Consequence]:
    for layer in COMPUTED:
        for triple in sorted(side[layer], key=str):
            yield Consequence(how, triple.subject, triple.predicate.value, triple.object)


def _order(change: Change) -> tuple[object, ...]:
    what, how = WHAT.index(change.what), HOW.index(change.how)
    value = change.claim.object if change.claim else change.after or change.before
    return (change.entity, what, change.predicate, str(value), how, str(change.keys))


def _iri(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.BlankNode) else str(term)
