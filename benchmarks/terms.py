"""The terms of the generated graphs, written as N-Triples writes them.

https://www.w3.org/TR/n-triples/: the generator works on the text of terms, so that five million
triples need neither objects nor memory.
"""

from __future__ import annotations

from datetime import date

ONTOLOGY = "https://w3id.org/accordsgraph/ontology#"
BENCHMARK = "https://w3id.org/accordsgraph/benchmark#"
SHAPES = "https://w3id.org/accordsgraph/benchmark/shapes#"
THINGS = "https://w3id.org/accordsgraph/id/"
PREFIXES = {
    "ag": ONTOLOGY,
    "bench": BENCHMARK,
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

Triple = tuple[str, str, str]


def term(name: str) -> str:
    """Write a prefixed name such as ``ag:party`` as an IRI."""
    prefix, _, local = name.partition(":")
    return f"<{PREFIXES[prefix]}{local}>"


def thing(kind: str, key: str) -> str:
    """Name a thing by its kind and key."""
    return f"<{THINGS}{kind}/{key}>"


def text(words: str, language: str = "") -> str:
    """Write a literal; the words hold nothing that N-Triples escapes."""
    return f'"{words}"@{language}' if language else f'"{words}"'


def typed(lexical: str, datatype: str) -> str:
    """Write a literal with a datatype."""
    return f'"{lexical}"^^{term(datatype)}'


def day(when: date) -> str:
    """Write an xsd:date."""
    return typed(when.isoformat(), "xsd:date")


A = term("rdf:type")
LABEL = term("skos:prefLabel")
