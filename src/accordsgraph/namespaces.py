"""Name things: our IRIs and prefixes, and CURIEs to and from IRIs.

Plain strings, so that commands which never build a graph need no RDF library. Terms of the
ontology and the general vocabulary live under :data:`HOME`; a project may give its things and
graphs a base of its own.
"""

from __future__ import annotations

import re
from typing import NamedTuple

HOME = "https://w3id.org/accordsgraph/"
TERMS = HOME + "ontology#"
SHAPES = HOME + "shapes#"
CONTEXT = HOME + "context.jsonld"

EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"
XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
LANG_STRING = RDF + "langString"

STANDARD_PREFIXES = {
    "ag": TERMS,
    "agsh": SHAPES,
    "dcterms": "http://purl.org/dc/terms/",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": RDF,
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": SKOS,
    "wd": "http://www.wikidata.org/entity/",
    "xsd": XSD,
}

THING_CLASSES = {
    "accord": "Accord",
    "act": "LegalAct",
    "attitude": "",
    "commitment": "Commitment",
    "event": "Event",
    "instrument": "Instrument",
    "kind": "",
    "movement": "ArmedMovement",
    "org": "Organization",
    "person": "Person",
    "place": "Place",
    "provision": "Provision",
    "regime": "Regime",
    "source": "SourceDocument",
    "stance": "Stance",
    "state": "State",
    "topic": "",
}
"""Type of a thing (folder name, IRI segment) to the class it has by default; '' = SKOS concept."""

MINTED_TYPES = ("claim", "participation", "passage", "selector")
VOCABULARY_TYPES = (
    "act-kind",
    "fulfilment",
    "modality",
    "nature",
    "role",
    "scheme",
    "status",
)
GRAPHS = (
    "things",
    "record",
    "claims",
    "sources",
    "links",
    "vocabulary",
    "ontology",
    "derived",
    "inferred",
)

KEY = re.compile(r"(?=.{1,100}\Z)[a-z0-9]+(?:-+[a-z0-9]+)*")


class Names(NamedTuple):
    """The names of one project: ``base`` is the IRI its things and graphs begin with."""

    base: str = HOME

    @property
    def prefixes(self) -> dict[str, str]:
        """Give prefix → namespace for every IRI a dataset of the project can hold, sorted."""
        things = {kind: f"{self.base}id/{kind}/" for kind in (*THING_CLASSES, *MINTED_TYPES)}
        general = {kind: f"{HOME}id/{kind}/" for kind in VOCABULARY_TYPES}
        return dict(sorted({**STANDARD_PREFIXES, **things, **general}.items()))

    def thing(self, kind: str, key: str) -> str:
        """Give the IRI of the thing ``kind``/``key``."""
        return f"{HOME if kind in VOCABULARY_TYPES else self.base}id/{kind}/{key}"

    def graph(self, name: str) -> str:
        """Give the IRI of the named graph ``name`` (one of :data:`GRAPHS`)."""
        return f"{self.base}graph/{name}"

    def split(self, iri: str) -> tuple[str, str] | None:
        """Give (type, key) of a thing's IRI, or None when the IRI is none of ours."""
        for base in (self.base, HOME):
            if iri.startswith(base + "id/"):
                kind, _, key = iri[len(base) + 3 :].partition("/")
                return (kind, key) if key else None
        return None

    def curie(self, iri: str) -> str:
        """Shorten an IRI to a CURIE where a prefix fits and Turtle could write the rest."""
        namespaces = ((ns, prefix) for prefix, ns in self.prefixes.items() if iri.startswith(ns))
        namespace, prefix = max(namespaces, default=("", ""), key=lambda pair: len(pair[0]))
        local = iri[len(namespace) :]
        return f"{prefix}:{local}" if prefix and LOCAL_NAME.fullmatch(local) else iri

    def expand(self, text: str) -> str | None:
        """Give the IRI a CURIE, a full IRI or ``<IRI>`` stands for; None when it is neither."""
        if text.startswith("<") and text.endswith(">"):
            return text[1:-1]
        prefix, colon, local = text.partition(":")
        if colon and not local.startswith("//") and prefix in self.prefixes:
            return self.prefixes[prefix] + local
        return text if re.match(r"[a-z][a-z0-9+.-]*://[^\s<>\"{}|\\^`]+$", text) else None


LOCAL_NAME = re.compile(r"[A-Za-z0-9_](?:[\w.-]*[\w-])?", re.ASCII)
