"""Describe one thing: all that a built dataset says of it, and what each source says.

What the graph says itself, what it only reports, and what is in dispute stay apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pyoxigraph as ox

from accordsgraph.evidence import Claim, Passage, reading_order
from accordsgraph.facts import RECORD, Facts, Source, Statement, Thing
from accordsgraph.namespaces import RDF, SKOS, TERMS
from accordsgraph.roles import Role, Roles

_FIRST = ("when", "entersIntoForce", "dueFrom", "deadline", "terminates")
_NAMES = ("name", "officialTitle")
_IDENTIFIERS = ("sameAs", "reference", "address", "sha256", "exactMatch", "closeMatch")
_PARTS = ("hasPart", "involves", "hasParticipation", "hasSelector")
_LABELS = ("prefLabel", "altLabel", "translatedLabel", "editorialNote", "definition", "scopeNote")
_HIDDEN = (*_PARTS, *_LABELS, "type", "onlyReported", "inScheme", "topConceptOf", "inDocument")
"""What is said elsewhere on the page, or serves the program only."""
_OF_COMMITMENTS = ("statedIn", "debtor", "beneficiary", "announces", "fulfilledBy", "breachedBy")


@dataclass(frozen=True)
class Name:
    """A name in a language; ``preferred`` is the label, ``ours`` a translation of our own."""

    text: str
    language: str
    preferred: bool
    ours: bool


@dataclass(frozen=True)
class Commitment:
    """A promise with what is said of it, of whatever status."""

    thing: Thing
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Dispute:
    """Statements that cannot all be right, or of which one is contested, rejected or denied.

    ``stands`` is what the record says on the same point.
    """

    statements: tuple[Statement, ...]
    stands: tuple[Statement, ...]


@dataclass(frozen=True)
class Said:
    """What a passage says, and what it denies."""

    passage: Passage
    says: tuple[Statement, ...]
    denies: tuple[Statement, ...]


@dataclass(frozen=True)
class Description:
    """All that is known of one thing, in the order in which it is read.

    ``texts`` are the accord or instrument and its parts in which ``roles`` are told, for a thing
    that is neither: none. ``referring`` are statements whose object the thing is. ``sources`` and
    ``terms`` explain the tags, statuses and natures that the statements use.
    """

    thing: Thing
    kind: str
    notes: tuple[str, ...]
    only_reported: bool
    names: tuple[Name, ...]
    called: tuple[Statement, ...]
    facts: tuple[Statement, ...]
    texts: tuple[Thing, ...]
    roles: tuple[Role, ...]
    commitments: tuple[Commitment, ...]
    reported: tuple[Statement, ...]
    disputes: tuple[Dispute, ...]
    less_precise: tuple[Statement, ...]
    referring: tuple[Statement, ...]
    identifiers: tuple[Statement, ...]
    passages: tuple[Said, ...]
    sources: tuple[Source, ...]
    terms: tuple[tuple[str, str], ...]

    @property
    def label(self) -> str:
        """The name of the thing."""
        return self.thing.label

    def statements(self) -> Iterator[Statement]:
        """Give every statement of the description, in the order of its parts."""
        yield from (*self.called, *self.facts)
        for role in self.roles:
            yield from (role.said, *role.details)
        for commitment in self.commitments:
            yield from commitment.statements
        yield from self.reported
        for dispute in self.disputes:
            yield from (*dispute.statements, *dispute.stands)
        yield from (*self.less_precise, *self.referring, *self.identifiers)
        for said in self.passages:
            yield from (*said.says, *said.denies)


def describe(facts: Facts, iri: str) -> Description:
    """Describe the thing with an IRI from a built dataset."""
    parts = _Parts(facts, iri)
    kind, key = facts.names.split(iri) or ("", "")
    said = Description(
        thing=facts.thing(iri),
        kind=parts.kind(),
        notes=parts.texts_of("editorialNote", "definition", "scopeNote"),
        only_reported=bool(facts.objects(iri, TERMS + "onlyReported")),
        names=parts.names(),
        called=parts.own(RECORD, _NAMES),
        facts=(*parts.own(RECORD), *parts.tabled()),
        texts=tuple(map(facts.thing, parts.texts)),
        roles=parts.taken,
        commitments=parts.commitments,
        reported=parts.own(("reported",)),
        disputes=tuple(parts.disputes()),
        less_precise=parts.own(("subsumed",)),
        referring=tuple(parts.referring()),
        identifiers=parts.identifiers(),
        passages=parts.passages(key) if kind == "source" else (),
        sources=(),
        terms=(),
    )
    return replace(said, sources=_sources(facts, said), terms=_terms(facts, said))


def _sources(facts: Facts, said: Description) -> tuple[Source, ...]:
    """Give the sources whose tags a description shows."""
    used = {p.source for s in said.statements() for p in (*s.passages, *s.against)}
    found = (source for key, source in facts.sources.items() if key in used)
    return tuple(sorted(found, key=lambda source: (not source.held, source.tag)))


def _terms(facts: Facts, said: Description) -> tuple[tuple[str, str], ...]:
    """Give the statuses and natures that a description shows, with what they mean."""
    statements = list(said.statements())
    statuses = {statement.status for statement in statements} - {"", "accepted"}
    natures = {nature for statement in statements for nature in statement.natures}
    return (
        *(facts.term("status", key) for key in sorted(statuses)),
        *(facts.term("nature", key) for key in sorted(natures)),
    )


class _Parts:
    """The parts of a description, each computed from what the dataset says of one thing."""

    def __init__(self, facts: Facts, iri: str) -> None:
        self.facts = facts
        self.iri = iri
        self.node = ox.NamedNode(iri)
        self.kinds = Roles(facts)
        self.about = facts.evidence.by_subject.get(self.node, [])
        self.naming = facts.evidence.by_object.get(self.node, [])
        parts = [node.value for node in facts.objects(iri, TERMS + "hasPart")]
        self.whole = (iri, *parts)
        within = self.kinds.within([iri])
        texts = [iri, *(part for part in parts if facts.thing(part).key.startswith("instrument/"))]
        self.texts = texts if len(texts) > 1 or within else []
        self.taken = (*self.kinds.within(texts), *self.kinds.of(iri))
        self.commitments = tuple(self._commitments())

    def kind(self) -> str:
        """Call the thing by its class as it was written, or the scheme it is a concept of."""
        scheme = self.facts.objects(self.iri, SKOS + "inScheme")
        written = [
            cls.value
            for graph in ("things", "sources", "vocabulary")
            for cls in self.facts.objects(self.iri, RDF + "type", graph)
        ]
        classes = [node.value for node in scheme] or written
        return self.facts.labels.label(classes[0]) if classes else ""

    def texts_of(self, *names: str) -> tuple[str, ...]:
        return tuple(
            node.value for name in names for node in self.facts.objects(self.iri, SKOS + name)
        )

    def names(self) -> tuple[Name, ...]:
        ours = {node.value for node in self.facts.objects(self.iri, TERMS + "translatedLabel")}
        found = [
            Name(node.value, node.language or "", preferred, preferred and node.language in ours)
            for preferred, name in ((True, "prefLabel"), (False, "altLabel"))
            for node in self.facts.objects(self.iri, SKOS + name)
            if isinstance(node, ox.Literal)
        ]
        return tuple(sorted(found, key=lambda name: (name.language, not name.preferred)))

    def own(self, statuses: tuple[str, ...], only: tuple[str, ...] = ()) -> tuple[Statement, ...]:
        """Say the claims about the thing with a status, without roles and what else is apart."""
        apart = () if only else (*_NAMES, *_IDENTIFIERS, "announces")
        said = (
            self.facts.claimed(claim)
            for claim in self.about
            if claim.status in statuses
            and not (self.kinds.is_role(claim) and claim.status in RECORD)
        )
        found = (s for s in said if s.predicate not in apart and (not only or s.predicate in only))
        return tuple(sorted(found, key=_order))

    def tabled(self) -> tuple[Statement, ...]:
        """Say what stands in tables of things, and what is computed and inferred."""
        claimed = {(claim.predicate, claim.object) for claim in self.about}
        found = [
            self.facts.stated(self.iri, quad.predicate.value, quad.object, status)
            for graph, status in _LAYERS
            for quad in self._quads(graph, subject=self.node)
            if (quad.predicate.value, quad.object) not in claimed
            and (graph in ("things", "sources") or isinstance(quad.object, ox.NamedNode))
            and quad.predicate.value not in self.kinds.properties
        ]
        return tuple(sorted((s for s in found if s.predicate not in _IDENTIFIERS), key=_order))

    def identifiers(self) -> tuple[Statement, ...]:
        linked = (
            self.facts.stated(self.iri, quad.predicate.value, quad.object)
            for graph in ("links", "things", "sources")
            for quad in self._quads(graph, subject=self.node)
        )
        claimed = map(self.facts.claimed, self.about)
        found = {s for s in (*linked, *claimed) if s.predicate in _IDENTIFIERS and s.in_record}
        return tuple(sorted(found, key=_order))

    def _commitments(self) -> Iterator[Commitment]:
        """Give the commitments stated in the thing, owed by or to it, or met or broken by it."""
        claims = self.facts.evidence.by_object
        named = [
            claim.subject
            for part in self.whole
            for claim in claims.get(ox.NamedNode(part), ())
            if claim.predicate == TERMS + "statedIn" or part == self.iri
            if claim.predicate.removeprefix(TERMS) in _OF_COMMITMENTS
        ]
        named += [claim.object for claim in self.about if claim.predicate == TERMS + "announces"]
        found = [
            Commitment(self.facts.thing(node.value), self._said_of(node))
            for node in {node for node in named if isinstance(node, ox.NamedNode)}
            if self.facts.thing(node.value).key.startswith("commitment/")
        ]
        yield from sorted(found, key=_due)

    def _said_of(self, node: ox.NamedNode) -> tuple[Statement, ...]:
        said = map(self.facts.claimed, self.facts.evidence.by_subject.get(node, ()))
        modality = self.facts.objects(node.value, TERMS + "modality")
        tabled = (self.facts.stated(node.value, TERMS + "modality", value) for value in modality)
        return tuple(sorted((*said, *tabled), key=_order))

    def disputes(self) -> Iterator[Dispute]:
        """Give what is in dispute about the thing, its roles and those who acted in them."""
        evidence = self.facts.evidence
        claims = {claim.iri: claim for claim in evidence.claims}
        inner = (
            claim
            for text in self.texts
            for claim in evidence.by_subject.get(ox.NamedNode(text), ())
            if self.kinds.is_role(claim)
        )
        acting = (claims[s.claim] for role in self.taken for s in (role.said, *role.details))
        waiting = [claim.iri for claim in (*self.about, *inner, *acting) if _disputed(claim)]
        seen: set[str] = set()
        for start in waiting:
            group: list[str] = []
            open_claims = [start]
            while open_claims:
                iri = open_claims.pop()
                if iri not in seen and iri in claims:
                    seen.add(iri)
                    group.append(iri)
                    open_claims += claims[iri].conflicts
            if group:
                yield self._dispute([claims[iri] for iri in sorted(group)])

    def _dispute(self, group: list[Claim]) -> Dispute:
        """Put what the record says beside numbers and dates in dispute."""
        points = {
            (claim.subject, claim.predicate)
            for claim in group
            if isinstance(claim.object, ox.Literal) and not claim.object.language
        }
        stands = [
            self.facts.claimed(claim)
            for subject, predicate in points
            for claim in self.facts.evidence.by_subject[subject]
            if claim.predicate == predicate and claim.status in RECORD and claim not in group
        ]
        said = sorted(map(self.facts.claimed, group), key=_order)
        return Dispute(tuple(said), tuple(sorted(stands, key=_order)))

    def referring(self) -> Iterator[Statement]:
        """Say what other things state of this one, except roles and commitments."""
        told = {s.claim for role in self.taken for s in (role.said, *role.details)}
        told |= {s.claim for commitment in self.commitments for s in commitment.statements}
        said = [self.facts.claimed(claim) for claim in self.naming if claim.iri not in told]
        claimed = {(claim.subject, claim.predicate) for claim in self.naming}
        said += [
            self.facts.stated(quad.subject.value, quad.predicate.value, self.node, status)
            for graph, status in _LAYERS[:-1]
            for quad in self._quads(graph, object=self.node)
            if isinstance(quad.subject, ox.NamedNode)
            and (quad.subject, quad.predicate.value) not in claimed
        ]
        yield from sorted(said, key=lambda s: (s.name, s.subject.label))

    def passages(self, source: str) -> tuple[Said, ...]:
        """Give what each passage of a source says and denies, in reading order."""
        says: dict[Passage, list[Statement]] = {}
        denies: dict[Passage, list[Statement]] = {}
        for claim in self.facts.evidence.claims:
            for found, passages in ((says, claim.passages), (denies, claim.against)):
                for passage in passages:
                    if passage.source == source:
                        found.setdefault(passage, []).append(self.facts.claimed(claim))
        return tuple(
            Said(passage, tuple(says.get(passage, ())), tuple(denies.get(passage, ())))
            for passage in sorted({*says, *denies}, key=reading_order)
        )

    def _quads(
        self, graph: str, subject: ox.NamedNode | None = None, object: ox.NamedNode | None = None
    ) -> Iterator[ox.Quad]:
        name = ox.NamedNode(self.facts.names.graph(graph))
        for quad in self.facts.store.quads_for_pattern(subject, None, object, name):
            predicate = quad.predicate.value
            local = predicate.rpartition("#")[2].rpartition("/")[2]
            if local not in _HIDDEN and predicate not in self.kinds.links:
                yield quad


_LAYERS = (("things", ""), ("sources", ""), ("derived", "computed"), ("inferred", "inferred"))


def _disputed(claim: Claim) -> bool:
    return bool(claim.conflicts or claim.against) or claim.status in ("contested", "rejected")


def _order(said: Statement) -> tuple[int, str, str, str]:
    """Sort dates first, then by property and value."""
    rank = _FIRST.index(said.predicate) if said.predicate in _FIRST else len(_FIRST)
    return rank, said.name, said.value if said.thing else said.raw, said.claim


def _due(commitment: Commitment) -> tuple[str, str]:
    deadlines = [s.raw for s in commitment.statements if s.predicate == "deadline"]
    return min(deadlines, default="~"), commitment.thing.label
