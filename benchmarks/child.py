"""Measure one step by one engine in this process, and print what was measured as JSON.

benchmarks/bench.py starts one such process for each measurement, so that memory and imports of
one engine are not those of another.
"""

from __future__ import annotations

import importlib.metadata
import json
import resource
import sys
import traceback
from pathlib import Path
from typing import Any

import own
import reasoners
import stores
import validators
from runners import RUNNERS, Clock, Job, Runner

MODULES = (own, reasoners, stores, validators)
"""Those that say what can be run."""


def known() -> list[Runner]:
    """Give all that can be measured."""
    return list(RUNNERS.values())


def cpu() -> float:
    """Give the CPU seconds of this process until now, user and system."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def peak() -> float:
    """Give the most memory this process has had, in MiB."""
    status = Path("/proc/self/status")
    if status.is_file():  # of this program alone; rusage counts what the parent had when it forked
        high = status.read_text().partition("VmHWM:")[2].split()[0]
        return int(high) / 1024
    scale = 1024**2 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale


def measure(job: Job) -> dict[str, object]:
    """Run a job; what it answered is asked after the measuring.

    The CPU seconds are those of the engine and its imports, without those this script needs to
    start; the peak of memory holds them, so what it was at the start is told as well.
    """
    runner = RUNNERS[job.step, job.engine]
    versions = {}
    for package in runner.packages:
        try:
            versions[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            return {"skipped": f"{package} is not installed"}
    clock, before, start = Clock(), cpu(), peak()
    try:
        answer = runner.run(job, clock)
    except Exception as error:  # noqa: BLE001, whatever an engine raises is told on the page
        traceback.print_exc()
        return {"skipped": f"{type(error).__name__}: {(str(error).splitlines() or [''])[0]}"}
    used = {"cpu": round(cpu() - before, 3), "peak": round(peak(), 1), "start": round(start, 1)}
    return {**used, "phases": clock.phases, "answer": answer(), "with": versions}


def main() -> int:
    """Read a job from the command line as JSON, print its measurement as JSON."""
    said: dict[str, Any] = json.loads(sys.argv[1])
    plain = ("step", "engine", "triples")
    files: dict[str, Any] = {k: v if k in plain else Path(v) for k, v in said.items()}
    job = Job(**files)
    json.dump(measure(job), sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
