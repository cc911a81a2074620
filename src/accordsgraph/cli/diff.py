"""The verb diff."""

from __future__ import annotations

from pathlib import Path

import click

from accordsgraph.cli import options
from accordsgraph.cli.query import built_dataset
from accordsgraph.diff import snapshots
from accordsgraph.diff.snapshots import Snapshot
from accordsgraph.errors import Place, Problem, SourceError
from accordsgraph.project import Project, read
from accordsgraph.store import MANIFEST, read_build


@click.command("diff")
@click.argument("old", metavar="[A]", required=False)
@click.argument("new", metavar="[B]", required=False)
@options.project
@options.output_format("text", "markdown", "json", default="text")
@click.option("--consequences", is_flag=True, help="List what follows from the changes as well.")
@click.option(
    "--lang", "language", default="en", show_default=True, help="Language of the names of things."
)
@options.no_build
def command(
    old: str | None,
    new: str | None,
    folder: Path | None,
    fmt: str,
    consequences: bool,
    language: str,
    no_build: bool,
) -> int:
    """Say in words what changed between two builds, files or revisions.

    A and B are a build folder, an RDF file, a project folder, or a git revision of the project.
    Without B, A is compared with the project as it is now. Without both, HEAD is: what a commit
    would change.

    \b
    Example:
      accordsgraph diff
      accordsgraph diff v0.1.0 HEAD --format markdown
      accordsgraph diff old/build
    """
    from accordsgraph.diff.comparing import compare
    from accordsgraph.diff.words import Words
    from accordsgraph.diff.writing import Written, as_json, as_markdown, as_text

    project = options.project_of(folder)
    before = _snapshot(old or "HEAD", project)
    after = _snapshot(new, project) if new else _now(before, project, no_build)
    difference = compare(before, after)
    words = Words(before, after, difference, language)
    written = Written(difference, words, before.title, after.title, consequences)
    if fmt == "json":
        text = as_json(written)
    elif fmt == "markdown":
        text = as_markdown(written)
    else:
        text = as_text(written, options.width())
    click.echo(text, nl=False)
    return options.say_wrong((*before.findings, *after.findings))


def _now(before: Snapshot, project: Project, no_build: bool) -> Snapshot:
    """Give the project as it is: its build if the other side is one, else its tables."""
    if before.rows is None:
        return snapshots.of_build(built_dataset(project, no_build), "the build", project.names)
    return snapshots.of_project(project, "the tables as they are")


def _snapshot(text: str, project: Project) -> Snapshot:
    """Take a snapshot of what an argument names: a folder, a file, else a revision."""
    path = Path(text)
    if path.name == MANIFEST and path.is_file():
        path = path.parent
    if path.is_dir():
        built = read_build(path)
        if built:
            return snapshots.of_build(built, text, project.names)
        if (path / "data" / "dataset.toml").is_file():
            return snapshots.of_project(read(path), text)
        message = "this folder holds neither a build nor a project"
        fix = "name one with manifest.json or with data/dataset.toml"
        raise SourceError(Problem("not-a-dataset", message, Place(text), fix))
    if path.is_file():
        return snapshots.of_file(path, text, project.names)
    from accordsgraph.diff.revisions import of_revision  # what two builds need not import

    return of_revision(project, text)
