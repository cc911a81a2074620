"""The ontology, its vocabulary, alignments and JSON-LD context fit together."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from conftest import ROOT
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef

from accordsgraph.namespaces import HOME, TERMS, THING_CLASSES, VOCABULARY_TYPES
from accordsgraph.reasoning import close
from accordsgraph.syntax import empty_graph, read_rdf
from accordsgraph.terms import AG, read_terms

FOLDER = ROOT / "ontology"
LANGUAGES = {"en", "fr", "tr"}


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return read_rdf(FOLDER / "accords.ttl").graph()


@pytest.fixture(scope="module")
def vocabulary() -> Graph:
    return read_rdf(FOLDER / "vocabulary.ttl").graph()


def ours(graph: Graph, *kinds: URIRef) -> set[URIRef]:
    found = {node for kind in kinds for node in graph.subjects(RDF.type, kind)}
    return {node for node in found if isinstance(node, URIRef) and node.startswith(TERMS)}


def languages(graph: Graph, node: URIRef, label: URIRef) -> set[str]:
    return {o.language or "" for o in graph.objects(node, label) if isinstance(o, Literal)}


def test_every_term_has_labels_in_three_languages_and_a_definition(ontology: Graph) -> None:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    for term in ours(ontology, *kinds):
        assert languages(ontology, term, RDFS.label) >= LANGUAGES, term
        assert "en" in languages(ontology, term, SKOS.definition), term


def test_every_concept_has_labels_in_three_languages_and_a_definition(vocabulary: Graph) -> None:
    concepts = set(vocabulary.subjects(RDF.type, SKOS.Concept))
    assert len(concepts) > 30
    for concept in concepts:
        assert isinstance(concept, URIRef)
        assert languages(vocabulary, concept, SKOS.prefLabel) >= LANGUAGES, concept
        assert "en" in languages(vocabulary, concept, SKOS.definition), concept
        assert concept.removeprefix(HOME + "id/").partition("/")[0] in VOCABULARY_TYPES


def test_every_type_of_thing_has_its_class(ontology: Graph) -> None:
    classes = ours(ontology, OWL.Class)
    assert {AG[name] for name in THING_CLASSES.values() if name} <= classes


def test_every_role_has_its_link_concept_and_direct_property(
    ontology: Graph, vocabulary: Graph
) -> None:
    roles = [p for p in read_terms(ontology).properties.values() if p.role]
    concepts = set(vocabulary.subjects(SKOS.inScheme, URIRef(HOME + "id/scheme/role")))
    assert concepts == {p.role.concept for p in roles if p.role}
    assert 10 == len(roles)
    for role in roles:
        assert role.needs_claim, role.name
        positive = (role.iri, RDFS.subPropertyOf, AG.involves) in ontology
        assert positive == (role.name != "nonParty")


def test_no_axiom_is_forbidden_on_transitive_and_chain_properties(ontology: Graph) -> None:
    """OWL 2 DL allows them on simple properties only; no reasoner here would say so."""
    complex_ = set(ontology.subjects(RDF.type, OWL.TransitiveProperty))
    complex_ |= set(ontology.subjects(OWL.propertyChainAxiom))
    for node in list(complex_):
        complex_ |= {p for p in ontology.transitive_objects(node, RDFS.subPropertyOf) if p}
    for kind in (OWL.AsymmetricProperty, OWL.IrreflexiveProperty, OWL.FunctionalProperty):
        assert set() == complex_ & set(ontology.subjects(RDF.type, kind))
    assert set() == set(ontology.subjects(RDF.type, OWL.FunctionalProperty))
    assert set() == set(ontology.subject_objects(OWL.inverseOf))


def test_literals_have_no_range_a_reasoner_would_use(ontology: Graph) -> None:
    for node in ours(ontology, OWL.DatatypeProperty):
        assert (node, RDFS.range, None) not in ontology
        assert (node, URIRef("https://schema.org/rangeIncludes"), None) in ontology, node


def test_the_context_has_a_word_for_every_term(ontology: Graph) -> None:
    context = json.loads((FOLDER / "context.jsonld").read_text("utf-8"))["@context"]
    ids = {v.get("@id") if isinstance(v, dict) else v for v in context.values()}
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    missing = {str(t).replace(TERMS, "ag:") for t in ours(ontology, *kinds)} - ids
    assert set() == missing
    known = {str(t).replace(TERMS, "ag:") for t in ontology.subjects() if str(t).startswith(TERMS)}
    assert set() == {id for id in ids if str(id).startswith("ag:")} - known


def test_the_alignments_speak_of_our_terms_and_contradict_nothing(ontology: Graph) -> None:
    alignments = read_rdf(FOLDER / "alignments.ttl").graph()
    known = set(ontology.subjects())
    for subject in set(alignments.subjects()):
        if str(subject).startswith(TERMS):
            assert subject in known, subject
    accord, node = URIRef(HOME + "id/accord/a-1"), URIRef(HOME + "id/participation/p")
    data = empty_graph()
    for triple in (
        (accord, RDF.type, AG.PeaceAccord),
        (accord, AG.hasGuarantee, node),
        (node, AG.participant, URIRef(HOME + "id/state/s")),
    ):
        data.add(triple)
    closure = close(data, ontology + alignments)
    assert () == closure.inconsistencies
    assert (accord, AG.guarantor, URIRef(HOME + "id/state/s")) in closure.inferred
    foreign = {
        o for o in closure.inferred.objects(accord, RDF.type) if not str(o).startswith(TERMS)
    }
    assert foreign, "the alignments type our things in other vocabularies"


def test_a_guarantor_is_involved_and_a_non_party_is_not(ontology: Graph) -> None:
    state = URIRef(HOME + "id/state/s")
    for link, direct, involved in (
        (AG.hasGuarantee, AG.guarantor, True),
        (AG.hasExclusion, AG.nonParty, False),
    ):
        accord, text, node = (
            URIRef(f"{HOME}id/{name}") for name in ("accord/a", "instrument/i", "participation/p")
        )
        data = empty_graph()
        for triple in (
            (accord, AG.hasInstrument, text),
            (text, link, node),
            (node, AG.participant, state),
        ):
            data.add(triple)
        inferred = close(data, ontology).inferred
        assert (text, direct, state) in inferred
        assert (accord, direct, state) not in inferred, "roles do not roll up"
        assert involved == ((accord, AG.involves, state) in inferred)


def test_statements_of_one_kind_stand_together() -> None:
    """The file is in the order a reader follows: no subject is described twice."""
    lines = (FOLDER / "accords.ttl").read_text("utf-8").splitlines()
    subjects = [line.split()[0] for line in lines if line.startswith("ag:")]
    assert len(subjects) == len(set(subjects))
    assert all(first != second for first, second in pairwise(subjects))
