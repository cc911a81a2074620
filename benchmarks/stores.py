"""Stores: load a file of N-Triples, answer eight queries, write a file."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

from runners import Answer, Clock, Job, runner

REPEAT = 3
"""How often a query is asked; the fastest counts, as the first also warms up."""


def ask(job: Job, clock: Clock, count: Callable[[str], int]) -> Answer:
    """Ask each query of the folder and count the rows."""
    rows = {}
    for path in sorted(job.queries.glob("*.rq")):
        query, best = path.read_text("utf-8"), float("inf")
        for _ in range(REPEAT):
            clock.phases.pop(path.stem, None)
            with clock(path.stem):
                rows[path.stem] = count(query)
            best = min(best, clock.phases[path.stem])
        clock.phases[path.stem] = best
    return lambda: {"rows": rows}


def bytes_of(path: Path) -> Answer:
    """Say what was written: how many bytes, which."""
    return lambda: {
        "bytes": path.stat().st_size,
        "digest": sha256(path.read_bytes()).hexdigest()[:32],
    }


def _rdflib(job: Job, clock: Clock, store: str = "default") -> Any:
    with clock("import"):
        from rdflib import Graph
    with clock("load"):
        return Graph(store).parse(job.data, format="nt" if store == "default" else "ox-nt")


@runner("load", "rdflib", "rdflib", limit=1_000_000)
def rdflib_load(job: Job, clock: Clock) -> Answer:
    """Load into rdflib's memory."""
    graph = _rdflib(job, clock)
    return lambda: {"triples": len(graph)}


@runner("query", "rdflib", "rdflib", limit=100_000)
def rdflib_query(job: Job, clock: Clock) -> Answer:
    """Query rdflib."""
    graph = _rdflib(job, clock)
    return ask(job, clock, lambda query: sum(1 for _ in graph.query(query)))


@runner("write", "rdflib", "rdflib", limit=100_000)
def rdflib_write(job: Job, clock: Clock) -> Answer:
    """Write Turtle, rdflib's one form that does not change from run to run."""
    graph, path = _rdflib(job, clock), job.folder / "rdflib.ttl"
    with clock("write"):
        graph.serialize(path, format="turtle")
    return bytes_of(path)


@runner("load", "oxrdflib", "oxrdflib", "rdflib")
def oxrdflib_load(job: Job, clock: Clock) -> Answer:
    """Load into Oxigraph through rdflib."""
    graph = _rdflib(job, clock, "Oxigraph")
    return lambda: {"triples": len(graph)}


@runner("query", "oxrdflib", "oxrdflib", "rdflib")
def oxrdflib_query(job: Job, clock: Clock) -> Answer:
    """Query Oxigraph through rdflib."""
    graph = _rdflib(job, clock, "Oxigraph")
    return ask(job, clock, lambda query: sum(1 for _ in graph.query(query)))


@runner("write", "oxrdflib", "oxrdflib", "rdflib")
def oxrdflib_write(job: Job, clock: Clock) -> Answer:
    """Write N-Triples of Oxigraph through rdflib, in no order."""
    graph, path = _rdflib(job, clock, "Oxigraph"), job.folder / "oxrdflib.nt"
    with clock("write"):
        graph.serialize(path, format="ox-nt")
    return bytes_of(path)


def oxigraph(job: Job, clock: Clock) -> Any:
    """Load the data into a store of Oxigraph in memory."""
    with clock("import"):
        import pyoxigraph as ox
    with clock("load"):
        store = ox.Store()
        store.load(path=str(job.data), format=ox.RdfFormat.N_TRIPLES)
    return store


@runner("write", "oxigraph", "pyoxigraph")
def oxigraph_write(job: Job, clock: Clock) -> Answer:
    """Write N-Triples of Oxigraph, in no order."""
    store, path = oxigraph(job, clock), job.folder / "oxigraph.nt"
    with clock("write"):
        import pyoxigraph as ox

        store.dump(str(path), ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    return bytes_of(path)


def _maplib(job: Job, clock: Clock) -> Any:
    with clock("import"):
        from maplib import Model
    with clock("load"):
        model = Model()
        model.read(str(job.data), format="ntriples")
    return model


@runner("load", "maplib", "maplib")
def maplib_load(job: Job, clock: Clock) -> Answer:
    """Load into maplib's columns."""
    model = _maplib(job, clock)
    count = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
    return lambda: {"triples": int(model.query(count)["n"][0])}


@runner("query", "maplib", "maplib")
def maplib_query(job: Job, clock: Clock) -> Answer:
    """Query maplib; a CONSTRUCT gives a table for each template."""
    model = _maplib(job, clock)

    def count(query: str) -> int:
        found = model.query(query)
        return sum(map(len, found)) if isinstance(found, list) else len(found)

    return ask(job, clock, count)
