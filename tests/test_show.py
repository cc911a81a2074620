"""The verb show: what it prints where, and how it ends."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from conftest import ROOT, Run
from test_startup import imported

from accordsgraph.pipeline import BuildReport


@pytest.fixture(scope="module")
def here(geneva: BuildReport, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the Geneva project with its build."""
    assert geneva.built is not None
    folder = tmp_path_factory.mktemp("show") / "geneva"
    for name in ("data", "ontology", "queries"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copytree(geneva.built.path.parent, folder / "build")
    return folder


def test_a_page_is_printed_on_standard_output_alone(run: Run, here: Path) -> None:
    done = run("show", "accords de geneve", cwd=here)
    assert (0, "") == (done.returncode, done.stderr)
    assert done.stdout.startswith("Geneva Accords (1988)\npeace accord · accord/geneva-1988\n")
    assert "\x1b" not in done.stdout
    assert "\n\nRoles\n" in done.stdout


def test_lines_are_as_long_as_columns_says_and_else_unbroken(run: Run, here: Path) -> None:
    narrow = run("show", "geneva-1988", cwd=here, env={"COLUMNS": "60"}).stdout
    whole = run("show", "geneva-1988", cwd=here, env={"COLUMNS": ""}).stdout
    # a word is never broken, so a key can stick out of a deep indent
    assert all(len(line) <= 60 or len(line.split()) <= 2 for line in narrow.splitlines())
    assert max(map(len, whole.splitlines())) > 160
    rules = {word for word in whole.split() if set(word) == {"-"}}
    assert set(whole.split()) - set(narrow.split()) <= rules


@pytest.mark.parametrize(
    ("fmt", "start"),
    [("markdown", "# Geneva Accords (1988)\n"), ("html", "<!doctype html>\n"), ("json", "{\n")],
)
def test_a_page_has_other_formats(run: Run, here: Path, fmt: str, start: str) -> None:
    done = run("show", "geneva-1988", "--format", fmt, cwd=here)
    assert (0, "") == (done.returncode, done.stderr)
    assert done.stdout.startswith(start)
    if fmt == "json":
        assert "accord/geneva-1988" == json.loads(done.stdout)["thing"]["key"]


def test_labels_are_in_the_language_that_is_asked_for(run: Run, here: Path) -> None:
    done = run("show", "geneva-1988", "--lang", "tr", cwd=here)
    assert done.stdout.startswith("Cenevre Anlaşması (1988)\nbarış anlaşması · ")
    html = run("show", "geneva-1988", "--lang", "tr", "--format", "html", cwd=here).stdout
    assert '<html lang="tr">' in html


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("genva-1988", 'error[unknown-thing]: nothing here is called "genva-1988"\n'),
        ("gorbachev", 'error[two-things]: "gorbachev" can mean 5 things\n  fix: write one of\n'),
    ],
)
def test_what_cannot_be_found_ends_with_2_and_a_remedy(
    run: Run, here: Path, name: str, error: str
) -> None:
    done = run("show", name, cwd=here)
    assert (2, "") == (done.returncode, done.stdout)
    assert done.stderr.startswith(error)
    assert "geneva-1988" in done.stderr or "person/mikhail-gorbachev " in done.stderr


def test_an_accord_with_the_name_of_a_place_is_pointed_out(run: Run, here: Path) -> None:
    done = run("show", "kabul", cwd=here)
    assert done.stdout.startswith("Kabul\nplace · place/kabul\n")
    assert "accordsgraph show accord/kabul-2016\n" in done.stderr
    assert "" == run("show", "place/kabul", cwd=here).stderr


def test_a_project_that_is_not_built_can_be_left_so(run: Run, here: Path, tmp_path: Path) -> None:
    shutil.copytree(here, tmp_path / "copy", ignore=lambda _, names: {"build"} & {*names})
    done = run("show", "geneva-1988", "--no-build", "--project", tmp_path / "copy")
    assert 2 == done.returncode
    assert done.stderr.startswith("error[not-built]")


def test_showing_a_thing_imports_nothing_heavy(here: Path) -> None:
    code, out, heavy = imported("show", "geneva-1988", cwd=here)
    assert (0, []) == (code, heavy)
    assert out.startswith("Geneva Accords (1988)")
