"""Every inferred triple has a proof; each of its steps is a rule of OWL 2 RL, replayed here."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from rdflib import Graph
from reasoning_strategies import data, graph, ontologies

from accordsgraph.dataset import oxigraph
from accordsgraph.engine import Engine
from accordsgraph.engine.owl.proofs import Proof, Prover
from accordsgraph.engine.owl.rules import MEMBER, RULES, SAME_AS, TYPE, VOCABULARY, Rule, Triple
from accordsgraph.engine.owl.schema import Index, solutions, unify
from accordsgraph.engine.owl.terms import Terms
from accordsgraph.reasoning import close

TABLE: dict[str, list[Rule]] = {}
for rule in RULES:
    TABLE.setdefault(rule.name, []).append(rule)
FIRST, REST, NIL = (VOCABULARY[f"rdf:{name}"] for name in ("first", "rest", "nil"))


class Numbered:
    """A graph in numbers, with a prover for it."""

    def __init__(self, ontology: str, facts: str, engine: Engine = "fast") -> None:
        self.terms = Terms()
        schema, asserted = graph(ontology), graph(facts)
        closure = close(asserted, schema, engine)
        self.written = Index((*self.triples(schema), *self.triples(asserted)))
        self.inferred = self.triples(closure.inferred)
        self.prover = Prover.of(
            self.terms, self.triples(schema), self.triples(asserted), self.inferred
        )

    def triples(self, of: Graph) -> list[Triple]:
        return [tuple(self.terms[str(oxigraph(n)).encode()] for n in t) for t in of]  # type: ignore[misc]

    def words(self, triple: Triple) -> str:
        return " ".join(self.terms.names[n].decode() for n in triple)


def members(head: int, written: Index) -> list[int]:
    found = []
    while head != NIL:
        found += list(written.objects[FIRST][head])[:1]
        head = next(iter(written.objects[REST][head]))
    return found


def replay(proof: Proof, written: Index) -> None:
    """Hold each step against the rule it names; what has no rule must be written."""
    said = [part.conclusion for part in (*proof.axioms, *proof.premises)]
    for part in (*proof.axioms, *proof.premises):
        replay(part, written)
    if not proof.rule:
        subject, predicate, value = proof.conclusion
        if predicate == MEMBER:
            assert value in members(subject, written)
        elif "Cardinality" not in str(predicate):
            assert proof.conclusion in written or predicate in CARDINALITIES or is_given(proof)
        return
    check = {"prp-spo2": chain, "cls-int1": intersection, "prp-key": key, "dt-type2": of_datatype}
    if proof.rule in check:
        check[proof.rule](proof, written)
        return
    for rule in TABLE[proof.rule]:
        bindings = unify(rule.head, proof.conclusion, {}) if rule.head else None
        if bindings is not None and any(solutions(rule.body, Index(said), bindings)):
            return
    raise AssertionError(proof)


CARDINALITIES = {VOCABULARY["owl:maxCardinality"], VOCABULARY["owl:maxQualifiedCardinality"]}


def is_given(proof: Proof) -> bool:
    """owl:Thing and owl:Nothing are classes in every graph."""
    subject, predicate, value = proof.conclusion
    return (
        predicate == TYPE
        and value == VOCABULARY["owl:Class"]
        and subject
        in (
            VOCABULARY["owl:Thing"],
            VOCABULARY["owl:Nothing"],
        )
    )


def chain(proof: Proof, written: Index) -> None:
    ((whole, _, steps),) = [part.conclusion for part in proof.axioms]
    assert whole == proof.conclusion[1]
    path = [part.conclusion for part in proof.premises]
    assert [step[1] for step in path] == members(steps, written)
    assert [step[2] for step in path[:-1]] == [step[0] for step in path[1:]]
    assert (path[0][0], path[-1][2]) == proof.conclusion[::2]


def intersection(proof: Proof, written: Index) -> None:
    ((cls, _, parts),) = [part.conclusion for part in proof.axioms]
    subject = proof.conclusion[0]
    assert proof.conclusion == (subject, TYPE, cls)
    expected = [(subject, TYPE, part) for part in members(parts, written)]
    assert [part.conclusion for part in proof.premises] == expected


def key(proof: Proof, written: Index) -> None:
    ((cls, _, keys),) = [part.conclusion for part in proof.axioms]
    one, predicate, other = proof.conclusion
    assert predicate == SAME_AS
    said = {part.conclusion for part in proof.premises}
    assert {(one, TYPE, cls), (other, TYPE, cls)} <= said
    for name in members(keys, written):
        values = [{o for s, p, o in said if (s, p) == (x, name)} for x in (one, other)]
        assert values[0] & values[1]


def of_datatype(proof: Proof, written: Index) -> None:
    assert proof.conclusion[1] == TYPE
    assert not proof.premises


@pytest.mark.parametrize("engine", ["fast", "reference"])
@settings(deadline=None, max_examples=100, suppress_health_check=list(HealthCheck))
@given(ontology=ontologies, facts=data)
def test_every_inferred_triple_is_proven(engine: Engine, ontology: str, facts: str) -> None:
    numbered = Numbered(ontology, facts, engine)
    for triple in numbered.inferred:
        proof = numbered.prover.proof(triple)
        assert proof, numbered.words(triple)
        assert proof.rule
        assert proof.conclusion == triple
        replay(proof, numbered.written)
        assert triple not in proof.below()


def test_no_step_takes_its_own_conclusion_for_granted() -> None:
    axioms = "x:p a owl:SymmetricProperty , owl:TransitiveProperty ; rdfs:subPropertyOf x:p ."
    numbered = Numbered(axioms, "x:a x:p x:b .")
    assert len(numbered.inferred) == 3
    for triple in numbered.inferred:
        steps = list(numbered.prover.steps(triple))
        assert steps
        assert all(triple not in premises for _, premises in steps)


def test_of_proofs_of_one_height_the_smallest_is_given() -> None:
    axioms = """x:d owl:intersectionOf ( x:e x:f ) . x:g rdfs:subClassOf x:d .
        x:p rdfs:domain x:e , x:f , x:g ."""
    numbered = Numbered(axioms, "x:a x:p x:b .")
    end = b"<https://example.org/d>"
    (triple,) = [t for t in numbered.inferred if numbered.terms.names[t[2]] == end]
    proof = numbered.prover.proof(triple)
    assert proof
    assert (proof.height, proof.size) == (2, 2)
    assert 3 in {other.size for other in numbered.prover.proofs(triple)}  # by way of both parts


def test_the_shortest_proof_comes_first_and_the_others_are_told() -> None:
    numbered = Numbered(
        "x:A rdfs:subClassOf x:B . x:B rdfs:subClassOf x:C . x:p rdfs:domain x:C .",
        "x:i a x:A ; x:p x:j .",
    )
    (goal,) = (t for t in numbered.inferred if b"org/C" in numbered.terms.names[t[2]])
    first, *others = numbered.prover.proofs(goal)
    assert (first.rule, first.size) == ("prp-dom", 1)
    assert {proof.rule for proof in others} == {"cax-sco"}
    for proof in (first, *others):
        replay(proof, numbered.written)


def test_what_is_asserted_needs_no_proof_and_what_is_unknown_has_none() -> None:
    numbered = Numbered("x:A rdfs:subClassOf x:B .", "x:i a x:A .")
    a, b, i = (numbered.terms[f"<https://example.org/{n}>".encode()] for n in "ABi")
    assert numbered.prover.proofs((i, TYPE, a)) == [Proof((i, TYPE, a))]
    assert numbered.prover.proof((b, TYPE, a)) is None
    assert numbered.prover.proofs((b, TYPE, a)) == []
