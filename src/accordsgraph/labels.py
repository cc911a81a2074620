"""Call things by their names: the label of an IRI in a language, from a loaded store."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyoxigraph as ox

from accordsgraph.namespaces import RDF, SKOS, Names

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_PROPERTIES = (
    ox.NamedNode(SKOS + "prefLabel"),
    ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label"),
)


@dataclass
class Labels:
    """Labels of one store, looked up once each."""

    store: ox.Store
    names: Names
    language: str = "en"
    _known: dict[str, str] = field(default_factory=dict, repr=False)

    def label(self, iri: str) -> str:
        """Give the label in the wanted language, else in English, else any; '' if there is none."""
        if iri not in self._known:
            self._known[iri] = self._look_up(ox.NamedNode(iri))
        return self._known[iri]

    def shown(self, term: Term | None) -> str:
        """Write a term for people: the label of a thing, else its CURIE, the text of a literal."""
        if term is None:
            return ""
        if isinstance(term, ox.NamedNode):
            return self.label(term.value) or self.names.curie(term.value)
        if isinstance(term, ox.Literal) and term.language not in (None, self.language):
            return f"{term.value} @{term.language}"
        return term.value if isinstance(term, ox.Literal) else str(term)

    def key(self, term: Term | None) -> tuple[str, str] | None:
        """Give label and CURIE of a thing that has a label."""
        if isinstance(term, ox.NamedNode) and self.label(term.value):
            return self.label(term.value), self.names.curie(term.value)
        return None

    def _look_up(self, node: ox.NamedNode) -> str:
        found: dict[str, str] = {}
        for label_property in _PROPERTIES:
            for quad in self.store.quads_for_pattern(node, label_property, None):
                if isinstance(quad.object, ox.Literal):
                    found.setdefault(quad.object.language or "", quad.object.value)
        for language in (self.language, "en", *sorted(found)):
            if language in found:
                return found[language]
        return "type" if node.value == RDF + "type" else ""
