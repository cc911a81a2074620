"""Our own engine: each step as a user of the package would have it done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import answers
from ledger import Row
from runners import Answer, Clock, Job, runner


@runner("validate", "accordsgraph", "accordsgraph")
def validate(job: Job, clock: Clock) -> Answer:
    """From a file to the results."""
    with clock("import"):
        import pyoxigraph as ox

        from accordsgraph.engine import lexical, results, shapes, triples
    with clock("load"):
        data = lexical.Data().add(ox.parse(path=job.checked, format=ox.RdfFormat.N_TRIPLES))
        graph = triples.Triples(
            (quad.subject, quad.predicate, quad.object)
            for quad in ox.parse(path=job.shapes, format=ox.RdfFormat.TURTLE)
        )
    with clock("validate"):
        outcome = results.validate(data, shapes.read_shapes(graph))
    left_out = [f"{shape.shape} {shape.reason}" for shape in outcome.not_covered]
    return lambda: {
        **answers.results(_rows(outcome.results), job.ledger),
        "not covered": left_out,
    }


def _rows(results: list[Any]) -> Iterator[Row]:
    for found in results:
        path, value = ("" if node is None else str(node) for node in (found.path, found.value))
        rest = str(found.component), value, str(found.severity), str(found.shape)
        yield Row(str(found.focus), path, *rest)
