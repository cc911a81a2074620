"""Whatever is deleted or altered in the data, a finding or a difference says so in words.

ACCORDSGRAPH_MUTATIONS is how many samples are taken, ACCORDSGRAPH_SEED which.
"""

from __future__ import annotations

import csv
import io
import os
import random
import re
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import ROOT

from accordsgraph.diff import snapshots
from accordsgraph.diff.comparing import compare
from accordsgraph.diff.snapshots import Snapshot
from accordsgraph.diff.words import Words
from accordsgraph.diff.writing import Written, as_text
from accordsgraph.errors import AccordsError, sentence, shown
from accordsgraph.project import read

SAMPLES = int(os.environ.get("ACCORDSGRAPH_MUTATIONS", "30"))
SEED = int(os.environ.get("ACCORDSGRAPH_SEED", "1988"))
TABLES = sorted(
    path.relative_to(ROOT)
    for folder, ending in (
        *((name, "*.csv") for name in ("accords", "things", "sources")),
        ("links", "*.sssom.tsv"),
    )
    for path in (ROOT / "data" / folder).glob(ending)
)


class Mutation(NamedTuple):
    """A row of a table, and the cell that is altered; the whole row goes if there is none."""

    table: Path
    line: int
    column: str
    before: dict[str, str]
    after: dict[str, str] | None

    def __str__(self) -> str:
        place = f"{self.table.relative_to('data')}:{self.line}"
        if self.after is None:
            return f"{place} deleted"
        return f"{place} {self.column}: {self.before[self.column]} -> {self.after[self.column]}"


@cache
def rows(table: Path) -> tuple[str, list[dict[str, str]]]:
    """Give the comment before a table, and its rows."""
    text = (ROOT / table).read_text("utf-8")
    head = "".join(line for line in text.splitlines(keepends=True) if line.startswith("#"))
    delimiter = "\t" if table.suffix == ".tsv" else ","
    return head, list(csv.DictReader(io.StringIO(text[len(head) :]), delimiter=delimiter))


def mutations(chance: random.Random) -> Iterator[Mutation]:
    """Give mutations without end: half delete a row, half alter or empty a cell."""
    every = [(table, number) for table in TABLES for number in range(len(rows(table)[1]))]
    while True:
        table, number = chance.choice(every)
        head, found = rows(table)
        row = found[number]
        line = head.count("\n") + number + 2
        if chance.random() < 0.5:
            yield Mutation(table, line, "", row, None)
            continue
        column = chance.choice([name for name, cell in row.items() if cell])
        yield Mutation(table, line, column, row, {**row, column: altered(row[column], chance)})


def altered(cell: str, chance: random.Random) -> str:
    """Give another content of a cell: nothing, one word less, or another letter."""
    words = cell.split(" ")
    if chance.random() < 0.3:
        return ""
    if len(words) > 1 and chance.random() < 0.5:
        del words[chance.randrange(len(words))]
        return " ".join(words)
    at = chance.randrange(len(cell))
    other = chance.choice([letter for letter in "abkz27" if letter != cell[at]])
    return cell[:at] + other + cell[at + 1 :]


def told(mutation: Mutation, folder: Path, base: Snapshot) -> str:
    """Give what is said of the data with a mutation: errors, findings and differences."""
    shutil.copytree(ROOT / "data", folder / "data")
    head, found = rows(mutation.table)
    kept = [mutation.after if row is mutation.before else row for row in found]
    with (folder / mutation.table).open("w", encoding="utf-8", newline="") as file:
        file.write(head)
        delimiter = "\t" if mutation.table.suffix == ".tsv" else ","
        writer = csv.DictWriter(file, list(found[0]), delimiter=delimiter, lineterminator="\n")
        writer.writeheader()
        writer.writerows(row for row in kept if row is not None)
    try:
        changed = snapshots.of_project(read(folder), "after")
    except AccordsError as error:
        return str(error)
    difference = compare(base, changed)
    words = Words(base, changed, difference, "en")
    said = as_text(Written(difference, words, base.title, changed.title))
    findings = [sentence(finding.level, finding) for finding in changed.findings]
    return "\n".join([*(findings), said if difference.changes else ""])


def names(mutation: Mutation, base: Snapshot) -> set[str]:
    """Give the words by one of which a historian knows which row is meant."""
    row = mutation.before
    place = shown(str(mutation.table))
    keys = [row[name] for name in ("key", "subject", "subject_id", "locator") if row.get(name)]
    found = {
        f"{place}:{mutation.line}",
        *keys,
        *(row[name] for name in ("en", "fr") if name in row),
    }
    for key in keys:
        for part in key.replace(":", "/").split("/"):
            found |= {label for label in labels(base, part) if label}
    return {word for word in found if word}


def labels(base: Snapshot, key: str) -> set[str]:
    return {
        getattr(quad.object, "value", "")
        for quad in base.labels.quads_for_pattern(None, None, None)
        if str(quad.subject).endswith(f"/{key}>")
    }


@pytest.fixture(scope="module")
def base() -> Snapshot:
    return snapshots.of_project(read(ROOT), "before")


def sample() -> list[Mutation]:
    """Give the mutations of this run."""
    endless = mutations(random.Random(SEED))  # noqa: S311
    return [next(endless) for _ in range(SAMPLES)]


@pytest.mark.parametrize("mutation", sample(), ids=str)
def test_a_mutation_is_said_in_words(mutation: Mutation, base: Snapshot, tmp_path: Path) -> None:
    said = told(mutation, tmp_path, base)
    assert said.strip(), "nothing was said"
    assert any(name in said for name in names(mutation, base)), said
    strange = re.compile(r"\b(?:https?|rdf|skos|urn):(?!//[\w.-]+/.* (?:changed|removed|added))")
    assert not strange.search(said), "these are no words for a historian"


def test_what_is_not_altered_is_not_spoken_of(base: Snapshot, tmp_path: Path) -> None:
    table = TABLES[0]
    nothing = Mutation(table, 0, "", {}, None)
    assert "" == told(nothing, tmp_path, base).strip()
