"""Find what a person means: a thing, a property or a value of a built dataset, by any name."""

from __future__ import annotations

import pyoxigraph as ox

from accordsgraph.asking import find_things, fold, suggestions
from accordsgraph.errors import Problem, QueryError, nearest
from accordsgraph.evidence import Evidence, Term
from accordsgraph.namespaces import RDF, SKOS, TERMS, Names

_LABELS = (SKOS + "prefLabel", "http://www.w3.org/2000/01/rdf-schema#label")
_PROPERTIES = ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")


def find_thing(store: ox.Store, text: str, names: Names) -> ox.NamedNode:
    """Give the one thing a key, CURIE, IRI or label names.

    Raises:
        QueryError: it names nothing, or several things.

    """
    found = find_things(store, text, names)
    if len(found) == 1:
        return found[0]
    if found:
        choices = " or ".join(names.curie(thing.value) for thing in found)
        message = f'"{text}" can mean several things'
        raise QueryError(Problem("thing-ambiguous", message, None, f"write {choices}"))
    near = suggestions(store, text, names)
    fix = f"did you mean {' or '.join(near)}?" if near else "accordsgraph query names-in-languages"
    raise QueryError(Problem("thing-unknown", f'nothing here is called "{text}"', None, fix))


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


def find_value(evidence: Evidence, text: str, names: Names) -> Term:
    """Give the thing a text names, else the literal that is written so, else a plain text.

    Raises:
        QueryError: it names several things.

    """
    things = find_things(evidence.store, text, names)
    if things:
        return find_thing(evidence.store, text, names)
    for claim in evidence.claims:
        if isinstance(claim.object, ox.Literal) and text in (
            claim.object.value,
            f"{claim.object.value}@{claim.object.language}",
        ):
            return claim.object
    return _literal(evidence.store, text)


def _used(store: ox.Store, iri: str | None) -> ox.NamedNode | None:
    """Give a property that is used though no ontology declares it."""
    node = ox.NamedNode(iri) if iri else None
    return node if node and next(store.quads_for_pattern(None, node, None), None) else None


def _literal(store: ox.Store, text: str) -> ox.Literal:
    for quad in store:
        if isinstance(quad.object, ox.Literal) and quad.object.value == text:
            return quad.object
    return ox.Literal(text)
