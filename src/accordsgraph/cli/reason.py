"""The verb reason."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from accordsgraph.cli import options
from accordsgraph.formats import RDF_FORMATS


@click.command("reason")
@options.project
@options.data
@options.ontology
@options.output_format(*RDF_FORMATS, default="turtle")
@options.engine
def command(
    folder: Path | None,
    files: tuple[Path, ...],
    ontologies: tuple[Path, ...],
    fmt: str,
    engine: Literal["fast", "reference"],
) -> int:
    """Write what follows from a project or files under the ontology (OWL 2 RL).

    \b
    Example:
      accordsgraph reason
      accordsgraph reason --data family.ttl --ontology family-ontology.ttl
    """
    from accordsgraph import loose, pipeline
    from accordsgraph.assembly import assemble
    from accordsgraph.exporting import write_graph
    from accordsgraph.findings import Finding

    findings: list[Finding] = []
    if files:
        dataset = loose.load(list(files), list(ontologies))
    elif ontologies:
        raise click.UsageError("--ontology goes with --data")
    else:
        assembled = assemble(options.project_of(folder))
        dataset, findings = assembled.dataset, assembled.findings
    closure = pipeline.close_dataset(dataset, engine)
    options.announce(closure.announcements)
    click.echo(write_graph(closure.inferred, fmt, dataset.names), nl=False)
    against = [pipeline.contradiction(found, dataset) for found in closure.inconsistencies]
    return options.say_wrong([*findings, *against])
