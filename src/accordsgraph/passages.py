"""Know the passages of the sources: sentence boundaries and digests, never their words.

A document that was held in full has a table ``data/sources/<key>.csv`` with one row per sentence;
only its passages may be cited. Of any other source a passage is its locator: page, row, section.
Offsets count characters of the decoded text from 0, as in
https://www.w3.org/TR/annotation-model/#text-position-selector.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rdflib import RDF, Literal, Namespace, URIRef

from accordsgraph.documents import Span
from accordsgraph.errors import Place, Problem, SourceError, nearest
from accordsgraph.findings import Finding
from accordsgraph.namespaces import Names
from accordsgraph.tables import Columns, Row, read_table
from accordsgraph.terms import AG
from accordsgraph.values import Value, ValueProblem

OA = Namespace("http://www.w3.org/ns/oa#")
COLUMNS = Columns(("locator", "start", "end", "sha256"), ("omittedBecause",))
_REFERENCE = re.compile(r"([a-z0-9-]+)#([A-Za-z0-9.:-]+)")
_OFFSET = re.compile(r"[0-9]{1,9}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_REASON = 200
"""Characters that are enough to say why nothing is taken from a passage."""


@dataclass(frozen=True, order=True)
class Passage:
    """A place in a source document: ``fr-article#p1.s2``."""

    source: str
    locator: str

    @property
    def key(self) -> str:
        """The key of the passage in IRIs: ``fr-article--p1-s2``."""
        return f"{self.source}--{re.sub('[^a-z0-9]+', '-', self.locator.lower()).strip('-')}"


@dataclass
class Passages:
    """The passages of documents held in full; the keys of all sources.

    ``omitted`` are passages from which nothing is to be taken, each with the reason.
    """

    sources: set[str] = field(default_factory=set)
    held: dict[str, dict[str, Span]] = field(default_factory=dict)
    omitted: dict[Passage, str] = field(default_factory=dict)

    def find(self, text: str) -> Passage:
        """Give the passage a reference means.

        Raises:
            ValueProblem: it is no reference, or the source or the passage does not exist.

        """
        match = _REFERENCE.fullmatch(text)
        if not match:
            raise ValueProblem(
                "passage-form", f'"{text}" is no passage', "write source#locator: fr-article#p1.s2"
            )
        source, locator = match.groups()
        if source not in self.sources:
            near = nearest(source, self.sources)
            fix = (
                f"write {near[0]}#{locator}" if near else "add the source to data/things/source.csv"
            )
            raise ValueProblem("unknown-source", f'there is no source "{source}"', fix)
        if source in self.held and locator not in self.held[source]:
            known = ", ".join(self.held[source])
            raise ValueProblem(
                "unknown-passage", f'"{source}" has no passage "{locator}"', f"it has {known}"
            )
        return Passage(source, locator)


def read_passages(path: Path, known: Passages) -> list[Finding]:
    """Read the sentence boundaries of one document and make its passages known.

    Raises:
        SourceError: the table cannot be read, or no source has its name.

    """
    source = path.name.partition(".")[0]
    if source not in known.sources:
        fix = "add the source to data/things/source.csv, or rename this file to its key"
        problem = Problem("unknown-source", f'there is no source "{source}"', Place(str(path)), fix)
        raise SourceError(problem)
    spans: dict[str, Span] = {}
    findings = []
    for row in read_table(path, COLUMNS):
        if wrong := _wrong(row, source, spans):
            fix = "correct the row from the document"
            findings.append(Finding("passage-table", wrong, row.place, fix))
            continue
        locator, start, end, digest = (row[name] for name in COLUMNS.required)
        spans[locator] = Span(int(start), int(end), digest, row.place)
        if row["omittedBecause"]:
            known.omitted[Passage(source, locator)] = row["omittedBecause"]
    known.held[source] = spans
    return findings


def _wrong(row: Row, source: str, spans: dict[str, Span]) -> str:
    """Say what is wrong with a row, beside those that were read; '' when nothing is."""
    locator, start, end, digest = (row[name] for name in COLUMNS.required)
    key = Passage(source, locator).key
    wrong = ""
    if not _REFERENCE.fullmatch(f"{source}#{locator}"):
        wrong = f'"{locator}" is no locator'
    elif any(key == Passage(source, other).key for other in spans):
        wrong = f'the passage "{locator}" stands here twice'
    elif not (_OFFSET.fullmatch(start) and _OFFSET.fullmatch(end) and int(start) < int(end)):
        wrong = f'"{start}" to "{end}" is no stretch of text'
    elif any(int(start) < other.end and other.start < int(end) for other in spans.values()):
        wrong = "this passage overlaps another one"
    elif not _DIGEST.fullmatch(digest):
        wrong = f'"{digest}" is no sha-256 digest'
    elif len(row["omittedBecause"]) > _REASON:
        wrong = f"the reason has more than {_REASON} characters; no words of a source stand here"
    return wrong


def check_omitted(known: Passages, cited: Iterable[tuple[Passage, Place]]) -> list[Finding]:
    """Find the passages that are marked as giving nothing and are cited all the same."""
    first: dict[Passage, Place] = {}
    for passage, place in cited:
        first.setdefault(passage, place)
    return [
        Finding(
            "passage-omitted",
            f'"{passage.source}#{passage.locator}" is marked as giving no statement, '
            f"but {first[passage]} takes one from it",
            known.held[passage.source][passage.locator].place,
            "empty the cell omittedBecause, or remove the passage from that row",
        )
        for passage in known.omitted
        if passage in first
    ]


def passage_triples(cited: Iterable[Passage], known: Passages, names: Names) -> Iterator[Value]:
    """Describe each cited passage and each passage of a document held in full."""
    held = (Passage(source, locator) for source, spans in known.held.items() for locator in spans)
    for passage in sorted({*cited, *held}):
        node = URIRef(names.thing("passage", passage.key))
        yield node, RDF.type, AG.Passage
        yield node, AG.inDocument, URIRef(names.thing("source", passage.source))
        yield node, AG.locator, Literal(passage.locator)
        span = known.held.get(passage.source, {}).get(passage.locator)
        if span:
            selector = URIRef(names.thing("selector", passage.key))
            yield node, AG.sha256, Literal(span.sha256)
            if passage in known.omitted:
                yield node, AG.omittedBecause, Literal(known.omitted[passage], lang="en")
            yield node, OA.hasSelector, selector
            yield selector, RDF.type, OA.TextPositionSelector
            yield selector, OA.start, Literal(span.start)
            yield selector, OA.end, Literal(span.end)
