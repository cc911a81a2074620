"""The verb timeline."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import click

from accordsgraph.cli import options
from accordsgraph.cli.query import built_dataset
from accordsgraph.dates import Bounds, bounds
from accordsgraph.entities import find_entity
from accordsgraph.errors import DateError, Problem
from accordsgraph.timelines import FORMATS, timeline


class _Date(click.ParamType[Bounds]):
    """A day, a month or a year."""

    name = "date"

    def convert(
        self, value: str | Bounds, param: click.Parameter | None, ctx: click.Context | None
    ) -> Bounds:
        """Read the date as EDTF; give its bounds."""
        return value if isinstance(value, Bounds) else bounds(value)


@click.command("timeline")
@click.argument("entity", required=False)
@click.option("--from", "since", type=_Date(), help="Leave out what certainly ended before.")
@click.option("--to", "until", type=_Date(), help="Leave out what certainly began after.")
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
    since: Bounds | None,
    until: Bounds | None,
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
    first, last = _limits(since, until)
    store = built_dataset(project, no_build).store
    iri = find_entity(store, entity, project.names).value if entity else ""
    found = timeline(store, project.names, iri, since=first, until=last, language=language)
    if fmt == "text" and width is None:
        width = shutil.get_terminal_size((80, 24)).columns
    click.echo(FORMATS[fmt](found, width), nl=False)


def _limits(since: Bounds | None, until: Bounds | None) -> tuple[date | None, date | None]:
    """Give the first day of one date and the last of the other.

    Raises:
        DateError: a date has no bound there, or the second is before the first.

    """
    first = since.begin_earliest if since else None
    last = until.end_latest if until else None
    if (since and not first) or (until and not last):
        raise DateError(_wrong("a limit of a timeline must be a day, a month or a year"))
    if first and last and last < first:
        raise DateError(_wrong("--to is before --from"))
    return first, last


def _wrong(what: str) -> Problem:
    return Problem("date", what, None, "write 1988-04-14, 1988-04 or 1988")
