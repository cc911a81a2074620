"""Say from what a triple follows in one step: the rule, its axioms, the premises.

It looks at a closed graph and the rules only, so it answers for whichever engine closed it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from accordsgraph.engine.owl.rules import Rule, Triple
from accordsgraph.engine.owl.schema import (
    EQUALITY_RULES,
    SCHEMA_RULES,
    Index,
    bind,
    solutions,
    unify,
)


class Derivation(NamedTuple):
    """One step of a proof: a rule of OWL 2 RL by its name, the axioms, the premises."""

    rule: str
    axioms: tuple[Triple, ...]
    premises: tuple[Triple, ...]


def derivations(triple: Triple, rules: Iterable[Rule], graph: Index) -> Iterator[Derivation]:
    """Give every step by which a triple follows from a closed graph under compiled rules.

    A premise can itself be inferred, and steps can go round in circles; a step never has its own
    conclusion as premise.
    """
    found = set()
    for rule in (*rules, *SCHEMA_RULES, *EQUALITY_RULES):
        bindings = unify(rule.head, triple, {}) if rule.head else None
        if bindings is None:
            continue
        for solution in solutions(rule.body, graph, bindings):
            premises = tuple(bind(atom, solution) for atom in rule.body)
            step = Derivation(rule.name, rule.axioms, premises)
            if triple not in premises and step not in found:
                found.add(step)
                yield step
