"""How figures are written in the tables of the page: seconds, ratios, memory, sizes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from targets import OURS, Results

OWN = "Geneva"
"""The name of the graph of our own project."""


def who_did(results: Results, step: str) -> list[str]:
    """Give the engines that did a step on some graph: ours first, then by name."""
    found = {e for (s, e, _), m in results.measured.items() if s == step and "cpu" in m}
    return sorted(found, key=lambda engine: (engine != OURS, engine))


def generated(results: Results) -> list[dict[str, Any]]:
    """Give the made-up graphs, by rising size."""
    return [graph for graph in results.raw["graphs"] if graph["name"] != OWN]


def size(graph: dict[str, Any]) -> str:
    """Write the size of a made-up graph, as 100k."""
    number = int(graph["name"])
    return f"{number // 1_000_000}M" if number >= 1_000_000 else f"{number // 1_000}k"


def cell(results: Results, step: str, engine: str, graph: str) -> str:
    """Write what a step took: CPU, how many times that of ours, memory; nothing if not done."""
    try:
        found = results(step, engine, graph)
    except KeyError:
        return ""
    memory = f"{found['peak']:,.0f} MiB"
    return ", ".join([seconds(found["cpu"]), *ratio(results, found, "cpu"), memory])


def ratio(results: Results, found: dict[str, Any], phase: str) -> Iterator[str]:
    """Say how many times the CPU of ours it used, on the same graph in the same run."""
    try:
        ours = results(found["step"], OURS, found["graph"])
        if found["engine"] != OURS:
            times = _value(found, phase) / _value(ours, phase)
            yield f"×{times:,.0f}" if times >= 10 else f"×{times:.2g}"
    except (KeyError, ZeroDivisionError):
        return


def _value(found: dict[str, Any], phase: str) -> float:
    return float(found["cpu"] if phase == "cpu" else found["phases"][phase])


def with_phase(
    results: Results, step: str, engine: str, graph: dict[str, Any], phase: str
) -> dict[str, Any] | None:
    """Give a measurement that timed a phase apart from loading, None where there is none."""
    try:
        found = results(step, engine, graph["name"])
    except KeyError:
        return None
    return found if phase in found["phases"] else None


def alone(results: Results, step: str, engine: str, graph: dict[str, Any], phase: str) -> str:
    """Write what one phase of a step took."""
    found = with_phase(results, step, engine, graph, phase)
    if found is None:
        return ""
    return ", ".join([seconds(found["phases"][phase]), *ratio(results, found, phase)])


def seconds(number: float) -> str:
    """Write seconds, or milliseconds below one."""
    return f"{number * 1000:,.0f} ms" if number < 1 else f"{number:,.1f} s"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Write a table of Markdown."""
    lines = [tuple(head), *map(tuple, rows)]
    lines.insert(1, ("---",) * len(lines[0]))
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"
