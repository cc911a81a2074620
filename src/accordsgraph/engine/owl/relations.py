"""Relations: the pairs of one predicate as sorted arrays, and the joins of rules over them.

A pair is one 64-bit number, its first term in the upper half: sorted, the pairs of one first term
lie side by side, so a lookup is a binary search and no hash table is ever built.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from accordsgraph.engine.owl.rules import Triple

Numbers = NDArray[np.int64]

_HALF = np.int64(32)
_LOWER = np.int64(0xFFFFFFFF)
NONE: Numbers = np.empty(0, np.int64)


def pack(first: Numbers | int, second: Numbers | int) -> Numbers:
    """Make pairs of two columns."""
    return np.asarray((np.asarray(first, np.int64) << _HALF) | np.asarray(second, np.int64))


def firsts(pairs: Numbers) -> Numbers:
    """Give the first term of each pair."""
    return pairs >> _HALF


def seconds(pairs: Numbers) -> Numbers:
    """Give the second term of each pair."""
    return pairs & _LOWER


def swapped(pairs: Numbers) -> Numbers:
    """Give the pairs the other way round, sorted again."""
    return _in_order(pack(seconds(pairs), firsts(pairs)))


def unique(numbers: Numbers) -> Numbers:
    """Give numbers sorted, each once; numpy's own way by hashing takes ten times as long."""
    ordered = _in_order(numbers)
    first = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered[first]


def _in_order(numbers: Numbers) -> Numbers:
    """Sort numbers; they come in long ordered runs, which the stable sort merges."""
    return np.sort(numbers, kind="stable")


def distinct(numbers: Iterable[Numbers], terms: int) -> Numbers:
    """Give the terms that stand in some arrays, sorted; ``terms`` is how many there are at all."""
    stands = np.zeros(terms, np.bool_)
    for array in numbers:
        stands[array] = True
    return np.flatnonzero(stands)


def contains(haystack: Numbers, needles: Numbers) -> NDArray[np.bool_]:
    """Tell of each needle whether it is in a sorted haystack."""
    if not len(haystack):
        return np.zeros(len(needles), np.bool_)
    places = np.searchsorted(haystack, needles)
    places[places == len(haystack)] = 0
    return np.asarray(haystack[places] == needles)


def by_predicate(subjects: Numbers, predicates: Numbers, objects: Numbers) -> dict[int, Numbers]:
    """Sort triples into the pairs of each predicate, each pair once."""
    found = unique(predicates)
    ranks = np.searchsorted(found, predicates)
    if len(found) <= np.iinfo(np.uint16).max:
        ranks = ranks.astype(np.uint16)  # sorted in linear time
    order = np.argsort(ranks, kind="stable")
    pairs = pack(subjects, objects)[order]
    stops = np.searchsorted(ranks[order], np.arange(len(found)), side="right")
    return {
        int(predicate): unique(pairs[start:stop])
        for predicate, start, stop in zip(found, (0, *stops), stops, strict=False)
    }


def union(parts: Iterable[dict[int, Numbers]]) -> dict[int, Numbers]:
    """Give, by predicate, the pairs of all parts, sorted and each once."""
    found: dict[int, list[Numbers]] = defaultdict(list)
    for part in parts:
        for predicate, pairs in part.items():
            found[predicate].append(pairs)
    return {p: unique(np.concatenate(pairs)) for p, pairs in found.items()}


def difference(more: dict[int, Numbers], less: dict[int, Numbers]) -> dict[int, Numbers]:
    """Give, by predicate, the pairs of ``more`` that are not in ``less``; both are sorted."""
    left = {p: pairs[~contains(less.get(p, NONE), pairs)] for p, pairs in more.items()}
    return {predicate: pairs for predicate, pairs in left.items() if len(pairs)}


def ends(pairs: Numbers) -> Iterator[tuple[int, int]]:
    """Give pairs one by one."""
    return zip(firsts(pairs).tolist(), seconds(pairs).tolist(), strict=True)


def slices(pairs: Numbers, wanted: Numbers) -> tuple[Numbers, Numbers]:
    """Give where the pairs of each wanted first term begin and end in sorted pairs."""
    low = np.searchsorted(pairs, pack(wanted, 0))
    high = np.searchsorted(pairs, pack(wanted + 1, 0))
    return low, high


def within(starts: Numbers, ends: Numbers) -> tuple[Numbers, Numbers]:
    """Give every position of a row of slices, and which slice each belongs to."""
    lengths = ends - starts
    owners = np.repeat(np.arange(len(starts)), lengths)
    offsets = np.arange(len(owners)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return np.repeat(starts, lengths) + offsets, owners


@dataclass(frozen=True)
class Relation:
    """The pairs (subject, object) of one predicate, sorted, each once."""

    pairs: Numbers

    @cached_property
    def inverse(self) -> Numbers:
        """The pairs (object, subject), sorted."""
        return swapped(self.pairs)

    def __len__(self) -> int:
        return len(self.pairs)

    def plus(self, new: Numbers) -> Relation:
        """Give the relation with sorted new pairs, none of which it has."""
        if not len(self.pairs):
            return Relation(new)
        grown = Relation(_merged(self.pairs, new))
        if "inverse" in self.__dict__:
            grown.__dict__["inverse"] = _merged(self.inverse, swapped(new))
        return grown

    def minus(self, gone: Numbers) -> Relation:
        """Give the relation without some sorted pairs, all of which it has."""
        left = Relation(np.delete(self.pairs, np.searchsorted(self.pairs, gone)))
        if "inverse" in self.__dict__:
            places = np.searchsorted(self.inverse, swapped(gone))
            left.__dict__["inverse"] = np.delete(self.inverse, places)
        return left

    def touching(self, terms: Numbers) -> Numbers:
        """Give the pairs in which one of some terms stands."""
        left, _ = within(*slices(self.pairs, terms))
        right, _ = within(*slices(self.inverse, terms))
        found = self.inverse[right]
        return unique(np.concatenate((self.pairs[left], pack(seconds(found), firsts(found)))))


def _merged(old: Numbers, new: Numbers) -> Numbers:
    if len(new) * 1_000 > len(old):
        return _in_order(np.concatenate((old, new)))
    first, *rest = np.split(old, np.searchsorted(old, new))  # a few copies of long stretches
    return np.concatenate((first, *chain(*zip(new[:, None], rest, strict=True))))


Table = dict[int, Numbers]
"""The solutions of the patterns joined so far: a column for each variable."""

NOTHING = Relation(NONE)


def scan(relation: Relation, pattern: Triple, by_object: bool = False) -> tuple[Table, int]:
    """Give the solutions of one pattern and their number, sorted by subject or by object."""
    subject, _, value = pattern
    if value >= 0 or by_object:
        pairs, first, second = relation.inverse, value, subject
    else:
        pairs, first, second = relation.pairs, subject, value
    if first >= 0:
        low, high = slices(pairs, np.array([first]))
        pairs = pairs[low[0] : high[0]]
        if second >= 0:
            return {}, int(contains(pairs, pack(first, second).reshape(1))[0])
        return {second: seconds(pairs)}, len(pairs)
    if first == second:
        pairs = pairs[firsts(pairs) == seconds(pairs)]
        return {first: firsts(pairs)}, len(pairs)
    return {first: firsts(pairs), second: seconds(pairs)}, len(pairs)


def join(table: Table, rows: int, relation: Relation, pattern: Triple) -> tuple[Table, int]:
    """Join solutions with one more pattern; give the new solutions and their number."""
    subject, _, value = pattern
    first, second, pairs = _column(table, rows, subject), _column(table, rows, value), None
    if first is not None and second is not None:
        kept = contains(relation.pairs, pack(first, second))
        return {name: column[kept] for name, column in table.items()}, int(kept.sum())
    if first is not None:
        known, new, pairs = first, value, relation.pairs
    elif second is not None:
        known, new, pairs = second, subject, relation.inverse
    else:
        other, count = scan(relation, pattern)
        left = {name: np.repeat(column, count) for name, column in table.items()}
        return left | {name: np.tile(column, rows) for name, column in other.items()}, rows * count
    positions, owners = within(*slices(pairs, known))
    joined = {name: column[owners] for name, column in table.items()}
    return joined | {new: seconds(pairs[positions])}, len(positions)


def _column(table: Table, rows: int, term: int) -> Numbers | None:
    if term >= 0:
        return np.full(rows, term)
    return table.get(term)


def solve(
    body: tuple[Triple, ...],
    facts: Mapping[int, Relation],
    first: int = 0,
    new: Relation | None = None,
) -> tuple[Table, int]:
    """Give the solutions of a body in which pattern ``first`` is met by ``new`` pairs.

    The other patterns follow in the order that binds most of their terms.
    """
    rest = [pattern for number, pattern in enumerate(body) if number != first]
    start = body[first]
    later = {term for subject, _, value in rest for term in (subject, value)}
    by_object = start[2] in later and start[0] not in later
    relation = new if new is not None else facts.get(start[1], NOTHING)
    table, rows = scan(relation, start, by_object)
    while rest and rows:
        known = table.keys()
        pattern = max(
            rest, key=lambda p: (sum(t >= 0 or t in known for t in (p[0], p[2])), p[0] in known)
        )
        rest.remove(pattern)
        table, rows = join(table, rows, facts.get(pattern[1], NOTHING), pattern)
    return table, rows
