"""Split a document into sentences: a proposal by rule, or the boundaries a reader wrote down.

The proposal is sentencex's (https://github.com/wikimedia/sentencex), made within each paragraph
and mended in two things that texts about accords are full of: footnote marks go back to the
sentence they mark, and ``M. Gorbatchev`` stays whole. No rule is right for every text, so a
reader looks at it before anybody cites it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from accordsgraph.documents import Document, Span, digest
from accordsgraph.errors import MissingExtraError, Place, Problem, SourceError, short, unreadable
from accordsgraph.guards import decode

Stretch = tuple[int, int]
Paragraphs = list[list[Stretch]]

_MARKS = re.compile(r"(?:(?:\[\w{1,3}\]|[⁰¹²³⁴-⁹]+|[*†‡]+|\d{1,3}(?=\s{2}|\s*\Z))\s*)+")
"""Footnote marks. A plain number counts only before two spaces or at the end of its paragraph:
``5  The army`` has a mark, ``5 March`` has none."""
_GOES_ON = re.compile(r"(?<![\w.])[^\W\d_]\.\Z")
"""A full stop after a single letter ends nothing: ``M. Gorbatchev``, ``J. Smith``."""
_JOINT = re.compile(r"(?<=\w{4})[.!?…],")
"""A full stop before a comma, but not in ``etc.,``: where copying has glued two sentences."""


class Sentence(NamedTuple):
    """A sentence of a document: ``p2.s1`` is the first of the second paragraph."""

    locator: str
    start: int
    end: int


def propose(text: str, language: str) -> Paragraphs:
    """Propose the sentences of each paragraph of a text.

    Paragraphs are parted by blank lines; in a text that has none, by line ends.

    Raises:
        MissingExtraError: sentencex is not installed.

    """
    try:
        from sentencex import get_sentence_boundaries
    except ImportError as error:
        raise MissingExtraError("proposing sentences", "sources") from error
    main = language.partition("-")[0].lower()

    def split(start: int, end: int) -> list[Stretch]:
        found = get_sentence_boundaries(main, text[start:end])
        pieces = [(start + b["start_index"], start + b["end_index"]) for b in found]
        return _mended(text, pieces)

    return [sentences for stretch in _paragraphs(text) if (sentences := split(*stretch))]


def read_breaks(path: Path, document: Document) -> Paragraphs:
    """Find the sentences that a file gives, one in each line, with a blank line after a paragraph.

    Only spaces and line ends may differ from the document; what no line has is left out.

    Raises:
        SourceError: the file cannot be read, or lines are not in the document in this order; all
            of them at once.

    """
    try:
        lines = decode(path.read_bytes(), path).splitlines()
    except OSError as error:
        raise unreadable(path, error) from error
    paragraphs: Paragraphs = [[]]
    problems = []
    position = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            paragraphs.append([])
            continue
        words = r"\s+".join(map(re.escape, line.split()))
        found = re.compile(words).search(document.text, position)
        if found:
            paragraphs[-1].append(found.span())
            position = found.end()
        else:
            fix = f"write each sentence as it stands in {document.path.name}, in the same order"
            message = f"this is not in the document after the line before: “{short(line.strip())}”"
            problems.append(Problem("break", message, Place(str(path), number), fix))
    if problems:
        raise SourceError(problems)
    return [sentences for sentences in paragraphs if sentences]


def numbered(paragraphs: Paragraphs) -> Iterator[Sentence]:
    """Give each sentence its locator."""
    for p, sentences in enumerate(paragraphs, 1):
        for s, (start, end) in enumerate(sentences, 1):
            yield Sentence(f"p{p}.s{s}", start, end)


def spans(text: str, sentences: Iterable[Sentence]) -> dict[str, Span]:
    """Give what is kept of the sentences of a text: locators, offsets, digests."""
    return {locator: Span(start, end, digest(text[start:end])) for locator, start, end in sentences}


def as_lines(text: str, paragraphs: Paragraphs) -> str:
    """Write sentences in the form :func:`read_breaks` reads, for a person to correct."""
    return "\n".join(
        "".join(f"{' '.join(text[start:end].split())}\n" for start, end in sentences)
        for sentences in paragraphs
    )


def doubts(text: str, paragraphs: Paragraphs) -> list[str]:
    """Say which sentences should be looked at, and what of the text is in none."""
    said = []
    position = 0
    for locator, start, end in numbered(paragraphs):
        if left := " ".join(re.findall(r"\w+", text[position:start])):
            said.append(f"in no sentence, before {locator}: “{short(left)}”")
        position = end
        for joint in _JOINT.finditer(text, start, end):
            there = " ".join(text[max(start, joint.start() - 20) : joint.end() + 20].split())
            said.append(f"{locator} may be two sentences: “…{there}…”")
    if left := " ".join(re.findall(r"\w+", text[position:])):
        said.append(f"in no sentence, at the end: “{short(left)}”")
    return said


def _paragraphs(text: str) -> Iterator[Stretch]:
    """Give the stretch of each paragraph, without the spaces around it."""
    end_of_line = r"(?>\r\n|\r|\n)"
    blank = rf"{end_of_line}[ \t\f\v]*{end_of_line}"
    separator = blank if re.search(blank, text.strip()) else end_of_line
    start = 0
    for found in re.finditer(rf"{separator}|\Z", text):
        yield _stripped(text, start, found.start())
        start = found.end()


def _mended(text: str, pieces: Iterable[Stretch]) -> list[Stretch]:
    """Give marks back to the sentence they mark, and join what no sentence ends between."""
    sentences: list[Stretch] = []
    for start, end in pieces:
        if sentences and (marks := _MARKS.match(text, start, end)):
            sentences[-1] = _stripped(text, sentences[-1][0], marks.end())
            start = marks.end()
        first, last = _stripped(text, start, end)
        if first == last:
            continue
        if sentences and (text[first].islower() or _GOES_ON.search(text, *sentences[-1])):
            sentences[-1] = (sentences[-1][0], last)
        else:
            sentences.append((first, last))
    return sentences


def _stripped(text: str, start: int, end: int) -> Stretch:
    inside = text[start:end]
    kept = inside.strip("\ufeff \t\r\n\f\v\u00a0\u2028\u2029")
    first = start + inside.find(kept)
    return first, first + len(kept)
