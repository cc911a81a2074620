"""Say what is not covered yet: sentences no claim uses, things no claim mentions, terms not asked.

A document held in full is measured by its sentences; one from which nothing is to be taken says
why (``omittedBecause`` in ``data/sources/``) and does not count. How much of any other source is
used nobody can tell.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pyoxigraph as ox

from accordsgraph.asked import questions, terms_of
from accordsgraph.evidence import Evidence, Passage, reading_order
from accordsgraph.labels import Labels
from accordsgraph.mentions import Mentions
from accordsgraph.namespaces import RDF, SKOS, STANDARD_PREFIXES, TERMS, THING_CLASSES, Names
from accordsgraph.project import Project
from accordsgraph.sections import Report, Section, as_html, as_markdown, as_text

_OWL = "http://www.w3.org/2002/07/owl#"
_DEFINED = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#isDefinedBy")
_SELECTOR = ox.NamedNode(STANDARD_PREFIXES["oa"] + "hasSelector")
_KINDS = {_OWL + "Class": "class", _OWL + "ObjectProperty": "property"}
_KINDS |= {_OWL + name: "property" for name in ("DatatypeProperty", "AnnotationProperty")}


@dataclass(frozen=True)
class Sentence:
    """A sentence of a document held in full: how many claims use it, or why none does."""

    passage: Passage
    claims: int
    reason: str = ""


@dataclass(frozen=True)
class SourceCoverage:
    """A document held in full with its sentences, in reading order."""

    source: str
    sentences: tuple[Sentence, ...]

    @property
    def used(self) -> int:
        """How many sentences a claim uses."""
        return sum(sentence.claims > 0 for sentence in self.sentences)

    @property
    def omitted(self) -> int:
        """How many sentences give nothing, for a reason."""
        return sum(bool(sentence.reason) for sentence in self.sentences)

    @property
    def missing(self) -> tuple[Sentence, ...]:
        """The sentences that are neither used nor omitted for a reason."""
        return tuple(one for one in self.sentences if not one.claims and not one.reason)

    @property
    def percent(self) -> int:
        """How much of what there is to take is used; 100 only if no sentence is missing."""
        wanted = len(self.sentences) - self.omitted
        return 100 * (wanted - len(self.missing)) // wanted if wanted else 100


@dataclass(frozen=True)
class Coverage:
    """What the claims and questions of a dataset cover, and what they leave out.

    ``cited`` counts the passages of each source that is not held in full; ``uncited`` are sources
    of which no passage is cited. ``things`` and ``terms`` are IRIs, by type of thing and by kind
    of term; ``all_things`` and ``all_terms`` count what there is.
    """

    sources: tuple[SourceCoverage, ...]
    cited: dict[str, int]
    uncited: tuple[str, ...]
    things: dict[str, tuple[str, ...]]
    all_things: dict[str, int]
    terms: dict[str, tuple[str, ...]]
    all_terms: dict[str, int]
    questions: int
    labels: Labels = field(repr=False)

    @cached_property
    def report(self) -> Report:
        """The coverage in words and tables."""
        return Report("Coverage", list(_lead(self)), list(_sections(self)))

    def _repr_html_(self) -> str:
        """Show the coverage in a notebook."""
        return as_html(self.report)


def cover(evidence: Evidence, project: Project, language: str = "en") -> Coverage:
    """Find what is not covered in a built dataset and by the questions of its project."""
    store, names = evidence.store, project.names
    used = Counter(
        passage for claim in evidence.claims for passage in {*claim.passages, *claim.against}
    )
    held = _held(evidence, used)
    cited = Counter(passage.source for passage in used if passage.source not in held)
    mentions = Mentions(store)
    mentioned = {thing.value for claim in evidence.claims for thing in mentions.of(claim)}
    things = _things(store, names)
    known_sources = things.pop("source", [])
    terms = _terms(store, names)
    texts = questions(project)
    asked = {iri for text in texts for iri in terms_of(text, names.prefixes)}
    return Coverage(
        tuple(SourceCoverage(source, held[source]) for source in sorted(held)),
        dict(sorted(cited.items())),
        tuple(
            sorted(
                key
                for key in (iri.rpartition("/")[2] for iri in known_sources)
                if key not in cited and key not in held
            )
        ),
        {kind: tuple(iri for iri in iris if iri not in mentioned) for kind, iris in things.items()},
        {kind: len(iris) for kind, iris in things.items()},
        {kind: tuple(iri for iri in iris if iri not in asked) for kind, iris in terms.items()},
        {kind: len(iris) for kind, iris in terms.items()},
        len(texts),
        Labels(store, names, language),
    )


def as_json(found: Coverage) -> str:
    """Write a coverage as JSON; things and terms as CURIEs."""
    curie = found.labels.names.curie
    document = {
        "sources": [
            {
                "source": one.source,
                "percent": one.percent,
                "sentences": [
                    {"locator": s.passage.locator, "claims": s.claims, "omitted_because": s.reason}
                    for s in one.sentences
                ],
            }
            for one in found.sources
        ],
        "passages_of_other_sources": found.cited,
        "sources_not_cited": found.uncited,
        "things": found.all_things,
        "things_not_mentioned": [curie(iri) for iris in found.things.values() for iri in iris],
        "terms": found.all_terms,
        "terms_not_asked": [curie(iri) for iris in found.terms.values() for iri in iris],
        "questions": found.questions,
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def write_coverage(found: Coverage, fmt: str, width: int | None = None) -> str:
    """Write a coverage as ``table``, ``markdown`` or ``json``."""
    if fmt == "json":
        return as_json(found)
    return as_markdown(found.report) if fmt == "markdown" else as_text(found.report, width)


def _held(evidence: Evidence, used: Counter[Passage]) -> dict[str, tuple[Sentence, ...]]:
    """Give the sentences of each document held in full."""
    store = evidence.store
    reasons = {
        quad.subject: quad.object.value  # type: ignore[union-attr]
        for quad in store.quads_for_pattern(None, ox.NamedNode(TERMS + "omittedBecause"), None)
    }
    found: dict[str, list[Sentence]] = defaultdict(list)
    for quad in store.quads_for_pattern(None, _SELECTOR, None):
        passage = evidence.passages[quad.subject.value]  # type: ignore[union-attr]
        reason = reasons.get(quad.subject, "")
        found[passage.source].append(Sentence(passage, used[passage], reason))
    return {
        source: tuple(sorted(sentences, key=lambda one: reading_order(one.passage)))
        for source, sentences in found.items()
    }


def _things(store: ox.Store, names: Names) -> dict[str, list[str]]:
    """Give the things that tables describe, by their type."""
    found: dict[str, list[str]] = defaultdict(list)
    labelled = store.quads_for_pattern(None, ox.NamedNode(SKOS + "prefLabel"), None)
    for iri in sorted({quad.subject.value for quad in labelled}):  # type: ignore[union-attr]
        split = names.split(iri)
        if split and split[0] in THING_CLASSES:
            found[split[0]].append(iri)
    return found


def _terms(store: ox.Store, names: Names) -> dict[str, list[str]]:
    """Give the classes and properties that the ontology defines."""
    found: dict[str, set[str]] = {"class": set(), "property": set()}
    graph = ox.NamedNode(names.graph("ontology"))
    for quad in store.quads_for_pattern(None, _DEFINED, None, graph):
        for typed in store.quads_for_pattern(quad.subject, ox.NamedNode(RDF + "type"), None, graph):
            kind = _KINDS.get(typed.object.value)  # type: ignore[union-attr]
            if kind:
                found[kind].add(quad.subject.value)  # type: ignore[union-attr]
    return {kind: sorted(iris) for kind, iris in found.items()}


def _lead(found: Coverage) -> Iterator[str]:
    for one in found.sources:
        yield f"{one.source}: {one.percent} % of what there is to take from it is used."
    left = sum(map(len, found.things.values()))
    yield f"{left} of {sum(found.all_things.values())} things are mentioned by no claim."
    left = sum(map(len, found.terms.values()))
    every = sum(found.all_terms.values())
    yield f"{left} of {every} terms of the ontology are in none of {found.questions} questions."


def _sections(found: Coverage) -> Iterator[Section]:
    head = ["source", "sentences", "used", "nothing to take", "missing", "covered"]
    rows = [
        [
            one.source,
            *map(str, (len(one.sentences), one.used, one.omitted, len(one.missing))),
            f"{one.percent} %",
        ]
        for one in found.sources
    ]
    note = (
        f"{len(found.cited)} other sources are cited by page, row or section; "
        "how much of them is used is not known."
    )
    yield Section("Documents held in full", head, rows, note)
    unused = [
        [str(one.passage), one.reason or "not modelled yet"]
        for source in found.sources
        for one in source.sentences
        if not one.claims
    ]
    yield Section(
        "Sentences that no claim uses",
        ["sentence", "why"],
        unused,
        "" if unused else "Every sentence is used.",
    )
    if found.uncited:
        rows = [[key] for key in found.uncited]
        yield Section("Sources that no claim cites", ["source"], rows)
    yield from (
        _listing(found, "Things that no claim mentions", found.things, "Every thing is mentioned."),
        _listing(found, "Terms that no question touches", found.terms, "Every term is touched."),
    )


def _listing(
    found: Coverage, title: str, by_kind: Mapping[str, tuple[str, ...]], none: str
) -> Section:
    labels = found.labels
    rows = [
        [kind, labels.names.curie(iri), labels.label(iri)]
        for kind, iris in by_kind.items()
        for iri in iris
    ]
    return Section(title, ["kind", "key", "name"], rows, "" if rows else none)
