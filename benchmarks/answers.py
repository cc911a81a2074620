"""What engines answered, in one form, so that they can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path

import pyoxigraph as ox

import ledger
from ledger import Row
from runners import Job
from terms import THINGS, term

SMALL = 20_000
"""Up to how many triples closures are compared triple by triple."""
_THING = f"<{THINGS}"
_SAME = "<http://www.w3.org/2002/07/owl#sameAs>"
_OWL_THING = "<http://www.w3.org/2002/07/owl#Thing>"


def of_use(subject: str, predicate: str, value: str) -> bool:
    """Tell whether an inferred triple is of use to a reader of the graph.

    Reasoners differ in what they add of no use: types of literals, ``x owl:sameAs x``,
    ``x a owl:Thing``, statements about the ontology's own terms and its class expressions. Only
    statements about things are compared.
    """
    if not subject.startswith(_THING) or value.startswith("_:") or value == _OWL_THING:
        return False
    return not (predicate == _SAME and subject == value)


def read(path: Path) -> Iterator[str]:
    """Give the triples of a file of N-Triples that are of use, each written in one way."""
    for quad in ox.parse(path=str(path), format=ox.RdfFormat.N_TRIPLES):
        yield from written(quad.triple)


def written(triple: ox.Triple) -> Iterator[str]:
    """Write a triple, if it is of use."""
    parts = str(triple.subject), str(triple.predicate), str(triple.object)
    if of_use(*parts):
        yield " ".join(parts)


def fingerprint(lines: Iterable[str]) -> tuple[int, int]:
    """Count lines and sum up their hashes: the same for the same set, in any order."""
    number = total = 0
    for line in lines:
        total += int.from_bytes(blake2b(line.encode(), digest_size=16).digest())
        number += 1
    return number, total


def closure(triples: Iterable[str], job: Job) -> dict[str, object]:
    """Count what was inferred: all the triples of a closed graph, less the data.

    A small closure is also written to a file, to be compared triple by triple.
    """
    silent = only_named(job.ontology, job.data)
    told = (line for line in triples if line.partition(" ")[0] not in silent)
    if job.triples <= SMALL:
        new = sorted({*told} - {*read(job.data)})
        graph = job.data.stem.removesuffix("-data")
        copy = job.folder / f"closure-{job.engine}-{graph}.txt"
        copy.write_text("".join(f"{line}\n" for line in new), "utf-8")
        number, total = fingerprint(new)
    else:
        (closed, total), (asserted, without) = fingerprint(told), fingerprint(read(job.data))
        number, total = closed - asserted, total - without
    return {"inferred": number, "digest": f"{total % (1 << 128):032x}"}


def only_named(ontology: Path, data: Path) -> set[str]:
    """Give the things that an ontology names, as a value, and of which the data says nothing."""
    quads = ox.parse(path=ontology, format=ox.RdfFormat.TURTLE)
    named = {str(quad.object) for quad in quads if str(quad.object).startswith(_THING)}
    with data.open(encoding="utf-8") as lines:
        return named - {line.partition(" ")[0] for line in lines}


def differences(folder: Path, reference: str) -> list[dict[str, object]]:
    """Compare the small closures in a folder with that of the reference, triple by triple."""
    found: list[dict[str, object]] = []
    for known in sorted(folder.glob(f"closure-{reference}-*.txt")):
        right = {*known.read_text("utf-8").splitlines()}
        graph = known.stem.removeprefix(f"closure-{reference}-")
        for other in sorted(folder.glob(f"closure-*-{graph}.txt")):
            has = {*other.read_text("utf-8").splitlines()}
            engine = other.stem.removeprefix("closure-").removesuffix(f"-{graph}")
            counts = {"inferred": len(has), "missing": len(right - has), "extra": len(has - right)}
            found.append({"graph": graph, "engine": engine, **counts})
    return found


def without_long_path(row: Row) -> Row:
    """Write any path but a single property as nothing: reports write them in many ways."""
    simple = row.path.startswith("<") and row.path.count("<") == 1
    return row if simple else row._replace(path="")


def results(rows: Iterable[Row], path: Path) -> dict[str, object]:
    """Compare the results of a report with the ledger."""
    found = {without_long_path(row) for row in rows}
    known = {without_long_path(row) for row in ledger.read(path)}
    return {
        "results": len(found),
        "known": len(known),
        "missing": len(known - found),
        "extra": len(found - known),
    }


def rows_of_report(report: Iterable[ox.Quad]) -> Iterator[Row]:
    """Read a validation report: a row for each sh:result, none for what sh:detail tells."""
    about: dict[str, dict[str, str]] = {}
    results = []
    for quad in report:
        about.setdefault(str(quad.subject), {})[str(quad.predicate)] = str(quad.object)
        if str(quad.predicate) == term("sh:result"):
            results.append(str(quad.object))
    for said in map(about.__getitem__, results):
        yield Row(
            focus=said[term("sh:focusNode")],
            path=said.get(term("sh:resultPath"), ""),
            component=said[term("sh:sourceConstraintComponent")],
            value=said.get(term("sh:value"), ""),
            severity=said[term("sh:resultSeverity")],
            shape=said.get(term("sh:sourceShape"), ""),
        )
