"""The verb compare."""

from __future__ import annotations

from pathlib import Path

import click

from accordsgraph.cli import options
from accordsgraph.matching import Relation


@click.command("compare")
@click.argument("first", metavar="SOURCE")
@click.argument("second", metavar="SOURCE")
@click.option("--about", metavar="ENTITY", help="Only what concerns this thing and its parts.")
@click.option(
    "--only",
    "relations",
    type=click.Choice([relation.value for relation in Relation]),
    multiple=True,
    help="Write only the statements of this group; may be given more than once.",
)
@click.option(
    "--lang", "language", default="en", show_default=True, help="Language of the names of things."
)
@options.sources
@options.no_build
@options.output_format("table", "markdown", "json", "csv", "html")
@options.project
def command(
    folder: Path | None,
    fmt: str | None,
    first: str,
    second: str,
    about: str | None,
    relations: tuple[str, ...],
    language: str,
    sources: Path | None,
    no_build: bool,
) -> None:
    """Compare two sources statement by statement, with their passages side by side.

    \b
    Example:
      accordsgraph compare fr-article tr-article
      accordsgraph compare fr-article tr-article --about geneva-1988 --only conflict
    """
    from accordsgraph.asking import find_source
    from accordsgraph.cli.query import built_dataset
    from accordsgraph.comparing import compare, write_comparison
    from accordsgraph.entities import find_entity
    from accordsgraph.errors import Problem, QueryError
    from accordsgraph.evidence import Evidence

    project = options.project_of(folder)
    store = built_dataset(project, no_build).store
    one, other = (find_source(store, text, project.names) for text in (first, second))
    if one == other:
        fix = "name two sources; accordsgraph claims report lists them"
        raise QueryError(Problem("same-source", f'"{second}" is the same source', None, fix))
    thing = find_entity(store, about, project.names).value if about else ""
    found = compare(Evidence(store), project.names, one, other, thing, language)
    if relations:
        found = found.showing([Relation(name) for name in relations])
    if sources:
        quote = options.quotes(store, sources).quote
        found = found.quoting(lambda passage: held.in_context() if (held := quote(passage)) else "")
    width = options.width()
    click.echo(write_comparison(found, fmt or ("table" if width else "csv"), width), nl=False)
