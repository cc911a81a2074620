"""Tell who has which role in which text, who acted for whom, and which source says so.

A role is a property that the ontology makes of a link to a participation and its participant
(``signatory`` of ``hasSignature``); what a source says of the participation stands with the role.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from accordsgraph.evidence import Claim
from accordsgraph.facts import RECORD, Facts, Statement, Thing
from accordsgraph.namespaces import RDF, TERMS

_CHAIN = ox.NamedNode("http://www.w3.org/2002/07/owl#propertyChainAxiom")
_PARTICIPANT = TERMS + "participant"
_ORDER = ("party", "signatory", "guarantor", "witness", "mediator", "depositary")


@dataclass(frozen=True)
class Role:
    """A role of an agent in an accord, an instrument or an event; ``text`` is the whole.

    ``details`` are what is said of the participation: who acted for the agent, in which office,
    under which regime and name. ``said`` is the statement of the role itself, ``participation``
    the IRI of the node that stands for it.
    """

    text: Thing
    agent: Thing
    said: Statement
    participation: str
    details: tuple[Statement, ...]

    @property
    def name(self) -> str:
        """The label of the role, such as ``guarantor``."""
        return self.said.name


def rank(role: str) -> tuple[int, str]:
    """Give what roles are sorted by: those that bind most first."""
    return _ORDER.index(role) if role in _ORDER else len(_ORDER), role


class Roles:
    """The roles of a dataset, found by text, agent or what is said of a participation."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    @cached_property
    def links(self) -> dict[str, str]:
        """Each role property by the link that it is made of."""
        found = {}
        for quad in self.facts.store.quads_for_pattern(None, _CHAIN, None):
            steps = list(self._list(quad.object))
            if len(steps) == 2 and steps[1] == _PARTICIPANT and isinstance(quad.subject, _Node):
                found[steps[0]] = quad.subject.value
        return found

    @cached_property
    def properties(self) -> frozenset[str]:
        """The role properties, as IRIs."""
        return frozenset(self.links.values())

    def is_role(self, claim: Claim) -> bool:
        """Tell whether a claim gives somebody a role."""
        return claim.predicate in self.properties

    def within(self, texts: Iterable[str]) -> list[Role]:
        """Give the roles that the record has in some accords, instruments or events."""
        by_subject = self.facts.evidence.by_subject
        claims = (claim for text in texts for claim in by_subject.get(ox.NamedNode(text), ()))
        return [self._role(claim) for claim in self._in_order(claims)]

    def of(self, agent: str) -> list[Role]:
        """Give the roles that the record has of an agent, its own and those it acted in.

        A person that signed for a state, or a regime under which it did, has no role of its own;
        the role of the state is given with that detail.
        """
        named = self.facts.evidence.by_object.get(ox.NamedNode(agent), ())
        own = [claim for claim in named if self.is_role(claim)]
        acted = {
            claim.subject for claim in named if claim.status in RECORD and not self.is_role(claim)
        }
        through = (claim for node in acted for claim in self._claims_of(node))
        return [self._role(claim) for claim in self._in_order([*own, *through])]

    def _participation(self, claim: Claim) -> str:
        """Give the IRI of the participation that a role stands for."""
        whole = _value(claim.subject)
        for link in (link for link, role in self.links.items() if role == claim.predicate):
            for node in self.facts.objects(whole, link):
                if claim.object in self.facts.objects(node.value, _PARTICIPANT):
                    return node.value
        return ""

    def _claims_of(self, participation: object) -> Iterator[Claim]:
        """Give the claims of the role that a participation stands for, none for another thing."""
        if not isinstance(participation, _Node):
            return
        agents = self.facts.objects(participation.value, _PARTICIPANT)
        for quad in self.facts.store.quads_for_pattern(None, None, participation) if agents else ():
            role = self.links.get(quad.predicate.value)
            claim = self.facts.evidence.by_triple.get((quad.subject, role or "", agents[0]))  # type: ignore[arg-type]
            if claim:
                yield claim

    def _role(self, claim: Claim) -> Role:
        node = self._participation(claim)
        details = self.facts.evidence.by_subject.get(ox.NamedNode(node), ()) if node else ()
        return Role(
            self.facts.thing(_value(claim.subject)),
            self.facts.thing(_value(claim.object)),
            self.facts.claimed(claim),
            node,
            tuple(self.facts.claimed(detail) for detail in details if detail.status in RECORD),
        )

    def _in_order(self, claims: Iterable[Claim]) -> list[Claim]:
        """Keep the roles of the record, each once: by text, agent and role."""
        found = {
            claim.iri: claim for claim in claims if self.is_role(claim) and claim.status in RECORD
        }

        def order(claim: Claim) -> tuple[str, str, int, str]:
            text, agent = (
                self.facts.thing(_value(node)).label for node in (claim.subject, claim.object)
            )
            return text, agent, *rank(claim.predicate.removeprefix(TERMS))

        return sorted(found.values(), key=order)

    def _list(self, node: object) -> Iterator[str]:
        """Give the members of an RDF list."""
        while isinstance(node, ox.BlankNode):
            pairs = {
                quad.predicate.value: quad.object
                for quad in self.facts.store.quads_for_pattern(node, None, None)
            }
            yield _value(pairs.get(RDF + "first"))
            node = pairs.get(RDF + "rest")


_Node = ox.NamedNode


def _value(node: object) -> str:
    return node.value if isinstance(node, ox.NamedNode | ox.Literal) else str(node)
