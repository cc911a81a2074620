"""Find the axioms among the facts, wherever they were said: in an ontology or in the data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from accordsgraph.engine.owl.relations import NONE, NOTHING, Relation, ends, seconds, solve, unique
from accordsgraph.engine.owl.rules import TYPE, Triple
from accordsgraph.engine.owl.schema import LIST_PREDICATES, SCHEMA_CLASSES, SCHEMA_PREDICATES
from accordsgraph.engine.owl.terms import Terms, with_cardinality


def speaks_of_schema(new: Mapping[int, Relation]) -> bool:
    """Tell whether something new can be an axiom or part of one."""
    if not new.keys().isdisjoint(SCHEMA_PREDICATES | LIST_PREDICATES):
        return True
    classes = unique(seconds(new.get(TYPE, NOTHING).pairs))
    return not SCHEMA_CLASSES.isdisjoint(classes.tolist())


def axioms(facts: Mapping[int, Relation], terms: Terms) -> Iterator[Triple]:
    """Give the triples of the facts that are axioms or parts of the lists in them."""
    found = [*_said(facts, SCHEMA_PREDICATES), *_typed(facts, SCHEMA_CLASSES)]
    yield from (with_cardinality(terms, axiom) for axiom in found)
    lists = {p: dict(ends(facts.get(p, NOTHING).pairs)) for p in LIST_PREDICATES}
    heads, seen = {value for _, _, value in found}, set()
    while heads:
        head = heads.pop()
        for predicate, nodes in lists.items():
            if head in nodes and (head, predicate) not in seen:
                seen.add((head, predicate))
                yield head, predicate, nodes[head]
                heads.add(nodes[head])


def _said(facts: Mapping[int, Relation], predicates: Iterable[int]) -> Iterator[Triple]:
    for predicate in predicates:
        for subject, value in ends(facts.get(predicate, NOTHING).pairs):
            yield subject, predicate, value


def _typed(facts: Mapping[int, Relation], classes: Iterable[int]) -> Iterator[Triple]:
    for cls in classes:
        table, _ = solve(((-1, TYPE, cls),), facts)
        yield from ((subject, TYPE, cls) for subject in table.get(-1, NONE).tolist())
