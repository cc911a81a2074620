"""The verb coverage."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from accordsgraph.cli import options


@click.command("coverage")
@click.option(
    "--lang", "language", default="en", show_default=True, help="Language of the names of things."
)
@options.no_build
@options.output_format("table", "markdown", "json", default="table")
@options.project
def command(folder: Path | None, fmt: str, language: str, no_build: bool) -> None:
    """Show which sentences, things and terms no claim or question has reached yet.

    \b
    Example:
      accordsgraph coverage
    """
    from accordsgraph.cli.query import built_dataset
    from accordsgraph.coverage import cover, write_coverage
    from accordsgraph.evidence import Evidence

    project = options.project_of(folder)
    found = cover(Evidence(built_dataset(project, no_build).store), project, language)
    width = os.get_terminal_size().columns if sys.stdout.isatty() else None
    click.echo(write_coverage(found, fmt, width), nl=False)
