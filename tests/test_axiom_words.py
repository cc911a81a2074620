"""An axiom is said in words, and the right way round."""

from __future__ import annotations

import pytest

from accordsgraph.axiom_words import axiom_in_words
from accordsgraph.engine.owl.rules import VOCABULARY
from accordsgraph.engine.owl.schema import Index

ONE, OTHER = 1_000, 1_001
LABELS = {ONE: "signatory", OTHER: "participant"}


@pytest.mark.parametrize(
    ("rule", "predicate", "words"),
    [
        ("prp-spo1", "rdfs:subPropertyOf", "“signatory” is a kind of “participant”"),
        ("cax-sco", "rdfs:subClassOf", "every signatory is a participant"),
        ("prp-dom", "rdfs:domain", "whatever has “signatory” is a participant"),
        ("prp-rng", "rdfs:range", "whatever stands in “signatory” is a participant"),
        ("prp-inv1", "owl:inverseOf", "“participant” is “signatory” seen from the other side"),
    ],
)
def test_an_axiom_is_said_the_right_way_round(rule: str, predicate: str, words: str) -> None:
    axiom = (ONE, VOCABULARY[predicate], OTHER)
    said = axiom_in_words(rule, (axiom,), Index([axiom]), lambda term: LABELS.get(term, ""))
    assert said == words
