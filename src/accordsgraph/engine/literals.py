"""What literals are instances of, as facts for the rules (``dt-type2``, ``dt-not-type``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from accordsgraph.engine.datatypes import SUPPORTED, XSD, broader, disjoint, is_wrong, split
from accordsgraph.engine.relations import Numbers
from accordsgraph.engine.rules import TYPE, VOCABULARY, Rule, Triple
from accordsgraph.engine.schema import CARDINALITIES
from accordsgraph.engine.terms import Terms

_DISJOINT = VOCABULARY["owl:disjointWith"]


def numbers(terms: Terms, datatypes: Iterable[str]) -> list[int]:
    """Give the numbers of datatypes."""
    return [terms[f"<{datatype}>".encode()] for datatype in datatypes]


def asks_for_datatypes(terms: Terms, rules: Iterable[Rule]) -> bool:
    """Tell whether a rule types something as a datatype or asks whether it is one."""
    known = set(numbers(terms, SUPPORTED))
    return any(
        atom[2] in known
        for rule in rules
        for atom in (*rule.body, *((rule.head,) if rule.head else ()))
        if atom[1] == TYPE
    )


def typed_as_datatype(terms: Terms, classes: Numbers) -> bool:
    """Tell whether one of the classes something is said to be of is a datatype."""
    known = {terms.get(f"<{datatype}>".encode()) for datatype in SUPPORTED}
    return not known.isdisjoint(np.unique(classes).tolist())


def datatype_rules(terms: Terms) -> Iterator[Rule]:
    """Give the contradictions of a value that has two datatypes that share none."""
    for pair in disjoint():
        one, other = numbers(terms, pair)
        axiom = (one, _DISJOINT, other)
        yield Rule("cax-dw", ((-1, TYPE, one), (-1, TYPE, other)), None, (axiom,))


def with_cardinality(terms: Terms, axiom: Triple) -> Triple:
    """Put the term the rules use for 0 or 1 into an axiom on cardinality, however it is written."""
    subject, predicate, value = axiom
    literal = split(terms.names[value]) if predicate in CARDINALITIES else None
    if literal and XSD + "integer" in (literal[1], *broader(literal[1])):
        value = VOCABULARY.get(literal[0].lstrip("+-0") or "0", value)
    return subject, predicate, value


def typed_literals(terms: Terms, objects: Numbers) -> Numbers:
    """Give the triples (three columns) that say of each literal which datatypes it has."""
    found = []
    for number in objects.tolist():
        literal = split(terms.names[number])
        if literal and literal[1] in SUPPORTED:
            datatypes = numbers(terms, (literal[1], *broader(literal[1])))
            found += [(number, TYPE, datatype) for datatype in datatypes]
    return np.array(found, np.int64).reshape(-1, 3).T


def wrong_literals(terms: Terms, objects: Numbers) -> Iterator[tuple[int, int]]:
    """Give each literal that cannot be of its datatype, with that datatype."""
    for number in objects.tolist():
        literal = split(terms.names[number])
        if literal and is_wrong(*literal):
            yield number, numbers(terms, literal[1:])[0]
