"""The verb sources, from a text file to a statement that cites it, and back to the words."""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from io import StringIO
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import ROOT, Run
from test_startup import imported

from accordsgraph.cli import options
from accordsgraph.pipeline import BuildReport
from accordsgraph.project import read
from accordsgraph.quoting import Quotes
from accordsgraph.scaffold import new_project
from accordsgraph.store import current

DOCUMENTS = ROOT.parent / "shared" / "sources"
TEXT = (
    "The two parties met at the lake in the spring of 2000. 1\n"
    "M. Dupont signed for the first party., The other signed a day later. 2  It held."
)
"""Our own words, with two footnote marks and a damaged joint."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A new project, and beside it a folder with a document."""
    new_project(tmp_path / "p", "lake-2000", "Accord of the Lake", "https://example.org/a/")
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "lake.txt").write_bytes(TEXT.encode())
    return tmp_path / "p"


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


def test_from_a_text_file_to_a_statement_and_back_to_the_words(run: Run, folder: Path) -> None:
    document = folder.parent / "documents" / "lake.txt"
    added = run("sources", "add", document, "--key", "lake-report", "--lang", "en", cwd=folder)
    assert (0, "three sentences in two paragraphs") == (
        added.returncode,
        added.stdout.splitlines()[-1],
    )
    assert ["wrote data/sources/lake-report.csv", "wrote data/things/source.csv"] == (
        added.stdout.splitlines()[:2]
    )
    assert "p2.s1 may be two sentences" in added.stderr
    # the reader corrects the proposal and writes it anew
    proposed = run("sources", "split", document, "--lang", "en", cwd=folder).stdout
    joint = "party., The"
    assert 1 == proposed.count(joint)
    (folder / "breaks.txt").write_text(proposed.replace(joint, "party.\nThe"))
    arguments = ("--key", "lake-report", "--lang", "en", "--breaks", "breaks.txt", "--replace")
    again = run("sources", "add", document, *arguments, cwd=folder)
    assert (0, "four sentences in two paragraphs") == (
        again.returncode,
        again.stdout.splitlines()[-1],
    )
    assert "read again what cites them: p2.s1 p2.s2\n" in again.stderr
    # a statement cites it
    table = folder / "data" / "accords" / "lake-2000.csv"
    table.write_text(table.read_text().replace("my-source#p1", "lake-report#p1.s1", 1))
    assert 0 == run("format", cwd=folder).returncode
    assert "source.csv" not in run("format", "--check", cwd=folder).stdout
    assert 0 == run("build", cwd=folder).returncode
    listed = rows(run("sources", "list", "--sources", document.parent, cwd=folder).stdout)
    assert [
        ("lake-report", "Lake report", "en", "in full", "4", "1", "lake.txt"),
        ("my-source", "The source I read", "en", "cited", "1", "7", ""),
    ] == [tuple(row.values()) for row in listed]
    checked = run("sources", "check", document.parent, "--format", "json", cwd=folder)
    assert 0 == checked.returncode
    assert [("lake-report", "lake.txt", 4, "as registered", [])] == [
        tuple(one.values()) for one in json.loads(checked.stdout)
    ]
    # nowhere in the project is a word of it, only in the reader's file of sentences
    (folder / "breaks.txt").unlink()
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert [] == [path for path in files if b"Dupont" in path.read_bytes()]
    # a changed file is refused
    document.write_bytes(TEXT.replace("a day later", "two days later").encode())
    changed = run("sources", "check", document.parent, cwd=folder)
    assert (1, "changed", "lake.txt (changed)") == (
        changed.returncode,
        *(rows(changed.stdout)[0][name] for name in ("state", "file")),
    )
    assert "violation[source-changed]" in changed.stderr
    assert 'this is not "lake-report" as it was registered: it differs from p2.s2 on' in (
        changed.stderr  # the file has not the key for a name: it is known by what still stands
    )


def test_wrong_options_are_said_before_the_document_is_read(run: Run, folder: Path) -> None:
    done = run("sources", "add", "none.txt", "--key", "A Key", "--lang", "en", cwd=folder)
    assert (2, True) == (done.returncode, "error[thing-key]" in done.stderr)
    assert [] == list((folder / "data").glob("sources/*"))


def test_a_document_without_a_proposal_needs_no_splitter(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "sentencex.py").write_text("raise ImportError('not here')")
    (tmp_path / "breaks.txt").write_text("It held.\n")
    environment = {"PYTHONPATH": f"{hidden}:{ROOT / 'src'}"}
    arguments = ("sources", "add", "../documents/lake.txt", "--key", "lake", "--lang", "en")
    done = run(*arguments, cwd=folder, env=environment)
    assert (2, True) == (done.returncode, 'pip install "accordsgraph[sources]"' in done.stderr)
    done = run(*arguments, "--breaks", "../breaks.txt", cwd=folder, env=environment)
    assert (0, "one sentence in one paragraph") == (done.returncode, done.stdout.splitlines()[-1])
    assert "in no sentence, before p1.s1: “The two parties met" in done.stderr


@pytest.mark.parametrize("source", ["fr-article", "tr-article"])
def test_the_two_documents_registered_from_scratch_give_the_recorded_tables(
    run: Run, folder: Path, source: str
) -> None:
    document = DOCUMENTS / f"{source}.txt"
    if not document.is_file():
        pytest.skip(f"the document is not here: {document}")
    recorded = ROOT / "data" / "sources" / f"{source}.csv"
    language = source[:2]
    arguments = ["sources", "add", document, "--key", source, "--lang", language]
    if language == "fr":  # damaged joints: a person has to say where sentences end
        lines = run("sources", "split", document, "--lang", "fr", cwd=folder).stdout
        lines = lines.replace(".,instruments", ".\ninstruments")
        lines = lines.replace(".,\n", ".\n").replace("., ", ".\n")
        (folder / "breaks.txt").write_text(lines, "utf-8")
        arguments += ["--breaks", "breaks.txt"]
    done = run(*arguments, cwd=folder)
    assert (0, "") == (done.returncode, done.stderr)
    written = folder / "data" / "sources" / f"{source}.csv"
    assert recorded.read_text() == written.read_text()
    sha256 = {row["key"]: row["sha256"] for row in rows(source_list(ROOT))}
    assert (
        sha256[source] == {row["key"]: row["sha256"] for row in rows(source_list(folder))}[source]
    )


def source_list(folder: Path) -> str:
    return (folder / "data" / "things" / "source.csv").read_text("utf-8")


# the Geneva dataset


@pytest.fixture
def built(copy: Path, geneva: BuildReport) -> Path:
    """A copy of the Geneva project with its build."""
    assert geneva.built is not None
    shutil.copytree(geneva.built.path.parent, copy / "build")
    return copy


def test_a_source_is_cited_by_the_statements_that_name_it_for_or_against(
    run: Run, built: Path
) -> None:
    listed = {row["source"]: row for row in rows(run("sources", "list", cwd=built).stdout)}
    citing = Counter(
        source
        for table in (ROOT / "data" / "accords").glob("*.csv")
        for row in rows(table.read_text("utf-8"))
        for source in {p.partition("#")[0] for p in f"{row['passages']} {row['against']}".split()}
    )
    assert citing
    assert dict(citing) == {k: n for k, r in listed.items() if (n := int(r["statements"]))}
    assert {"fr-article", "tr-article"} == {k for k, r in listed.items() if r["held"] == "in full"}
    assert ("9", "13") == (listed["fr-article"]["passages"], listed["tr-article"]["passages"])
    assert "file" not in listed["fr-article"]
    assert len(listed) == len(rows(source_list(built)))


def test_in_a_table_sentences_and_places_are_told_apart(run: Run, built: Path) -> None:
    text = run("sources", "list", "--format", "table", cwd=built).stdout
    (held,) = (line for line in text.splitlines() if line.startswith("tr-article "))
    (cited,) = (line for line in text.splitlines() if line.startswith("time-1988 "))
    assert "  tr    13 sentences  " in held
    assert "  en    2 places      " in cited
    assert run("sources", "list", "--format", "markdown", cwd=built).stdout.startswith("| source |")


def test_what_reads_a_build_imports_nothing_heavy(built: Path, tmp_path: Path) -> None:
    for arguments in (["list", "--sources", tmp_path], ["check", tmp_path]):
        code, _, heavy = imported("sources", *arguments, "--format", "json", cwd=built)
        assert (0, []) == (code, heavy)


def test_a_row_whose_offsets_were_edited_is_a_violation(run: Run, folder: Path) -> None:
    document = folder.parent / "documents" / "lake.txt"
    run("sources", "add", document, "--key", "lake", "--lang", "en", cwd=folder)
    table = folder / "data" / "sources" / "lake.csv"
    table.write_text(table.read_text().replace("p1.s1,0,", "p1.s1,4,"))
    done = run("sources", "check", document.parent, cwd=folder)
    assert (1, "wrong passages") == (done.returncode, rows(done.stdout)[0]["state"])
    message = "lake: the digest recorded for p1.s1 is not that of its words"
    assert f"violation[passage-digest]: {message}" in done.stderr
    project = current_store(folder)
    assert ["lake"] == list(Quotes(project).records)


def current_store(folder: Path) -> ox.Store:
    found = current(read(folder))
    assert found is not None
    return found.store


def test_options_quotes_says_when_a_folder_holds_none(
    folder: Path, run: Run, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    run("build", cwd=folder)
    store = current_store(folder)
    assert {} == options.quotes(store, None).documents
    assert "" == capsys.readouterr().err
    options.quotes(store, tmp_path)
    note = f"note: {tmp_path} holds no document of this dataset (in full: none)\n"
    assert note == capsys.readouterr().err
