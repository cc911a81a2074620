"""Whatever the graph says, it can say why; what it does not say has three different answers."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import ROOT

from accordsgraph import explanations
from accordsgraph.errors import QueryError
from accordsgraph.evidence import Term
from accordsgraph.explaining import Explainer, Explanation, Step, Triple
from accordsgraph.namespaces import TERMS, Names
from accordsgraph.naming import find_property, find_thing, find_value
from accordsgraph.pipeline import build
from accordsgraph.project import read

NAMES = Names()


@pytest.fixture(scope="module")
def explainer(tmp_path_factory: pytest.TempPathFactory) -> Explainer:
    folder: Path = tmp_path_factory.mktemp("build")
    report = build(read(ROOT), build_folder=folder)
    assert report.built
    return Explainer(report.built, NAMES)


def layer(explainer: Explainer, name: str) -> list[Triple]:
    graph = ox.NamedNode(NAMES.graph(name))
    quads = explainer.evidence.store.quads_for_pattern(None, None, None, graph)
    return [(q.subject, q.predicate.value, q.object) for q in quads]  # type: ignore[misc]


def thing(kind: str, key: str) -> Term:
    return ox.NamedNode(NAMES.thing(kind, key))


def ask(explainer: Explainer, subject: Term, name: str, value: Term) -> Explanation:
    return explainer.explain((subject, TERMS + name, value))


def every(step: Step) -> list[Step]:
    return [step, *(below for premise in step.premises for below in every(premise))]


# proofs


def test_every_inferred_triple_of_geneva_is_proven_down_to_what_somebody_wrote(
    explainer: Explainer,
) -> None:
    inferred = layer(explainer, "inferred")
    assert len(inferred) > 900
    for triple in inferred:
        found = explainer.explain(triple)
        if found.kind == "asserted":  # by a layer the reasoner does not look at
            assert triple in layer(explainer, "vocabulary")
            continue
        assert found.kind == "inferred", triple
        shortest = found.steps[0]
        assert shortest.triple == triple
        for step in every(shortest):
            assert step.rule or step.place, step
            assert bool(step.because) == bool(step.rule)
        for leaf in shortest.leaves:
            source = leaf.claim is not None and (leaf.claim.passages or leaf.claim.against)
            written = leaf.place.startswith("data/things/") and not leaf.claim
            assert source or written or leaf.place == "ontology/accords.ttl", leaf


def test_every_computed_triple_names_the_dates_it_comes_from(explainer: Explainer) -> None:
    for triple in layer(explainer, "derived"):
        found = explainer.explain(triple)
        assert found.kind == "computed"
        (step,) = found.steps
        assert step.premises, triple
        assert all(leaf.claim for leaf in step.leaves), triple


def test_every_statement_of_the_record_is_asserted_with_its_row(explainer: Explainer) -> None:
    for triple in layer(explainer, "record"):
        found = explainer.explain(triple)
        assert found.kind == "asserted"
        assert found.steps[0].place.startswith("data/accords/")
        assert found.steps[0].claim


def test_a_role_is_proven_from_the_participation_and_its_row(explainer: Explainer) -> None:
    guarantees = thing("instrument", "geneva-1988-guarantees")
    found = ask(explainer, guarantees, "guarantor", thing("state", "soviet-union"))
    step = found.steps[0]
    assert step.rule == "prp-spo2"
    assert step.because == "“has guarantee” and then “participant” makes “guarantor”"
    assert [p.triple[1].removeprefix(TERMS) for p in step.premises] == [
        "hasGuarantee",
        "participant",
    ]
    assert len({p.place for p in step.premises}) == 1
    assert found.claim
    assert found.claim == step.premises[0].claim


# what is not in the graph


def test_what_a_source_only_says_is_reported(explainer: Explainer) -> None:
    supplanted = thing("accord", "arms-supply-understanding")
    found = ask(explainer, supplanted, "supersedes", thing("accord", "geneva-1988"))
    assert found.kind == "disputed"  # a United Nations report speaks against it
    assert found.claim
    assert found.claim.status == "reported"
    assert found.claim.against
    reported = next(
        c for c in explainer.evidence.claims if c.status == "reported" and not c.against
    )
    again = explainer.explain((reported.subject, reported.predicate, reported.object))
    assert again.kind == "reported"
    assert again.claim == reported


def test_who_was_a_non_party_speaks_against_being_a_party(explainer: Explainer) -> None:
    denial = next(c for c in explainer.evidence.claims if c.predicate == TERMS + "nonParty")
    found = ask(explainer, denial.subject, "party", denial.object)
    assert found.kind == "denied"
    assert denial in found.against


def test_of_what_nobody_says_anything_the_nearest_is_told(explainer: Explainer) -> None:
    texts = thing("instrument", "geneva-1988-non-interference")
    found = ask(explainer, texts, "guarantor", thing("state", "pakistan"))
    assert found.kind == "unknown"
    assert found.claim is None
    assert {c.predicate.removeprefix(TERMS) for c in found.nearest} >= {"party", "signatory"}


# names


@pytest.mark.parametrize(
    "text", ["soviet-union", "state/soviet-union", "Soviet Union", "Sovyetler Birliği"]
)
def test_a_thing_is_found_by_any_of_its_names(explainer: Explainer, text: str) -> None:
    found = find_thing(explainer.evidence.store, text, NAMES)
    assert found == thing("state", "soviet-union")


@pytest.mark.parametrize("text", ["guarantor", "ag:guarantor", "Garantör", TERMS + "guarantor"])
def test_a_property_is_found_by_any_of_its_names(explainer: Explainer, text: str) -> None:
    assert find_property(explainer.evidence.store, text, NAMES).value == TERMS + "guarantor"


def test_a_date_is_a_value(explainer: Explainer) -> None:
    when = ox.NamedNode(TERMS + "when")
    value = find_value(explainer.evidence, when, "1988-04-14", NAMES)
    assert isinstance(value, ox.Literal)
    assert value.datatype.value.endswith("EDTF")


def test_words_of_a_name_are_enough_or_give_a_choice(explainer: Explainer) -> None:
    party = ox.NamedNode(TERMS + "party")
    value = find_value(explainer.evidence, party, "Afghan mujahideen", NAMES)
    assert value == thing("movement", "afghan-mujahideen")
    with pytest.raises(QueryError) as caught:
        find_value(explainer.evidence, party, "mujahideen", NAMES)
    assert caught.value.problems[0].id == "two-things"
    assert "movement/afghan-mujahideen" in caught.value.problems[0].fix


def test_a_name_of_nothing_suggests_one(explainer: Explainer) -> None:
    with pytest.raises(QueryError) as caught:
        find_thing(explainer.evidence.store, "soviet-onion", NAMES)
    assert (caught.value.problems[0].id, "soviet-union" in caught.value.problems[0].fix) == (
        "unknown-thing",
        True,
    )
    with pytest.raises(QueryError) as caught:
        find_property(explainer.evidence.store, "guarantro", NAMES)
    assert "guarantor" in caught.value.problems[0].fix


# formats


def test_the_text_numbers_its_sources(explainer: Explainer) -> None:
    guarantees = thing("instrument", "geneva-1988-guarantees")
    found = ask(explainer, guarantees, "guarantor", thing("state", "soviet-union"))
    text = explanations.as_text(found, explanations.in_words(explainer.labels))
    assert text.count("(prp-spo2)") == 1
    assert "[1] Geneva Accords, Guarantees · guarantor · Soviet Union: accepted" in text
    assert "at: data/accords/geneva-1988.csv:" in text


def test_json_and_text_say_the_same(explainer: Explainer) -> None:
    words = explanations.in_words(explainer.labels)
    for triple in layer(explainer, "inferred")[::100]:
        found = explainer.explain(triple)
        data = json.loads(explanations.as_json(found, words))
        assert data["kind"] == found.kind
        assert len(data["proofs"]) == len(found.steps)
        text = explanations.as_text(found, words)
        assert data["statement"]["words"] == text.split("\n")[0]
        assert all(proof["because"] in text for proof in data["proofs"])


def test_turtle_says_what_each_statement_is_derived_from(explainer: Explainer) -> None:
    guarantees = thing("instrument", "geneva-1988-guarantees")
    found = ask(explainer, guarantees, "guarantor", thing("state", "soviet-union"))
    text = explanations.as_turtle(found, NAMES.prefixes)
    store = ox.Store()
    store.load(text, format=ox.RdfFormat.TURTLE)
    derived = (
        "ASK { ?s a prov:Entity ; rdf:predicate ag:guarantor ; prov:wasDerivedFrom ?p ;"
        " prov:wasGeneratedBy/rdfs:label 'prp-spo2' . ?p prov:hadPrimarySource ?passage }"
    )
    prefixes = {
        "prov": "http://www.w3.org/ns/prov#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "ag": TERMS,
    }
    assert bool(store.query(derived, prefixes=prefixes))
    assert text == explanations.as_turtle(found, NAMES.prefixes)


def test_a_mermaid_chart_has_a_node_for_each_statement(explainer: Explainer) -> None:
    guarantees = thing("instrument", "geneva-1988-guarantees")
    found = ask(explainer, guarantees, "guarantor", thing("state", "soviet-union"))
    chart = explanations.as_mermaid(found, explanations.in_words(explainer.labels))
    assert chart.startswith("flowchart TD\n")
    assert chart.count("prp-spo2") == 2
    assert chart.count('["') == 3


def test_explain_imports_no_arrays() -> None:
    code = (
        "import sys, accordsgraph.explaining, accordsgraph.explanations, accordsgraph.naming\n"
        "print(sorted({'numpy', 'rdflib', 'owlrl', 'pyshacl'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
