"""Sort the triples of a file without named graphs into the layers of a dataset.

Such a file does not say what people wrote and what follows from it; the ontology and the snapshot
it is compared with tell the two apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

import pyoxigraph as ox

from accordsgraph.diff.snapshots import Snapshot
from accordsgraph.namespaces import HOME, RDF, TERMS, VOCABULARY_TYPES

_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_CHAIN = "http://www.w3.org/2002/07/owl#propertyChainAxiom"
_SAME_AS = "https://schema.org/sameAs"
_NEVER_WRITTEN = {TERMS + name for name in ("hasPart", "hasParticipation", "involves", "role")}
_BOUNDS = ("Earliest", "Latest")
_LAYER_OF_CLASS = {
    TERMS + "Claim": "claims",
    TERMS + "Passage": "sources",
    TERMS + "SourceDocument": "sources",
    TERMS + "Participation": "record",
    "http://www.w3.org/ns/oa#TextPositionSelector": "sources",
}
_VOCABULARY = tuple(f"{HOME}id/{kind}/" for kind in VOCABULARY_TYPES)


def sorted_out(snapshot: Snapshot, other: Snapshot) -> Snapshot:
    """Put the triples that stood in no graph of ours into layers."""
    loose = snapshot.layers.get("", frozenset())
    if not loose:
        return snapshot
    layers = {name: set(found) for name, found in snapshot.layers.items() if name}
    place = _Places(snapshot, other)
    for triple in loose:
        for name in place.layers(triple):
            layers.setdefault(name, set()).add(triple)
    return replace(snapshot, layers={name: frozenset(found) for name, found in layers.items()})


class _Places:
    """Says into which layer a triple goes that does not say so itself."""

    def __init__(self, snapshot: Snapshot, other: Snapshot) -> None:
        both = (snapshot, other)
        self.known: dict[ox.Triple, list[str]] = defaultdict(list)
        for name, found in other.layers.items():
            for triple in found if name else ():
                self.known[triple].append(name)
        self.classes: dict[object, set[str]] = defaultdict(set)
        above: dict[str, set[str]] = defaultdict(set)
        self.need_claims: set[str] = set()
        self.inferred = set(_NEVER_WRITTEN)
        for triple in (t for side in both for found in side.layers.values() for t in found):
            predicate = triple.predicate.value
            if predicate == RDF + "type" and isinstance(triple.object, ox.NamedNode):
                self.classes[triple.subject].add(triple.object.value)
            elif predicate == _RDFS + "subClassOf" and isinstance(triple.object, ox.NamedNode):
                above[str(triple.subject)[1:-1]].add(triple.object.value)
            elif predicate == TERMS + "needsClaim":
                self.need_claims.add(str(triple.subject)[1:-1])
            elif predicate == _CHAIN:  # a direct role; what is written is the participation
                self.inferred.add(str(triple.subject)[1:-1])
        self.above = {cls: _all_above(cls, above) for cls in above}
        self.said = {(c.subject, c.predicate, c.object) for side in both for c in side.claims()}

    def layers(self, triple: ox.Triple) -> list[str]:
        """Give the layers: as in the other snapshot, else by what the triple says."""
        if triple in self.known:
            return self.known[triple]
        classes = self.classes.get(triple.subject, set())
        return [
            self._of_terms(triple, classes)
            or self._computed(triple, classes)
            or self._written(triple, classes)
        ]

    def _of_terms(self, triple: ox.Triple, classes: set[str]) -> str:
        subject, predicate = triple.subject, triple.predicate.value
        iri = subject.value if isinstance(subject, ox.NamedNode | ox.BlankNode) else ""
        is_list = isinstance(subject, ox.BlankNode) and predicate in (RDF + "first", RDF + "rest")
        if iri.startswith(TERMS[:-1]) or is_list or any("/owl#" in cls for cls in classes):
            return "ontology"
        return "vocabulary" if iri.startswith(_VOCABULARY) else ""

    def _computed(self, triple: ox.Triple, classes: set[str]) -> str:
        predicate = triple.predicate.value
        if predicate == RDF + "type" and self._follows(triple.object, classes):
            return "inferred"
        if predicate in self.inferred:
            return "inferred"
        return "derived" if predicate.endswith(_BOUNDS) else ""

    def _written(self, triple: ox.Triple, classes: set[str]) -> str:
        predicate = triple.predicate.value
        if predicate == _SAME_AS:
            return "links"
        for cls, layer in _LAYER_OF_CLASS.items():
            if cls in classes:
                return layer
        if self._is_participation(triple.object) or self._is_said(triple):
            return "record"
        return "inferred" if predicate in self.need_claims else "things"

    def _follows(self, cls: object, classes: set[str]) -> bool:
        """Tell whether a class is above another one of the same thing."""
        return isinstance(cls, ox.NamedNode) and any(
            cls.value in self.above.get(other, ()) for other in classes - {cls.value}
        )

    def _is_participation(self, term: object) -> bool:
        return TERMS + "Participation" in self.classes.get(term, ())

    def _is_said(self, triple: ox.Triple) -> bool:
        return (triple.subject, triple.predicate.value, triple.object) in self.said


def _all_above(cls: str, above: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    open_ = {cls}
    while open_:
        new = above.get(open_.pop(), set()) - found
        found |= new
        open_ |= new
    return found
