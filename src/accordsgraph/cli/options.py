"""Options that mean the same in every verb."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from accordsgraph.project import Project, find, read

if TYPE_CHECKING:
    from pyoxigraph import Store

    from accordsgraph.findings import Finding
    from accordsgraph.quoting import Quotes

PATH = click.Path(path_type=Path)

project = click.option(
    "--project",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the project; else this folder or a parent, else the bundled one.",
)
data = click.option(
    "--data",
    "files",
    type=PATH,
    multiple=True,
    help="RDF file to use instead of a project; - is standard input.",
)
ontology = click.option(
    "--ontology", "ontologies", type=PATH, multiple=True, help="Ontology to use instead of ours."
)
engine = click.option(
    "--engine",
    type=click.Choice(["fast", "reference"]),
    default="fast",
    show_default=True,
    help="Who reasons and validates: our engine, or owlrl and pyshacl. They give the same.",
)
no_build = click.option(
    "--no-build", is_flag=True, help="Use the build as it is, even if inputs changed."
)

sources = click.option(
    "--sources",
    type=PATH,
    metavar="DIR",
    help="Folder with the source documents you hold; their passages are shown in words.",
)


def output_format(*names: str, default: str | None = None) -> Callable[[Any], Any]:
    """Make the option --format with the given choices."""
    return click.option(
        "--format",
        "fmt",
        type=click.Choice(names),
        default=default,
        show_default=bool(default),
        help="How to write the result.",
    )


def project_of(folder: Path | None) -> Project:
    """Give the project a verb works on."""
    return read(folder) if folder else find()


def say_wrong(findings: Iterable[Finding]) -> int:
    """Say which rows are wrong, for verbs that go on without them; give the exit code."""
    wrong = [finding for finding in findings if finding.level == "violation"]
    if wrong:
        from accordsgraph.reports import as_text

        click.echo(as_text(wrong), err=True, nl=False)
    return 1 if wrong else 0


def announce(announcements: Iterable[str]) -> None:
    """Say what an engine did not cover."""
    for words in announcements:
        click.echo(f"note: {words}", err=True)


def quotes(store: Store, folder: Path | None) -> Quotes:
    """Give what quotes passages from the folder of --sources; say if it holds no document."""
    from accordsgraph.quoting import Quotes

    found = Quotes(store, folder)
    if folder and not found.documents:
        held = ", ".join(found.records) or "none"
        click.echo(f"note: {folder} holds no document of this dataset (in full: {held})", err=True)
    return found


def width() -> int | None:
    """Give the width of the terminal results are written to, None when they are piped."""
    return os.get_terminal_size().columns if sys.stdout.isatty() else None


class Progress:
    """Names the step at work on a terminal once the work has taken a second."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._shown = False

    def __call__(self, step: str) -> None:
        """Say which step begins."""
        if sys.stderr.isatty() and time.monotonic() - self._start > 1:
            click.echo(f"\r\033[K{step} …", err=True, nl=False)
            self._shown = True

    def done(self) -> None:
        """Wipe the line."""
        if self._shown:
            click.echo("\r\033[K", err=True, nl=False)
