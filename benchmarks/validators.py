"""Validators for SHACL from the package index: from a file of N-Triples to a report."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pyoxigraph as ox

import answers
from ledger import Row
from runners import Answer, Clock, Job, runner


@runner("validate", "pyshacl", "pyshacl", "rdflib", limit=100_000)
def pyshacl(job: Job, clock: Clock) -> Answer:
    """Validate with pyshacl on graphs of rdflib."""
    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)  # an error is a date of no calendar
    with clock("import"):
        import pyshacl
        from rdflib import Graph
    with clock("load"):
        data = Graph().parse(job.checked, format="nt")
        shapes = Graph().parse(job.shapes, format="turtle")
    with clock("validate"):
        _, report, _ = pyshacl.validate(data, shacl_graph=shapes)
    assert isinstance(report, Graph)  # else it is an error of pyshacl
    text = report.serialize(format="nt", encoding="utf-8")
    return lambda: answers.results(
        answers.rows_of_report(ox.parse(text, format=ox.RdfFormat.N_TRIPLES)), job.ledger
    )


@runner("validate", "shacl-rust", "shacl-rust")
def shacl_rust(job: Job, clock: Clock) -> Answer:
    """Validate with shacl-rust, which reads the files itself."""
    with clock("import"):
        import shacl_rust
    with clock("read and validate"):
        report = shacl_rust.validate_file(str(job.checked), str(job.shapes))

    def rows() -> Iterator[Row]:
        for result in report["results"]:
            yield Row(
                focus=result["focusNode"],
                path=result.get("resultPath", ""),
                component=result["sourceConstraintComponent"],
                value=result.get("value", ""),
                severity=result["severity"],
                shape=result.get("sourceShape", ""),
            )

    return lambda: answers.results(rows(), job.ledger)


@runner("validate", "pyshifty", "pyshifty")
def pyshifty(job: Job, clock: Clock) -> Answer:
    """Validate with shifty, which reads the files itself."""
    with clock("import"):
        import shifty
    with clock("read and validate"):
        report = shifty._validate_w3c(  # validate() would first copy the data into rdflib
            data_path=str(job.checked),
            shapes_path=str(job.shapes),
            run_infer=False,
            base="https://example.org/",
        )
    return lambda: answers.results(
        answers.rows_of_report(ox.parse(report.report_turtle, format=ox.RdfFormat.TURTLE)),
        job.ledger,
    )
