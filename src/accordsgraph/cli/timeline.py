"""The verb timeline."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from accordsgraph.cli import options
from accordsgraph.cli.query import built_dataset
from accordsgraph.entities import find_entity
from accordsgraph.facts import Facts
from accordsgraph.timelines import FORMATS, timeline


@click.command("timeline")
@click.argument("entity", required=False)
@click.option("--from", "since", default="", help="Leave out what certainly ended before.")
@click.option("--to", "until", default="", help="Leave out what certainly began after.")
@click.option(
    "--width",
    type=click.IntRange(40, 4000),
    help="Characters in a line of text, or pixels of a picture; else as wide as fits.",
)
@options.project
@options.no_build
@click.option("--lang", "language", default="en", show_default=True, help="Language of labels.")
@options.output_format(*FORMATS, default="text")
def command(
    entity: str | None,
    since: str,
    until: str,
    width: int | None,
    folder: Path | None,
    no_build: bool,
    language: str,
    fmt: str,
) -> None:
    """Draw what happened when, as exactly as sources say and no more.

    ENTITY is a key, type/key, CURIE, IRI, or a name in any language; without it, everything.
    A day is a point, a month or a year a soft span, a period a bar; what has no date stands apart.

    \b
    Example:
      accordsgraph timeline geneva-1988
      accordsgraph timeline --from 1988-02 --to 1989
      accordsgraph timeline soviet-union --format svg > soviet-union.svg
    """
    project = options.project_of(folder)
    store = built_dataset(project, no_build).store
    iri = find_entity(store, entity, project.names).value if entity else ""
    found = timeline(Facts(store, project.names, language), iri, since=since, until=until)
    if fmt == "text" and width is None:
        width = shutil.get_terminal_size((80, 24)).columns
    click.echo(FORMATS[fmt](found, width), nl=False)
