"""Read files into numbers, and write numbers as N-Triples.

Canonical N-Triples, which is what programs write, is split line by line; whatever else comes is
parsed by Oxigraph and written canonically first, so equal terms always look the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import IO, NamedTuple

import numpy as np
import pyoxigraph as ox

from accordsgraph.engine.owl.relations import NONE, Numbers, distinct, firsts, seconds
from accordsgraph.engine.owl.terms import Terms

_IRI = rb'<[A-Za-z][A-Za-z0-9+.-]*+:[^<>"{}|^`\\\x00-\x20]*+>'
_STRING = rb"<http://www\.w3\.org/2001/XMLSchema#string>"  # never written out
_CANONICAL = re.compile(
    _IRI
    + rb'|"(?:[^"\\\n\r]++|\\["\\nr])*+"(?:@[a-z0-9-]+|\^\^(?!'
    + _STRING
    + rb")"
    + _IRI
    + rb")?"
)
_CHUNK = 2**16
_ROWS = 1_000
"""How much is done at a time: little, so that it stays in the cache of the processor."""


class _NotCanonicalError(Exception):
    """The file is not canonical N-Triples; Oxigraph must read it."""


class Read(NamedTuple):
    """The triples of a file as three columns of numbers.

    ``verbatim``: the file is canonical N-Triples without blank nodes, so that who reads it as it
    is reads the same terms.
    """

    columns: Numbers
    verbatim: bool


def read_triples(path: Path, terms: Terms, blank: bytes = b"") -> Read:
    """Read the triples of an RDF file; those of named graphs too.

    ``blank`` goes before the names of its blank nodes, so that those of two files keep apart.

    Raises:
        SyntaxError: the file is not well-formed.
        OSError: it cannot be read.

    """
    before = len(terms.names)
    if path.suffix == ".nt":
        try:
            with path.open("rb") as file:
                columns = _columns(_split(file), terms)
            _check_canonical(columns, terms, before)
        except _NotCanonicalError:
            terms.forget(before)
        else:
            return Read(columns, verbatim=True)
    return Read(_columns(_parsed(path, blank), terms), verbatim=False)


def _columns(parts: Iterable[list[list[bytes]]], terms: Terms) -> Numbers:
    """Number the terms of rows, some rows at a time."""
    columns = [np.empty(0, np.int32)]
    for rows in parts:
        numbers = map(terms.__getitem__, chain.from_iterable(rows))
        try:
            columns.append(np.fromiter(numbers, np.int32, 3 * len(rows)))
        except ValueError as error:  # a row of fewer than three terms
            raise _NotCanonicalError from error
    return np.concatenate(columns).reshape(-1, 3).T.astype(np.int64)


def _check_canonical(columns: Numbers, terms: Terms, before: int) -> None:
    """Look at each new term once: it must be written as Oxigraph would, and where it may stand."""
    if not all(map(_CANONICAL.fullmatch, terms.names[before:])):
        raise _NotCanonicalError
    names = terms.names
    if any(names[term][:1] == b'"' for term in distinct(columns[:2], len(names)).tolist()):
        raise _NotCanonicalError


def _split(file: IO[bytes]) -> Iterator[list[list[bytes]]]:
    """Split canonical N-Triples; every row has three terms, or the file is not canonical."""
    rest = b""
    while chunk := file.read(_CHUNK):
        lines = (rest + chunk).split(b" .\n")
        rest = lines.pop()
        if b"\n" in rest:
            break
        yield [line.split(b" ", 2) for line in lines]
    if rest:
        raise _NotCanonicalError


def _parsed(path: Path, blank: bytes) -> Iterator[list[list[bytes]]]:
    """Parse any RDF file and give its triples as rows of canonical terms."""
    quads = ox.parse(path=str(path))
    while rows := [
        [_name(term, blank) for term in (quad.subject, quad.predicate, quad.object)]
        for quad in islice(quads, _ROWS)
    ]:
        yield rows


def _name(term: object, blank: bytes) -> bytes:
    name = str(term).encode()
    return b"_:" + blank + name[2:] if name[:2] == b"_:" else name


def n_triples(pairs: Mapping[int, Numbers], terms: Terms) -> Iterator[bytes]:
    """Write pairs by predicate as N-Triples, some lines at a time."""
    for predicate, found in pairs.items():
        columns = firsts(found), np.full(len(found), predicate), seconds(found)
        yield from _lines(columns, terms.names)


def sorted_n_triples(pairs: Mapping[int, Numbers], terms: Terms) -> Iterator[bytes]:
    """Write pairs by predicate as N-Triples in the order of their lines, some lines at a time."""
    names = terms.names
    every = np.concatenate([NONE, *pairs.values()])
    predicates = np.repeat(np.fromiter(pairs, np.int64), [len(found) for found in pairs.values()])
    columns = firsts(every), predicates, seconds(every)
    used = distinct(columns, len(names)).tolist()
    ranks = np.empty(len(names), np.int64)
    ranks[sorted(used, key=names.__getitem__)] = np.arange(len(used))
    order = np.lexsort([ranks[column] for column in reversed(columns)])
    yield from _lines([column[order] for column in columns], names)


def _lines(columns: Sequence[Numbers], names: list[bytes]) -> Iterator[bytes]:
    for start in range(0, len(columns[0]), _ROWS):
        rows = zip(*(column[start : start + _ROWS].tolist() for column in columns), strict=True)
        yield b"".join([b"%b %b %b .\n" % (names[s], names[p], names[o]) for s, p, o in rows])
