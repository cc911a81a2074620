"""Quote a passage from a document that a reader holds: the dataset has its place, never its words.

A file is a document of the dataset when its bytes have the recorded digest, whatever its name.
Offsets and digests are read from the built dataset (``oa:hasSelector``, ``ag:sha256``), so that a
dataset alone, without its tables, can be quoted from.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from accordsgraph.documents import Document, Span, check_document, stands
from accordsgraph.errors import Place, Problem, SourceError, shown
from accordsgraph.evidence import Passage
from accordsgraph.guards import decode
from accordsgraph.namespaces import STANDARD_PREFIXES, TERMS

OA = STANDARD_PREFIXES["oa"]
CONTEXT = 6
"""Words shown on each side of a passage."""
_REACH = 50 * CONTEXT
"""Characters searched for these words on each side."""
LARGEST = 64 * 2**20
"""Bytes of a file that is looked at: no text is larger, and a folder may hold films."""
TELLING = 40
"""Characters of a passage that no two documents have at the same place by chance."""


class Record(NamedTuple):
    """What the dataset knows of a document held in full."""

    key: str
    sha256: str
    language: str
    spans: Mapping[str, Span]


class Quotation(NamedTuple):
    """The words of a passage, with a few before and after; all on one line.

    ``before`` and ``after`` are the prefix and suffix of
    https://www.w3.org/TR/annotation-model/#text-quote-selector: they keep the space that parts
    them from the words. They have an ellipsis where the document goes on and are empty where it
    begins or ends. ``start`` and ``end`` are the offsets of the passage in characters.
    """

    passage: Passage
    words: str
    before: str
    after: str
    language: str
    start: int
    end: int

    def in_context(self) -> str:
        """Write the words between quotation marks, with those around them outside."""
        return f"{self.before}“{self.words}”{self.after}".strip()


class Found(NamedTuple):
    """What a folder holds of a document: the document, or a file that is refused, or neither."""

    document: Document | None = None
    refused: Problem | None = None


class Quotes:
    """Quotes passages from the documents in a folder; without a folder it only says where they are.

    Raises:
        SourceError: the folder cannot be read, or a file in it is a changed document.

    """

    def __init__(self, store: ox.Store, folder: Path | None = None) -> None:
        self._store = store
        self.documents: dict[str, Document] = {}
        if folder is not None:
            found = search(folder, self.records)
            if refused := [one.refused for one in found.values() if one.refused]:
                raise SourceError(refused)
            self.documents = {key: one.document for key, one in found.items() if one.document}

    @cached_property
    def records(self) -> dict[str, Record]:
        """What the dataset knows of each document held in full, by the key of the source."""
        return read_records(self._store)

    def quote(self, passage: Passage) -> Quotation | None:
        """Give the words of a passage; None when its document is not in the folder.

        Raises:
            SourceError: the offsets recorded for the passage are not those of its words.

        """
        document = self.documents.get(passage.source)
        span = self._span(passage)
        if document is None or span is None:
            return None
        if not stands(document.text, span):
            raise SourceError(wrong_spans(document, self.records[passage.source]))
        before, words, after = _around(document.text, span)
        language = self.records[passage.source].language
        return Quotation(passage, words, before, after, language, span.start, span.end)

    def place(self, passage: Passage) -> str:
        """Say where a passage is: ``fr-article p1.s2, characters 288 to 908``."""
        span = self._span(passage)
        offsets = f", characters {span.start} to {span.end}" if span else ""
        return f"{passage.source} {passage.locator}{offsets}"

    def say(self, passage: Passage) -> str:
        """Say where a passage is and, when its document is in the folder, quote it in context."""
        quotation = self.quote(passage)
        if quotation is None:
            return self.place(passage)
        return f"{passage.source} {passage.locator}: {quotation.in_context()}"

    def _span(self, passage: Passage) -> Span | None:
        record = self.records.get(passage.source)
        return record.spans.get(passage.locator) if record else None


def read_records(store: ox.Store) -> dict[str, Record]:
    """Read digests and offsets of the documents held in full, by key, in the order of keys."""
    spans: dict[str, dict[str, Span]] = {}
    for quad in store.quads_for_pattern(None, ox.NamedNode(OA + "hasSelector"), None):
        passage, selector = str(quad.subject.value), str(quad.object.value)  # type: ignore[union-attr]
        (start,) = _values(store, selector, OA + "start")
        (end,) = _values(store, selector, OA + "end")
        (locator,) = _values(store, passage, TERMS + "locator")
        (sha256,) = _values(store, passage, TERMS + "sha256")
        (source,) = _values(store, passage, TERMS + "inDocument")
        spans.setdefault(source, {})[locator] = Span(int(start), int(end), sha256)
    records = {}
    for source, unsorted in sorted(spans.items()):
        (sha256,) = _values(store, source, TERMS + "sha256")
        language = next(iter(_values(store, source, TERMS + "language")), "")
        in_order = dict(sorted(unsorted.items(), key=lambda item: item[1].start))
        key = source.rpartition("/")[2]
        records[key] = Record(key, sha256, language, in_order)
    return records


def _values(store: ox.Store, node: str, name: str) -> list[str]:
    found = store.quads_for_pattern(ox.NamedNode(node), ox.NamedNode(name), None)
    return sorted({quad.object.value for quad in found if not isinstance(quad.object, ox.Triple)})


def search(folder: Path, records: Mapping[str, Record]) -> dict[str, Found]:
    """Look for the documents in the files of a folder, subfolders not included.

    A file is a changed document, and refused, when it has the document's key for a name, or when
    a passage of it stands where it stood.

    Raises:
        SourceError: the folder cannot be read, or a document in it is no text in UTF-8.

    """
    found: dict[str, Found] = {}
    others = []
    for path in _files(folder, records):
        document = _read(path)
        keys = [key for key, r in records.items() if document and document.sha256 == r.sha256]
        if document and keys:
            decode(document.data, path)  # the digest of what is no text may have been recorded
            found.update({key: Found(document) for key in keys if key not in found})
        else:
            others.append(path)
        if len(found) == len(records):
            break
    missing = [record for key, record in records.items() if key not in found]
    for path in others if missing else ():
        document = _read(path)
        for record in missing:
            refused = _refuse(document, record) if document else None
            if refused and record.key not in found:
                found[record.key] = Found(refused=refused)
    return {key: found.get(key, Found()) for key in records}


def wrong_spans(document: Document, record: Record) -> list[Problem]:
    """Give a problem for each passage whose recorded digest is not that of its words."""
    place = Place(str(document.path))
    fix = f"correct the row in data/sources/{record.key}.csv"
    wrong = check_document(document.data, record.sha256, record.spans)
    return [Problem("passage-digest", f"{record.key}: {words}", place, fix) for words in wrong]


def _files(folder: Path, records: Iterable[str]) -> list[Path]:
    """List the files that may be documents, those named like one first."""
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        message = f"this folder cannot be read: {error.strerror or error}"
        fix = "name the folder that holds the documents"
        raise SourceError(Problem("sources-folder", message, Place(str(folder)), fix)) from error
    keys = set(records)
    paths.sort(key=lambda path: path.stem not in keys)
    return [path for path in paths if path.is_file()]


def _read(path: Path) -> Document | None:
    try:
        return Document(path, path.read_bytes()) if path.stat().st_size <= LARGEST else None
    except OSError:  # a file of somebody else's, or a link to nowhere: not a document of ours
        return None


def _refuse(document: Document, record: Record) -> Problem | None:
    """Say that a file is a changed document; None when it is not that document at all."""
    path = document.path
    named = path.stem == record.key and path.suffix.lower() in ("", ".txt")
    try:
        text = document.text
    except UnicodeDecodeError:
        return _changed(path, record, "it is no longer text in UTF-8") if named else None
    changed = [locator for locator, span in record.spans.items() if not stands(text, span)]
    kept = (span for locator, span in record.spans.items() if locator not in changed)
    if not named and all(span.end - span.start < TELLING for span in kept):
        return None
    where = f"it differs from {changed[0]} on" if changed else "it differs outside its passages"
    return _changed(path, record, where)


def _changed(path: Path, record: Record, where: str) -> Problem:
    words = ["accordsgraph", "sources", "add", shown(str(path)), "--key", record.key]
    again = shlex.join([*words, "--lang", record.language or "en", "--replace"])
    fix = (
        f"put back the file whose sha-256 digest is {record.sha256[:12]}…, or take this one away; "
        f"to cite it as it is now: {again}"
    )
    message = f'this is not "{record.key}" as it was registered: {where}'
    return Problem("source-changed", message, Place(str(path)), fix)


def _around(text: str, span: Span) -> tuple[str, str, str]:
    """Give the words of a passage between a few words before and a few after, each on one line."""
    first, last = max(0, span.start - _REACH), span.end + _REACH
    before, after = text[first : span.start], text[span.end : last]
    words_before, words_after = before.split(), after.split()
    if first:
        words_before = words_before[1:]  # what stands at the edge may be half a word
    if last < len(text):
        words_after = words_after[:-1]
    more_before = first > 0 or len(words_before) > CONTEXT
    more_after = last < len(text) or len(words_after) > CONTEXT
    return (
        " ".join(["…"] * more_before + words_before[-CONTEXT:]) + _space(before[-1:]),
        " ".join(text[span.start : span.end].split()),
        _space(after[:1]) + " ".join(words_after[:CONTEXT] + ["…"] * more_after),
    )


def _space(letter: str) -> str:
    return " " if letter.isspace() else ""
