"""Say what in a closed graph cannot all be true: the rules of OWL 2 RL that end in ``false``."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from accordsgraph.engine.owl.closure import ClosedGraph
from accordsgraph.engine.owl.equality import Equality
from accordsgraph.engine.owl.literals import wrong_literals
from accordsgraph.engine.owl.relations import NONE, ends
from accordsgraph.engine.owl.rules import DIFFERENT_FROM, SAME_AS, TYPE, Triple
from accordsgraph.engine.owl.schema import bind


class Contradiction(NamedTuple):
    """The name of a rule, the triples that cannot all be true, and the axioms that say so."""

    rule: str
    premises: frozenset[Triple]
    axioms: tuple[Triple, ...] = ()


def contradictions(graph: ClosedGraph) -> Iterator[Contradiction]:
    """Give every contradiction, told of each of the terms that are equal; some come twice."""
    for rule, bindings in graph.violations:
        for body in _tellings(rule.body, dict(bindings), graph.equality):
            yield Contradiction(rule.name, body, rule.axioms)
    for rule in graph.rules:
        if rule.name == "eq-diff2" and len({*map(graph.equality.of, rule.body[0][::2])}) == 1:
            yield Contradiction(rule.name, frozenset(rule.body), rule.axioms)
    for x, y in ends(graph.expanded().get(DIFFERENT_FROM, NONE)):
        if graph.equality.of(x) == graph.equality.of(y):
            premises = frozenset({(x, SAME_AS, y), (x, DIFFERENT_FROM, y)})
            yield Contradiction("eq-diff1", premises)
    for literal, datatype in wrong_literals(graph.terms, graph.objects()):
        yield Contradiction("dt-not-type", frozenset({(literal, TYPE, datatype)}))


def _tellings(
    body: tuple[Triple, ...], values: dict[int, int], equality: Equality
) -> Iterator[frozenset[Triple]]:
    """Give a body once for every choice of terms equal to those it names.

    A variable is the same term wherever it stands, and so is a property; each mention of another
    constant is a choice of its own, since it stands in an axiom that is told of equal terms too.
    """

    def named(term: int) -> int:
        if term < 0:
            return term
        name = -1000 - len(values)
        values[name] = term
        return name

    atoms = [(named(subject), predicate, named(value)) for subject, predicate, value in body]
    values.update((predicate, predicate) for _, predicate, _ in atoms)
    choices = [equality.members(equality.of(term)) for term in values.values()]
    for chosen in product(*choices):
        told = dict(zip(values, chosen, strict=True))
        yield frozenset(bind(atom, told) for atom in atoms)
