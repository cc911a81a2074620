"""The verb reason."""

from __future__ import annotations

from pathlib import Path

import click

from accordsgraph.cli import options
from accordsgraph.formats import RDF_FORMATS


@click.command("reason")
@options.project
@options.data
@options.ontology
@options.output_format(*RDF_FORMATS, default="turtle")
def command(
    folder: Path | None, files: tuple[Path, ...], ontologies: tuple[Path, ...], fmt: str
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
    from accordsgraph.reports import as_text

    if files:
        dataset = loose.load(list(files), list(ontologies))
    elif ontologies:
        raise click.UsageError("--ontology goes with --data")
    else:
        dataset = assemble(options.project_of(folder)).dataset
    closure = pipeline.close_dataset(dataset)
    click.echo(write_graph(closure.inferred, fmt, dataset.names), nl=False)
    findings = [pipeline.contradiction(found, dataset) for found in closure.inconsistencies]
    if findings:
        click.echo(as_text(findings), err=True, nl=False)
    return 1 if findings else 0
