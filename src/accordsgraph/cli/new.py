"""The verb new."""

from __future__ import annotations

from pathlib import Path

import click

from accordsgraph.cli import options


@click.command("new")
@click.argument("target", type=options.PATH)
@click.option(
    "--accord", default="my-accord-2000", show_default=True, help="Key of your accord: place-year."
)
@click.option(
    "--title", default="My accord", show_default=True, help="What your accord is called in English."
)
@click.option(
    "--base",
    default="https://example.org/accords/",
    show_default=True,
    help="What your IRIs begin with.",
)
def command(target: Path, accord: str, title: str, base: str) -> None:
    """Start a project for your own accord; it builds and validates at once.

    \b
    Example:
      accordsgraph new bonn --accord bonn-2001 --title "Bonn Agreement"
    """
    from accordsgraph.errors import shown
    from accordsgraph.scaffold import new_project

    written = new_project(target, accord, title, base)
    for path in written:
        click.echo(f"wrote {shown(str(path))}")
    click.echo(f"next: cd {target} && accordsgraph validate", err=True)
