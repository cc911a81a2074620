"""Compare the sentences of sources: where each begins and ends, and the digest of its words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from accordsgraph.diff.changes import Change
from accordsgraph.diff.snapshots import Snapshot
from accordsgraph.namespaces import RDF, TERMS

Triples = frozenset[ox.Triple]
Place = tuple[str, str]
"""The IRI of a source, and a locator in it."""

_OA = "http://www.w3.org/ns/oa#"
_DOCUMENT, _LOCATOR, _DIGEST = (TERMS + name for name in ("inDocument", "locator", "sha256"))
_SELECTOR, _START, _END = (_OA + name for name in ("hasSelector", "start", "end"))
_KNOWN = {RDF + "type", _DOCUMENT, _LOCATOR, _DIGEST, _SELECTOR, _START, _END}


def compare_sentences(
    old: Snapshot, new: Snapshot, changed: tuple[Triples, Triples], told: Iterable[Change]
) -> tuple[list[Change], tuple[Triples, Triples]]:
    """Give the changes of sentences, and the changed triples that are about something else.

    A passage that is only a locator comes and goes with the statements that cite it; ``told``
    are their changes.
    """
    if not any(changed):
        return [], changed
    before, after = _sentences(old), _sentences(new)
    cited = {
        (passage.source, passage.locator)
        for change in told
        for claim in (change.old, change.new)
        if claim
        for passage in (*claim.passages, *claim.against)
    }
    changes = list(_changes(before, after, cited))
    nodes = {subject for side in (old, new) for subject in _nodes(side)}
    first, second = (
        frozenset(t for t in side if t.subject not in nodes or t.predicate.value not in _KNOWN)
        for side in changed
    )
    return changes, (first, second)


def _changes(
    before: dict[Place, tuple[str, str]], after: dict[Place, tuple[str, str]], cited: set[Place]
) -> Iterator[Change]:
    for place in before.keys() | after.keys():
        source, locator = place
        was, now = before.get(place), after.get(place)
        if was and now:
            for column, one, other in zip(("boundaries", "digest"), was, now, strict=True):
                if one != other:
                    yield Change("sentence", "changed", source, column, one, other, keys=(locator,))
        elif any(was or now or ()) or (source.rpartition("/")[2], locator) not in cited:
            yield Change("sentence", "added" if now else "removed", source, keys=(locator,))


def _sentences(snapshot: Snapshot) -> dict[Place, tuple[str, str]]:
    """Give boundaries and digest of each passage, '' where it has none."""
    nodes = _nodes(snapshot)
    found = {}
    for said in nodes.values():
        if _DOCUMENT in said:
            selector = nodes.get(said.get(_SELECTOR), {})
            span = [_text(selector[end]) for end in (_START, _END) if end in selector]
            place = _text(said[_DOCUMENT]), _text(said.get(_LOCATOR))
            found[place] = "–".join(span), _text(said.get(_DIGEST))
    return found


def _nodes(snapshot: Snapshot) -> dict[object, dict[str, object]]:
    """Give what is said of each passage and selector."""
    said: dict[object, dict[str, object]] = defaultdict(dict)
    for triple in snapshot.layers.get("sources", ()):
        said[triple.subject][triple.predicate.value] = triple.object
    return {
        node: values for node, values in said.items() if {_DOCUMENT, _START, _END} & values.keys()
    }


def _text(term: object) -> str:
    return str(getattr(term, "value", "" if term is None else term))
