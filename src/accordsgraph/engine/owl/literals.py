"""What literals are instances of, as facts for the rules (``dt-type2``, ``dt-not-type``)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np

from accordsgraph.engine.owl.datatypes import (
    QUOTE,
    SUPPORTED,
    broader,
    datatype,
    disjoint,
    is_wrong,
    lexical,
)
from accordsgraph.engine.owl.relations import Numbers, unique
from accordsgraph.engine.owl.rules import TYPE, VOCABULARY, Rule
from accordsgraph.engine.owl.terms import Terms

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
    return not known.isdisjoint(unique(classes).tolist())


def datatype_rules(terms: Terms) -> Iterator[Rule]:
    """Give the contradictions of a value that has two datatypes that share none."""
    for pair in disjoint():
        one, other = numbers(terms, pair)
        axiom = (one, _DISJOINT, other)
        yield Rule("cax-dw", ((-1, TYPE, one), (-1, TYPE, other)), None, (axiom,))


def typed_literals(terms: Terms, objects: Numbers) -> Numbers:
    """Give the triples (three columns) that say of each literal which datatypes it has."""
    found = [np.empty((3, 0), np.int64)]
    for kind, literals in _by_datatype(terms, objects).items():
        if kind in SUPPORTED:
            for number in numbers(terms, (kind, *broader(kind))):
                columns = np.broadcast_arrays(literals, np.int64(TYPE), np.int64(number))
                found.append(np.array(columns))
    return np.concatenate(found, axis=1)


def wrong_literals(terms: Terms, objects: Numbers) -> Iterator[tuple[int, int]]:
    """Give each literal that cannot be of its datatype, with that datatype."""
    for kind, literals in _by_datatype(terms, objects).items():
        if kind in SUPPORTED:
            for number in literals:
                if is_wrong(lexical(terms.names[number]), kind):
                    yield number, numbers(terms, (kind,))[0]


def _by_datatype(terms: Terms, objects: Numbers) -> dict[str, list[int]]:
    """Give the literals among terms by datatype; those in a language are none of these."""
    by_ending: dict[bytes, list[int]] = defaultdict(list)
    names = terms.names
    for number in objects.tolist():
        name = names[number]
        if name[0] == QUOTE:
            by_ending[name[name.rfind(b'"') :]].append(number)
    kinds = {ending: datatype(b'"' + ending) for ending in by_ending}
    return {kind: by_ending[ending] for ending, kind in kinds.items() if kind}
