"""Prove an inferred triple: steps of rules, down to what somebody wrote.

The search goes backwards from the triple. It needs the axioms, what is asserted and what was
inferred of use; what was inferred on the way and left out as noise it proves again. It knows
nothing of arrays, so a proof is there before a graph could be closed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from accordsgraph.engine.owl.datatypes import broader, datatype
from accordsgraph.engine.owl.rules import AXIOMS, MEMBER, TYPE, Rule, Triple
from accordsgraph.engine.owl.schema import (
    CARDINALITIES,
    EQUALITY_RULES,
    SCHEMA_RULES,
    Bindings,
    Index,
    bind,
    close_schema,
    compile_rules,
    is_axiom,
    unify,
)
from accordsgraph.engine.owl.terms import Terms, with_cardinality

DEEPEST = 12
"""The greatest height of a proof that is looked for."""


class Proof(NamedTuple):
    """A triple and the step it follows by: the rule and what proves its axioms and premises.

    ``rule`` is empty for what is asserted; then there is nothing below.
    """

    conclusion: Triple
    rule: str = ""
    axioms: tuple[Proof, ...] = ()
    premises: tuple[Proof, ...] = ()

    @property
    def size(self) -> int:
        """The number of steps."""
        return sum(part.size for part in (*self.axioms, *self.premises)) + bool(self.rule)

    @property
    def height(self) -> int:
        """The number of steps from the conclusion to the farthest leaf."""
        below = max((part.height for part in (*self.axioms, *self.premises)), default=0)
        return below + bool(self.rule)

    def below(self) -> Iterator[Triple]:
        """Give every triple the conclusion rests on."""
        for part in (*self.axioms, *self.premises):
            yield part.conclusion
            yield from part.below()

    def leaves(self) -> Iterator[Triple]:
        """Give what is asserted, in the order of the proof."""
        if not self.rule:
            yield self.conclusion
        for part in (*self.axioms, *self.premises):
            yield from part.leaves()


class Prover:
    """Finds proofs in a closed graph."""

    def __init__(self, terms: Terms, asserted: Index, known: Index, rules: Iterable[Rule]) -> None:
        """Take what is asserted (axioms too), what is asserted or inferred, and compiled rules."""
        self._terms = terms
        self._asserted = asserted
        self._known = known
        self._rules: dict[tuple[int, int], list[Rule]] = defaultdict(list)
        for rule in (*rules, *SCHEMA_RULES, *EQUALITY_RULES):
            if rule.head:
                self._rules[_concluding(rule.head)].append(rule)
        self._found: dict[tuple[Triple, int], Proof | None] = {}

    @classmethod
    def of(
        cls,
        terms: Terms,
        ontology: Iterable[Triple],
        asserted: Iterable[Triple],
        inferred: Iterable[Triple],
    ) -> Prover:
        """Make a prover for a graph that was closed, by whichever engine."""
        written = Index((*ontology, *asserted))
        known = Index((*written, *inferred))
        schema = close_schema(with_cardinality(terms, t) for t in known if is_axiom(t))
        for triple in schema:
            known.add(triple)
            if triple in AXIOMS or triple[1] in _IN_OTHER_WORDS:
                written.add(triple)
        return cls(terms, written, known, compile_rules(schema))

    def proof(self, triple: Triple) -> Proof | None:
        """Give the shortest proof among the lowest ones, None when there is none."""
        for height in range(DEEPEST + 1):
            found = self._prove(triple, height)
            if found:
                return found
        return None

    def proofs(self, triple: Triple) -> list[Proof]:
        """Give a proof for every first step that has one, the shortest first."""
        lowest = self.proof(triple)
        if lowest is None or not lowest.rule:
            return [lowest] if lowest else []
        found = self._by_steps(triple, min(lowest.height + 2, DEEPEST))
        found = (proof for proof in found if triple not in proof.below())
        return sorted({lowest, *found}, key=lambda proof: (proof != lowest, proof.size, proof))

    def _prove(self, triple: Triple, height: int) -> Proof | None:
        """Give the smallest proof that is not higher than so many steps."""
        if triple in self._asserted:
            return Proof(triple)
        if height == 0:
            return None
        if self._is_of_its_datatype(triple):
            return Proof(triple, "dt-type2")
        key = triple, height
        if key not in self._found:
            found = self._by_steps(triple, height)
            self._found[key] = min(found, key=lambda proof: (proof.size, proof), default=None)
        return self._found[key]

    def steps(self, triple: Triple) -> Iterator[tuple[Rule, tuple[Triple, ...]]]:
        """Give every rule that could end in a triple, with premises that are yet to be proven.

        Steps can go round in circles; a step never has its own conclusion as premise.
        """
        _, predicate, value = triple
        keys = ((predicate, value), (predicate, _ANY), (_ANY, _ANY))
        for rule in chain.from_iterable(self._rules.get(key, ()) for key in keys):
            bindings = unify(rule.head, triple, {}) if rule.head else None
            for premises in self._premises(rule.body, bindings) if bindings is not None else ():
                if triple not in premises:
                    yield rule, premises

    def _by_steps(self, triple: Triple, height: int) -> Iterator[Proof]:
        """Give a proof for every step that ends in a triple and can be proven."""
        for rule, premises in self.steps(triple):
            parts = self._all_proven((*rule.axioms, *premises), height - 1)
            if parts is not None:
                cut = len(rule.axioms)
                yield Proof(triple, rule.name, parts[:cut], parts[cut:])

    def _all_proven(self, triples: tuple[Triple, ...], height: int) -> tuple[Proof, ...] | None:
        parts = []
        for triple in triples:
            part = self._prove(triple, height)
            if part is None:
                return None
            parts.append(part)
        return tuple(parts)

    def _is_of_its_datatype(self, triple: Triple) -> bool:
        subject, predicate, value = triple
        names = self._terms.names
        if predicate != TYPE or names[subject][:1] != b'"':
            return False
        kind = datatype(names[subject]) or ""
        return names[value][1:-1].decode() in (kind, *broader(kind))

    def _premises(
        self, body: tuple[Triple, ...], bindings: Bindings
    ) -> Iterator[tuple[Triple, ...]]:
        """Give the triples a body can stand for; those named in full need not be known."""
        open_atoms = [atom for atom in body if min(bind(atom, bindings)) < 0]
        if not open_atoms:
            yield tuple(bind(atom, bindings) for atom in body)
            return
        # properties before classes: a class can be an expression, which nobody is told of
        atom = min(
            open_atoms, key=lambda a: (a[1] == TYPE, -sum(t >= 0 for t in bind(a, bindings)))
        )
        for triple in self._known.match(bind(atom, bindings)):
            extended = unify(atom, triple, bindings)
            if extended is not None:
                yield from self._premises(body, extended)


_ANY = -1
_IN_OTHER_WORDS = {MEMBER, *CARDINALITIES}
"""Axioms the compiler words itself: the members of a list, a cardinality as the rules write it."""


def _concluding(head: Triple) -> tuple[int, int]:
    """Give under what a rule is found: the predicate, and the class when it types something."""
    _, predicate, value = head
    if predicate < 0:
        return _ANY, _ANY
    return predicate, value if predicate == TYPE and value >= 0 else _ANY
