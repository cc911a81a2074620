"""What we set out to reach, and what was reached: read from the results of benchmarks/bench.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import log
from typing import Any

OURS = "accordsgraph"
_FIVE = 5_000_000


class Results:
    """The measurements of a run, found by step, engine and graph."""

    def __init__(self, results: dict[str, Any]) -> None:
        self.raw = results
        self.measured: dict[tuple[str, str, str], dict[str, Any]] = {
            (m["step"], m["engine"], m["graph"]): m for m in results["measurements"]
        }

    def __call__(self, step: str, engine: str, graph: str) -> dict[str, Any]:
        """Give a measurement. Raises KeyError when it was not made."""
        found = self.measured[step, engine, graph]
        if "skipped" in found:
            raise KeyError(step)
        return found

    def difference(self, graph: str) -> dict[str, Any]:
        """Give how our closure of a graph differs from that of the reference. Raises KeyError."""
        for found in self.raw["closures"]:
            if (found["graph"], found["engine"]) == (graph, OURS):
                return dict(found)
        raise KeyError(graph)


@dataclass(frozen=True)
class Target:
    """Something to reach: what, and a function that tells what was measured and if that is met."""

    what: str
    measured: Callable[[Results], tuple[str, bool]]


def _reasoning(results: Results) -> tuple[str, bool]:
    ours, other = (
        results("close", engine, "10000")["phases"]["reason"] for engine in (OURS, "owlrl")
    )
    difference = results.difference("10000")
    missing, extra = difference["missing"], difference["extra"]
    ratio = other / ours
    said = f"{ratio:,.0f} times ({other:.1f} s and {ours * 1000:.0f} ms); {missing} / {extra}"
    return said, ratio >= 500 and missing == extra == 0


def _close_million(results: Results) -> tuple[str, bool]:
    found = results("close", OURS, "1000000")
    return f"{found['cpu']:.1f} s, {found['peak']:.0f} MiB", found["cpu"] <= 8 and (
        found["peak"] <= 1024
    )


def _close_five(results: Results) -> tuple[str, bool]:
    found = results("close", OURS, "5000000")
    return f"{found['cpu']:.1f} s, {found['peak']:.0f} MiB", found["peak"] <= 4096


def _growth(results: Results) -> tuple[str, bool]:
    seconds = {n: results("close", OURS, f"{n}")["phases"]["close"] for n in (10**4, 10**6, _FIVE)}
    bound = {n: n * log(n) for n in seconds}
    grown, late = (seconds[_FIVE] / seconds[n] for n in (10**4, 10**6))
    allowed, late_allowed = (bound[_FIVE] / bound[n] for n in (10**4, 10**6))
    said = f"{grown:.0f} times, n log n is {allowed:.0f} times; from 1M on {late:.1f} times"
    return f"{said}, n log n is {late_allowed:.1f} times", grown <= allowed


def _validate(results: Results) -> tuple[str, bool]:
    ours, other = (results("validate", engine, "100000") for engine in (OURS, "pyshacl"))
    ratio, said = other["cpu"] / ours["cpu"], ours["answer"]
    exact = f"{said['known'] - said['missing']} of {said['known']} found, {said['extra']} others"
    return f"{ratio:.0f} times; {exact}", ratio >= 25 and said["missing"] == said["extra"] == 0


def _validate_million(results: Results) -> tuple[str, bool]:
    seconds = results("validate", OURS, "1000000")["phases"]["validate"]
    return f"{seconds:.1f} s", seconds <= 6


def _add(results: Results) -> tuple[str, bool]:
    found = results("add", OURS, "1000000")
    seconds, equal = found["phases"]["add"], found["answer"]["equal"]
    said = "equal" if equal else "not equal"
    return f"{seconds * 1000:.0f} ms; {said}", seconds <= 0.05 and equal


def _all(results: Results) -> tuple[str, bool]:
    found = results("all", OURS, "1000000")
    same = "the same bytes" if found["same"] else "not the same bytes"
    said = f"{found['cpu']:.1f} s, {found['peak']:.0f} MiB; {same} in {found['runs']} runs"
    return said, found["cpu"] <= 20 and found["peak"] <= 1536 and found["same"]


TARGETS = (
    Target("Close 10k triples at least 500 times as fast as owlrl, without difference", _reasoning),
    Target("1M from file to closed store in at most 8 s and 1 GiB", _close_million),
    Target("5M from file to closed store in at most 4 GiB", _close_five),
    Target("From 10k to 5M, closing (imports apart) grows no faster than n log n", _growth),
    Target("Validate 100k from file at least 25 times as fast as pyshacl, exactly", _validate),
    Target("Validate 1M in a loaded store in at most 6 s", _validate_million),
    Target("Add one accord to a closed 1M in at most 50 ms, as if recomputed", _add),
    Target("Load, close, validate, write 1M in at most 20 s, 1.5 GiB, same bytes", _all),
)
