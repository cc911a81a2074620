"""The wheel answers by itself in an empty folder: ontology, queries and the built Geneva graph."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the checkout, built with the packages that are installed here."""
    pytest.importorskip("build", reason="the package build is not installed")
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([*command, str(ROOT)], check=True, capture_output=True, text=True)
    [found] = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel in it; what it depends on comes from this environment."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False)
    [site] = folder.glob("lib/python*/site-packages")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    here = [path for path in sys.path if path.endswith("site-packages")]
    (site / "here.pth").write_text("\n".join(here))
    return folder / "bin" / "python"


def ask(python: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(python), "-m", "accordsgraph", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_wheel_carries_the_built_dataset_and_no_test(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in (
        "accordsgraph/bundled/ontology/accords.ttl",
        "accordsgraph/bundled/ontology/shapes/closure.ttl",
        "accordsgraph/bundled/queries/saved/roles-by-instrument.rq",
        "accordsgraph/bundled/data/dataset.toml",
        "accordsgraph/bundled/templates/project/data/dataset.toml",
        "accordsgraph/bundled/build/manifest.json",
        "accordsgraph/py.typed",
    ):
        assert wanted in names
    assert [n for n in names if n.startswith("accordsgraph/bundled/build/dataset-")]
    assert not [n for n in names if "test" in n or "ledger" in n]


def test_an_installed_command_answers_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    query = ("query", "roles-by-instrument", "--accord", "geneva-1988", "--role", "guarantor")
    done = ask(installed, tmp_path, *query, "--format", "csv")
    assert (0, "") == (done.returncode, done.stderr)
    assert "state/soviet-union" in done.stdout
    assert [] == list(tmp_path.iterdir())


def test_an_installed_command_starts_and_validates_a_project(
    installed: Path, tmp_path: Path
) -> None:
    done = ask(installed, tmp_path, "new", "mine", "--accord", "bonn-2001", "--title", "Bonn")
    assert (0, True) == (done.returncode, (tmp_path / "mine" / "data").is_dir())
    done = ask(installed, tmp_path / "mine", "validate")
    assert (0, "no violations, no warnings, ") == (done.returncode, done.stdout[:28])


def test_an_installed_command_uses_its_own_package(installed: Path, tmp_path: Path) -> None:
    code = "import accordsgraph; print(accordsgraph.__file__)"
    done = subprocess.run([str(installed), "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith(str(installed.parents[1]))
