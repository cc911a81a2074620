"""Find things that only got another key: gone here, new there, with the same labels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

import pyoxigraph as ox

from accordsgraph.diff.snapshots import Layers, Snapshot
from accordsgraph.namespaces import MINTED_TYPES, RDF, SKOS, Names

_LABEL = SKOS + "prefLabel"
_TYPE = RDF + "type"


def renames(less: Layers, more: Layers, names: Names) -> dict[str, str]:
    """Give old IRI → new IRI of the things whose type and labels stayed while the key changed.

    ``less`` and ``more`` are the triples that went and came.
    """
    before, after = _labels(less), _labels(more)
    gone = _by_labels({iri: before[iri] for iri in before.keys() - after.keys()}, names)
    come = _by_labels({iri: after[iri] for iri in after.keys() - before.keys()}, names)
    return {
        gone[labels][0]: come[labels][0]
        for labels in gone.keys() & come.keys()
        if len(gone[labels]) == len(come[labels]) == 1
    }


def renamed(snapshot: Snapshot, new_names: Mapping[str, str]) -> Snapshot:
    """Give a snapshot with things, and what is named after them, under their new names."""
    if not new_names:
        return snapshot
    keys = [
        (_key(old, snapshot.names), _key(new, snapshot.names)) for old, new in new_names.items()
    ]
    known: dict[ox.NamedNode, ox.NamedNode] = {}

    def name(node: ox.NamedNode) -> ox.NamedNode:
        if node not in known:
            iri = new_names.get(node.value) or _minted(node.value, keys, snapshot.names)
            known[node] = ox.NamedNode(iri)
        return known[node]

    def term(value: object) -> object:
        return name(value) if isinstance(value, ox.NamedNode) else value

    layers = {
        layer: frozenset(
            ox.Triple(term(t.subject), t.predicate, term(t.object))  # type: ignore[arg-type]
            for t in found
        )
        for layer, found in snapshot.layers.items()
    }
    return replace(snapshot, layers=layers)


def _labels(layers: Layers) -> dict[str, frozenset[str]]:
    """Give the labels of every thing that is described in layers."""
    found: dict[str, set[str]] = defaultdict(set)
    typed = set()
    for layer in ("things", "sources"):
        for triple in layers.get(layer, ()):
            if isinstance(triple.subject, ox.NamedNode):
                if triple.predicate.value == _LABEL:
                    found[triple.subject.value].add(str(triple.object))
                elif triple.predicate.value == _TYPE:
                    typed.add(triple.subject.value)
    return {iri: frozenset(found[iri]) for iri in typed if iri in found}


def _by_labels(
    labelled: Mapping[str, frozenset[str]], names: Names
) -> dict[tuple[str, frozenset[str]], list[str]]:
    found: dict[tuple[str, frozenset[str]], list[str]] = defaultdict(list)
    for iri, labels in sorted(labelled.items()):
        split = names.split(iri)
        if split:
            found[split[0], labels].append(iri)
    return found


def _minted(iri: str, keys: list[tuple[str, str]], names: Names) -> str:
    """Rename what is named after things: ``participation/<whole>--<role>--<agent>``, passages."""
    kind, key = names.split(iri) or ("", "")
    if kind not in MINTED_TYPES or kind == "claim":  # a claim is known by what it says
        return iri
    for old, new in keys:
        if key.startswith(old + "--"):
            key = new + key[len(old) :]
        if key.endswith("--" + old):
            key = key[: -len(old)] + new
    return names.thing(kind, key)


def _key(iri: str, names: Names) -> str:
    return (names.split(iri) or ("", iri))[1]
