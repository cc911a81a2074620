"""The ledger of errors: what a validator must report for a graph that the generator broke.

A row names a result of a report (https://www.w3.org/TR/shacl/#results): focus node, path,
constraint component, value, severity, shape. Paths are written as in SPARQL, terms as in
N-Triples. A file of rows is tab-separated, with the names of the columns first.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from terms import SHAPES, term


class Row(NamedTuple):
    """One line of the ledger: a result that a validator must report."""

    focus: str
    path: str
    component: str
    value: str
    severity: str
    shape: str


def row(
    shape: str, component: str, focus: str, path: str = "", value: str = "", level: str = ""
) -> Row:
    """Write a row; a component and a shape by their short names."""
    kind = term(f"sh:{component}ConstraintComponent")
    return Row(focus, path, kind, value, term(f"sh:{level or 'Violation'}"), f"<{SHAPES}{shape}>")


def write(rows: Iterable[Row], path: Path) -> None:
    """Write rows, in their order."""
    lines = ["\t".join(Row._fields), *("\t".join(row) for row in rows)]
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8", newline="\n")


def read(path: Path) -> set[Row]:
    """Read the rows that a validator must report."""
    if not path.is_file():
        return set()
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(reader)
        return {Row(*line) for line in reader}
