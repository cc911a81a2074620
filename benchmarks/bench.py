"""Measure our engine beside others, in one run.

    python benchmarks/bench.py --own                      all of it, about an hour
    python benchmarks/bench.py --sizes 10000 --repeat 1   a quick look

Each measurement is a process of its own (benchmarks/child.py); CPU seconds are user and system,
all threads, with the imports of the engine. Engines take turns, so that what else the machine does
falls on all of them, and the best of the repetitions counts. The figures go to
benchmarks/results.json, the table and the plot made from them to docs/.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

import answers
import child
import report
from runners import Runner

HERE = Path(__file__).parent
SIZES = (10_000, 100_000, 1_000_000, 5_000_000)
STEPS = ("load", "close", "validate", "query", "write", "add", "all")
REFERENCE = "owlrl"
"""Whose closure the others must have, triple by triple, where it can be had."""
ONCE = 30.0
"""A measurement that takes more CPU seconds than this is not repeated."""


@dataclass(frozen=True)
class Graph:
    """The files of a graph to measure on, as a job names them."""

    name: str
    triples: int
    data: str
    checked: str
    following: str
    ledger: str
    ontology: str
    shapes: str


def generated(size: int, folder: Path) -> Graph:
    """Write the made-up graph of a size, sound, and again with errors and the ontology."""
    errors = min(20, size // 6_000)
    data, checked, following, ledger = _files(f"{size}", folder)
    command = [sys.executable, str(HERE / "generate.py"), "--triples", str(size)]
    run([*command, "--output", str(data), "--next", str(following)])
    run([*command, "--errors", str(errors), "--output", str(checked), "--ledger", str(ledger)])
    with checked.open("ab") as file:
        ontology = ox.parse(path=HERE / "ontology.ttl", format=ox.RdfFormat.TURTLE)
        ox.serialize((quad.triple for quad in ontology), file, format=ox.RdfFormat.N_TRIPLES)
    return _graph(f"{size}", folder, HERE / "ontology.ttl", HERE / "shapes.ttl")


def geneva(folder: Path) -> Graph:
    """Write this project's own graph."""
    run([sys.executable, str(HERE / "geneva.py"), str(folder)])
    ontology = HERE.parent / "ontology"
    return _graph("Geneva", folder, ontology / "accords.ttl", ontology / "shapes" / "asserted.ttl")


def _files(name: str, folder: Path) -> tuple[Path, Path, Path, Path]:
    data, checked, following = (folder / f"{name}-{n}.nt" for n in ("data", "checked", "following"))
    return data, checked, following, folder / f"{name}-ledger.tsv"


def _graph(name: str, folder: Path, ontology: Path, shapes: Path) -> Graph:
    files = _files(name, folder)
    with files[0].open("rb") as file:
        triples = sum(1 for _ in file)
    return Graph(name, triples, *map(str, (*files, ontology, shapes)))


def run(command: list[str], timeout: float | None = None) -> bytes:
    """Run a command and give what it prints. Raises CalledProcessError, TimeoutExpired."""
    # numpy starts a thread for each core, which nobody here uses; our command line does the same
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, timeout=timeout, env=environment
    )
    return done.stdout


def measure(step: str, engine: str, graph: Graph, folder: Path, timeout: float) -> dict[str, Any]:
    """Measure one step by one engine on one graph in a process of its own."""
    files = {k: v for k, v in asdict(graph).items() if k != "name"}
    job = {"step": step, "engine": engine, "folder": str(folder), **files}
    job["queries"] = str(HERE / "queries")
    command = [sys.executable, str(HERE / "child.py"), json.dumps(job)]
    try:
        found: dict[str, Any] = json.loads(run(command, timeout))
    except subprocess.TimeoutExpired:
        return {"skipped": f"took more than {timeout:.0f} s"}
    except subprocess.CalledProcessError as error:
        return {"skipped": f"ended with exit code {error.returncode}"}
    return found


def best(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """Take the repetition that used least CPU, and say whether all gave the same answer."""
    least = min(runs, key=lambda found: float(found["cpu"]))
    same = all(found["answer"] == least["answer"] for found in runs)
    return {**least, "runs": len(runs), "same": same}


def _graphs(sizes: Iterable[int], own: bool, folder: Path) -> Iterator[Graph]:
    yield from (generated(size, folder) for size in sorted(sizes))
    if own:
        yield geneva(folder)


def take_turns(
    graph: Graph, wanted: list[Runner], folder: Path, options: argparse.Namespace
) -> Iterator[dict[str, Any]]:
    """Measure all that is wanted on a graph, engine after engine, as often as is said."""
    runs: dict[tuple[str, str], list[dict[str, Any]]] = {}
    reasons: dict[tuple[str, str], str] = {}
    for turn in range(options.repeat):
        for runner in wanted:
            key = step, engine = runner.step, runner.engine
            if graph.triples > runner.limit * 1.01:
                reasons[key] = f"more than {runner.limit:,} triples: {runner.because}"
            if key in reasons or (turn and float(runs[key][0]["cpu"]) > ONCE):
                continue
            found = measure(step, engine, graph, folder, options.timeout)
            note(f"{graph.name:>8} {step:9} {engine:13} {found.get('skipped') or found['cpu']}")
            if "skipped" in found:
                reasons[key] = found["skipped"]
            else:
                runs.setdefault(key, []).append(found)
    for runner in wanted:
        key = step, engine = runner.step, runner.engine
        at = {"step": step, "engine": engine, "graph": graph.name}
        yield {**at, **best(runs[key])} if key not in reasons else {**at, "skipped": reasons[key]}


def note(line: str) -> None:
    """Tell how far it is."""
    sys.stderr.write(f"{line}\n")


def machine() -> dict[str, str]:
    """Say on what it is measured."""
    info = Path("/proc/cpuinfo")
    names = info.read_text().splitlines() if info.is_file() else []
    model = next((n.partition(": ")[2] for n in names if n.startswith("model name")), "")
    pages = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "processor": model or platform.processor() or platform.machine(),
        "cores": f"{os.cpu_count()}",
        "memory": f"{pages / 1024**3:.0f} GiB",
        "system": platform.system(),
        "python": platform.python_version(),
    }


def main() -> int:
    """Measure what the command line asks for, and write the results and the page."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="triples")
    parser.add_argument("--own", action="store_true", help="measure our own data as well")
    parser.add_argument("--steps", nargs="+", default=STEPS, choices=STEPS, help="what to measure")
    parser.add_argument("--engines", nargs="+", help="only these engines")
    parser.add_argument("--repeat", type=int, default=3, help="how often; the best counts")
    parser.add_argument("--timeout", type=float, default=1800, help="seconds for one measurement")
    parser.add_argument("--folder", type=Path, help="where to keep the graphs")
    parser.add_argument("--output", type=Path, help="only write the results here")
    options = parser.parse_args()
    wanted = [
        runner
        for runner in child.known()
        if runner.step in options.steps
        and (not options.engines or runner.engine in options.engines)
    ]
    ours = [runner for runner in wanted if runner.step in ("close", "validate")]
    found: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        folder = options.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        graphs = []
        for graph in _graphs(options.sizes, options.own, folder):
            graphs.append({"name": graph.name, "triples": graph.triples})
            found += take_turns(graph, wanted if graph.name.isdecimal() else ours, folder, options)
        closures = answers.differences(folder, REFERENCE)
    results = {
        "command": " ".join(["python", "benchmarks/bench.py", *sys.argv[1:]]),
        "machine": machine(),
        "graphs": graphs,
        "closures": closures,
        "measurements": found,
    }
    text = json.dumps(results, indent=1, ensure_ascii=False) + "\n"
    (options.output or HERE / "results.json").write_text(text, "utf-8")
    if not options.output:
        report.write(results)
    return 0


if __name__ == "__main__":
    sys.exit(main())
