"""The verb queries."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import click

from accordsgraph.cli import options
from accordsgraph.queries import THEMES, SavedQuery, catalogue, find_query


@click.command("queries")
@click.argument("name", required=False)
@options.project
def command(name: str | None, folder: Path | None) -> None:
    """List the saved queries by theme, or describe one.

    \b
    Example:
      accordsgraph queries
      accordsgraph queries roles-by-instrument
    """
    project = options.project_of(folder)
    if name:
        click.echo(_described(find_query(project, name)))
        return
    found = sorted(catalogue(project).values(), key=lambda q: (THEMES.index(q.theme), q.name))
    width = max(len(query.name) for query in found)
    for theme, queries in groupby(found, key=lambda query: query.theme):
        click.echo(f"{theme}")
        for query in queries:
            click.echo(f"  {query.name:<{width}}  {query.question}")


def _described(query: SavedQuery) -> str:
    lines = [query.title, "", f"  {query.question}", ""]
    if query.parameters:
        lines.append("parameters")
    for parameter in query.parameters:
        default = parameter.default or "none, must be given"
        kind = parameter.type.removeprefix("ag:").removeprefix("xsd:")
        lines.append(f"  --{parameter.name} ({kind})  {parameter.help}")
        if parameter.choices:
            lines.append(f"      one of: {', '.join(parameter.choices)}")
        lines.append(f"      default: {'any' if default == 'UNDEF' else default}")
    return "\n".join(
        [
            *lines,
            "",
            "example",
            f"  {query.example}",
            "",
            f"file  {query.path}",
        ]
    )
