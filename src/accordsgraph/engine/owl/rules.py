"""The rules of OWL 2 RL, https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules.

A term is a number: 0 and above a term of the graph, below 0 a variable. The table below is the
specification's own (tables 4 to 9), each rule under its own name (``scm-p``, the same for
``rdf:Property``, is owlrl's and ours). Left out are the rules whose conclusions say nothing
(``eq-ref``, ``prp-ap``), those on the values of datatypes (``dt-*``: see :mod:`.datatypes`), and,
because a list can have any length, those of which :mod:`.schema` makes one rule per list.
``:member`` joins a list with each of its members.
"""

from __future__ import annotations

from typing import NamedTuple

Triple = tuple[int, int, int]
"""Subject, predicate, object, each the number of a term; in a pattern also of a variable."""

NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "": "tag:accordsgraph:",
}

TABLE = """
eq-sym   ?x owl:sameAs ?y -> ?y owl:sameAs ?x
eq-trans ?x owl:sameAs ?y . ?y owl:sameAs ?z -> ?x owl:sameAs ?z
eq-rep-s ?s owl:sameAs ?t . ?s ?p ?o -> ?t ?p ?o
eq-rep-p ?p owl:sameAs ?q . ?s ?p ?o -> ?s ?q ?o
eq-rep-o ?o owl:sameAs ?q . ?s ?p ?o -> ?s ?p ?q
eq-diff1 ?x owl:sameAs ?y . ?x owl:differentFrom ?y -> false
prp-dom  ?p rdfs:domain ?c . ?x ?p ?y -> ?x rdf:type ?c
prp-rng  ?p rdfs:range ?c . ?x ?p ?y -> ?y rdf:type ?c
prp-fp   ?p rdf:type owl:FunctionalProperty . ?x ?p ?y . ?x ?p ?z -> ?y owl:sameAs ?z
prp-ifp  ?p rdf:type owl:InverseFunctionalProperty . ?x ?p ?z . ?y ?p ?z -> ?x owl:sameAs ?y
prp-irp  ?p rdf:type owl:IrreflexiveProperty . ?x ?p ?x -> false
prp-symp ?p rdf:type owl:SymmetricProperty . ?x ?p ?y -> ?y ?p ?x
prp-asyp ?p rdf:type owl:AsymmetricProperty . ?x ?p ?y . ?y ?p ?x -> false
prp-trp  ?p rdf:type owl:TransitiveProperty . ?x ?p ?y . ?y ?p ?z -> ?x ?p ?z
prp-spo1 ?p rdfs:subPropertyOf ?q . ?x ?p ?y -> ?x ?q ?y
prp-eqp1 ?p owl:equivalentProperty ?q . ?x ?p ?y -> ?x ?q ?y
prp-eqp2 ?p owl:equivalentProperty ?q . ?x ?q ?y -> ?x ?p ?y
prp-pdw  ?p owl:propertyDisjointWith ?q . ?x ?p ?y . ?x ?q ?y -> false
prp-inv1 ?p owl:inverseOf ?q . ?x ?p ?y -> ?y ?q ?x
prp-inv2 ?p owl:inverseOf ?q . ?x ?q ?y -> ?y ?p ?x
prp-npa1 ?n owl:sourceIndividual ?x . ?n owl:assertionProperty ?p . ?n owl:targetIndividual ?y
         . ?x ?p ?y -> false
prp-npa2 ?n owl:sourceIndividual ?x . ?n owl:assertionProperty ?p . ?n owl:targetValue ?y
         . ?x ?p ?y -> false
cls-nothing2 ?x rdf:type owl:Nothing -> false
cls-int2 ?c owl:intersectionOf ?l . ?l :member ?d . ?x rdf:type ?c -> ?x rdf:type ?d
cls-uni  ?c owl:unionOf ?l . ?l :member ?d . ?x rdf:type ?d -> ?x rdf:type ?c
cls-com  ?c owl:complementOf ?d . ?x rdf:type ?c . ?x rdf:type ?d -> false
cls-svf1 ?c owl:someValuesFrom ?d . ?c owl:onProperty ?p . ?x ?p ?y . ?y rdf:type ?d
         -> ?x rdf:type ?c
cls-svf2 ?c owl:someValuesFrom owl:Thing . ?c owl:onProperty ?p . ?x ?p ?y -> ?x rdf:type ?c
cls-avf  ?c owl:allValuesFrom ?d . ?c owl:onProperty ?p . ?x rdf:type ?c . ?x ?p ?y
         -> ?y rdf:type ?d
cls-hv1  ?c owl:hasValue ?v . ?c owl:onProperty ?p . ?x rdf:type ?c -> ?x ?p ?v
cls-hv2  ?c owl:hasValue ?v . ?c owl:onProperty ?p . ?x ?p ?v -> ?x rdf:type ?c
cls-maxc1 ?c owl:maxCardinality 0 . ?c owl:onProperty ?p . ?x rdf:type ?c . ?x ?p ?y -> false
cls-maxc2 ?c owl:maxCardinality 1 . ?c owl:onProperty ?p . ?x rdf:type ?c . ?x ?p ?y . ?x ?p ?z
         -> ?y owl:sameAs ?z
cls-maxqc1 ?c owl:maxQualifiedCardinality 0 . ?c owl:onProperty ?p . ?c owl:onClass ?d
         . ?x rdf:type ?c . ?x ?p ?y . ?y rdf:type ?d -> false
cls-maxqc2 ?c owl:maxQualifiedCardinality 0 . ?c owl:onProperty ?p . ?c owl:onClass owl:Thing
         . ?x rdf:type ?c . ?x ?p ?y -> false
cls-maxqc3 ?c owl:maxQualifiedCardinality 1 . ?c owl:onProperty ?p . ?c owl:onClass ?d
         . ?x rdf:type ?c . ?x ?p ?y . ?y rdf:type ?d . ?x ?p ?z . ?z rdf:type ?d
         -> ?y owl:sameAs ?z
cls-maxqc4 ?c owl:maxQualifiedCardinality 1 . ?c owl:onProperty ?p . ?c owl:onClass owl:Thing
         . ?x rdf:type ?c . ?x ?p ?y . ?x ?p ?z -> ?y owl:sameAs ?z
cls-oo   ?c owl:oneOf ?l . ?l :member ?x -> ?x rdf:type ?c
cax-sco  ?c rdfs:subClassOf ?d . ?x rdf:type ?c -> ?x rdf:type ?d
cax-eqc1 ?c owl:equivalentClass ?d . ?x rdf:type ?c -> ?x rdf:type ?d
cax-eqc2 ?c owl:equivalentClass ?d . ?x rdf:type ?d -> ?x rdf:type ?c
cax-dw   ?c owl:disjointWith ?d . ?x rdf:type ?c . ?x rdf:type ?d -> false
scm-cls1 ?c rdf:type owl:Class -> ?c rdfs:subClassOf ?c
scm-cls2 ?c rdf:type owl:Class -> ?c owl:equivalentClass ?c
scm-cls3 ?c rdf:type owl:Class -> ?c rdfs:subClassOf owl:Thing
scm-cls4 ?c rdf:type owl:Class -> owl:Nothing rdfs:subClassOf ?c
scm-sco  ?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?e -> ?c rdfs:subClassOf ?e
scm-eqc1a ?c owl:equivalentClass ?d -> ?c rdfs:subClassOf ?d
scm-eqc1b ?c owl:equivalentClass ?d -> ?d rdfs:subClassOf ?c
scm-eqc2 ?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?c -> ?c owl:equivalentClass ?d
scm-op1  ?p rdf:type owl:ObjectProperty -> ?p rdfs:subPropertyOf ?p
scm-op2  ?p rdf:type owl:ObjectProperty -> ?p owl:equivalentProperty ?p
scm-dp1  ?p rdf:type owl:DatatypeProperty -> ?p rdfs:subPropertyOf ?p
scm-dp2  ?p rdf:type owl:DatatypeProperty -> ?p owl:equivalentProperty ?p
scm-p1   ?p rdf:type rdf:Property -> ?p rdfs:subPropertyOf ?p
scm-p2   ?p rdf:type rdf:Property -> ?p owl:equivalentProperty ?p
scm-spo  ?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?r -> ?p rdfs:subPropertyOf ?r
scm-eqp1a ?p owl:equivalentProperty ?q -> ?p rdfs:subPropertyOf ?q
scm-eqp1b ?p owl:equivalentProperty ?q -> ?q rdfs:subPropertyOf ?p
scm-eqp2 ?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?p -> ?p owl:equivalentProperty ?q
scm-dom1 ?p rdfs:domain ?c . ?c rdfs:subClassOf ?d -> ?p rdfs:domain ?d
scm-dom2 ?p rdfs:domain ?c . ?q rdfs:subPropertyOf ?p -> ?q rdfs:domain ?c
scm-rng1 ?p rdfs:range ?c . ?c rdfs:subClassOf ?d -> ?p rdfs:range ?d
scm-rng2 ?p rdfs:range ?c . ?q rdfs:subPropertyOf ?p -> ?q rdfs:range ?c
scm-hv   ?c owl:hasValue ?v . ?c owl:onProperty ?p . ?d owl:hasValue ?v . ?d owl:onProperty ?q
         . ?p rdfs:subPropertyOf ?q -> ?c rdfs:subClassOf ?d
scm-svf1 ?c owl:someValuesFrom ?x . ?c owl:onProperty ?p . ?d owl:someValuesFrom ?y
         . ?d owl:onProperty ?p . ?x rdfs:subClassOf ?y -> ?c rdfs:subClassOf ?d
scm-svf2 ?c owl:someValuesFrom ?x . ?c owl:onProperty ?p . ?d owl:someValuesFrom ?x
         . ?d owl:onProperty ?q . ?p rdfs:subPropertyOf ?q -> ?c rdfs:subClassOf ?d
scm-avf1 ?c owl:allValuesFrom ?x . ?c owl:onProperty ?p . ?d owl:allValuesFrom ?y
         . ?d owl:onProperty ?p . ?x rdfs:subClassOf ?y -> ?c rdfs:subClassOf ?d
scm-avf2 ?c owl:allValuesFrom ?x . ?c owl:onProperty ?p . ?d owl:allValuesFrom ?x
         . ?d owl:onProperty ?q . ?p rdfs:subPropertyOf ?q -> ?d rdfs:subClassOf ?c
scm-int  ?c owl:intersectionOf ?l . ?l :member ?d -> ?c rdfs:subClassOf ?d
scm-uni  ?c owl:unionOf ?l . ?l :member ?d -> ?d rdfs:subClassOf ?c
"""

_MORE = """
rdf:first rdf:rest rdf:nil owl:propertyChainAxiom owl:hasKey owl:members
owl:distinctMembers owl:AllDifferent owl:AllDisjointClasses owl:AllDisjointProperties
"""
"""Terms that only the rules over whole lists use."""


class Rule(NamedTuple):
    """A rule: when all of the body is in the graph the head is too; no head is a contradiction.

    ``axioms`` are the schema triples a compiled rule has been made from.
    """

    name: str
    body: tuple[Triple, ...]
    head: Triple | None
    axioms: tuple[Triple, ...] = ()


def _vocabulary() -> dict[str, int]:
    words = [w for w in (TABLE + _MORE).split() if ":" in w] + ["0", "1"]
    return {word: number for number, word in enumerate(dict.fromkeys(words))}


VOCABULARY = _vocabulary()
"""The number of every term the rules speak of: the first terms of every dictionary of terms."""

TYPE = VOCABULARY["rdf:type"]
SAME_AS = VOCABULARY["owl:sameAs"]
DIFFERENT_FROM = VOCABULARY["owl:differentFrom"]
THING = VOCABULARY["owl:Thing"]
MEMBER = VOCABULARY[":member"]

AXIOMS = (
    (THING, TYPE, VOCABULARY["owl:Class"]),
    (VOCABULARY["owl:Nothing"], TYPE, VOCABULARY["owl:Class"]),
)
"""What every graph holds (``cls-thing``, ``cls-nothing1``)."""


def token(word: str) -> str:
    """Write a word of the table as an N-Triples term."""
    prefix, separator, name = word.partition(":")
    if not separator:
        return f'"{word}"^^<{NAMESPACES["xsd"]}nonNegativeInteger>'
    return f"<{NAMESPACES[prefix]}{name}>"


def _rule(line: str) -> Rule:
    name, *words = line.split()
    variables: dict[str, int] = {}

    def number(word: str) -> int:
        if word.startswith("?"):
            return variables.setdefault(word, -1 - len(variables))
        return VOCABULARY[word]

    body, _, head = " ".join(words).partition(" -> ")
    atoms = [tuple(map(number, atom.split())) for atom in body.split(" . ")]
    conclusion = None if head == "false" else tuple(map(number, head.split()))
    return Rule(name, tuple(atoms), conclusion)  # type: ignore[arg-type]


RULES = tuple(_rule(line) for line in TABLE.replace("\n  ", " ").strip().split("\n"))
"""Every rule of the table."""
