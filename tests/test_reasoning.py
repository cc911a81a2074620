"""The reasoner keeps what a reader can use, and names the triples of a contradiction."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from rdflib import OWL, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from accordsgraph.dataset import oxigraph
from accordsgraph.engine import Engine
from accordsgraph.engine.owl.noise import without_noise
from accordsgraph.engine.owl.relations import pack
from accordsgraph.engine.owl.terms import Terms
from accordsgraph.formats import RDF_FORMATS
from accordsgraph.reasoning import Closure, close
from accordsgraph.syntax import parse_rdf

X = "https://example.org/"
PREFIXES = f"""
@prefix x: <{X}> .
@prefix owl: <{OWL}> .
@prefix rdfs: <{RDFS}> .
"""
ROLES = """
x:Signature rdfs:subClassOf [ a owl:Restriction ; owl:onProperty x:role ; owl:hasValue x:signs ] .
x:hasSignature rdfs:subPropertyOf x:hasPart ; rdfs:range x:Signature .
x:signatory rdfs:subPropertyOf x:involves ;
    owl:propertyChainAxiom ( x:hasSignature x:participant ) .
x:hasPart a owl:TransitiveProperty ; owl:inverseOf x:partOf .
x:Accord rdfs:subClassOf x:Object .
"""


def graph(turtle: str) -> Graph:
    data = (PREFIXES + turtle).encode()
    return parse_rdf(data, RDF_FORMATS["turtle"], Path("g.ttl")).graph()


def closure(ontology: str, data: str, engine: Engine = "fast") -> Closure:
    return close(graph(data), graph(ontology), engine)


def short(triple: tuple[Node, Node, Node]) -> tuple[str, str, str]:
    subject, predicate, value = (
        "a" if node == RDF.type else str(node).removeprefix(X) for node in triple
    )
    return subject, predicate, value


# what follows


def test_roles_classes_and_parts_follow_and_nothing_else() -> None:
    found = closure(ROLES, "x:g a x:Accord ; x:hasSignature x:s . x:s x:participant x:su .")
    assert [
        ("g", "a", "Object"),
        ("g", "hasPart", "s"),
        ("g", "involves", "su"),
        ("g", "signatory", "su"),
        ("s", "a", "Signature"),
        ("s", "partOf", "g"),
        ("s", "role", "signs"),
    ] == sorted(map(short, found.inferred))
    assert () == found.inconsistencies


def test_what_is_asserted_is_not_inferred_again() -> None:
    found = closure("x:A rdfs:subClassOf x:B .", "x:i a x:A , x:B .")
    assert [] == list(found.inferred)


def test_from_data_without_an_ontology_nothing_follows() -> None:
    assert [] == list(closure("", 'x:i x:p x:j , "text"@en , 3 , [ x:p 4 ] .').inferred)


def test_neither_graph_is_changed() -> None:
    data = graph("x:g x:hasSignature x:s . x:s x:participant x:su .")
    ontology = graph(ROLES)
    before = set(data), set(ontology)
    close(data, ontology)
    assert before == (set(data), set(ontology))


def test_two_values_of_a_functional_property_are_the_same() -> None:
    found = closure("x:p a owl:FunctionalProperty .", "x:i x:p x:j , x:k .")
    same = str(OWL.sameAs)
    assert [("j", same, "k"), ("k", same, "j")] == sorted(map(short, found.inferred))


def test_a_thing_of_the_data_that_the_ontology_names_keeps_its_inferences() -> None:
    ontology = "x:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty x:p ; owl:hasValue x:v ] ."
    found = closure(ontology + "x:p rdfs:range x:V .", "x:i a x:A . x:v a x:W .")
    assert ("v", "a", "V") in map(short, found.inferred)


# noise

EXPRESSION = BNode()
SCHEMA: set[Node] = {URIRef(X + "Class"), EXPRESSION}
THING, OTHER = URIRef(X + "thing"), URIRef(X + "other")


@pytest.mark.parametrize(
    ("triple", "noise"),
    [
        ((Literal("text"), RDF.type, XSD.string), True),
        ((THING, OWL.sameAs, THING), True),
        ((THING, OWL.sameAs, OTHER), False),
        ((THING, RDF.type, OWL.Thing), True),
        ((THING, RDF.type, OTHER), False),
        ((URIRef(X + "Class"), RDFS.subClassOf, OTHER), True),
        ((THING, RDFS.subClassOf, THING), True),
        ((THING, RDFS.subClassOf, OWL.Thing), True),
        ((THING, SKOS.related, OWL.Thing), False),
        ((THING, SKOS.related, THING), False),
        ((EXPRESSION, RDF.type, OTHER), True),
        ((BNode(), RDF.type, OTHER), False),
        ((OWL.Nothing, RDF.type, OWL.Class), True),
        ((RDF.type, RDF.type, RDF.Property), True),
        ((RDFS.label, RDF.type, OWL.AnnotationProperty), True),
        ((XSD.integer, RDF.type, RDFS.Datatype), True),
        ((SKOS.Concept, RDFS.label, OTHER), False),
        ((THING, RDF.type, EXPRESSION), True),
        ((THING, RDF.type, BNode()), False),
        ((THING, EXPRESSION, OTHER), True),
        ((THING, URIRef(X + "p"), Literal("text")), False),
    ],
)
def test_noise_is_told_from_what_a_reader_can_use(
    triple: tuple[Node, Node, Node], noise: bool
) -> None:
    terms = Terms()
    subject, predicate, value = (terms[str(oxigraph(node)).encode()] for node in triple)
    schema = np.array([terms[str(oxigraph(node)).encode()] for node in SCHEMA])
    kept = without_noise({predicate: pack(np.array([subject]), value)}, terms, schema)
    assert kept.keys() == (set() if noise else {predicate})


def test_no_class_expression_term_or_datatype_is_inferred_about() -> None:
    found = closure(ROLES, "x:g a x:Accord ; x:hasSignature x:s . x:s x:participant x:su ; x:n 3 .")
    assert {"g", "s"} == {short(triple)[0] for triple in found.inferred}


# contradictions


@pytest.mark.parametrize(
    ("ontology", "data", "triples"),
    [
        (
            "x:A owl:disjointWith x:B .",
            "x:i a x:A , x:B . x:j a x:A .",
            {("i", "a", "A"), ("i", "a", "B")},
        ),
        (
            "[] a owl:AllDisjointClasses ; owl:members ( x:A x:B x:C ) . x:D rdfs:subClassOf x:C .",
            "x:i a x:A , x:D .",
            {("i", "a", "A"), ("i", "a", "C")},
        ),
        (
            "x:p a owl:AsymmetricProperty .",
            "x:i x:p x:j . x:j x:p x:i . x:i x:p x:k .",
            {("i", "p", "j"), ("j", "p", "i")},
        ),
        (
            "x:p a owl:IrreflexiveProperty .",
            "x:i x:p x:i , x:j .",
            {("i", "p", "i")},
        ),
        (
            "x:p owl:propertyDisjointWith x:q .",
            "x:i x:p x:j ; x:q x:j .",
            {("i", "p", "j"), ("i", "q", "j")},
        ),
    ],
)
def test_a_contradiction_names_the_triples_it_is_made_of(
    ontology: str, data: str, triples: set[tuple[str, str, str]]
) -> None:
    for engine in ("fast", "reference"):
        check_contradiction(closure(ontology, data, engine), triples)


def check_contradiction(found: Closure, triples: set[tuple[str, str, str]]) -> None:
    assert found.inconsistencies
    for inconsistency in found.inconsistencies:
        assert triples == set(map(short, inconsistency.triples))
        assert list(inconsistency.triples) == sorted(inconsistency.triples)
    messages = [inconsistency.message for inconsistency in found.inconsistencies]
    assert sorted(set(messages)) == messages
    assert not [triple for triple in map(short, found.inferred) if "error" in triple[1]]


def test_a_contradiction_that_names_no_triple_keeps_its_words() -> None:
    found = closure(
        "x:p a owl:FunctionalProperty .",
        "x:i x:p x:j , x:k . x:j owl:differentFrom x:k .",
        "reference",
    )
    assert found.inconsistencies
    assert all(X + "j" in i.message or X + "k" in i.message for i in found.inconsistencies)


def test_an_iri_at_the_end_of_a_sentence_is_found_without_the_full_stop() -> None:
    ontology = f"<{X}a.b> a owl:IrreflexiveProperty ."
    (found,) = closure(ontology, f"x:i <{X}a.b> x:i .", "reference").inconsistencies
    assert [("i", "a.b", "i")] == list(map(short, found.triples))
