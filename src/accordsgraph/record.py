"""Write the record and the claims: what the graph says itself, and who says what.

The record holds the statements that are accepted or editorial; a role becomes a participation
node, from which the reasoner infers the direct role. Every statement, whatever its status, becomes
one claim with its passages (``ontology`` calls it ``ag:Claim``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import permutations

from rdflib import RDF, SKOS, Literal, URIRef

from accordsgraph.namespaces import LANG_STRING, XSD, Names
from accordsgraph.statements import Statement, participation
from accordsgraph.terms import AG
from accordsgraph.values import Value


def record_triples(statement: Statement, names: Names) -> Iterator[Value]:
    """Give the triples of a statement that stand in the record; none if it is only claimed."""
    if not statement.in_record:
        return
    role = statement.predicate.role
    if role is None or not isinstance(statement.object, URIRef):
        yield statement.subject, statement.predicate.iri, statement.object
        return
    node = participation(names, statement.subject, role.concept, statement.object)
    yield statement.subject, role.link, node
    yield node, RDF.type, AG.Participation
    yield node, AG.participant, statement.object


def claim_iri(statement: Statement, names: Names) -> URIRef:
    """Give the IRI of the claim of a statement: readable, and one per proposition."""
    kind, key = names.split(str(statement.subject)) or ("", "")
    if isinstance(statement.object, Literal):
        value = hashlib.sha256(_n_triples(statement.object).encode()).hexdigest()[:10]
    else:
        value = (names.split(str(statement.object)) or ("", ""))[1]
    return URIRef(names.thing("claim", f"{kind}-{key}--{statement.predicate.name}--{value}"))


def claim_triples(statement: Statement, names: Names) -> Iterator[Value]:
    """Give the triples that describe the claim of a statement."""
    claim = claim_iri(statement, names)
    yield claim, RDF.type, AG.Claim
    yield claim, RDF.subject, statement.subject
    yield claim, RDF.predicate, statement.predicate.iri
    yield claim, RDF.object, statement.object
    yield claim, AG.status, URIRef(names.thing("status", statement.status))
    for passage in statement.passages:
        yield claim, AG.supportedBy, URIRef(names.thing("passage", passage.key))
    for passage in statement.against:
        yield claim, AG.disputedBy, URIRef(names.thing("passage", passage.key))
    for nature in statement.natures:
        yield claim, AG.nature, URIRef(names.thing("nature", nature))
    if statement.attributed:
        yield claim, AG.attributedTo, statement.attributed
    if statement.note:
        yield claim, SKOS.note, Literal(statement.note, lang="en")


def conflict_triples(statements: Iterable[Statement], names: Names) -> Iterator[Value]:
    """Say, both ways, which claims cannot both be right: those whose rows share a word."""
    words: dict[str, list[URIRef]] = {}
    for statement in statements:
        for word in statement.conflicts:
            words.setdefault(word, []).append(claim_iri(statement, names))
    for claims in words.values():
        for claim, other in permutations(claims, 2):
            yield claim, AG.conflictsWith, other


def _n_triples(value: Literal) -> str:
    """Write a literal as N-Triples does, https://www.w3.org/TR/n-triples/#canonical-ntriples."""
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    text = text.replace("\n", "\\n").replace("\r", "\\r")
    if value.language:
        return f'"{text}"@{value.language}'
    datatype = str(value.datatype or XSD + "string")
    return f'"{text}"' if datatype in (XSD + "string", LANG_STRING) else f'"{text}"^^<{datatype}>'
