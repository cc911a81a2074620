"""Close a graph under OWL 2 RL: semi-naive evaluation of compiled rules on sorted arrays.

Each round joins what is new with everything there is, so no conclusion is drawn twice from the
same premises; it ends when a round finds nothing. Adding triples to a closed graph is one more
such run, and costs what they lead to, not what is there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import product

import numpy as np

from accordsgraph.engine.owl.axioms import axioms, speaks_of_schema
from accordsgraph.engine.owl.equality import Equality
from accordsgraph.engine.owl.literals import (
    asks_for_datatypes,
    datatype_rules,
    typed_as_datatype,
    typed_literals,
)
from accordsgraph.engine.owl.relations import (
    NONE,
    NOTHING,
    Numbers,
    Relation,
    Table,
    by_predicate,
    contains,
    difference,
    distinct,
    ends,
    firsts,
    pack,
    seconds,
    slices,
    solve,
    unique,
    within,
)
from accordsgraph.engine.owl.rules import MEMBER, SAME_AS, THING, TYPE, Rule, Triple
from accordsgraph.engine.owl.schema import (
    CARDINALITIES,
    Index,
    close_schema,
    compile_rules,
)
from accordsgraph.engine.owl.terms import Terms

Delta = dict[int, Relation]
"""What is new in a round, by predicate."""


class UnsupportedError(Exception):
    """The ontology or the data uses what this engine does not cover; the message says what."""


class ClosedGraph:
    """A graph closed under the rules of its ontology; it stays closed when triples are added."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.facts: dict[int, Relation] = {}
        self.equality = Equality()
        self.rules: tuple[Rule, ...] = ()
        self.schema = Index()
        self._known: dict[int, Relation] = {}
        self._triggers: dict[tuple[int, int | None], list[tuple[Rule, int]]] = {}
        self.violations: set[tuple[Rule, tuple[tuple[int, int], ...]]] = set()
        self._types_literals = False
        self._fresh: dict[int, list[Numbers]] = defaultdict(list)

    def add(self, triples: Mapping[int, Numbers]) -> dict[int, Numbers]:
        """Add triples, given as sorted pairs by predicate, and infer what follows.

        Gives what is new in the closed graph, by predicate, the added triples among it.

        Raises:
            UnsupportedError: the triples need a rule this engine does not have.

        """
        added = dict(triples)
        if typed_as_datatype(self.terms, seconds(added.get(TYPE, NONE))):
            raise UnsupportedError("a thing said to be of a datatype")
        for predicate, pairs in added.items():
            known = self._known.get(predicate, NOTHING)
            self._known[predicate] = known.plus(pairs[~contains(known.pairs, pairs)])
        if self._types_literals:
            values = distinct(map(seconds, triples.values()), len(self.terms))
            literals = by_predicate(*typed_literals(self.terms, values))
            added[TYPE] = unique(np.concatenate((added.get(TYPE, NONE), literals.get(TYPE, NONE))))
        before = self.expanded()
        self._fresh = defaultdict(list)
        self._close(self._insert(self._canonical(added)))
        if self.equality:  # what is said of one term is now said of all equal to it
            return difference(self.expanded(), before)
        return {p: unique(np.concatenate(pairs)) for p, pairs in self._fresh.items()}

    def _close(self, new: Delta) -> None:
        while new:
            if speaks_of_schema(new) and self._compile():
                new = dict(self.facts)
            new = self._round(new)

    # -- facts -------------------------------------------------------------------------------

    def _insert(self, candidates: dict[int, Numbers]) -> Delta:
        """Add pairs to the facts; give those that were not there."""
        new: Delta = {}
        for predicate, pairs in candidates.items():
            if predicate == SAME_AS:
                continue
            facts = self.facts.get(predicate, NOTHING)
            fresh = pairs[~contains(facts.pairs, pairs)]
            if len(fresh):
                self.facts[predicate] = facts.plus(fresh)
                new[predicate] = Relation(fresh)
                self._fresh[predicate].append(fresh)
        equal = candidates.get(SAME_AS, NONE)
        gone = self.equality.join(zip(firsts(equal).tolist(), seconds(equal).tolist(), strict=True))
        return self._merge(new, gone) if gone else new

    def _merge(self, new: Delta, gone: list[int]) -> Delta:
        """Say of the representative what was said of terms that turned out equal to it."""
        terms = np.array(sorted(gone))
        moved: dict[int, Numbers] = {}
        for predicate, relation in list(self.facts.items()):
            whole = self.equality.of(predicate) != predicate
            pairs = relation.pairs if whole else relation.touching(terms)
            if len(pairs):
                self.facts[predicate] = relation.minus(pairs)
                moved[predicate] = pairs
        for predicate, relation in list(new.items()):
            kept = contains(self._pairs(predicate), relation.pairs)
            new[predicate] = Relation(relation.pairs[kept])
        for predicate, relation in self._insert(self._canonical(moved)).items():
            old = new.get(predicate, NOTHING)
            new[predicate] = old.plus(relation.pairs[~contains(old.pairs, relation.pairs)])
        if any(self.equality.of(term) != term for rule in self.rules for term in _constants(rule)):
            self._compile(anew=True)
            new = dict(self.facts)
        return {predicate: relation for predicate, relation in new.items() if len(relation)}

    def _canonical(self, triples: dict[int, Numbers]) -> dict[int, Numbers]:
        """Put representatives in the place of equal terms."""
        if not self.equality:
            return triples
        moved = defaultdict(list)
        for predicate, pairs in triples.items():
            ends = map(self.equality.column, (firsts(pairs), seconds(pairs)))
            moved[self.equality.of(predicate)].append(pack(*ends))
        return {p: unique(np.concatenate(found)) for p, found in moved.items()}

    def _pairs(self, predicate: int) -> Numbers:
        return self.facts.get(predicate, NOTHING).pairs

    # -- schema ------------------------------------------------------------------------------

    def _compile(self, anew: bool = False) -> bool:
        """Compile the rules again; False when the ontology says nothing new."""
        schema = close_schema(axioms(self.facts, self.terms))
        if not anew and set(schema) == set(self.schema):
            return False
        self.schema = schema
        compiled = compile_rules(schema)
        self._types_literals = asks_for_datatypes(self.terms, compiled)
        if self._types_literals:
            compiled = (*compiled, *datatype_rules(self.terms))
        self.rules = tuple(rule for rule in compiled if not _says_nothing(rule, compiled))
        self._triggers = defaultdict(list)
        for rule in self.rules:
            if rule.name != "eq-diff2" and any(p == SAME_AS for _, p, _ in rule.body):
                raise UnsupportedError("an axiom about owl:sameAs itself")
            for number, (_, predicate, value) in enumerate(rule.body):
                narrow = value if predicate == TYPE and value >= 0 else None
                self._triggers[predicate, narrow].append((rule, number))
        facts = [rule.head for rule in self.rules if rule.head and not rule.body]
        facts += [triple for triple in schema if triple[1] not in _NOT_INFERRED]
        self._insert(by_predicate(*np.array(facts, np.int64).reshape(-1, 3).T))
        if self._types_literals:
            self._insert(by_predicate(*typed_literals(self.terms, self.objects())))
        return True

    # -- rules -------------------------------------------------------------------------------

    def _round(self, new: Delta) -> Delta:
        """Apply every rule that something new can trigger."""
        derived: dict[int, list[Numbers]] = defaultdict(list)
        for predicate, relation in new.items():
            triggers = list(self._triggers.get((predicate, None), ()))
            if predicate == TYPE:
                for cls in unique(seconds(relation.pairs)).tolist():
                    triggers += self._triggers.get((TYPE, cls), ())
            for rule, number in triggers:
                table, rows = solve(rule.body, self.facts, number, relation)
                if not rows:
                    continue
                if rule.head is None:
                    self._contradict(rule, table, rows)
                else:
                    derived[rule.head[1]].append(_conclusions(rule.head, table, rows))
        pairs = {p: unique(np.concatenate(found)) for p, found in derived.items()}
        return self._insert(self._canonical(pairs))

    def _contradict(self, rule: Rule, table: Table, rows: int) -> None:
        columns = [column.tolist() for column in table.values()]
        for values in zip(*columns, strict=True) if columns else [()] * rows:
            self.violations.add((rule, tuple(sorted(zip(table, values, strict=True)))))

    # -- what comes out ----------------------------------------------------------------------

    def inferred(self) -> dict[int, Numbers]:
        """Give what was inferred, by predicate: pairs that were not added."""
        known = {predicate: relation.pairs for predicate, relation in self._known.items()}
        return difference(self.expanded(), known)

    def inferred_about(self, subjects: Numbers) -> dict[int, Numbers]:
        """Give what was inferred about some terms, as :meth:`inferred` does about all."""
        about = {}
        for predicate, pairs in self.expanded().items():
            found, _ = within(*slices(pairs, subjects))
            about[predicate] = pairs[found]
        return difference(about, {p: relation.pairs for p, relation in self._known.items()})

    def objects(self) -> Numbers:
        """Give every term that stands as an object."""
        return distinct((seconds(r.pairs) for r in self.facts.values()), len(self.terms))

    def triples(self) -> Iterator[Triple]:
        """Give every triple of the closed graph, those without use to a reader too."""
        for predicate, pairs in self.expanded().items():
            yield from ((subject, predicate, value) for subject, value in ends(pairs))

    def expanded(self) -> dict[int, Numbers]:
        """Give all facts, those about equal terms once for each of them."""
        if not self.equality:
            return {predicate: relation.pairs for predicate, relation in self.facts.items()}
        merged = np.array(sorted(self.equality.sets))
        whole: dict[int, list[Numbers]] = defaultdict(list)
        for predicate, relation in self.facts.items():
            told = relation.touching(merged)
            every = [
                pack(s, o)
                for x, y in ends(told)
                for s, o in product(self.equality.members(x), self.equality.members(y))
            ]
            for name in self.equality.members(predicate):
                whole[name] += [relation.pairs, np.array(every, np.int64)]
        whole[SAME_AS].append(np.array([pack(*pair) for pair in self.equality.pairs()], np.int64))
        return {predicate: unique(np.concatenate(pairs)) for predicate, pairs in whole.items()}


_NOT_INFERRED = {MEMBER, *CARDINALITIES}
"""What a compiled schema says in a form of its own."""


def _conclusions(head: Triple, table: Table, rows: int) -> Numbers:
    subject, value = (
        table[term] if term < 0 else np.full(rows, term) for term in (head[0], head[2])
    )
    pairs = pack(subject, value)
    return pairs[subject != value] if head[1] == SAME_AS else pairs


def _says_nothing(rule: Rule, rules: Iterable[Rule]) -> bool:
    """Tell whether a rule only types things as ``owl:Thing`` and no rule asks for that."""
    if rule.head is None or rule.head[1:] != (TYPE, THING):
        return False
    return not any(p == TYPE and (o < 0 or o == THING) for r in rules for _, p, o in r.body)


def _constants(rule: Rule) -> Iterator[int]:
    for atom in (*rule.body, *((rule.head,) if rule.head else ())):
        yield from (term for term in atom if term >= 0)
