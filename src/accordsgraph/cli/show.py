"""The verb show."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import click
import pyoxigraph as ox

from accordsgraph.cli import options
from accordsgraph.cli.query import built_dataset
from accordsgraph.description import as_data, describe
from accordsgraph.entities import accords_called, find_entity
from accordsgraph.facts import Facts
from accordsgraph.layout import lay_out
from accordsgraph.page import as_text


@click.command("show")
@click.argument("entity")
@options.project
@options.no_build
@click.option("--lang", "language", default="en", show_default=True, help="Language of labels.")
@options.output_format("text", "markdown", "json", "html", default="text")
def command(entity: str, folder: Path | None, no_build: bool, language: str, fmt: str) -> None:
    """Show all that is known of a thing, who says it, and what is in dispute.

    ENTITY is a key, type/key, CURIE, IRI, or a name in any language.

    \b
    Example:
      accordsgraph show geneva-1988
      accordsgraph show "accords de geneve"
      accordsgraph show event/soviet-withdrawal --format html > withdrawal.html
    """
    project = options.project_of(folder)
    store = built_dataset(project, no_build).store
    iri = find_entity(store, entity, project.names).value
    facts = Facts(store, project.names, language)
    said = describe(facts, iri)
    if not said.thing.key.startswith("accord/") and "/" not in entity:
        _point_out(accords_called(store, entity, project.names), facts)
    if fmt == "json":
        click.echo(json.dumps(as_data(said), indent=2, ensure_ascii=False))
        return
    page = lay_out(said, facts)
    if fmt == "text":
        width = shutil.get_terminal_size((0, 0)).columns or None
        click.echo(as_text(page, width), nl=False)
        return
    from accordsgraph import markup

    click.echo(markup.as_html(page) if fmt == "html" else markup.as_markdown(page), nl=False)


def _point_out(accords: list[ox.NamedNode], facts: Facts) -> None:
    """Name accords that a reader may have meant, on standard error."""
    for accord in accords:
        thing = facts.thing(accord.value)
        click.echo(f"note: there is also {thing.label}: accordsgraph show {thing.key}", err=True)
