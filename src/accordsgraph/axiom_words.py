"""Say an axiom in words: why a rule of OWL 2 RL holds here, without its vocabulary."""

from __future__ import annotations

from collections.abc import Callable

from accordsgraph.engine.owl.rules import VOCABULARY, Triple
from accordsgraph.engine.owl.schema import Index

_V = VOCABULARY

WORDS = {
    "eq-sym": "what is the same as another, the other is the same as",
    "eq-trans": "what is the same as the same thing is the same",
    "eq-rep-s": "what is said of a thing is said of what is the same",
    "eq-rep-p": "the two relations are the same",
    "eq-rep-o": "what is said of a thing is said of what is the same",
    "prp-dom": "whatever has “{0}” is a {1}",
    "prp-rng": "whatever stands in “{0}” is a {1}",
    "prp-fp": "a thing has one “{0}” only",
    "prp-ifp": "“{0}” belongs to one thing only",
    "prp-symp": "“{0}” holds both ways",
    "prp-trp": "“{0}” carries on from one to the next",
    "prp-spo1": "“{0}” is a kind of “{1}”",
    "prp-spo2": "{steps} makes “{0}”",
    "prp-eqp1": "“{0}” means the same as “{1}”",
    "prp-eqp2": "“{0}” means the same as “{1}”",
    "prp-inv1": "“{1}” is “{0}” seen from the other side",
    "prp-inv2": "“{1}” is “{0}” seen from the other side",
    "prp-key": "{steps} tell a {0} from every other",
    "cls-int1": "whatever is all of these is {0}: {steps}",
    "cls-int2": "{0} is all of these: {steps}",
    "cls-uni": "{0} is any of these: {steps}",
    "cls-svf1": "whatever has such a value is {0}",
    "cls-svf2": "whatever has such a value is {0}",
    "cls-avf": "all values of {0} are so",
    "cls-hv1": "{0} has that value",
    "cls-hv2": "whatever has that value is {0}",
    "cls-maxc2": "{0} has one such value at most",
    "cls-maxqc3": "{0} has one such value at most",
    "cls-maxqc4": "{0} has one such value at most",
    "cls-oo": "{0} is exactly these: {steps}",
    "cax-sco": "every {0} is a {1}",
    "cax-eqc1": "a {0} is the same as a {1}",
    "cax-eqc2": "a {0} is the same as a {1}",
    "dt-type2": "that is how it is written",
}
"""For each rule the sentence its first axiom makes: {0} its subject, {1} its object."""


def axiom_in_words(
    rule: str, axioms: tuple[Triple, ...], graph: Index, label: Callable[[int], str]
) -> str:
    """Say why a rule holds; ``label`` names a term that has an IRI."""
    sentence = WORDS.get(rule, "the ontology says so")
    if not axioms:
        return sentence
    subject, _, value = axioms[0]
    steps = " and then " if rule == "prp-spo2" else ", "
    members = [f"“{named(member, graph, label)}”" for member in graph.members(value)]
    return sentence.format(
        named(subject, graph, label), named(value, graph, label), steps=steps.join(members)
    )


def named(term: int, graph: Index, label: Callable[[int], str], depth: int = 3) -> str:
    """Name a term: its label, or what an expression without a name describes."""
    known = label(term)
    if known or depth == 0:
        return known or "something"

    def value(word: str) -> int | None:
        return next(iter(graph.objects[_V[word]].get(term, ())), None)

    def inner(other: int) -> str:
        return named(other, graph, label, depth - 1)

    on = value("owl:onProperty")
    if on is not None:
        return f"thing whose “{inner(on)}” is {_restricted(value, inner)}"
    for word, joint in (("owl:intersectionOf", " and "), ("owl:unionOf", " or ")):
        whole = value(word)
        if whole is not None:
            return joint.join(inner(member) for member in graph.members(whole))
    if (inverse := value("owl:inverseOf")) is not None:
        return f"{inner(inverse)} (from the other side)"
    if (other := value("owl:complementOf")) is not None:
        return f"anything but {inner(other)}"
    return "something"


def _restricted(value: Callable[[str], int | None], inner: Callable[[int], str]) -> str:
    """Say what values a restriction asks for."""
    for word, words in (
        ("owl:hasValue", "{}"),
        ("owl:someValuesFrom", "a {}"),
        ("owl:allValuesFrom", "always a {}"),
    ):
        found = value(word)
        if found is not None:
            return words.format(inner(found))
    return "limited in number"
