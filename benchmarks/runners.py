"""What is measured: each step by each engine is one function, found by the two names.

A runner does its work in phases that a clock times. It gives back a question that is asked after
the measuring: what the answer was, so that a wrong one is not taken for a fast one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

LARGEST = 5_000_000


@dataclass(frozen=True)
class Job:
    """The files of one measurement.

    ``data`` is sound; ``checked`` has the errors of ``ledger`` and ends with the ontology;
    ``following`` is the accord that would come next. What a runner writes goes into ``folder``.
    """

    step: str
    engine: str
    data: Path
    checked: Path
    following: Path
    ontology: Path
    shapes: Path
    ledger: Path
    queries: Path
    folder: Path
    triples: int


class Clock:
    """CPU seconds of this process, all threads, by phase."""

    def __init__(self) -> None:
        self.phases: dict[str, float] = {}

    @contextmanager
    def __call__(self, phase: str) -> Iterator[None]:
        """Time a phase; what is timed twice adds up."""
        begin = time.process_time()
        yield
        spent = time.process_time() - begin
        self.phases[phase] = round(self.phases.get(phase, 0) + spent, 4)


Answer = Callable[[], dict[str, object]]
Run = Callable[[Job, Clock], Answer]


@dataclass(frozen=True)
class Runner:
    """One step by one engine: what does it, the packages it needs, the largest graph it gets."""

    step: str
    engine: str
    run: Run
    packages: tuple[str, ...]
    limit: int
    because: str


RUNNERS: dict[tuple[str, str], Runner] = {}


def runner(
    step: str,
    engine: str,
    *packages: str,
    limit: int = LARGEST,
    because: str = "it would take too long",
) -> Callable[[Run], Run]:
    """Say that a function does a step by an engine, with the packages of the index it needs."""

    def note(run: Run) -> Run:
        RUNNERS[step, engine] = Runner(step, engine, run, packages, limit, because)
        return run

    return note
