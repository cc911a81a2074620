"""List the sources of a built dataset, and check files against what is recorded of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import pyoxigraph as ox

from accordsgraph.errors import Problem
from accordsgraph.evidence import Evidence
from accordsgraph.labels import Labels
from accordsgraph.namespaces import RDF, TERMS, Names
from accordsgraph.quoting import Found, Record, wrong_spans


@dataclass(frozen=True)
class Source:
    """A source with what is held of it.

    ``passages`` counts the sentences of a document held in full, else the places that are cited;
    ``statements`` those that cite it, for or against. ``file`` is the name of the document in the
    folder of the reader, '' when it is not there, None when no folder was named.
    """

    key: str
    title: str
    language: str
    in_full: bool
    passages: int
    statements: int
    file: str | None = None

    def as_dict(self) -> dict[str, object]:
        """Give the fields as JSON-ready values; ``file`` only when a folder was named."""
        return {name: value for name, value in asdict(self).items() if value is not None}


@dataclass(frozen=True)
class Checked:
    """A document held in full against the files of a folder: its state and what is wrong."""

    key: str
    file: str
    passages: int
    state: str
    problems: tuple[Problem, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """Give the fields as JSON-ready values."""
        return {**asdict(self), "problems": [problem.as_dict() for problem in self.problems]}


def list_sources(
    store: ox.Store, names: Names, labels: Labels, found: Mapping[str, Found] | None = None
) -> list[Source]:
    """Give every source of a dataset in the order of keys.

    ``found`` is what :func:`accordsgraph.quoting.search` gives for the folder of the reader.
    """
    evidence = Evidence(store)
    passages = Counter(passage.source for passage in evidence.passages.values())
    statements = Counter(
        source
        for claim in evidence.claims
        for source in {passage.source for passage in (*claim.passages, *claim.against)}
    )
    listed = []
    typed = store.quads_for_pattern(
        None, ox.NamedNode(RDF + "type"), ox.NamedNode(TERMS + "SourceDocument")
    )
    for iri in sorted({str(quad.subject.value) for quad in typed}):  # type: ignore[union-attr]
        key = (names.split(iri) or ("", iri))[1]
        language, digest = (_values(store, iri, name) for name in ("language", "sha256"))
        listed.append(
            Source(
                key,
                labels.label(iri),
                " ".join(language),
                bool(digest),
                passages[key],
                statements[key],
                None if found is None else file_of(found.get(key, Found())),
            )
        )
    return listed


def for_people(listed: Sequence[Source]) -> tuple[list[str], list[list[str]]]:
    """Give the list as head and rows of a table that fits a terminal."""
    head = ["source", "title", "lang", "passages", "cited by"]
    rows = [
        [
            *(source.key, source.title, source.language),
            f"{source.passages} {_noun(source)}",
            str(source.statements),
        ]
        for source in listed
    ]
    return _with_files(head, rows, listed)


def for_programs(listed: Sequence[Source]) -> tuple[list[str], list[list[str]]]:
    """Give the list as head and rows of a table with one value in each cell."""
    head = ["source", "title", "language", "held", "passages", "statements"]
    rows = [
        [
            *(source.key, source.title, source.language),
            *("in full" if source.in_full else "cited", str(source.passages)),
            str(source.statements),
        ]
        for source in listed
    ]
    return _with_files(head, rows, listed)


def _noun(source: Source) -> str:
    noun = "sentence" if source.in_full else "place"
    return noun if source.passages == 1 else f"{noun}s"


def _with_files(
    head: list[str], rows: list[list[str]], listed: Sequence[Source]
) -> tuple[list[str], list[list[str]]]:
    """Add the column of files when a folder was named."""
    if not listed or listed[0].file is None:
        return head, rows
    pairs = zip(rows, listed, strict=True)
    return [*head, "file"], [[*row, source.file or ""] for row, source in pairs]


def check_sources(records: Mapping[str, Record], found: Mapping[str, Found]) -> list[Checked]:
    """Compare each document held in full with the file that was found of it."""
    checked = []
    for key, record in records.items():
        document, refused = found[key]
        problems = tuple(wrong_spans(document, record)) if document else ()
        state = "as registered" if document else "not in this folder"
        if problems:
            state = "wrong passages"
        if refused:
            state, problems = "changed", (refused,)
        checked.append(Checked(key, file_of(found[key]), len(record.spans), state, problems))
    return checked


def file_of(found: Found) -> str:
    """Name the file that a folder holds of a document; say if it is refused."""
    if found.document:
        return found.document.path.name
    refused = found.refused and found.refused.place
    return f"{Path(refused.file).name} (changed)" if refused else ""


def _values(store: ox.Store, iri: str, name: str) -> list[str]:
    found = store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(TERMS + name), None)
    return sorted({quad.object.value for quad in found if isinstance(quad.object, ox.Literal)})
