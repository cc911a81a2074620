"""Know the formats: one registry of name, media type and file endings.

RDF formats are read and written; result formats are written only. The web part and the command
line take their choices from here.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from accordsgraph.errors import Place, Problem, SourceError


class Format(NamedTuple):
    """A concrete syntax: ``quads`` tells whether it can hold named graphs."""

    name: str
    media_type: str
    endings: tuple[str, ...]
    quads: bool = False


RDF_FORMATS = {
    fmt.name: fmt
    for fmt in (
        Format("turtle", "text/turtle", (".ttl",)),
        Format("json-ld", "application/ld+json", (".jsonld", ".json"), quads=True),
        Format("n-triples", "application/n-triples", (".nt",)),
        Format("n-quads", "application/n-quads", (".nq",), quads=True),
        Format("trig", "application/trig", (".trig",), quads=True),
        Format("rdf-xml", "application/rdf+xml", (".rdf", ".owl", ".xml")),
    )
}

RESULT_FORMATS = {
    fmt.name: fmt
    for fmt in (
        Format("table", "text/plain", (".txt",)),
        Format("csv", "text/csv", (".csv",)),
        Format("tsv", "text/tab-separated-values", (".tsv",)),
        Format("json", "application/sparql-results+json", (".srj",)),
        Format("xml", "application/sparql-results+xml", (".srx",)),
        Format("markdown", "text/markdown", (".md",)),
        Format("turtle", "text/turtle", (".ttl",)),
        Format("json-ld", "application/ld+json", (".jsonld",), quads=True),
    )
}


def rdf_format_of(path: Path) -> Format:
    """Give the RDF format a file's ending stands for; SourceError when it stands for none."""
    for fmt in RDF_FORMATS.values():
        if path.suffix.lower() in fmt.endings:
            return fmt
    endings = ", ".join(ending for fmt in RDF_FORMATS.values() for ending in fmt.endings)
    raise SourceError(
        Problem(
            "file-ending",
            f"the ending {path.suffix or '(none)'} stands for no RDF format",
            Place(str(path)),
            f"name the file with one of {endings}",
        )
    )
