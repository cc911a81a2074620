"""Leave out what is inferred but of no use to a reader, https://www.w3.org/TR/owl2-profiles/.

Four classes, the same for both engines: a literal as subject (no RDF); what is true of everything,
as ``x owl:sameAs x``, ``C rdfs:subClassOf C``; ``x a owl:Thing`` and ``C rdfs:subClassOf
owl:Thing``; and schema: triples about a term of the ontology, of RDF, RDFS, OWL or XSD, or about a
class expression. Who says something of a term in the data is told about it.
"""

from __future__ import annotations

from itertools import chain

import numpy as np

from accordsgraph.engine.owl.relations import Numbers, distinct, firsts, seconds
from accordsgraph.engine.owl.rules import NAMESPACES, SAME_AS, THING, TYPE, VOCABULARY
from accordsgraph.engine.owl.terms import Terms

_SUBCLASS = VOCABULARY["rdfs:subClassOf"]
_REFLEXIVE = {
    SAME_AS,
    _SUBCLASS,
    VOCABULARY["owl:equivalentClass"],
    VOCABULARY["rdfs:subPropertyOf"],
    VOCABULARY["owl:equivalentProperty"],
}
_LANGUAGE = tuple(b"<" + NAMESPACES[prefix].encode() for prefix in ("rdf", "rdfs", "owl", "xsd"))

_BLANK, _QUOTE, _IRI = b'_"<'


def without_noise(
    inferred: dict[int, Numbers], terms: Terms, schema: Numbers
) -> dict[int, Numbers]:
    """Give the inferred pairs by predicate that are of use.

    ``schema`` are the terms an ontology speaks of that are no subject of the data.
    """
    names = terms.names
    ours, blank, silent = np.zeros((3, len(names)), np.bool_)
    ours[schema] = True
    halves = (half(pairs) for pairs in inferred.values() for half in (firsts, seconds))
    named = distinct(chain([np.array(list(inferred), np.int64)], halves), len(names))
    first = np.array([names[term][0] for term in named.tolist()], np.uint8)
    blank[named] = first == _BLANK
    silent[named] = first == _QUOTE
    silent |= ours
    iris = named[first == _IRI].tolist()
    silent[[term for term in iris if names[term].startswith(_LANGUAGE)]] = True
    kept = {}
    for predicate, pairs in inferred.items():
        if blank[predicate]:
            continue
        subjects, objects = firsts(pairs), seconds(pairs)
        noise = silent[subjects] | (ours[objects] & blank[objects])
        if predicate in _REFLEXIVE:
            noise |= subjects == objects
        if predicate in (TYPE, _SUBCLASS):
            noise |= objects == THING
        if not noise.all():
            kept[predicate] = pairs[~noise]
    return kept
