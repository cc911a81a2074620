"""The verb validate."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent
from typing import Literal

import click

from accordsgraph.cli import options
from accordsgraph.findings import LEVELS, reaches


@click.command("validate")
@options.project
@options.data
@click.option(
    "--shapes", "shapes", type=options.PATH, multiple=True, help="Shapes to use instead of ours."
)
@options.ontology
@options.output_format("text", "json", "sarif", "turtle", default="text")
@click.option(
    "--fail-on",
    type=click.Choice([*LEVELS, "never"]),
    default="violation",
    show_default=True,
    help="Exit 1 when there is a finding of this level or above.",
)
@options.engine
@click.option(
    "--explain", is_flag=True, help="Say below why the statements hold that findings speak of."
)
def command(
    folder: Path | None,
    files: tuple[Path, ...],
    shapes: tuple[Path, ...],
    ontologies: tuple[Path, ...],
    fmt: str,
    fail_on: str,
    engine: Literal["fast", "reference"],
    explain: bool,
) -> int:
    """Check a project or files; say what is wrong, where, and what to do.

    \b
    Example:
      accordsgraph validate
      accordsgraph validate --data my-accord.ttl --format sarif
    """
    from accordsgraph import loose, pipeline, reports
    from accordsgraph.turtle import write_turtle

    progress = options.Progress()
    if files:
        checked = loose.check(list(files), list(ontologies), list(shapes), progress, engine)
    else:
        if shapes or ontologies:
            raise click.UsageError("--shapes and --ontology go with --data")
        checked = pipeline.check(options.project_of(folder), progress, engine)
    progress.done()
    options.announce(checked.announcements)
    if fmt == "turtle":
        text = write_turtle(checked.validation.report, checked.dataset.names.prefixes)
    else:
        writers = {"text": reports.as_text, "json": reports.as_json, "sarif": reports.as_sarif}
        text = writers[fmt](checked.findings)
    click.echo(text, nl=False)
    if explain and fmt == "text":
        from accordsgraph.grounds import grounds

        for finding, why in grounds(checked, checked.findings):
            click.echo(f"\n{finding.id}: {finding.message}\n{indent(why, '  ')}", nl=False)
    return 1 if reaches(checked.findings, fail_on) else 0
