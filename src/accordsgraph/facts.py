"""Say what claims and tables state in words: things by their names, dates as people write them.

A statement keeps beside its words everything a program needs: keys, the value as it was written,
status, nature and passages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import pyoxigraph as ox

from accordsgraph.evidence import Claim, Evidence, Passage
from accordsgraph.labels import Labels
from accordsgraph.namespaces import EDTF, HOME, RDF, SKOS, TERMS, XSD, Names
from accordsgraph.wording import date_in_words, duration_in_words, number_in_words

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_DATES = (EDTF, XSD + "date")
RECORD = ("accepted", "editorial")
"""The statuses of what the graph says in its own voice."""


class Thing(NamedTuple):
    """A thing by its name; ``key`` is ``type/key`` as commands take it, ``when`` its date."""

    iri: str
    key: str
    label: str
    when: str = ""

    @property
    def dated(self) -> str:
        """The name, with the date where the name does not say it."""
        known = not self.when or self.when in self.label
        return self.label if known else f"{self.label}, {self.when}"


@dataclass(frozen=True)
class Statement:
    """One thing said of something, with who says it and how we judge it.

    ``predicate`` is the key of a property, ``name`` its label; ``value`` is in words, ``raw`` as
    written (an IRI for a thing). ``status`` is empty for what stands in a table of things and
    needs no passage; ``computed`` and ``deduced`` are what the tool adds. ``claim`` is the IRI of
    the claim, else empty.
    """

    subject: Thing
    predicate: str
    name: str
    value: str
    raw: str
    thing: Thing | None = None
    language: str = ""
    status: str = ""
    natures: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    against: tuple[Passage, ...] = ()
    attributed: tuple[Thing, ...] = ()
    notes: tuple[str, ...] = ()
    claim: str = ""
    conflicts: tuple[str, ...] = field(default=(), repr=False)

    @property
    def in_record(self) -> bool:
        """Whether the graph says it in its own voice."""
        return self.status in (*RECORD, "", "computed", "deduced")

    @property
    def is_disputed(self) -> bool:
        """Whether the graph says it although another statement or a passage speaks against it."""
        return self.status in RECORD and bool(self.conflicts or self.against)

    @property
    def sources(self) -> tuple[str, ...]:
        """The keys of the sources that say it, each once."""
        return tuple(dict.fromkeys(passage.source for passage in self.passages))


_FIRST = ("when", "entersIntoForce", "dueFrom", "deadline", "terminates")


def in_order(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Sort statements: dates first, then by property and value."""

    def order(said: Statement) -> tuple[int, str, str, str]:
        rank = _FIRST.index(said.predicate) if said.predicate in _FIRST else len(_FIRST)
        return rank, said.name, said.value if said.thing else said.raw, said.claim

    return tuple(sorted(statements, key=order))


class Source(NamedTuple):
    """A source with the tag that stands for it; ``copies`` are the keys of what it was copied from.

    ``held`` says that the document was held in full, with its digest.
    """

    key: str
    tag: str
    label: str
    language: str
    copies: tuple[str, ...] = ()
    held: bool = False


class Facts:
    """What a store says, in words, with labels in one language (English where there is none)."""

    def __init__(self, store: ox.Store, names: Names, language: str = "en") -> None:
        self.store = store
        self.names = names
        self.labels = Labels(store, names, language)
        self.evidence = Evidence(store)
        self._things: dict[str, Thing] = {}

    def thing(self, iri: str) -> Thing:
        """Call a thing by its name; a participation is named by its agent, role and text."""
        if iri not in self._things:
            key = "/".join(self.names.split(iri) or ()) or self.names.curie(iri)
            label = self.labels.label(iri) or self._participation(iri) or key
            dates = self.objects(iri, TERMS + "when", "record")
            when = date_in_words(dates[0].value) if dates else ""
            self._things[iri] = Thing(iri, key, label, when)
        return self._things[iri]

    def objects(self, iri: str, predicate: str, graph: str = "") -> list[ox.NamedNode | ox.Literal]:
        """Give what is said of a thing with a property, in a graph or in any, in order."""
        where = ox.NamedNode(self.names.graph(graph)) if graph else None
        quads = self.store.quads_for_pattern(
            ox.NamedNode(iri), ox.NamedNode(predicate), None, where
        )
        found = (quad.object for quad in quads)
        return sorted(
            {node for node in found if isinstance(node, ox.NamedNode | ox.Literal)}, key=str
        )

    def claimed(self, claim: Claim) -> Statement:
        """Say what a claim states."""
        return self._statement(
            _iri(claim.subject),
            claim.predicate,
            claim.object,
            status=claim.status,
            natures=claim.natures,
            passages=claim.passages,
            against=claim.against,
            attributed=tuple(map(self.thing, claim.attributed)),
            notes=claim.notes,
            claim=claim.iri,
            conflicts=claim.conflicts,
        )

    def stated(self, subject: str, predicate: str, value: Term, status: str = "") -> Statement:
        """Say what stands in a table of things, or is computed or inferred, without a claim."""
        return self._statement(subject, predicate, value, status=status)

    def term(self, kind: str, key: str) -> tuple[str, str]:
        """Give label and definition of a term of the vocabulary, as of the status ``reported``."""
        iri = f"{HOME}id/{kind}/{key}"
        said = self.objects(iri, SKOS + "definition")
        return self.labels.label(iri) or key, said[0].value if said else ""

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Every source by its key.

        The tag of a document held in full is its language where that tells it from all others,
        of any other source its key.
        """
        typed = self.store.quads_for_pattern(
            None, ox.NamedNode(RDF + "type"), ox.NamedNode(TERMS + "SourceDocument")
        )
        found = {}
        for iri in sorted({_iri(quad.subject) for quad in typed}):
            key = iri.rpartition("/")[2]
            language = "-".join(node.value for node in self.objects(iri, TERMS + "language"))
            held = bool(self.objects(iri, TERMS + "sha256"))
            copies = self.evidence.derives_from.get(key, ())
            found[key] = Source(key, key, self.labels.label(iri) or key, language, copies, held)
        languages = [source.language for source in found.values() if source.held]
        return {
            key: source._replace(tag=source.language)
            if source.held
            and source.language
            and languages.count(source.language) == 1
            and source.language not in found
            else source
            for key, source in found.items()
        }

    def source(self, key: str) -> Source:
        """Give a source by its key, also one that no table describes."""
        return self.sources.get(key, Source(key, key, key, ""))

    def _statement(self, subject: str, predicate: str, value: Term, **evidence: Any) -> Statement:
        raw = value.value if isinstance(value, ox.NamedNode | ox.Literal) else str(value)
        thing = self.thing(raw) if isinstance(value, ox.NamedNode) else None
        language = (value.language or "") if isinstance(value, ox.Literal) else ""
        about = "approximate" in evidence.get("natures", ())
        local = predicate.rpartition("#")[2].rpartition("/")[2]
        spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", local).lower()  # exactMatch: exact match
        return Statement(
            subject=self.thing(subject),
            predicate=local,
            name=self.labels.label(predicate) or spaced,
            value=thing.dated if thing else self._in_words(value, about=about),
            raw=raw,
            thing=thing,
            language=language,
            **evidence,
        )

    def _in_words(self, value: Term, *, about: bool) -> str:
        if not isinstance(value, ox.Literal):
            return str(value)
        datatype = value.datatype.value
        if datatype in _DATES:
            return date_in_words(value.value)
        if datatype == XSD + "duration":
            return duration_in_words(value.value, about=about)
        if datatype == XSD + "integer":
            return number_in_words(value.value, about=about)
        if datatype == XSD + "boolean":
            return "yes" if value.value in ("true", "1") else "no"
        return self.labels.shown(value)

    def _participation(self, iri: str) -> str:
        agents = self.objects(iri, TERMS + "participant")
        if not agents:
            return ""
        links = self.store.quads_for_pattern(
            None, None, ox.NamedNode(iri), ox.NamedNode(self.names.graph("record"))
        )
        wholes = sorted({_iri(quad.subject) for quad in links})
        roles = self.objects(iri, TERMS + "role")
        role = self.labels.label(roles[0].value) if roles else ""
        whole = self.thing(wholes[0]).label if wholes else ""
        return ", ".join(filter(None, (self.thing(agents[0].value).label, role, whole)))


def _iri(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.BlankNode | ox.Literal) else str(term)
