"""The ontology says what each property takes; nothing about terms is written down twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import SKOS, URIRef

from accordsgraph.formats import RDF_FORMATS
from accordsgraph.namespaces import EDTF, HOME, LANG_STRING, TERMS, XSD
from accordsgraph.syntax import parse_rdf
from accordsgraph.terms import AG, Property, Role, Terms, read_terms

PREFIXES = f"""
@prefix ag: <{TERMS}> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix x: <https://example.org/> .
"""


def terms_of(turtle: str) -> Terms:
    data = (PREFIXES + turtle).encode()
    return read_terms(parse_rdf(data, RDF_FORMATS["turtle"], Path("o.ttl")).graph())


@pytest.mark.parametrize(
    ("name", "datatype", "scheme", "needs_claim"),
    [
        ("officialTitle", LANG_STRING, "", True),
        ("when", EDTF, "", True),
        ("count", XSD + "integer", "", True),
        ("statedDuration", XSD + "duration", "", True),
        ("reference", XSD + "string", "", True),
        ("address", XSD + "anyURI", "", False),
        ("onlyReported", XSD + "boolean", "", False),
        ("concerns", "", "topic", True),
        ("actKind", "", "act-kind", False),
        ("supersedes", "", "", True),
        ("regimeOf", "", "", False),
        ("participant", "", "", False),
        ("precedes", "", "", True),
    ],
)
def test_a_property_takes_what_the_ontology_says(
    terms: Terms, name: str, datatype: str, scheme: str, needs_claim: bool
) -> None:
    found = terms.properties[name]
    assert (name, AG[name]) == (found.name, found.iri)
    assert (datatype, scheme, needs_claim) == (found.datatype, found.scheme, found.needs_claim)


def test_a_property_knows_its_subjects_and_objects(terms: Terms) -> None:
    assert ((AG.Accord,), AG.Conflict) == (
        terms.properties["settles"].domains,
        terms.properties["settles"].range,
    )
    assert ((), None) == (terms.properties["ledTo"].domains, terms.properties["ledTo"].range)
    assert terms.properties["concerns"].range is None  # the scheme says it more precisely


@pytest.mark.parametrize(
    ("role", "link", "concept"),
    [
        ("party", "hasPartyRole", "party"),
        ("signatory", "hasSignature", "signatory"),
        ("guarantor", "hasGuarantee", "guarantor"),
        ("witness", "hasWitnessing", "witness"),
        ("mediator", "hasMediation", "mediator"),
        ("depositary", "hasDepositaryship", "depositary"),
        ("nonParty", "hasExclusion", "non-party"),
        ("thirdParty", "hasThirdPartyRole", "third-party"),
        ("host", "hasHosting", "host"),
        ("observer", "hasObservation", "observer"),
    ],
)
def test_a_direct_role_knows_its_link_and_its_concept(
    terms: Terms, role: str, link: str, concept: str
) -> None:
    wanted = Role(AG[link], URIRef(f"{HOME}id/role/{concept}"))
    assert wanted == terms.properties[role].role


def test_there_are_ten_roles_and_involves_is_none(terms: Terms) -> None:
    roles = [name for name, found in terms.properties.items() if found.role]
    assert 10 == len(roles)
    assert "involves" not in roles


def test_properties_come_sorted_and_only_ours(terms: Terms) -> None:
    found = terms_of("""
        ag:b a owl:ObjectProperty . ag:a a owl:DatatypeProperty . x:c a owl:ObjectProperty .
        [] a owl:ObjectProperty ; owl:inverseOf ag:b .
    """)
    assert ["a", "b"] == list(found.properties)
    assert sorted(terms.properties) == list(terms.properties)


def test_a_datatype_property_without_a_range_takes_text_in_a_language() -> None:
    found = terms_of("ag:a a owl:DatatypeProperty .").properties["a"]
    assert Property("a", AG.a, needs_claim=False, datatype=LANG_STRING) == found


def test_a_property_said_of_several_classes_lists_them_sorted() -> None:
    found = terms_of("""
        ag:a a owl:ObjectProperty ; rdfs:domain ag:Z ; schema:domainIncludes ag:A , ag:M ;
            rdfs:range [ a owl:Class ] ; ag:needsClaim true .
    """).properties["a"]
    assert ((AG.A, AG.M, AG.Z), None, True) == (found.domains, found.range, found.needs_claim)


@pytest.mark.parametrize(
    "chain",
    [
        "ag:has rdfs:range [ owl:hasValue ag:c ] . "
        "ag:r owl:propertyChainAxiom ( ag:has ag:participant ag:x )",
        "ag:r owl:propertyChainAxiom ( ag:has ag:other )",
        "ag:r owl:propertyChainAxiom ( ag:has ag:participant )",
        "ag:has rdfs:range ag:P . ag:r owl:propertyChainAxiom ( ag:has ag:participant )",
        'ag:has rdfs:range [ owl:hasValue "x" ] . '
        "ag:r owl:propertyChainAxiom ( ag:has ag:participant )",
        "ag:r owl:propertyChainAxiom ( [ owl:inverseOf ag:has ] ag:participant )",
    ],
)
def test_a_chain_that_names_no_role_makes_none(chain: str) -> None:
    found = terms_of(f"ag:r a owl:ObjectProperty . {chain} .")
    assert found.properties["r"].role is None


def test_a_class_is_itself_and_what_is_above_it(terms: Terms) -> None:
    assert terms.is_a(AG.PeaceAccord, (AG.PeaceAccord,))
    assert terms.is_a(AG.PeaceAccord, (AG.Accord,))
    assert terms.is_a(AG.PeaceAccord, (AG.Event, AG.NormativeObject))
    assert not terms.is_a(AG.Accord, (AG.PeaceAccord,))
    assert not terms.is_a(AG.State, (AG.Regime,))
    assert terms.is_a(AG.State, ())
    assert terms.is_a(SKOS.Concept, (SKOS.Concept,))
    assert terms.is_a(AG.Unknown, (AG.Unknown,))
    assert not terms.is_a(SKOS.Concept, (AG.Agent,))


def test_a_class_expression_is_no_class_of_a_table() -> None:
    found = terms_of("""
        ag:A a owl:Class ; rdfs:subClassOf ag:B , [ a owl:Class ] . ag:B a owl:Class .
    """)
    assert {TERMS + "A": frozenset({AG.A, AG.B}), TERMS + "B": frozenset({AG.B})} == found.classes


@pytest.mark.parametrize(
    ("name", "near"),
    [("signatroy", "signatory"), ("gaurantor", "guarantor"), ("zzzzzz", ""), ("", "")],
)
def test_a_misspelt_property_is_recognised(terms: Terms, name: str, near: str) -> None:
    assert near == terms.near(name)
