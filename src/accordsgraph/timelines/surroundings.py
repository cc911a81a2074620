"""Find what a thing has to do with: its parts, its events, its commitments and what became of them.

What a source says is followed whatever is held of it, except what is rejected.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from functools import cached_property

import pyoxigraph as ox

from accordsgraph.evidence import Claim, Evidence
from accordsgraph.namespaces import RDF, TERMS

_DATABLE = {"Event", "Commitment", "Accord"}
_TELLING = ("signs", "actOn", "concerning")


class Surroundings:
    """Follows the statements of a store from one thing to others."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence

    def of(self, iri: str) -> set[str]:
        """Give the things whose dates belong to the story of a thing, itself among them."""
        if "SourceDocument" in self.classes(iri):
            return self._dated_by(iri)
        own = {iri, *self._objects(iri, "hasPart"), *self._subjects(iri, "regimeOf")}
        found = {*own, *self._parts_of_events([iri])}
        for other in sorted({*self._linked(own)} - own):
            found |= self._with_it(other)
        return found

    def classes(self, iri: str) -> set[str]:
        """Give the names of the classes of a thing, its own and those that follow."""
        return {name.removeprefix(TERMS) for name in self._types(iri)}

    def asserted_class(self, iri: str) -> str:
        """Give the IRI of the narrowest class of a thing; '' if it has none of ours."""
        types = [name for name in self._types(iri) if name.startswith(TERMS)]
        broader = {above for name in types for above in self._above.get(name, ()) if above != name}
        return min((name for name in types if name not in broader), default="")

    def lacks_a_date(self, iri: str, dated: Set[str]) -> bool:
        """Tell whether one would look for a date of this in vain: none is given to it.

        An accord is dated by an event that is about it.
        """
        classes = _DATABLE & self.classes(iri)
        about = _TELLING if "Accord" in classes else ()
        told_by = (event for name in about for event in self._claiming(iri, name))
        return bool(classes) and iri not in dated and dated.isdisjoint(told_by)

    def datable(self) -> list[str]:
        """Give all things one would look for a date of."""
        typed = (
            quad.subject.value
            for name in sorted(_DATABLE)
            for quad in self._quads(None, RDF + "type", TERMS + name)
            if isinstance(quad.subject, ox.NamedNode)
        )
        return sorted(set(typed))

    def only_reported(self, iri: str) -> bool:
        """Tell whether we know only from a source that the thing exists or happened."""
        quads = self._quads(iri, TERMS + "onlyReported", None)
        return any(isinstance(q.object, ox.Literal) and q.object.value == "true" for q in quads)

    def _with_it(self, iri: str) -> set[str]:
        """Give a neighbour with what belongs to its own story; nothing of what has no story."""
        classes = self.classes(iri)
        if "Participation" in classes:
            wholes = self._subjects(iri, "hasParticipation")
            return set().union(*(self._with_it(whole) for whole in wholes))
        if "Event" in classes:
            return {iri} if "Conflict" in classes else {iri, *self._parts_of_events([iri])}
        if "Commitment" in classes:
            done = [*self._claimed(iri, "fulfilledBy"), *self._claimed(iri, "breachedBy")]
            return {iri, *self._parts_of_events(done), *self._claiming(iri, "announces"), *done}
        if "NormativeObject" in classes:
            texts = [iri, *self._objects(iri, "hasInstrument"), *self._subjects(iri, "hasPart")]
            return {iri, *(event for text in texts for event in self._claiming(text, "signs"))}
        if "Regime" in classes:
            made = [*self._claiming(iri, "establishes"), *self._claiming(iri, "overthrows")]
            return {iri, *made}
        return set()

    def _parts_of_events(self, events: Iterable[str]) -> Iterator[str]:
        for event in events:
            yield from self._subjects(event, "subEventOf")

    def _linked(self, own: set[str]) -> Iterator[str]:
        """Give what a claim ties to one of some things."""
        for claim in self.evidence.claims:
            subject, thing = _iri(claim.subject), _iri(claim.object)
            if claim.status != "rejected" and subject in own and thing:
                yield thing
            if claim.status != "rejected" and thing in own:
                yield subject

    def _dated_by(self, source: str) -> set[str]:
        key = source.rpartition("/")[2]
        return {_iri(claim.subject) for claim in self.evidence.claims if key in claim.sources}

    def _claimed(self, iri: str, name: str) -> Iterator[str]:
        for claim in self.evidence.by_subject.get(ox.NamedNode(iri), ()):
            if _says(claim, name):
                yield _iri(claim.object)

    def _claiming(self, iri: str, name: str) -> Iterator[str]:
        for claim in self.evidence.by_object.get(ox.NamedNode(iri), ()):
            if _says(claim, name):
                yield _iri(claim.subject)

    def _objects(self, iri: str, name: str) -> Iterator[str]:
        yield from (_iri(quad.object) for quad in self._quads(iri, TERMS + name, None))

    def _subjects(self, iri: str, name: str) -> Iterator[str]:
        yield from (_iri(quad.subject) for quad in self._quads(None, TERMS + name, iri))

    def _types(self, iri: str) -> list[str]:
        return [_iri(quad.object) for quad in self._quads(iri, RDF + "type", None)] if iri else []

    @cached_property
    def _above(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        below = "http://www.w3.org/2000/01/rdf-schema#subClassOf"
        for quad in self._quads(None, below, None):
            found.setdefault(_iri(quad.subject), set()).add(_iri(quad.object))
        return found

    def _quads(self, subject: str | None, predicate: str, thing: str | None) -> Iterator[ox.Quad]:
        return self.evidence.store.quads_for_pattern(
            ox.NamedNode(subject) if subject else None,
            ox.NamedNode(predicate),
            ox.NamedNode(thing) if thing else None,
        )


def _says(claim: Claim, name: str) -> bool:
    return claim.predicate == TERMS + name and claim.status != "rejected"


def _iri(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else ""
