"""Numbers that look random and are the same on every machine and in every version of Python.

The generator is SplitMix64 (Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators,
OOPSLA 2014, https://doi.org/10.1145/2660193.2660195). Python promises the same for random.random()
only, not for its choices and ranges.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

_MASK = (1 << 64) - 1
_GOLDEN = 0x9E3779B97F4A7C15

Item = TypeVar("Item")


class Draws:
    """A stream of draws of its own for each tuple of seeds, whatever was drawn elsewhere."""

    def __init__(self, *seeds: int) -> None:
        self._state = 0
        for seed in seeds:
            self._state = (self._state ^ seed) & _MASK
            self._state = self._next()

    def _next(self) -> int:
        self._state = (self._state + _GOLDEN) & _MASK
        z = self._state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
        return z ^ (z >> 31)

    def below(self, bound: int) -> int:
        """Draw a whole number from 0 to ``bound`` - 1."""
        return (self._next() * bound) >> 64

    def chance(self, percent: int) -> bool:
        """Draw true in ``percent`` of 100 cases."""
        return self.below(100) < percent

    def pick(self, items: Sequence[Item]) -> Item:
        """Draw one of some items."""
        return items[self.below(len(items))]
