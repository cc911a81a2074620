"""Keep files in their one form: tables sorted and comma-separated, records as the rows say.

One form means that a diff shows what somebody changed and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from accordsgraph import passages, statements, things
from accordsgraph.assembly import Assembled, assemble, record_of
from accordsgraph.errors import Place, Problem, SourceError
from accordsgraph.findings import Finding, in_order
from accordsgraph.project import Project
from accordsgraph.syntax import read_rdf
from accordsgraph.tables import Columns, read_table, write_table
from accordsgraph.turtle import has_comment, write_turtle

_SORTED_BY = {"things": ("key",), "accords": ("subject", "property", "object"), "sources": ()}
_COLUMNS = {"things": things.COLUMNS, "accords": statements.COLUMNS, "sources": passages.COLUMNS}


@dataclass(frozen=True)
class Formatted:
    """A file with the text it should have; ``is_record`` marks one that is written, not edited."""

    path: Path
    text: str
    is_record: bool = False

    @property
    def differs(self) -> bool:
        """Whether the file is missing or has other bytes."""
        return not self.path.is_file() or self.path.read_bytes() != self.text.encode()


def format_project(project: Project) -> list[Formatted]:
    """Give the canonical text of every table and record of a project, differing or not.

    Raises:
        SourceError: a file cannot be read, or a row cannot be understood.

    """
    tables = [
        Formatted(path, format_table(path, name))
        for name in _COLUMNS
        for path in project.tables(name)
    ]
    return [*tables, *records(project)]


def records(project: Project, assembled: Assembled | None = None) -> Iterator[Formatted]:
    """Give the record of each table of statements.

    Raises:
        SourceError: a row cannot be understood; a record without it would be half a record.

    """
    assembled = assembled or assemble(project)
    wrong = [finding for finding in assembled.findings if finding.level == "violation"]
    if wrong:
        raise SourceError(in_order(wrong))
    for path, rows in assembled.statements.items():
        text = write_turtle(record_of(rows, project), project.names.prefixes)
        yield Formatted(record_path(project, path), text, is_record=True)


def record_path(project: Project, table: Path) -> Path:
    """Give the place of the record written from a table of statements."""
    return project.data / "record" / f"{table.name.partition('.')[0]}.ttl"


def format_table(path: Path, folder: str) -> str:
    """Give the canonical text of a table of ``data/<folder>/``. Raises SourceError."""
    columns: Columns = _COLUMNS[folder]
    rows = read_table(path, columns)
    used = list(rows[0].cells) if rows else list(columns.required)
    known = [name for name in _order(columns, folder) if name in used]
    names = [*known, *(name for name in used if name not in known)]
    keys = _SORTED_BY[folder]
    ordered = sorted(rows, key=lambda row: [row[key] for key in keys]) if keys else rows
    return write_table(names, ([row[name] for name in names] for row in ordered))


def format_file(path: Path) -> Formatted:
    """Give the canonical text of a Turtle file.

    Raises:
        SourceError: it is not Turtle, or holds comments, which a rewriting would lose.

    """
    file = read_rdf(path)
    if file.format.name != "turtle":
        problem = Problem(
            "format-turtle",
            "only Turtle has a canonical form here",
            Place(str(path)),
            f"accordsgraph export --data {path} --format turtle",
        )
        raise SourceError(problem)
    line = has_comment(file.text)
    if line:
        message = "this file has comments, which a rewriting would lose"
        fix = "move each to skos:editorialNote of the thing it is about, or to the note of a row"
        raise SourceError(Problem("format-comment", message, Place(str(path), line), fix))
    return Formatted(path, write_turtle(file.graph(), file.prefixes))


def stale_records(project: Project, assembled: Assembled) -> list[Finding]:
    """Find records that are missing, edited, left over or older than their rows.

    Where rows are wrong nothing is said of the records: they cannot be right either.
    """
    try:
        wanted = list(records(project, assembled))
    except SourceError:
        return []
    findings = []
    for formatted in wanted:
        if formatted.differs:
            line = _first_difference(formatted)
            fix = "run accordsgraph format; statements are edited in data/accords/, never here"
            message = "this record is not what the rows say"
            findings.append(_stale(formatted.path, line, message, fix))
    kept = {formatted.path for formatted in wanted}
    left = (p for p in sorted((project.data / "record").glob("*.ttl")) if p not in kept)
    message = "this record belongs to no table in data/accords/"
    findings += [_stale(path, 0, message, "remove it") for path in left]
    return findings


def _stale(path: Path, line: int, message: str, fix: str) -> Finding:
    return Finding("record-stale", message, Place(str(path), line), fix, level="warning")


def _first_difference(formatted: Formatted) -> int:
    if not formatted.path.is_file():
        return 0
    there = formatted.path.read_bytes().decode("utf-8", "replace").splitlines()
    pairs = enumerate(zip(there, formatted.text.splitlines(), strict=False), 1)
    return next(
        (n for n, (old, new) in pairs if old != new),
        min(len(there), formatted.text.count("\n")) + 1,
    )


def _order(columns: Columns, folder: str) -> tuple[str, ...]:
    if folder == "things":
        return ("key", "class", *things.LANGUAGES, "alt", "translated", "note")
    return columns.required + columns.optional
