"""Find what a person means: a thing, a property or a value of a built dataset, by any name."""

from __future__ import annotations

import pyoxigraph as ox

from accordsgraph.asking import find_things, fold
from accordsgraph.entities import find_entity
from accordsgraph.errors import Problem, QueryError, nearest
from accordsgraph.evidence import Evidence, Term
from accordsgraph.namespaces import RDF, SKOS, TERMS, Names

_LABELS = (SKOS + "prefLabel", "http://www.w3.org/2000/01/rdf-schema#label")
_PROPERTIES = ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")


def find_thing(store: ox.Store, text: str, names: Names) -> ox.NamedNode:
    """Give the one thing a text names: exactly, be it no entity of its own, else as people do.

    Raises:
        QueryError: it names nothing, or several things.

    """
    exact = find_things(store, text, names)
    return exact[0] if len(exact) == 1 else find_entity(store, text, names)


def find_property(store: ox.Store, text: str, names: Names) -> ox.NamedNode:
    """Give the property a name, CURIE, IRI or label names.

    Raises:
        QueryError: it names none.

    """
    if text in ("a", "type", "is a"):
        return ox.NamedNode(RDF + "type")
    known: dict[str, ox.NamedNode] = {}
    for kind in _PROPERTIES:
        cls = ox.NamedNode(f"http://www.w3.org/2002/07/owl#{kind}")
        for quad in store.quads_for_pattern(None, ox.NamedNode(RDF + "type"), cls):
            node = quad.subject
            if isinstance(node, ox.NamedNode):
                known[node.value] = known[names.curie(node.value)] = node
                known[fold(node.value.removeprefix(TERMS))] = node
                for label in _LABELS:
                    for said in store.quads_for_pattern(node, ox.NamedNode(label), None):
                        if isinstance(said.object, ox.Literal):
                            known.setdefault(fold(said.object.value), node)
    found = known.get(text) or known.get(fold(text)) or _used(store, names.expand(text))
    if found:
        return found
    near = nearest(fold(text), [name for name in known if ":" not in name])
    fix = f"did you mean {' or '.join(near)}?" if near else "see docs/vocabulary.md"
    raise QueryError(Problem("property-unknown", f'there is no property "{text}"', None, fix))


def find_value(evidence: Evidence, prop: ox.NamedNode, text: str, names: Names) -> Term:
    """Give the thing a text names, or the literal that is written so, as the property wants.

    Raises:
        QueryError: it names nothing, or several things.

    """
    said = [claim.object for claim in evidence.claims if claim.predicate == prop.value]
    literals = [value for value in said if isinstance(value, ox.Literal)]
    exact = [
        value for value in literals if text in (value.value, f"{value.value}@{value.language}")
    ]
    if exact:
        return exact[0]
    if literals:
        return ox.Literal(text)
    used = evidence.store.quads_for_pattern(None, prop, None)
    for quad in used:
        if isinstance(quad.object, ox.Literal) and quad.object.value == text:
            return quad.object
    return find_thing(evidence.store, text, names)


def _used(store: ox.Store, iri: str | None) -> ox.NamedNode | None:
    """Give a property that is used though no ontology declares it."""
    node = ox.NamedNode(iri) if iri else None
    return node if node and next(store.quads_for_pattern(None, node, None), None) else None
