"""Know which things a claim speaks of, and what belongs to a thing that somebody asks about."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

import pyoxigraph as ox

from accordsgraph.evidence import Claim, Term
from accordsgraph.namespaces import TERMS

_HOLDER = tuple(ox.NamedNode(TERMS + name) for name in ("holder", "towards"))


class Participation(NamedTuple):
    """Who takes part in what, in which role; a part that nothing tells is None."""

    whole: Term | None
    role: Term | None
    agent: Term | None


class Mentions:
    """The things that claims of one store mention."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store
        self._known: dict[Term, frozenset[Term]] = {}

    def of(self, claim: Claim) -> frozenset[Term]:
        """Give the things a claim speaks of: for a participation, the whole and the agent.

        A stance speaks of who holds it and of what it is towards.
        """
        attributed = frozenset(map(ox.NamedNode, claim.attributed))
        return self._parts(claim.subject) | self._parts(claim.object) | attributed

    def subject(self, claim: Claim) -> Term:
        """Give the thing a claim is about: of what is said of a participation, the whole."""
        taking_part = self.participations.get(claim.subject)
        return taking_part.whole or claim.subject if taking_part else claim.subject

    def belonging_to(self, iri: str) -> frozenset[Term]:
        """Give a thing with its parts, and the events at which it or a part was signed."""
        thing = ox.NamedNode(iri)
        parts = {thing, *self._objects(thing, "hasPart")}
        signings = {one for part in parts for one in self._subjects("signs", part)}
        return frozenset(parts | signings)

    @cached_property
    def participations(self) -> dict[Term, Participation]:
        """Every participation by its node."""
        found: dict[Term, Participation] = {}
        for quad in self.store.quads_for_pattern(None, ox.NamedNode(TERMS + "participant"), None):
            node = quad.subject
            if isinstance(node, ox.NamedNode):
                found[node] = Participation(
                    next(self._subjects("hasParticipation", node), None),
                    next(self._objects(node, "role"), None),
                    quad.object,  # type: ignore[arg-type]
                )
        return found

    def _parts(self, term: Term) -> frozenset[Term]:
        if isinstance(term, ox.Literal):
            return frozenset()
        if term not in self._known:
            taking_part = self.participations.get(term)
            found = {taking_part.whole, taking_part.agent} if taking_part else {term}
            for link in _HOLDER:
                for quad in self.store.quads_for_pattern(term, link, None):
                    found.add(quad.object)  # type: ignore[arg-type]
            self._known[term] = frozenset(one for one in found if one is not None)
        return self._known[term]

    def _objects(self, node: Term, name: str) -> Iterator[Term]:
        quads = self.store.quads_for_pattern(node, ox.NamedNode(TERMS + name), None)  # type: ignore[arg-type]
        return (quad.object for quad in quads)  # type: ignore[misc]

    def _subjects(self, name: str, node: Term) -> Iterator[Term]:
        quads = self.store.quads_for_pattern(None, ox.NamedNode(TERMS + name), node)
        return (quad.subject for quad in quads)  # type: ignore[misc]
