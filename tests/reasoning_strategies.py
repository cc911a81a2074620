"""Random ontologies over every construct of OWL 2 RL, and random data for them, as Turtle."""

from __future__ import annotations

from hypothesis import strategies as st
from rdflib import OWL, RDFS, XSD, Graph

PREFIXES = f"""
@prefix x: <https://example.org/> .
@prefix owl: <{OWL}> .
@prefix rdfs: <{RDFS}> .
@prefix xsd: <{XSD}> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
"""
names = st.sampled_from(["x:A", "x:B", "x:C"])
properties = st.sampled_from(["x:p", "x:q", "x:r"])
individuals = st.sampled_from(["x:a", "x:b", "x:c", "_:d"])
literals = st.sampled_from(['"t"', '"t"@en', "1", "2.5", "true", '"1988-04-14"^^xsd:date'])
values = individuals | individuals | individuals | literals
cardinalities = st.sampled_from(["0", "1", '"1"^^xsd:nonNegativeInteger'])


def several(items: st.SearchStrategy[str], low: int = 1, high: int = 3) -> st.SearchStrategy[str]:
    """Draw an RDF list."""
    return st.lists(items, min_size=low, max_size=high).map(lambda found: f"( {' '.join(found)} )")


def _restriction(on: str, what: str) -> str:
    return f"[ a owl:Restriction ; owl:onProperty {on} ; {what} ]"


def _classes(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    restricted = st.one_of(
        values.map("owl:hasValue {}".format),
        (inner | st.just("owl:Thing")).map("owl:someValuesFrom {}".format),
        inner.map("owl:allValuesFrom {}".format),
        cardinalities.map("owl:maxCardinality {}".format),
        st.builds(
            "owl:maxQualifiedCardinality {} ; owl:onClass {}".format,
            cardinalities,
            inner | st.just("owl:Thing"),
        ),
    )
    return st.one_of(
        inner,
        st.builds(_restriction, properties, restricted),
        several(inner).map("[ owl:intersectionOf {} ]".format),
        several(inner).map("[ owl:unionOf {} ]".format),
        inner.map("[ owl:complementOf {} ]".format),
        several(individuals).map("[ owl:oneOf {} ]".format),
    )


classes = st.one_of(names, names, st.recursive(names, _classes, max_leaves=4))
"""A class by name or by expression."""

datatypes = st.sampled_from(["xsd:integer", "xsd:decimal", "xsd:date", "xsd:string", "xsd:double"])
kinds = st.sampled_from(
    ["Functional", "InverseFunctional", "Irreflexive", "Symmetric", "Asymmetric", "Transitive"]
).map("owl:{}Property".format)

AXIOMS = {
    "subClassOf": st.builds("{} rdfs:subClassOf {} .".format, classes, classes),
    "equivalentClass": st.builds("{} owl:equivalentClass {} .".format, classes, classes),
    "disjointWith": st.builds("{} owl:disjointWith {} .".format, classes, classes),
    "declared": names.map("{} a owl:Class .".format),
    "nothing": names.map("{} rdfs:subClassOf owl:Nothing .".format),
    "subPropertyOf": st.builds("{} rdfs:subPropertyOf {} .".format, properties, properties),
    "equivalentProperty": st.builds(
        "{} owl:equivalentProperty {} .".format, properties, properties
    ),
    "inverseOf": st.builds("{} owl:inverseOf {} .".format, properties, properties),
    "propertyDisjointWith": st.builds(
        "{} owl:propertyDisjointWith {} .".format, properties, properties
    ),
    "kind": st.builds("{} a {} .".format, properties, kinds),
    "chain": st.builds("{} owl:propertyChainAxiom {} .".format, properties, several(properties)),
    "domain": st.builds("{} rdfs:domain {} .".format, properties, classes),
    "range": st.builds("{} rdfs:range {} .".format, properties, classes | datatypes),
    "disjoint classes": several(names, 2).map(
        "[ a owl:AllDisjointClasses ; owl:members {} ] .".format
    ),
    "disjoint properties": several(properties, 2).map(
        "[ a owl:AllDisjointProperties ; owl:members {} ] .".format
    ),
    "inverse expression": st.builds(
        "{} rdfs:subPropertyOf [ owl:inverseOf {} ] .".format, properties, properties
    ),
}
"""Each construct of an ontology by a name of its own."""

FACTS = {
    "type": st.builds("{} a {} .".format, individuals, names),
    "more": st.builds("{} {} {} .".format, individuals, properties, values),
    "same": st.builds("{} owl:sameAs {} .".format, individuals, individuals),
    "different": st.builds("{} owl:differentFrom {} .".format, individuals, individuals),
    "all different": several(individuals, 2).map(
        "[ a owl:AllDifferent ; owl:distinctMembers {} ] .".format
    ),
    "not": st.builds(
        "[ owl:sourceIndividual {} ; owl:assertionProperty {} ; owl:targetIndividual {} ] .".format,
        individuals,
        properties,
        individuals,
    ),
}
"""Each construct of data by a name of its own."""

ontologies = st.lists(st.one_of(*AXIOMS.values()), max_size=8).map("\n".join)
facts = st.one_of(
    FACTS["type"], FACTS["type"], FACTS["more"], FACTS["more"], FACTS["more"], *FACTS.values()
)
data = st.lists(facts, max_size=14).map("\n".join)
schema_in_data = st.lists(facts | st.one_of(*AXIOMS.values()), max_size=10).map("\n".join)


def graph(turtle: str) -> Graph:
    """Parse Turtle; blank nodes of one text keep apart from those of another."""
    return Graph(bind_namespaces="none").parse(data=PREFIXES + turtle, format="turtle")
