"""Compile an ontology: close what it says about itself, then turn every axiom into rules.

A compiled rule speaks only of the properties, classes and individuals of the data; what it was
made from stands in its ``axioms``. A rule nobody could miss is left out: one whose conclusion is
among its own premises.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, combinations

from accordsgraph.engine.owl.rules import (
    AXIOMS,
    MEMBER,
    RULES,
    SAME_AS,
    TYPE,
    VOCABULARY,
    Rule,
    Triple,
)

_FIRST, _REST, _NIL = (VOCABULARY[f"rdf:{name}"] for name in ("first", "rest", "nil"))
_CHAIN = VOCABULARY["owl:propertyChainAxiom"]
_KEY = VOCABULARY["owl:hasKey"]
_INTERSECTION = VOCABULARY["owl:intersectionOf"]
_MEMBERS = (VOCABULARY["owl:members"], VOCABULARY["owl:distinctMembers"])
_ALL_DIFFERENT = VOCABULARY["owl:AllDifferent"]
_ALL_DISJOINT_CLASSES = VOCABULARY["owl:AllDisjointClasses"]
_ALL_DISJOINT_PROPERTIES = VOCABULARY["owl:AllDisjointProperties"]


def is_schema(pattern: Triple) -> bool:
    """Tell whether a pattern of a rule speaks of the ontology, not of the data."""
    return pattern[1] in SCHEMA_PREDICATES or (pattern[1] == TYPE and pattern[2] in SCHEMA_CLASSES)


def is_axiom(triple: Triple) -> bool:
    """Tell whether a triple is an axiom or part of a list, which can be part of one."""
    return is_schema(triple) or triple[1] in LIST_PREDICATES


SCHEMA_CLASSES = frozenset(
    atom[2]
    for rule in RULES
    for atom in rule.body[:1]
    if atom[1] == TYPE and atom[0] != atom[2] >= 0
) - {VOCABULARY["owl:Nothing"]} | {
    _ALL_DIFFERENT,
    _ALL_DISJOINT_CLASSES,
    _ALL_DISJOINT_PROPERTIES,
}
"""The classes whose members are terms of an ontology, such as ``owl:TransitiveProperty``."""

_DATA_PREDICATES = {TYPE, SAME_AS, VOCABULARY["owl:differentFrom"]}

SCHEMA_PREDICATES = frozenset(
    atom[1]
    for rule in RULES
    for atom in rule.body
    if atom[1] >= 0 and atom[1] not in _DATA_PREDICATES
) | {_CHAIN, _KEY, *_MEMBERS}
"""The predicates of axioms, such as ``rdfs:subClassOf``; ``rdf:first`` and ``rdf:rest`` apart."""

CARDINALITIES = {VOCABULARY["owl:maxCardinality"], VOCABULARY["owl:maxQualifiedCardinality"]}
LIST_PREDICATES = frozenset({_FIRST, _REST})

SCHEMA_RULES = tuple(
    rule for rule in RULES if all(map(is_schema, rule.body)) and rule.name != "cls-oo"
)
"""The rules that infer axioms from axioms."""

EQUALITY_RULES = tuple(rule for rule in RULES if rule.name.startswith("eq-"))
"""The rules of equality, which a closure follows by joining terms (:mod:`.equality`)."""

_DATA_RULES = tuple(rule for rule in RULES if rule not in (*SCHEMA_RULES, *EQUALITY_RULES))


class Index:
    """Triples found by predicate and either end."""

    def __init__(self, triples: Iterable[Triple] = ()) -> None:
        self.objects: dict[int, dict[int, dict[int, None]]] = defaultdict(dict)
        self.subjects: dict[int, dict[int, dict[int, None]]] = defaultdict(dict)
        for triple in triples:
            self.add(triple)

    def add(self, triple: Triple) -> bool:
        """Add a triple; False when it was there."""
        s, p, o = triple
        objects = self.objects[p].setdefault(s, {})
        if o in objects:
            return False
        objects[o] = None
        self.subjects[p].setdefault(o, {})[s] = None
        return True

    def __contains__(self, triple: Triple) -> bool:
        s, p, o = triple
        return o in self.objects.get(p, {}).get(s, ())

    def __iter__(self) -> Iterator[Triple]:
        for p, by_subject in self.objects.items():
            for s, objects in by_subject.items():
                for o in objects:
                    yield s, p, o

    def match(self, pattern: Triple) -> list[Triple]:
        """Give the triples a pattern fits."""
        s, p, o = pattern
        if p < 0:
            return [
                triple for predicate in self.objects for triple in self.match((s, predicate, o))
            ]
        if s >= 0:
            values = self.objects.get(p, {}).get(s, ())
            if o >= 0:
                return [(s, p, o)] if o in values else []
            return [(s, p, value) for value in values]
        if o >= 0:
            return [(subject, p, o) for subject in self.subjects.get(p, {}).get(o, ())]
        return [
            (subject, p, o) for subject, values in self.objects.get(p, {}).items() for o in values
        ]

    def members(self, head: int) -> tuple[int, ...]:
        """Give the members of an RDF list; a list that is broken or goes round ends there."""
        members, seen = [], set()
        while head != _NIL and head not in seen:
            seen.add(head)
            first = next(iter(self.objects[_FIRST].get(head, ())), None)
            if first is None:
                break
            members.append(first)
            head = next(iter(self.objects[_REST].get(head, ())), _NIL)
        return tuple(members)


Bindings = Mapping[int, int]


def bind(pattern: Triple, bindings: Bindings) -> Triple:
    """Put the values of variables into a pattern."""
    s, p, o = pattern
    return bindings.get(s, s), bindings.get(p, p), bindings.get(o, o)


def unify(pattern: Triple, triple: Triple, bindings: Bindings) -> dict[int, int] | None:
    """Extend bindings so that a pattern becomes a triple; None where that cannot be."""
    extended = dict(bindings)
    for wanted, found in zip(pattern, triple):  # noqa: B905, three and three, and asked very often
        if (extended.setdefault(wanted, found) if wanted < 0 else wanted) != found:
            return None
    return extended


def solutions(body: Iterable[Triple], index: Index, bindings: Bindings) -> list[Bindings]:
    """Give every way in which all patterns of a body are in a graph."""
    found = [bindings]
    for pattern in body:
        found = [
            extended
            for known in found
            for triple in index.match(bind(pattern, known))
            if (extended := unify(pattern, triple, known)) is not None
        ]
    return found


def close_schema(axioms: Iterable[Triple]) -> Index:
    """Close an ontology under the rules on the schema itself (table 9: ``scm-*``)."""
    index = Index()
    agenda = [*AXIOMS, *axioms]
    lists = Index(t for t in agenda if t[1] in LIST_PREDICATES)
    for whole in {o for _, p, o in agenda if p in SCHEMA_PREDICATES}:
        agenda.extend((whole, MEMBER, member) for member in lists.members(whole))
    while agenda:
        triple = agenda.pop()
        if not index.add(triple):
            continue
        for head, atom, rest in (
            *_WAITING.get((triple[1], -1), ()),
            *_WAITING.get(triple[1:], ()),
        ):
            first = unify(atom, triple, {})
            if first is not None:
                agenda.extend([bind(head, found) for found in solutions(rest, index, first)])
    return index


def _waiting() -> dict[tuple[int, int], list[tuple[Triple, Triple, tuple[Triple, ...]]]]:
    """Give, by predicate and object of the pattern a triple meets, what it then may lead to.

    That is the head of a rule, the pattern, and the patterns that have to be met besides. An
    object of -1 is any.
    """
    waiting: dict[tuple[int, int], list[tuple[Triple, Triple, tuple[Triple, ...]]]]
    waiting = defaultdict(list)
    for rule in SCHEMA_RULES:
        for number, atom in enumerate(rule.body):
            if rule.head:
                rest = rule.body[:number] + rule.body[number + 1 :]
                waiting[atom[1], max(atom[2], -1)].append((rule.head, atom, rest))
    return dict(waiting)


_WAITING = _waiting()


def compile_rules(schema: Index) -> tuple[Rule, ...]:
    """Turn the axioms of a closed ontology into rules on data."""
    compiled: dict[tuple[tuple[Triple, ...], Triple | None], Rule] = {}
    for rule in (*_instances(schema), *_list_rules(schema)):
        if rule.head not in rule.body:
            compiled.setdefault((rule.body, rule.head), rule)
    return tuple(compiled.values())


def _instances(schema: Index) -> Iterator[Rule]:
    """Give each rule of the table once for every way its axioms are in the ontology."""
    for rule in _DATA_RULES:
        axioms = tuple(atom for atom in rule.body if is_schema(atom))
        body = tuple(atom for atom in rule.body if not is_schema(atom))
        for found in solutions(axioms, schema, {}):
            yield Rule(
                rule.name,
                tuple(bind(atom, found) for atom in body),
                bind(rule.head, found) if rule.head else None,
                tuple(bind(atom, found) for atom in axioms),
            )


def _list_rules(schema: Index) -> Iterator[Rule]:
    """Give the rules whose length depends on a list."""
    for axiom in schema.match((-1, _CHAIN, -2)):
        steps = schema.members(axiom[2])
        body = tuple((-1 - i, p, -2 - i) for i, p in enumerate(steps))
        if body:
            yield Rule("prp-spo2", body, (-1, axiom[0], -1 - len(steps)), (axiom,))
    for axiom in schema.match((-1, _INTERSECTION, -2)):
        body = tuple((-1, TYPE, part) for part in schema.members(axiom[2]))
        if body:
            yield Rule("cls-int1", body, (-1, TYPE, axiom[0]), (axiom,))
    for axiom in schema.match((-1, _KEY, -2)):
        keys = schema.members(axiom[2])
        body = tuple((x, p, -3 - i) for i, p in enumerate(keys) for x in (-1, -2))
        if body:
            both = ((-1, TYPE, axiom[0]), (-2, TYPE, axiom[0]))
            yield Rule("prp-key", body + both, (-1, SAME_AS, -2), (axiom,))
    yield from _pair_rules(schema)


def _pair_rules(schema: Index) -> Iterator[Rule]:
    """Give the contradictions between any two members of a list."""
    for kind, name in _ON_PAIRS.items():
        for typed in schema.match((-1, TYPE, kind)):
            lists = (schema.match((typed[0], predicate, -2)) for predicate in _MEMBERS)
            for axiom in chain(*lists):
                for one, other in combinations(schema.members(axiom[2]), 2):
                    yield Rule(name, _pair(name, one, other), None, (typed, axiom))


_ON_PAIRS = {
    _ALL_DIFFERENT: "eq-diff2",
    _ALL_DISJOINT_CLASSES: "cax-adc",
    _ALL_DISJOINT_PROPERTIES: "prp-adp",
}


def _pair(name: str, one: int, other: int) -> tuple[Triple, ...]:
    if name == "eq-diff2":
        return ((one, SAME_AS, other),)
    if name == "cax-adc":
        return ((-1, TYPE, one), (-1, TYPE, other))
    return ((-1, one, -2), (-1, other, -2))
