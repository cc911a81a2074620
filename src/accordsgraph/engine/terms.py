"""Number the terms of a graph: equal terms, equal numbers.

A term is known by how N-Triples writes it canonically, so its first character tells its kind.
"""

from __future__ import annotations

from collections.abc import Iterable

from accordsgraph.engine.rules import VOCABULARY, token


class Terms(dict[bytes, int]):
    """A dictionary that gives every term looked up in it a number, the next if it is new."""

    def __init__(self) -> None:
        super().__init__((token(word).encode(), number) for word, number in VOCABULARY.items())
        self.names = list(self)

    def __missing__(self, name: bytes) -> int:
        number = self[name] = len(self.names)
        self.names.append(name)
        return number

    def numbers(self, names: Iterable[bytes]) -> list[int]:
        """Give the numbers of terms."""
        return list(map(self.__getitem__, names))

    def forget(self, count: int) -> None:
        """Forget all but the first terms."""
        for name in self.names[count:]:
            del self[name]
        del self.names[count:]
