"""Tables and records have one form; format brings it, --check only looks."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import ROOT, Run

from accordsgraph.errors import AccordsError
from accordsgraph.formatting import format_file, format_project, format_table
from accordsgraph.project import Project, read
from accordsgraph.scaffold import new_project


@pytest.fixture
def small(tmp_path: Path) -> Project:
    new_project(tmp_path / "p", "bonn-2001", "Bonn Agreement", "https://example.org/a/")
    return read(tmp_path / "p")


def differing(project: Project) -> list[str]:
    return [f.path.name for f in format_project(project) if f.differs]


def test_the_geneva_project_has_its_form(project: Project) -> None:
    assert [] == differing(project)


def test_a_new_project_has_its_form(small: Project) -> None:
    assert [] == differing(small)


def test_what_a_spreadsheet_saved_comes_back_to_one_form(small: Project) -> None:
    table = small.data / "accords" / "bonn-2001.csv"
    canonical = table.read_bytes()
    head, *rows = canonical.decode().splitlines()
    shuffled = "\r\n".join([head, *reversed(rows), ""]).replace(",", ";")
    table.write_bytes(shuffled.encode("utf-16"))
    assert ["bonn-2001.csv"] == differing(small)
    assert canonical == format_table(table, "accords").encode()


def test_format_writes_and_a_second_time_changes_nothing(small: Project, run: Run) -> None:
    table = small.data / "accords" / "bonn-2001.csv"
    table.write_text(table.read_text().replace("2000-01-31", "2000-01-30"))
    check = run("format", "--check", "--project", small.root)
    assert 1 == check.returncode
    assert "would change" in check.stdout
    assert "accordsgraph format" in check.stderr
    done = run("format", "--project", small.root)
    assert (0, 1) == (done.returncode, done.stdout.count("changed"))
    assert '"2000-01-30"' in (small.data / "record" / "bonn-2001.ttl").read_text()
    again = run("format", "--check", "--project", small.root)
    assert (0, "", "") == (again.returncode, again.stdout, again.stderr)


def test_an_edited_record_is_stale_with_its_line(small: Project, run: Run) -> None:
    record = small.data / "record" / "bonn-2001.ttl"
    record.write_text(record.read_text().replace("2000-01-31", "2001-12-05"))
    line = record.read_text().splitlines().index('    ag:when "2001-12-05"^^edtf:EDTF ;') + 1
    done = run("validate", "--project", small.root, "--fail-on", "warning")
    assert 1 == done.returncode
    assert "warning[record-stale]" in done.stdout
    assert f"bonn-2001.ttl:{line}" in done.stdout
    assert 1 == run("format", "--check", "--project", small.root).returncode


def test_a_record_without_its_table_is_named(small: Project, run: Run) -> None:
    folder = small.data / "record"
    shutil.copy(folder / "bonn-2001.ttl", folder / "left-over.ttl")
    done = run("validate", "--project", small.root)
    assert "left-over.ttl" in done.stdout


def test_a_turtle_file_gets_the_canonical_form(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "some.ttl"
    path.write_text("@prefix : <urn:x:> . :b :p 1 , 2 . :a :p :b .")
    assert 0 == run("format", path).returncode
    text = path.read_text()
    assert text.index(":a\n") < text.index(":b\n")
    assert "PREFIX : <urn:x:>" in text
    assert not format_file(path).differs


def test_a_file_with_comments_is_refused_and_left(tmp_path: Path) -> None:
    path = tmp_path / "some.ttl"
    path.write_text("<urn:a> <urn:b#c> <urn:d> .\n# a remark\n")
    with pytest.raises(AccordsError) as caught:
        format_file(path)
    assert caught.value.problems[0].place is not None
    assert ("format-comment", 2) == (
        caught.value.problems[0].id,
        caught.value.problems[0].place.line,
    )


def test_records_are_what_is_checked_in() -> None:
    """The record of Geneva holds the accepted and no reported statement."""
    text = (ROOT / "data" / "record" / "geneva-1988.ttl").read_text("utf-8")
    assert "ag:hasGuarantee" in text
    assert "stance:gorbachev-betrayed" not in text
    assert "ag:supersedes" not in text
