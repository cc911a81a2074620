"""The verb format."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from accordsgraph.cli import options
from accordsgraph.errors import shown


@click.command("format")
@click.argument("files", nargs=-1, type=options.PATH)
@options.project
@click.option("--check", is_flag=True, help="Change nothing; exit 1 when a file has not its form.")
def command(files: tuple[Path, ...], folder: Path | None, check: bool) -> int:
    """Bring tables and records (or Turtle files) into their one form.

    Tables are sorted and comma-separated; records are written from the rows.

    \b
    Example:
      accordsgraph format
      accordsgraph format --check
    """
    from accordsgraph import formatting
    from accordsgraph.atomic import replace

    if files:
        wanted = [formatting.format_file(path) for path in files]
    else:
        wanted = formatting.format_project(options.project_of(folder))
    differing = [formatted for formatted in wanted if formatted.differs]
    for formatted in differing:
        click.echo(f"{'would change' if check else 'changed'} {shown(str(formatted.path))}")
        if not check:
            replace(formatted.path, formatted.text.encode())
    if check and differing:
        where = ["--project", str(folder)] if folder else []
        again = shlex.join(["accordsgraph", "format", *map(str, files), *where])
        click.echo(
            f"{len(differing)} of {len(wanted)} files have not their form; run: {again}", err=True
        )
        return 1
    return 0
