"""Describe one thing: all that a built dataset says of it, and what each source says.

What the graph says itself, what it only reports, and what is in dispute stay apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, NamedTuple

import pyoxigraph as ox

from accordsgraph.commitments import Commitment, commitments_of
from accordsgraph.disputes import Dispute, disputes
from accordsgraph.evidence import Claim, Term
from accordsgraph.facts import RECORD, Facts, Source, Statement, Thing, in_order
from accordsgraph.namespaces import RDF, SKOS, TERMS
from accordsgraph.readings import Reading, readings
from accordsgraph.roles import Role, Roles

_NAMES = ("name", "officialTitle")
_SIGNING = ("when", "tookPlaceAt")
_IDENTIFIERS = ("sameAs", "reference", "address", "sha256", "exactMatch", "closeMatch")
_PARTS = ("hasPart", "involves", "hasParticipation", "hasSelector")
_LABELS = ("prefLabel", "altLabel", "translatedLabel", "editorialNote", "definition", "scopeNote")
_HIDDEN = (*_PARTS, *_LABELS, "type", "onlyReported", "inScheme", "topConceptOf", "inDocument")
"""What is said elsewhere on the page, or serves the program only."""
_LAYERS = (("things", ""), ("sources", ""), ("derived", "computed"), ("inferred", "deduced"))
"""The graphs that hold more than claims, and the status of what they say."""
_ADDED = {
    "computed": "Worked out from dates that are stated.",
    "disputed": "We say it although another statement or a passage speaks against it.",
    "deduced": "Follows from other statements by the rules of the ontology.",
}


class Word(NamedTuple):
    """A status or a nature by its label, and what it means."""

    word: str
    meaning: str


@dataclass(frozen=True)
class Name:
    """A name in a language; ``preferred`` is the label, ``ours`` a translation of our own."""

    text: str
    language: str
    preferred: bool
    ours: bool


@dataclass(frozen=True)
class Description:
    """All that is known of one thing, in the order in which it is read.

    ``texts`` are the accord or instrument and its parts in which ``roles`` are told, for a thing
    that is neither: none. ``signing`` is what the record says of the events at which it was
    signed. ``referring`` are statements whose object the thing is. ``sources`` and
    ``words`` explain the tags, statuses and natures that the statements use.
    """

    thing: Thing
    kind: str
    notes: tuple[str, ...]
    only_reported: bool
    names: tuple[Name, ...]
    called: tuple[Statement, ...]
    signing: tuple[Statement, ...]
    facts: tuple[Statement, ...]
    texts: tuple[Thing, ...]
    roles: tuple[Role, ...]
    commitments: tuple[Commitment, ...]
    reported: tuple[Statement, ...]
    disputes: tuple[Dispute, ...]
    less_precise: tuple[Statement, ...]
    referring: tuple[Statement, ...]
    identifiers: tuple[Statement, ...]
    passages: tuple[Reading, ...]
    sources: tuple[Source, ...]
    words: tuple[Word, ...]

    @property
    def label(self) -> str:
        """The name of the thing."""
        return self.thing.label

    def statements(self) -> Iterator[Statement]:
        """Give every statement of the description, in the order of its parts."""
        yield from (*self.called, *self.signing, *self.facts)
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
        signing=tuple(parts.signing()),
        facts=in_order((*parts.own(RECORD), *parts.tabled())),
        texts=tuple(map(facts.thing, parts.texts)),
        roles=parts.taken,
        commitments=parts.commitments,
        reported=parts.own(("reported",)),
        disputes=tuple(disputes(facts, parts.judged())),
        less_precise=parts.own(("subsumed",)),
        referring=tuple(parts.referring()),
        identifiers=parts.identifiers(),
        passages=readings(facts, key) if kind == "source" else (),
        sources=(),
        words=(),
    )
    return replace(said, sources=_sources(facts, said), words=_words(facts, said))


def _sources(facts: Facts, said: Description) -> tuple[Source, ...]:
    """Give the sources whose tags a description shows."""
    used = {p.source for s in said.statements() for p in (*s.passages, *s.against)}
    found = (source for key, source in facts.sources.items() if key in used)
    return tuple(sorted(found, key=lambda source: (not source.held, source.tag)))


def _words(facts: Facts, said: Description) -> tuple[Word, ...]:
    """Give the statuses and natures that a description shows, with what they mean."""
    statements = list(said.statements())
    statuses = {statement.status for statement in statements} - {"", "accepted"}
    statuses |= {"disputed" for statement in statements if statement.is_disputed}
    natures = {nature for statement in statements for nature in statement.natures}
    return (
        *(Word(key, meaning) for key, meaning in _ADDED.items() if key in statuses),
        *(Word(*facts.term("status", key)) for key in sorted(statuses - set(_ADDED))),
        *(Word(*facts.term("nature", key)) for key in sorted(natures)),
    )


def as_data(value: Any) -> Any:
    """Give a description, or any part of one, as dictionaries, lists and texts for JSON."""
    if is_dataclass(value):
        return {field.name: as_data(getattr(value, field.name)) for field in fields(value)}
    if hasattr(value, "_asdict"):
        return {name: as_data(part) for name, part in value._asdict().items()}
    return [as_data(part) for part in value] if isinstance(value, tuple) else value


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
        within = self.kinds.within([iri])
        texts = [iri, *(part for part in parts if facts.thing(part).key.startswith("instrument/"))]
        self.texts = texts if len(texts) > 1 or within else []
        self.taken = (*self.kinds.within(texts), *self.kinds.of(iri))
        self.commitments = commitments_of(facts, iri, parts)

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
        apart = (*_NAMES, *_IDENTIFIERS) if statuses == RECORD and not only else ()
        said = (
            self.facts.claimed(claim)
            for claim in self.about
            if claim.status in statuses
            and not (self.kinds.is_role(claim) and claim.status in RECORD)
        )
        found = (s for s in said if s.predicate not in apart and (not only or s.predicate in only))
        return in_order(found)

    def signing(self) -> Iterator[Statement]:
        """Say when and where the thing was signed."""
        for event in self._signings():
            said = map(self.facts.claimed, self.facts.evidence.by_subject.get(event, ()))
            yield from in_order(s for s in said if s.in_record and s.predicate in _SIGNING)

    def _signings(self) -> list[Term]:
        signs = (c for c in self.naming if c.predicate == TERMS + "signs" and c.status in RECORD)
        return [claim.subject for claim in signs]

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
        return in_order(s for s in found if s.predicate not in _IDENTIFIERS)

    def identifiers(self) -> tuple[Statement, ...]:
        linked = (
            self.facts.stated(self.iri, quad.predicate.value, quad.object)
            for graph in ("links", "things", "sources")
            for quad in self._quads(graph, subject=self.node)
        )
        claimed = map(self.facts.claimed, self.about)
        found = {s for s in (*linked, *claimed) if s.predicate in _IDENTIFIERS and s.in_record}
        return in_order(found)

    def judged(self) -> Iterator[Claim]:
        """Give the claims of the thing, of the roles in it, and of those who acted in them."""
        by_subject = self.facts.evidence.by_subject
        yield from self.about
        for event in self._signings():
            yield from by_subject.get(event, ())
        for text in self.texts:
            yield from filter(self.kinds.is_role, by_subject.get(ox.NamedNode(text), ()))
        for role in self.taken:
            yield from by_subject.get(ox.NamedNode(role.participation), ())

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

    def _quads(
        self, graph: str, subject: ox.NamedNode | None = None, object: ox.NamedNode | None = None
    ) -> Iterator[ox.Quad]:
        name = ox.NamedNode(self.facts.names.graph(graph))
        for quad in self.facts.store.quads_for_pattern(subject, None, object, name):
            predicate = quad.predicate.value
            local = predicate.rpartition("#")[2].rpartition("/")[2]
            if local not in _HIDDEN and predicate not in self.kinds.links:
                yield quad
