"""Know documents held in full: their bytes, their text, and where their sentences lie.

Only digests and offsets are kept of a document, never its words. Offsets count characters of the
decoded text from 0, as in https://www.w3.org/TR/annotation-model/#text-position-selector; nothing
is changed before counting, neither the ends of lines nor a byte order mark.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from accordsgraph.errors import Place, unreadable
from accordsgraph.guards import decode


@dataclass(frozen=True)
class Span:
    """Where a passage lies in its document, and the digest of its words."""

    start: int
    end: int
    sha256: str
    place: Place | None = None


@dataclass(frozen=True)
class Document:
    """A document as it lies in a file."""

    path: Path
    data: bytes

    @cached_property
    def text(self) -> str:
        """Its text, with every character that offsets count."""
        return self.data.decode()

    @cached_property
    def sha256(self) -> str:
        """The digest of its bytes."""
        return hashlib.sha256(self.data).hexdigest()


def read_document(path: Path) -> Document:
    """Read a document whose passages are to be known.

    Raises:
        SourceError: the file cannot be read, is empty or is not text in UTF-8.

    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error
    decode(data, path)
    return Document(path, data)


def digest(words: str) -> str:
    """Give the digest of the words of a passage."""
    return hashlib.sha256(words.encode()).hexdigest()


def stands(text: str, span: Span) -> bool:
    """Tell whether the words of a passage stand where they stood."""
    return digest(text[span.start : span.end]) == span.sha256


def check_document(data: bytes, document_sha256: str, spans: Mapping[str, Span]) -> list[str]:
    """Compare a document with its recorded digests; give what differs, in words.

    The bytes are compared first; a passage is named only when it is the one that changed.
    """
    if hashlib.sha256(data).hexdigest() == document_sha256:
        text = data.decode()
        return [
            f"the digest recorded for {locator} is not that of its words"
            for locator, span in spans.items()
            if not stands(text, span)
        ]
    return ["the document is not the one whose digest was recorded"]
