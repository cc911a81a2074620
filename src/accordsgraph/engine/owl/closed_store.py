"""A store for SPARQL that is closed under an ontology, and stays so when triples are added."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from accordsgraph.engine.collector import without_collector
from accordsgraph.engine.owl.closure import ClosedGraph
from accordsgraph.engine.owl.loading import n_triples, read_triples, sorted_n_triples
from accordsgraph.engine.owl.noise import without_noise
from accordsgraph.engine.owl.relations import (
    NONE,
    Numbers,
    by_predicate,
    contains,
    difference,
    distinct,
    union,
)
from accordsgraph.engine.owl.terms import Terms


class ClosedStore:
    """An Oxigraph store: in its default graph triples, and what follows from them of use.

    The ontology is not in it. What is of use says :mod:`accordsgraph.engine.owl.noise`.
    """

    def __init__(self, ontologies: Iterable[Path]) -> None:
        """Read and compile the ontology. Raises what :meth:`add` raises."""
        self.store = ox.Store()
        self.terms = Terms()
        self.graph = ClosedGraph(self.terms)
        self._schema: Numbers = NONE
        self._added: list[dict[int, Numbers]] = []
        for number, path in enumerate(ontologies):
            columns = read_triples(path, self.terms, b"o%d" % number).columns
            self.graph.add(by_predicate(*columns))
            spoken_of = (self._schema, columns[0], columns[2])
            self._schema = distinct(spoken_of, len(self.terms))

    def add(self, path: Path, blank: bytes = b"") -> int:
        """Add the triples of an RDF file and what follows from them; give how many follow.

        ``blank`` goes before the names of its blank nodes, to keep them apart from those of
        other files.

        Raises:
            UnsupportedError: the reference engine has to reason.
            SyntaxError: the file is not well-formed.
            OSError: it cannot be read.

        """
        with without_collector():
            return self._add(path, blank)

    def _add(self, path: Path, blank: bytes) -> int:
        read = read_triples(path, self.terms, blank)
        asserted = by_predicate(*read.columns)
        new = self.graph.add(asserted)
        told = contains(distinct(read.columns[:1], len(self.terms)), self._schema)
        from_schema = self.graph.inferred_about(self._schema[told])  # now there is a reader for it
        self._schema = self._schema[~told]
        inferred = without_noise(
            difference(union((new, from_schema)), asserted), self.terms, self._schema
        )
        self._added += [asserted, inferred]
        if read.verbatim:
            self.store.load(path=str(path), format=ox.RdfFormat.N_TRIPLES, lenient=True)
        else:
            self._extend(asserted)
        self._extend(inferred)
        return sum(map(len, inferred.values()))

    def write(self, file: IO[bytes]) -> None:
        """Write the triples as N-Triples in the order of their lines.

        Literals are written in the form they were read in; blank nodes keep their names.
        """
        for lines in sorted_n_triples(union(self._added), self.terms):
            file.write(lines)

    def _extend(self, pairs: dict[int, Numbers]) -> None:
        """Load pairs by predicate; blank nodes keep their names, which ``load`` would change."""
        for lines in n_triples(pairs, self.terms):
            if b"_:" in lines:
                self.store.extend(ox.parse(lines, format=ox.RdfFormat.N_TRIPLES))
            else:
                self.store.load(lines, format=ox.RdfFormat.N_TRIPLES, lenient=True)
