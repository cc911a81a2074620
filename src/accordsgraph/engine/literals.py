"""What literals are instances of, as facts for the rules (``dt-type2``, ``dt-not-type``)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np

from accordsgraph.engine.datatypes import SUPPORTED, XSD, broader, disjoint, is_wrong, lexical
from accordsgraph.engine.relations import Numbers, unique
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
    return not known.isdisjoint(unique(classes).tolist())


def datatype_rules(terms: Terms) -> Iterator[Rule]:
    """Give the contradictions of a value that has two datatypes that share none."""
    for pair in disjoint():
        one, other = numbers(terms, pair)
        axiom = (one, _DISJOINT, other)
        yield Rule("cax-dw", ((-1, TYPE, one), (-1, TYPE, other)), None, (axiom,))


def with_cardinality(terms: Terms, axiom: Triple) -> Triple:
    """Put the term the rules use for 0 or 1 into an axiom on cardinality, however it is written."""
    subject, predicate, value = axiom
    if predicate in CARDINALITIES:
        for datatype in _by_datatype(terms, np.array([value])):
            if XSD + "integer" in (datatype, *broader(datatype)):
                number = lexical(terms.names[value]).lstrip("+-0") or "0"
                value = VOCABULARY.get(number, value)
    return subject, predicate, value


def typed_literals(terms: Terms, objects: Numbers) -> Numbers:
    """Give the triples (three columns) that say of each literal which datatypes it has."""
    found = [np.empty((3, 0), np.int64)]
    for datatype, literals in _by_datatype(terms, objects).items():
        if datatype in SUPPORTED:
            for number in numbers(terms, (datatype, *broader(datatype))):
                columns = np.broadcast_arrays(literals, np.int64(TYPE), np.int64(number))
                found.append(np.array(columns))
    return np.concatenate(found, axis=1)


def wrong_literals(terms: Terms, objects: Numbers) -> Iterator[tuple[int, int]]:
    """Give each literal that cannot be of its datatype, with that datatype."""
    for datatype, literals in _by_datatype(terms, objects).items():
        if datatype in SUPPORTED:
            for number in literals:
                if is_wrong(lexical(terms.names[number]), datatype):
                    yield number, numbers(terms, (datatype,))[0]


def _by_datatype(terms: Terms, objects: Numbers) -> dict[str, list[int]]:
    """Give the literals among terms by datatype; those in a language are none of these."""
    found: dict[bytes, list[int]] = defaultdict(list)
    names = terms.names
    for number in objects.tolist():
        name = names[number]
        if name[0] == _QUOTE and name[-1] in _ENDS:
            found[name[name.rfind(b'"') + 1 :]].append(number)
    return {datatype[3:-1].decode() or XSD + "string": found[datatype] for datatype in found}


_QUOTE = ord('"')
_ENDS = b'">'
