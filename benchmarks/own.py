"""Our own engine: each step as a user of the package would have it done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import answers
from ledger import Row
from runners import Answer, Clock, Job, runner
from stores import ask, bytes_of, oxigraph

OURS = "accordsgraph"


@runner("load", OURS, OURS, "pyoxigraph")
def load(job: Job, clock: Clock) -> Answer:
    """Load into a store of Oxigraph, which is the store we stand on."""
    store = oxigraph(job, clock)
    return lambda: {"triples": len(store)}


@runner("query", OURS, OURS, "pyoxigraph")
def query(job: Job, clock: Clock) -> Answer:
    """Query the store."""
    store = oxigraph(job, clock)
    return ask(job, clock, lambda text: sum(1 for _ in store.query(text)))


@runner("write", OURS, OURS, "pyoxigraph")
def write(job: Job, clock: Clock) -> Answer:
    """Write sorted N-Triples: the same graph, the same bytes."""
    store = oxigraph(job, clock)
    with clock("write"):
        path = _write(store, job)
    return bytes_of(path)


@runner("close", OURS, OURS, "numpy", "pyoxigraph")
def close(job: Job, clock: Clock) -> Answer:
    """From a file to a closed store that can be queried."""
    closed = _close(job, clock)
    return lambda: answers.closure(_lines(closed.store), job)


@runner(
    *("add", OURS, OURS, "numpy", "pyoxigraph"),
    limit=1_000_000,
    because="the answer is compared with all of it computed again",
)
def add(job: Job, clock: Clock) -> Answer:
    """Add one accord to a closed store."""
    closed = _close(job, clock)
    with clock("add"):
        inferred = closed.add(job.following)

    def answer() -> dict[str, object]:
        whole = job.folder / "whole.nt"
        whole.write_bytes(job.data.read_bytes() + job.following.read_bytes())
        again = type(closed)([job.ontology])
        again.add(whole)
        added, anew = (answers.fingerprint(_lines(c.store)) for c in (closed, again))
        return {"inferred": inferred, "equal": added == anew}

    return answer


@runner("validate", OURS, OURS, "pyoxigraph")
def validate(job: Job, clock: Clock) -> Answer:
    """From a file to the results."""
    with clock("import"):
        import pyoxigraph as ox

        from accordsgraph.engine.shacl import lexical
    with clock("load"):
        data = lexical.Data().add(ox.parse(path=job.checked, format=ox.RdfFormat.N_TRIPLES))
    outcome = _validate(data, job, clock)
    return lambda: {
        **answers.results(_rows(outcome.results), job.ledger),
        "not covered": [f"{shape.shape} {shape.reason}" for shape in outcome.not_covered],
    }


@runner("all", OURS, OURS, "numpy", "pyoxigraph")
def everything(job: Job, clock: Clock) -> Answer:
    """Load and close, validate the closed graph, write it sorted."""
    closed = _close(job, clock)
    with clock("import"):
        from accordsgraph.engine.shacl import lexical
    outcome = _validate(lexical.Data(closed.store, is_plain=True), job, clock)
    path = job.folder / f"{OURS}.nt"
    with clock("write"), path.open("wb") as file:
        closed.write(file)
    return lambda: {"results": len(outcome.results), **bytes_of(path)()}


def _close(job: Job, clock: Clock) -> Any:
    with clock("import"):
        from accordsgraph.engine.owl.closed_store import ClosedStore
        from accordsgraph.engine.owl.closure import ClosedGraph

    reason = ClosedGraph.add

    def timed(graph: ClosedGraph, triples: Any) -> Any:
        with clock("reason"):
            return reason(graph, triples)

    ClosedGraph.add = timed  # type: ignore[assignment, method-assign]
    with clock("close"):
        closed = ClosedStore([job.ontology])
        closed.add(job.data)
    ClosedGraph.add = reason  # type: ignore[method-assign]
    return closed


def _validate(data: Any, job: Job, clock: Clock) -> Any:
    import pyoxigraph as ox

    from accordsgraph.engine.shacl import results, shapes, triples

    with clock("validate"):
        graph = triples.Triples(
            (quad.subject, quad.predicate, quad.object)
            for quad in ox.parse(path=job.shapes, format=ox.RdfFormat.TURTLE)
        )
        return results.validate(data, shapes.read_shapes(graph))


def _write(store: Any, job: Job) -> Any:
    import pyoxigraph as ox

    path = job.folder / f"{OURS}.nt"
    written = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    lines = written.splitlines(keepends=True)
    del written  # a quarter of the memory
    lines.sort()
    with path.open("wb") as file:
        file.writelines(lines)
    return path


def _lines(store: Any) -> Iterator[str]:
    for quad in store:
        yield from answers.written(quad.triple)


def _rows(results: list[Any]) -> Iterator[Row]:
    for found in results:
        path, value = ("" if node is None else str(node) for node in (found.path, found.value))
        rest = str(found.component), value, str(found.severity), str(found.shape)
        yield Row(str(found.focus), path, *rest)
