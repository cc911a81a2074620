"""Build a dataset: the table of contents of the program.

    files → things, passages, statements → dataset → reasoning → validation → build

Nothing is written before everything has been checked.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox
from rdflib.term import Node

from accordsgraph.assembly import Assembled, assemble
from accordsgraph.counting import check_assertions
from accordsgraph.dataset import Dataset
from accordsgraph.derived import derive, wrong_dates
from accordsgraph.engine import Engine
from accordsgraph.engine.collector import without_collector
from accordsgraph.findings import Finding, in_order, reaches
from accordsgraph.formatting import stale_records
from accordsgraph.project import Project
from accordsgraph.reasoning import Closure, Inconsistency, close
from accordsgraph.store import Built, digests, save
from accordsgraph.syntax import read_rdf
from accordsgraph.validation import Loaded, Validation, validate_layers

REASONED = ("things", "record", "derived")
"""The layers the reasoner sees beside the ontology: never claims, never links."""

_MISSING_LABEL = {"AG-S04": "fr", "AG-S04b": "tr"}
"""The findings that matter only to a project that keeps labels in that language."""

Progress = Callable[[str], None]
T = TypeVar("T")


def _silent(_step: str) -> None:
    """Show no progress."""


class Clock:
    """Tells which step begins, and keeps how long each took."""

    def __init__(self, progress: Progress = _silent) -> None:
        self.progress = progress
        self.seconds: dict[str, float] = {}

    def step(self, name: str, work: Callable[[], T]) -> T:
        """Do one step of the work."""
        self.progress(name)
        start = time.perf_counter()
        with without_collector():
            result = work()
        self.seconds[name] = self.seconds.get(name, 0) + time.perf_counter() - start
        return result


@dataclass(frozen=True)
class Checked:
    """A dataset with its closure and everything the checks found.

    ``n_quads`` gives the dataset as a build writes it; it is written once.
    """

    dataset: Dataset
    validation: Validation
    findings: tuple[Finding, ...]
    n_quads: Callable[[], bytes]
    announcements: tuple[str, ...] = ()

    def store(self) -> ox.Store:
        """Give the dataset in Oxigraph."""
        store = ox.Store()
        store.load(self.n_quads(), format=ox.RdfFormat.N_QUADS, lenient=True)
        return store


@dataclass(frozen=True)
class BuildReport:
    """What a build read, inferred, found and wrote; ``built`` is None when it was refused.

    ``announcements`` say what the fast engine did not cover.
    """

    counts: dict[str, int]
    findings: tuple[Finding, ...]
    seconds: dict[str, float]
    built: Built | None
    announcements: tuple[str, ...] = ()


def build(
    project: Project,
    progress: Progress = _silent,
    build_folder: Path | None = None,
    engine: Engine = "fast",
) -> BuildReport:
    """Read, reason, validate and save a project; violations leave the previous build in place.

    ``build_folder`` is where the build goes, else the project's own build folder. ``engine`` is
    who reasons and validates: ours, or the reference (owlrl and pyshacl). They give the same.

    Raises:
        SourceError: a file cannot be read or parsed.

    """
    clock = Clock(progress)
    inputs = digests(project)
    assembled = clock.step("read", partial(assemble, project))
    checked = check_project(project, assembled, clock, engine)
    counts = {name: len(graph) for name, graph in checked.dataset.graphs.items()}
    counts["statements"] = len(assembled.all_statements)
    built = None
    if not reaches(checked.findings, "violation"):
        quads = clock.step("write", checked.n_quads)
        shown = cache(lambda file: project.shown(Path(file)))
        places = {
            line: f"{shown(place.file)}:{place.line}"
            for line, place in checked.dataset.written_at()
        }
        built = save(build_folder or project.build, quads, inputs, counts, places)
    return BuildReport(counts, checked.findings, clock.seconds, built, checked.announcements)


def check(project: Project, progress: Progress = _silent, engine: Engine = "fast") -> Checked:
    """Read, reason and validate a project without writing anything. Raises SourceError."""
    clock = Clock(progress)
    return check_project(project, clock.step("read", partial(assemble, project)), clock, engine)


def check_project(project: Project, assembled: Assembled, clock: Clock, engine: Engine) -> Checked:
    """Run both phases of validation around the reasoner."""
    dataset = assembled.dataset
    rows = (*assembled.findings, *stale_records(project, assembled))
    shapes = project.ontology / "shapes"
    checked = check_dataset(
        dataset, [shapes / "asserted.ttl"], [shapes / "closure.ttl"], clock, engine
    )
    wanted = (
        f for f in checked.findings if _MISSING_LABEL.get(f.id, "en") in ("en", *project.languages)
    )
    counted = clock.step(
        "count",
        lambda: check_assertions(project, dataset, assembled.all_statements, checked.store),
    )
    return replace(checked, findings=tuple(in_order((*rows, *wanted, *counted))))


def check_dataset(
    dataset: Dataset,
    asserted_shapes: list[Path],
    closure_shapes: list[Path],
    clock: Clock,
    engine: Engine,
) -> Checked:
    """Validate what is asserted, close the dataset, validate the closure."""
    written = [name for name in dataset.graphs if name not in ("derived", "inferred")]
    loaded = Loaded()

    def validate(layers: list[str], shapes: list[Path]) -> Validation:
        files = [read_rdf(path) for path in shapes]
        return validate_layers(dataset, layers, files, engine, loaded)

    first = clock.step("validate what is written", lambda: validate(written, asserted_shapes))
    closure = clock.step("reason", lambda: close_dataset(dataset, engine))
    second = clock.step(
        "validate what follows", lambda: validate(list(dataset.graphs), closure_shapes)
    )
    both = first + second
    contradictions = tuple(contradiction(found, dataset) for found in closure.inconsistencies)
    findings = (*both.findings, *contradictions, *_wrong_dates(dataset, both))
    announced = (*closure.announcements, *both.announcements)
    return Checked(dataset, both, findings, cache(dataset.n_quads), announced)


def _wrong_dates(dataset: Dataset, validation: Validation) -> Iterator[Finding]:
    """Name the dates that do not exist, each once; shapes can only look at how one is written."""
    found = {f.place for f in validation.findings if f.id in ("AG-S75", "AG-S82")}
    wrong = [
        (triple, problem, dataset.place(*triple))
        for triple, problem in wrong_dates(dataset.triples("things", "record", "claims"))
    ]
    known = {triple[2] for triple, _, place in wrong if place in found}
    for (subject, predicate, value), problem, place in wrong:
        if value not in known:
            where = {"focus": str(subject), "path": str(predicate), "value": str(value)}
            yield Finding(problem.id, problem.message, place, problem.fix, **where)


def close_dataset(dataset: Dataset, engine: Engine = "fast") -> Closure:
    """Fill the derived and inferred graphs of a dataset."""
    dataset.graphs["derived"] = derive(dataset.triples("things", "record"))
    closure = close(dataset.triples(*REASONED), dataset.graphs["ontology"], engine)
    dataset.graphs["inferred"] = closure.inferred
    return closure


def contradiction(found: Inconsistency, dataset: Dataset) -> Finding:
    """Turn a contradiction the reasoner found into a finding that names its triples."""

    def words(triple: tuple[Node, Node, Node]) -> str:
        return " ".join(f"“{dataset.label(node)}”" for node in triple)

    places = [place for t in found.triples if (place := dataset.place(*t))]
    said = "; ".join(words(triple) for triple in found.triples) or found.message
    return Finding(
        "inconsistent",
        f"these statements cannot all be true: {said}",
        min(places, default=None),
        "correct one of them, or give it the status contested",
    )
