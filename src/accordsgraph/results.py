"""Write the answers of queries: tables for people, the W3C's formats for programs."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

import pyoxigraph as ox

from accordsgraph.asking import Result
from accordsgraph.errors import Problem, QueryError
from accordsgraph.labels import Labels

_STANDARD = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
_GRAPH_FORMATS = ("turtle", "json-ld")


def write_result(result: Result, fmt: str, labels: Labels, width: int | None = None) -> str:
    """Write an answer in a format; ``width`` is that of the terminal a table is for.

    Raises:
        QueryError: the format cannot hold this kind of answer (a graph as CSV, rows as Turtle).

    """
    if isinstance(result, ox.QueryTriples):
        return _graph(result, fmt, labels)
    if fmt in _GRAPH_FORMATS:
        raise _unfit(fmt, "rows", "table, csv, tsv, json, xml or markdown")
    if fmt in ("table", "markdown"):
        return _for_people(result, fmt, labels, width)
    if isinstance(result, ox.QueryBoolean) and fmt in ("csv", "tsv"):
        return f"answer\n{str(bool(result)).lower()}\n"
    written = result.serialize(format=_STANDARD[fmt])
    return (written or b"").decode().replace("\r\n", "\n").rstrip("\n") + "\n"


def _for_people(
    result: ox.QuerySolutions | ox.QueryBoolean, fmt: str, labels: Labels, width: int | None
) -> str:
    """Write labels in the cells; name the things once, with their CURIEs, below the table."""
    if isinstance(result, ox.QueryBoolean):
        return "yes\n" if result else "no\n"
    head = [variable.value for variable in result.variables]
    solutions = list(result)
    if not solutions:
        return "nothing found\n"
    rows = [[labels.shown(solution[name]) for name in head] for solution in solutions]
    things = {key for solution in solutions for name in head if (key := labels.key(solution[name]))}
    same, head, rows = _once(head, rows)
    drawn = markdown(head, rows) if fmt == "markdown" else table(head, rows, width)
    parts = [f"{name}: {value}\n" for name, value in same]
    keys = [f"{curie}  {label}" for label, curie in sorted(things, key=lambda pair: pair[1])]
    if fmt == "markdown":
        parts, keys = (
            [f"- {part}" for part in parts],
            [f"- `{k.replace('  ', '` ', 1)}" for k in keys],
        )
    blank = ["\n"] if parts else []
    below = ["\n", *(f"{key}\n" for key in keys)] if keys else []
    return "".join([*parts, *blank, drawn, *below])


def _once(
    head: list[str], rows: list[list[str]]
) -> tuple[list[tuple[str, str]], list[str], list[list[str]]]:
    """Take out the columns that say the same in every row; they are said once, above the table."""
    columns = list(zip(*rows, strict=True))
    same = [len(rows) > 2 and len(set(column)) == 1 for column in columns]
    if all(same):
        same[0] = False
    said = [(name, rows[0][n] or "(none)") for n, name in enumerate(head) if same[n]]
    kept = [n for n in range(len(head)) if not same[n]]
    return said, [head[n] for n in kept], [[row[n] for n in kept] for row in rows]


def _graph(triples: ox.QueryTriples, fmt: str, labels: Labels) -> str:
    if fmt not in (*_GRAPH_FORMATS, "table"):
        raise _unfit(fmt, "a graph", "turtle or json-ld")
    from accordsgraph.exporting import write_graph  # needs rdflib, which no other answer does
    from accordsgraph.syntax import empty_graph, term

    graph = empty_graph()
    for triple in triples:
        graph.add((term(triple.subject), term(triple.predicate), term(triple.object)))
    return write_graph(graph, "turtle" if fmt == "table" else fmt, labels.names)


def table(head: list[str], rows: list[list[str]], width: int | None = None) -> str:
    """Draw a table; on a terminal of ``width`` characters long cells are wrapped.

    Where the columns would be too narrow to read, each row becomes a paragraph.
    """
    if width is not None and _crowded(head, rows, width):
        return _records(head, rows, width)
    if width is not None:
        return _rich_table(head, rows, width)
    lines = [head, *rows]
    widths = [max(map(_display_width, column)) for column in zip(*lines, strict=True)]
    return "".join(
        "  ".join(_padded(cell, size) for cell, size in zip(line, widths, strict=True)).rstrip()
        + "\n"
        for line in lines
    )


def markdown(head: list[str], rows: Iterable[list[str]]) -> str:
    """Write a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(_escaped(cell) for cell in line)} |\n" for line in lines)


def _crowded(head: list[str], rows: list[list[str]], width: int) -> bool:
    """Tell whether the columns of a terminal would be too narrow to read."""
    widest = (max(map(_display_width, column)) for column in zip(head, *rows, strict=True))
    return sum(min(size, 40) + 3 for size in widest) > width * 1.4


def _records(head: list[str], rows: list[list[str]], width: int) -> str:
    """Write each row as a paragraph, one line for each cell that is not empty."""
    import textwrap  # slow to import, and seldom needed

    size = max(map(len, head))
    paragraphs = (
        "\n".join(
            textwrap.fill(
                cell,
                max(width, size + 20),
                initial_indent=f"{name:<{size}}  ",
                subsequent_indent=" " * (size + 2),
            )
            for name, cell in zip(head, row, strict=True)
            if cell
        )
        for row in rows
    )
    return "\n\n".join(paragraphs) + "\n"


def _rich_table(head: list[str], rows: list[list[str]], width: int) -> str:
    from io import StringIO

    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in head:
        drawn.add_column(name, overflow="fold")
    for row in rows:
        drawn.add_row(*(Text(cell) for cell in row))
    out = StringIO()
    Console(file=out, width=width, force_terminal=False, no_color=True).print(drawn)
    return "".join(line.rstrip() + "\n" for line in out.getvalue().splitlines() if line.strip())


def _escaped(cell: str) -> str:
    return cell.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ")


def _display_width(text: str) -> int:
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return len(text) + wide - sum(map(bool, map(unicodedata.combining, text)))


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _display_width(text))


def _unfit(fmt: str, what: str, others: str) -> QueryError:
    return QueryError(
        Problem("result-format", f"{what} cannot be written as {fmt}", None, f"--format {others}")
    )
