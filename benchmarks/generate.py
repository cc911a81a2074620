"""Write a graph of made-up peace accords, for benchmarks.

    python benchmarks/generate.py --triples 1000000 --output accords.nt

The same arguments give the same bytes, on every machine and in every version of Python. With
``--errors N`` the graph has N errors of each kind, and ``--ledger`` names each result that a
validator must report for benchmarks/shapes.ttl; without, it has none. It contradicts nothing in
benchmarks/ontology.ttl. With ``--same N`` there are N accords that the register of treaties shows
to be recorded twice: an owl:sameAs follows from each. ``--next`` writes the accord that would
follow, to be added later.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from itertools import groupby, islice
from pathlib import Path
from typing import TextIO

import ledger
from accords import Accord, accords
from defects import DEFECTS
from terms import LABEL, PREFIXES, A, Triple, term, text, thing
from world import world

SEED = 1988
PER_ACCORD = 96
"""How many triples an accord has, on average and rounded up."""
SHARED = 710
"""How many triples all accords share."""


class Graph:
    """A graph to write: its triples, once; then the ledger and the accord that would follow."""

    def __init__(self, triples: int, errors: int = 0, same: int = 0, seed: int = SEED) -> None:
        """Say how large the graph is to be.

        Raises:
            ValueError: the graph is too small for so many errors.

        """
        self.size, self.same, self.seed = triples, same, seed
        self.wanted = errors * len(DEFECTS)
        # nine of ten accords have one before, as some defects need
        room = (triples - SHARED) // PER_ACCORD * 85 // 100
        if self.wanted > room:
            least = SHARED + (self.wanted * 100 // 85 + 1) * PER_ACCORD
            message = f"{errors} errors of each of {len(DEFECTS)} kinds need {least} triples"
            raise ValueError(message)
        self._every = room // self.wanted if self.wanted else 0
        self.ledger: list[ledger.Row] = []
        self.next: list[Triple] = []

    def __iter__(self) -> Iterator[Triple]:
        """Give the triples, whole accords until the wanted number is nearest."""
        written = able = broken = copied = 0
        for written, triple in enumerate(world(), 1):  # noqa: B007, the last number counts them
            yield triple
        for accord in accords(self.seed):
            if written + len(accord.triples) // 2 > self.size:
                self.next = accord.triples
                break
            if accord.earlier and broken < self.wanted:
                if able % self._every == 0:
                    self.ledger += DEFECTS[broken % len(DEFECTS)](accord)
                    broken += 1
                able += 1
            if copied < self.same:
                accord.triples += _copy(accord)
                copied += 1
            yield from accord.triples
            written += len(accord.triples)
        self.ledger.sort()


def _copy(accord: Accord) -> list[Triple]:
    """Record an accord a second time, under the same entry of the register."""
    copy, entry = thing("accord", f"b{accord.number}-copy"), thing("entry", f"b{accord.number}")
    return [(copy, LABEL, text("The same", "en")), (copy, term("bench:registeredAs"), entry)]


def n_triples(triples: Iterable[Triple]) -> Iterator[str]:
    """Write triples as lines of N-Triples."""
    return (f"{subject} {predicate} {value} .\n" for subject, predicate, value in triples)


def turtle(triples: Iterable[Triple]) -> Iterator[str]:
    """Write triples as Turtle, those of one subject that follow one another together."""
    names = sorted(PREFIXES.items())
    yield from (f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in names)

    def short(node: str) -> str:
        if node == A:
            return "a"
        for prefix, iri in names:
            start = node.find(f"<{iri}")
            local = node[start + len(iri) + 1 : -1]
            if start >= 0 and node.endswith(">") and local.isalnum():
                return f"{node[:start]}{prefix}:{local}"
        return node

    for subject, about in groupby(triples, key=lambda triple: triple[0]):
        said = " ;\n    ".join(f"{short(triple[1])} {short(triple[2])}" for triple in about)
        yield f"\n{subject}\n    {said} .\n"


FORMATS = {"nt": n_triples, "ttl": turtle}


def write(parts: Iterable[str], file: TextIO) -> None:
    """Write parts of a text, some thousands at a time."""
    rest = iter(parts)
    while some := "".join(islice(rest, 5_000)):
        file.write(some)


def main() -> int:
    """Write what the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--triples", type=int, required=True, help="about how many triples")
    parser.add_argument("--errors", type=int, default=0, help="how many errors of each kind")
    parser.add_argument("--same", type=int, default=0, help="how many accords to record twice")
    parser.add_argument("--seed", type=int, default=SEED, help="another seed, another graph")
    parser.add_argument("--format", choices=FORMATS, default="nt", help="N-Triples or Turtle")
    parser.add_argument("--output", type=Path, help="the file to write; else standard output")
    parser.add_argument("--ledger", type=Path, help="where to name the errors")
    parser.add_argument("--next", type=Path, help="where to write the accord that would follow")
    wanted = parser.parse_args()
    try:
        graph = Graph(wanted.triples, wanted.errors, wanted.same, wanted.seed)
    except ValueError as error:
        parser.error(str(error))
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    with (
        wanted.output.open("w", encoding="utf-8", newline="\n")
        if wanted.output
        else nullcontext(sys.stdout)
    ) as file:
        write(FORMATS[wanted.format](graph), file)
    if wanted.ledger:
        ledger.write(graph.ledger, wanted.ledger)
    if wanted.next:
        with wanted.next.open("w", encoding="utf-8", newline="\n") as file:
            write(n_triples(graph.next), file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
