"""Register a document: its row in ``source.csv`` and the table of its sentences, without a word.

A source that was only cited so far keeps its row; what is new is filled in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from accordsgraph import passages, things
from accordsgraph.atomic import replace
from accordsgraph.documents import Document, Span
from accordsgraph.errors import Place, Problem, ProjectError, unwritable
from accordsgraph.namespaces import KEY
from accordsgraph.project import Project
from accordsgraph.tables import read_table, write_table

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_LIST = "things", "source.csv"


@dataclass(frozen=True)
class Registered:
    """What was written, and the passages whose words are others than before."""

    paths: tuple[Path, ...]
    changed: tuple[str, ...]


def check_source(project: Project, key: str, language: str, address: str, again: bool) -> None:
    """Refuse what cannot be registered, before the work of splitting begins.

    Raises:
        ProjectError: the key, language or address cannot be used, or the document is registered
            already and ``again`` is not set.
        SourceError: ``source.csv`` cannot be read.

    """
    problems = []
    if not KEY.fullmatch(key):
        fix = "use at most 100 lower-case letters, digits and hyphens: fr-article"
        problems.append(Problem("thing-key", f'"{key}" cannot be a key', None, fix))
    if not _LANGUAGE.fullmatch(language):
        fix = "write its code: en, fr, tr, ru, fa, ps, ur, …"
        problems.append(Problem("source-language", f'"{language}" is no language', None, fix))
    if address and not _ADDRESS.fullmatch(address):
        fix = "write it whole: https://example.org/text"
        problems.append(Problem("source-address", f'"{address}" is no web address', None, fix))
    table = _table(project, key)
    if table.exists() and not again:
        fix = "take another key, or write its passages anew with --replace"
        message = f'"{key}" is registered already'
        problems.append(Problem("source-registered", message, Place(str(table)), fix))
    if problems:
        raise ProjectError(problems)


def register(
    project: Project, document: Document, spans: Mapping[str, Span], cells: Mapping[str, str]
) -> Registered:
    """Write the passages of a document and its row in ``source.csv``.

    ``cells`` are those of the row: its ``key``, and what is to be filled in. A cell that is empty
    leaves what is there; the digest is added.

    Raises:
        SourceError: a table cannot be read.
        AccordsError: a table cannot be written.

    """
    table = _table(project, cells["key"])
    before = _digests(table)
    rows = [[locator, str(s.start), str(s.end), s.sha256] for locator, s in spans.items()]
    source_list = project.data.joinpath(*_LIST)
    wanted = {
        table: write_table(list(passages.COLUMNS.required), rows),
        source_list: _with_row(source_list, {**cells, "sha256": document.sha256}),
    }
    for path, text in wanted.items():
        try:
            replace(path, text.encode())
        except OSError as error:
            raise unwritable(path, error) from error
    now = {locator: span.sha256 for locator, span in spans.items()}
    changed = tuple(locator for locator, sha256 in before.items() if now.get(locator) != sha256)
    return Registered(tuple(wanted), changed)


def title_of(key: str) -> str:
    """Make a title out of a key, for a source that has none yet."""
    return key.replace("-", " ").capitalize()


def _table(project: Project, key: str) -> Path:
    return project.data / "sources" / f"{key}.csv"


def _digests(table: Path) -> dict[str, str]:
    if not table.is_file():
        return {}
    return {row["locator"]: row["sha256"] for row in read_table(table, passages.COLUMNS)}


def _with_row(path: Path, cells: Mapping[str, str]) -> str:
    """Give the table of sources with one row added or filled in."""
    there = [dict(row.cells) for row in read_table(path, things.COLUMNS)] if path.is_file() else []
    given = {name: text for name, text in cells.items() if text}
    row = next((row for row in there if row["key"] == cells["key"]), None)
    if row is None:
        row = {"key": cells["key"], "en": title_of(cells["key"])}
        there.append(row)
    names = list(dict.fromkeys([*there[0], *given]))
    row.update(given)
    in_order = sorted(there, key=lambda row: row["key"])
    return write_table(names, ([row.get(name, "") for name in names] for row in in_order))
