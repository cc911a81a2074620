"""Read tables: the CSV files in which people write, whatever their spreadsheet saved.

Comma, semicolon or tab; UTF-8 with or without a mark, or UTF-16. Anything else is an error that
says how to save. Each row keeps the line it began on, so that every later finding can name it.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from accordsgraph.errors import Place, Problem, SourceError, nearest, unreadable

LIMIT = 10_000
"""Characters a cell may hold; a statement is never that long."""


@dataclass(frozen=True)
class Row:
    """One row: its cells by column name, stripped, and the line it begins on."""

    cells: dict[str, str]
    place: Place

    def __getitem__(self, column: str) -> str:
        """Give the cell of ``column``; '' when the table has no such column."""
        return self.cells.get(column, "")

    def several(self, column: str, separator: str | None = "|") -> list[str]:
        """Give the values of a cell that may hold several; none for an empty cell."""
        return [part.strip() for part in self[column].split(separator) if part.strip()]


@dataclass(frozen=True)
class Columns:
    """The columns a table must have and those it may have; ``others`` allows any further name."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    others: bool = False


def read_table(path: Path, columns: Columns, comments: str = "") -> list[Row]:
    """Read all rows of a table; lines before the header that begin with ``comments`` are skipped.

    Raises:
        SourceError: the file is missing, empty, wrongly encoded or saved, or has wrong columns;
            all wrong rows are reported at once.

    """
    text = _decode(path)
    if not text.strip():
        raise _wrong("table-empty", "this table is empty", path, 1, _first_line(columns))
    skipped = 0
    while comments and text.startswith(comments):
        text, skipped = text.partition("\n")[2], skipped + 1
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    lines = _rows(text, delimiter, path, skipped + 1)
    line, header = next(lines, (skipped + 1, []))
    names = [name.strip() for name in header]
    _check_header(names, columns, Place(str(path), line))
    rows, problems = [], []
    for line, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        place = Place(str(path), line)
        if len(cells) != len(names):
            fix = 'put a cell that holds the separator between double quotes "…"'
            if len(cells) < len(names):
                fix = "leave the last cells empty, but write their separators"
            message = f"this row has {len(cells)} cells, the table has {len(names)} columns"
            problems.append(Problem("table-row", message, place, fix))
        elif max(map(len, cells)) > LIMIT:
            message = f"a cell of this row holds more than {LIMIT:,} characters"
            problems.append(Problem("table-cell", message, place, "shorten it"))
        else:
            rows.append(Row(dict(zip(names, map(str.strip, cells), strict=True)), place))
    if problems:
        raise SourceError(problems)
    return rows


def write_table(names: list[str], rows: Iterable[Iterable[str]]) -> str:
    """Write a table in the one form we keep: comma, LF, quotes only where needed."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(rows)
    return out.getvalue()


def _decode(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error
    encoding = "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _wrong("encoding", "this file is not UTF-8", path, line, _SAVE_AS) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise _wrong("encoding", "this file holds a zero byte", path, line, _SAVE_AS)
    return text.replace("\r\n", "\n").replace("\r", "\n")


_SAVE_AS = "save it again as CSV UTF-8 (in a spreadsheet: Save as, CSV, character set UTF-8)"


def _rows(text: str, delimiter: str, path: Path, first: int) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    line = first
    try:
        for cells in reader:
            yield line, cells
            line = first + reader.line_num
    except csv.Error as error:
        if "field larger" in str(error):
            raise _wrong(
                "table-cell", "a cell of this row is too long", path, line, "shorten it"
            ) from error
        raise _wrong(
            "table-quotes",
            "a double quote in this row is not closed, or stands inside a cell",
            path,
            line,
            'put the whole cell between double quotes and write a quote inside it twice: ""',
        ) from error


def _check_header(names: list[str], columns: Columns, place: Place) -> None:
    known = columns.required + columns.optional
    problems = []
    for name in columns.required:
        if name not in names:
            message = f'this table has no column "{name}"'
            problems.append(("table-column", message, _first_line(columns)))
    for name in names:
        if names.count(name) > 1:
            problems.append(("table-column", f'two columns are called "{name}"', "rename one"))
        elif not name or (name not in known and not columns.others):
            near = nearest(name, known)
            hint = f'rename it to "{near[0]}"' if near else "remove it, or move it to note"
            problems.append(("table-column", f'"{name}" is no column of such a table', hint))
    if problems:
        unique = dict.fromkeys(problems)
        raise SourceError(Problem(id, message, place, fix) for id, message, fix in unique)


def _first_line(columns: Columns) -> str:
    return "the first line is: " + ",".join(columns.required + columns.optional)


def _wrong(id: str, message: str, path: Path, line: int, fix: str) -> SourceError:
    return SourceError(Problem(id, message, Place(str(path), line), fix))
