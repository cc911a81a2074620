"""Equality: which terms are the same thing (``owl:sameAs``), as sets with one representative.

Facts are kept about representatives only and written out for every member at the end; that is
what the rules ``eq-sym``, ``eq-trans`` and ``eq-rep-*`` would infer one triple at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

import numpy as np

from accordsgraph.engine.owl.relations import Numbers


class Equality:
    """Sets of equal terms; the lowest number of each represents it."""

    def __init__(self) -> None:
        self.sets: dict[int, set[int]] = {}
        self._representative: dict[int, int] = {}

    def __bool__(self) -> bool:
        return bool(self.sets)

    def of(self, term: int) -> int:
        """Give the representative of a term."""
        return self._representative.get(term, term)

    def members(self, term: int) -> Iterable[int]:
        """Give every term equal to a representative, itself among them."""
        return sorted(self.sets.get(term, (term,)))

    def join(self, pairs: Iterable[tuple[int, int]]) -> list[int]:
        """Make the terms of each pair equal; give those that are represented no longer."""
        gone = []
        for pair in pairs:
            one, other = sorted(map(self.of, pair))
            if one != other:
                moved = self.sets.pop(other, {other})
                self.sets.setdefault(one, {one}).update(moved)
                self._representative.update((term, one) for term in moved)
                gone.append(other)
        return gone

    def column(self, terms: Numbers) -> Numbers:
        """Put the representative in the place of each term of a column."""
        if not self._representative:
            return terms
        keys = np.array(sorted(self._representative))
        values = np.array([self._representative[int(key)] for key in keys])
        places = np.searchsorted(keys, terms)
        places[places == len(keys)] = 0
        return np.where(keys[places] == terms, values[places], terms)

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Give every two different equal terms, in both orders."""
        for equal in self.sets.values():
            yield from ((x, y) for x, y in product(sorted(equal), repeat=2) if x != y)
