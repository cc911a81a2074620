"""Write the page of the figures: docs/performance.md and its plot, from benchmarks/results.json.

python benchmarks/report.py
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import plot
from cells import OWN, alone, cell, generated, ratio, seconds, size, table, who_did, with_phase
from targets import OURS, TARGETS, Results

ROOT = Path(__file__).parent.parent
FIGURES = ROOT / "benchmarks" / "results.json"
PAGE = ROOT / "docs" / "performance.md"
PLOT = ROOT / "docs" / "performance.svg"
NOTE = "<!-- Written by benchmarks/report.py from benchmarks/results.json; do not edit below. -->\n"
STEPS = {
    "load": "Load: from a file of N-Triples to a store that can be queried",
    "close": "Close: from a file to the graph with all that follows",
    "validate": "Validate: from a file to a report",
    "write": "Write: from a file to a file, loading included",
    "all": "End to end: load, close, validate, write",
}
ALONE = {
    "close": ("reason", "The reasoning alone"),
    "validate": ("validate", "The validation alone, data and shapes loaded"),
    "write": ("write", "The writing alone"),
}


def main() -> int:
    """Write the page and the plot."""
    write(json.loads(FIGURES.read_text("utf-8")))
    return 0


def write(results: dict[str, Any]) -> None:
    """Write the page and the plot of a run."""
    for path, text in pages(results).items():
        path.write_text(text, "utf-8", newline="\n")


def pages(results: dict[str, Any]) -> dict[Path, str]:
    """Give the text that the page and the plot should have."""
    by_hand = PAGE.read_text("utf-8").partition(NOTE)[0]
    return {PAGE: by_hand + NOTE + figures(Results(results)), PLOT: plot.svg(_panels(results))}


def figures(results: Results) -> str:
    """Write all figures of a run as sections of a page."""
    parts = [*_where(results), *_targets(results), *_growth()]
    for step, title in STEPS.items():
        parts += _step(results, step, title)
    parts += [*_queries(results), *_add(results), *_own(results), *_left_out(results)]
    return "\n".join(parts)


def _where(results: Results) -> Iterator[str]:
    on = results.raw["machine"]
    versions = {k: v for m in results.measured.values() for k, v in m.get("with", {}).items()}
    listed = ", ".join(f"{name} {version}" for name, version in sorted(versions.items()))
    yield f"\n{on['processor']}, {on['cores']} cores, {on['memory']}, {on['system']}."
    yield f"Python {on['python']}, {listed}.\n"
    yield f"```sh\n{results.raw['command']}\n```\n"


def _targets(results: Results) -> Iterator[str]:
    yield "## What we set out to reach\n"

    def row(target: Any) -> tuple[str, ...]:
        try:
            said, met = target.measured(results)
        except KeyError:
            return target.what, "not measured", ""
        return target.what, said, "yes" if met else "**no**"

    yield table(("target", "measured", "met"), map(row, TARGETS))


def _growth() -> Iterator[str]:
    yield "## Growth\n"
    yield f"![CPU seconds by number of triples for load, close, validate and write]({PLOT.name})\n"


def _panels(results: dict[str, Any]) -> Iterator[plot.Panel]:
    sizes = {graph["name"]: graph["triples"] for graph in results["graphs"]}
    for step in ("load", "close", "validate", "write"):
        lines: dict[str, list[tuple[int, float]]] = {}
        for found in results["measurements"]:
            if found["step"] == step and "cpu" in found and found["graph"].isdecimal():
                point = sizes[found["graph"]], found["cpu"]
                lines.setdefault(found["engine"], []).append(point)
        drawn = (plot.Line(n, tuple(sorted(p)), n == OURS) for n, p in sorted(lines.items()))
        yield plot.Panel(step.capitalize(), tuple(drawn))


def _step(results: Results, step: str, title: str) -> Iterator[str]:
    engines = who_did(results, step)
    if not engines:
        return
    graphs = generated(results)
    yield f"## {title}\n"
    head = ("", *(size(graph) for graph in graphs), _answer_head(step))
    yield table(
        head,
        (
            (
                engine,
                *(cell(results, step, engine, graph["name"]) for graph in graphs),
                _answer(results, step, engine),
            )
            for engine in engines
        ),
    )
    if step not in ALONE:
        return
    phase, name = ALONE[step]
    able = [e for e in engines if any(with_phase(results, step, e, g, phase) for g in graphs)]
    yield f"{name}:\n"
    yield table(
        ("", *(size(graph) for graph in graphs)),
        (
            (engine, *(alone(results, step, engine, graph, phase) for graph in graphs))
            for engine in able
        ),
    )


def _answer_head(step: str) -> str:
    return {
        "load": "triples",
        "close": "inferred, missing / extra",
        "validate": "of the known errors, missing / extra",
        "write": "same bytes each time",
        "all": "same bytes each time",
    }[step]


def _answer(results: Results, step: str, engine: str) -> str:
    """Say whether the answers were right, on the largest graph that can tell."""
    done = [
        m
        for (s, e, graph), m in results.measured.items()
        if (s, e) == (step, engine) and graph != OWN and "cpu" in m
    ]
    last = done[-1]["answer"]
    if step == "load":
        return f"{last['triples']:,}"
    if step == "validate":
        return f"{last['known']}: {last['missing']} / {last['extra']}"
    if step == "close":
        known = [d for d in results.raw["closures"] if d["engine"] == engine and d["graph"] != OWN]
        return f"{known[-1]['missing']} / {known[-1]['extra']}" if known else ""
    runs = max(m["runs"] for m in done)
    often = "once" if runs == 1 else f"{runs} runs"
    return f"yes, {often}" if all(m["same"] for m in done) else "**no**"


def _queries(results: Results) -> Iterator[str]:
    engines = who_did(results, "query")
    for graph in generated(results):
        found = {
            e: m
            for e in engines
            if "cpu" in (m := results.measured.get(("query", e, graph["name"]), {}))
        }
        if not found:
            continue
        names = list(next(iter(found.values()))["answer"]["rows"])
        equal = len({json.dumps(m["answer"]) for m in found.values()}) == 1
        yield f"## Eight queries on {size(graph)}\n"
        said = "All engines give" if equal else "The engines do **not** all give"
        yield f"{said} the same number of rows.\n"
        yield table(
            ("", *(name[2:] for name in names)),
            (
                (
                    engine,
                    *(
                        ", ".join([f"{m['phases'][n] * 1000:,.1f} ms", *ratio(results, m, n)])
                        for n in names
                    ),
                )
                for engine, m in found.items()
            ),
        )


def _add(results: Results) -> Iterator[str]:
    rows = []
    for graph in generated(results):
        try:
            found = results("add", OURS, graph["name"])
        except KeyError:
            continue
        answer = found["answer"]
        equal = "yes" if answer["equal"] else "**no**"
        added = f"{answer['inferred']:,}"
        rows.append((size(graph), seconds(found["phases"]["add"]), added, equal))
    if rows:
        yield "## Add one accord to a closed graph\n"
        yield table(("graph", "CPU", "new triples that follow", "as if recomputed"), rows)


def _own(results: Results) -> Iterator[str]:
    sizes = {graph["name"]: graph["triples"] for graph in results.raw["graphs"]}
    found = [m for m in results.raw["measurements"] if m["graph"] == OWN and "cpu" in m]
    if not found:
        return
    yield "## Our own data\n"
    yield f"The graph of this project, {sizes[OWN]:,} triples, with our ontology and shapes.\n"
    closed = {d["engine"]: d for d in results.raw["closures"] if d["graph"] == OWN}

    def answer(found: dict[str, Any]) -> str:
        if found["step"] == "validate":
            return f"{found['answer']['results']} results"
        said = f"{found['answer']['inferred']:,} inferred"
        other = closed.get(found["engine"])
        return f"{said}, {other['missing']} / {other['extra']}" if other else said

    order = sorted(found, key=lambda m: (m["step"], m["engine"] != OURS, m["engine"]))
    yield table(
        ("step", "engine", "CPU and memory", "answer"),
        (
            (m["step"], m["engine"], cell(results, m["step"], m["engine"], OWN), answer(m))
            for m in order
        ),
    )


def _left_out(results: Results) -> Iterator[str]:
    reasons: dict[tuple[str, str], list[str]] = {}
    for m in results.raw["measurements"]:
        if "skipped" in m:
            reasons.setdefault((m["engine"], m["skipped"]), []).append(m["step"])
    if reasons:
        yield "## Left out\n"
        yield table(
            ("engine", "steps", "why"),
            (
                (engine, ", ".join(dict.fromkeys(steps)), why)
                for (engine, why), steps in sorted(reasons.items())
            ),
        )


if __name__ == "__main__":
    sys.exit(main())
