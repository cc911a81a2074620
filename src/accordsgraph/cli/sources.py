"""The verb sources."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from accordsgraph.cli import options

FORMATS = ("table", "markdown", "csv", "json")


@click.group("sources")
def command() -> None:
    """Register documents you hold in full, list the sources, check files against them.

    \b
    Example:
      accordsgraph sources list
    """


@command.command("list")
@options.project
@options.no_build
@options.sources
@options.output_format(*FORMATS)
def list_command(folder: Path | None, no_build: bool, sources: Path | None, fmt: str | None) -> int:
    """List the sources: whether held in full, how many passages, how many statements cite them.

    \b
    Example:
      accordsgraph sources list --sources ~/documents
    """
    from accordsgraph.cli.query import built_dataset
    from accordsgraph.labels import Labels
    from accordsgraph.quoting import read_records, search
    from accordsgraph.sources import for_people, for_programs, list_sources

    project = options.project_of(folder)
    store = built_dataset(project, no_build).store
    found = search(sources, read_records(store)) if sources else None
    listed = list_sources(store, project.names, Labels(store, project.names), found)
    objects = [source.as_dict() for source in listed]
    fmt = fmt or _usual()
    if fmt in ("table", "markdown"):
        _write(*for_people(listed), objects, fmt)
        click.echo("\nA source with sentences is held in full; of others, places are cited.")
        click.echo("“Cited by” counts the statements, for or against.")
    else:
        _write(*for_programs(listed), objects, fmt)
    return 0


@command.command("check")
@click.argument("sources", type=options.PATH, metavar="DIR")
@options.project
@options.no_build
@options.output_format(*FORMATS)
def check(sources: Path, folder: Path | None, no_build: bool, fmt: str | None) -> int:
    """Check the files of a folder against the digests of the documents held in full.

    A file is found by its digest, whatever its name; one that changed is refused (exit code 1).

    \b
    Example:
      accordsgraph sources check ~/documents
    """
    from accordsgraph.cli.query import built_dataset
    from accordsgraph.errors import sentence
    from accordsgraph.quoting import read_records, search
    from accordsgraph.sources import check_sources

    store = built_dataset(options.project_of(folder), no_build).store
    records = read_records(store)
    checked = check_sources(records, search(sources, records))
    rows = [[one.key, one.file, str(one.passages), one.state] for one in checked]
    head = ["source", "file", "passages", "state"]
    _write(head, rows, [one.as_dict() for one in checked], fmt or _usual())
    problems = [problem for one in checked for problem in one.problems]
    for problem in problems:
        click.echo(sentence("violation", problem), err=True)
    return 1 if problems else 0


@command.command("split")
@click.argument("file", type=options.PATH)
@click.option("--lang", "language", required=True, help="Language of the document: en, fr, tr, …")
def split(file: Path, language: str) -> None:
    """Propose the sentences of a document, one in each line, for you to correct.

    Save them, join or part lines, and give them to sources add with --breaks.

    \b
    Example:
      accordsgraph sources split article.txt --lang fr > sentences.txt
    """
    from accordsgraph.documents import read_document
    from accordsgraph.splitting import as_lines, doubts, propose

    text = read_document(file).text
    paragraphs = propose(text, language)
    click.echo(as_lines(text, paragraphs), nl=False)
    for doubt in doubts(text, paragraphs):
        click.echo(f"look at: {doubt}", err=True)


@command.command("add")
@click.argument("file", type=options.PATH)
@options.project
@click.option("--key", required=True, help="Key of the source: fr-article.")
@click.option("--lang", "language", required=True, help="Language of the document: en, fr, tr, …")
@click.option("--url", "address", default="", help="Web address at which it was seen.")
@click.option("--title", default="", help="What it is called in English; else made from the key.")
@click.option(
    "--breaks",
    type=options.PATH,
    help="File with its sentences, one in each line, to use instead of a proposal.",
)
@click.option("--replace", is_flag=True, help="Write the passages of a registered document anew.")
def add(
    file: Path,
    folder: Path | None,
    key: str,
    language: str,
    address: str,
    title: str,
    breaks: Path | None,
    replace: bool,
) -> None:
    """Register a document you hold in full, so that its sentences can be cited.

    Offsets and digests of its sentences are written, none of its words.

    \b
    Example:
      accordsgraph sources add article.txt --key fr-article --lang fr
    """
    from accordsgraph import splitting
    from accordsgraph.documents import read_document
    from accordsgraph.registering import check_source, register
    from accordsgraph.wording import counted

    project = options.project_of(folder)
    check_source(project, key, language, address, replace)
    document = read_document(file)
    text = document.text
    paragraphs = (
        splitting.read_breaks(breaks, document) if breaks else splitting.propose(text, language)
    )
    spans = splitting.spans(text, splitting.numbered(paragraphs))
    cells = {"key": key, "en": title, "language": language, "address": address}
    registered = register(project, document, spans, cells)
    for path in registered.paths:
        click.echo(f"wrote {project.shown(path)}")
    click.echo(f"{counted(len(spans), 'sentence')} in {counted(len(paragraphs), 'paragraph')}")
    for doubt in splitting.doubts(text, paragraphs):
        click.echo(f"look at: {doubt}", err=True)
    if registered.changed:
        places = " ".join(registered.changed)
        click.echo(f"other words than before, read again what cites them: {places}", err=True)


def _usual() -> str:
    return "table" if sys.stdout.isatty() else "csv"


def _write(head: list[str], rows: list[list[str]], objects: Sequence[object], fmt: str) -> None:
    from accordsgraph.results import markdown, table
    from accordsgraph.tables import write_table

    width = os.get_terminal_size().columns if sys.stdout.isatty() else None
    if fmt == "json":
        click.echo(json.dumps(objects, indent=2, ensure_ascii=False))
    elif fmt == "csv":
        click.echo(write_table(head, rows), nl=False)
    else:
        click.echo(table(head, rows, width) if fmt == "table" else markdown(head, rows), nl=False)
