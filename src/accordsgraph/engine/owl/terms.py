"""Number the terms of a graph: equal terms, equal numbers.

A term is known by how N-Triples writes it canonically, so its first character tells its kind.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import count, islice

from accordsgraph.engine.owl.datatypes import XSD, broader, datatype, lexical
from accordsgraph.engine.owl.rules import VOCABULARY, Triple, token
from accordsgraph.engine.owl.schema import CARDINALITIES


class Terms(defaultdict[bytes, int]):
    """A dictionary that gives every term looked up in it a number, the next if it is new."""

    def __init__(self) -> None:
        super().__init__(None, ((token(w).encode(), number) for w, number in VOCABULARY.items()))
        self._names = list(self)
        self.default_factory = count(len(self)).__next__

    @property
    def names(self) -> list[bytes]:
        """Every term, at the place of its number."""
        newest_first = islice(reversed(self), len(self) - len(self._names))
        self._names += reversed(list(newest_first))
        return self._names

    def forget(self, first: int) -> None:
        """Forget all but the first terms."""
        for name in self.names[first:]:
            del self[name]
        del self._names[first:]
        self.default_factory = count(first).__next__


def with_cardinality(terms: Terms, axiom: Triple) -> Triple:
    """Put the term the rules use for 0 or 1 into an axiom on cardinality, however it is written."""
    subject, predicate, value = axiom
    if predicate not in CARDINALITIES:
        return axiom
    name = terms.names[value]
    kind = datatype(name) or ""
    if XSD + "integer" in (kind, *broader(kind)):
        value = VOCABULARY.get(lexical(name).lstrip("+-0") or "0", value)
    return subject, predicate, value
