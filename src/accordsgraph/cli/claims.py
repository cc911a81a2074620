"""The verb claims."""

from __future__ import annotations

import json
from pathlib import Path

import click

from accordsgraph.cli import options


@click.group("claims")
def command() -> None:
    """Report on the evidence, or adopt statements from RDF."""


@command.command("report")
@options.project
@options.output_format("table", "markdown", "csv", "json")
def report(folder: Path | None, fmt: str | None) -> int:
    """Count statements per source and status, agreement between sources, single sources.

    \b
    Example:
      accordsgraph claims report
    """
    import sys

    from accordsgraph import claims
    from accordsgraph.assembly import assemble
    from accordsgraph.results import markdown, table
    from accordsgraph.tables import write_table

    project = options.project_of(folder)
    assembled = assemble(project)
    sources = assembled.dataset.graphs["sources"]
    found = claims.report(assembled.all_statements, sources, project.names)
    head, rows = claims.lines(found)
    fmt = fmt or ("table" if sys.stdout.isatty() else "csv")
    if fmt == "json":
        click.echo(json.dumps(found.as_dict(), indent=2))
    elif fmt == "csv":
        click.echo(write_table(head, rows), nl=False)
    else:
        click.echo(table(head, rows) if fmt == "table" else markdown(head, rows), nl=False)
        click.echo("\n" + "\n".join(claims.sentences(found)))
    return options.say_wrong(assembled.findings)


@command.command("adopt")
@click.argument("file", type=options.PATH)
@options.project
@click.option(
    "--accord", required=True, help="Key of the table in data/accords/ that takes the rows."
)
@click.option("--status", default="editorial", show_default=True, help="Status of the rows.")
@click.option("--passages", default="", help="Passages of the rows: source#locator ...")
def adopt(file: Path, folder: Path | None, accord: str, status: str, passages: str) -> int:
    """Make rows out of the statements of an RDF file; nothing that is there is changed.

    \b
    Example:
      accordsgraph claims adopt bonn.ttl --accord bonn-2001 --passages un-text#art-I
    """
    from accordsgraph import adoption
    from accordsgraph.reports import as_text
    from accordsgraph.syntax import read_rdf

    project = options.project_of(folder)
    adopted = adoption.adopt(read_rdf(file), project, accord, status, passages)
    for path, count in adoption.write(adopted, project).items():
        click.echo(f"{count} row{'' if count == 1 else 's'} into {path}")
    if adopted.findings:
        click.echo(as_text(adopted.findings), err=True, nl=False)
    return 1 if adopted.findings else 0
