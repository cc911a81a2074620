"""What all tests share: the checkout as a project, built once, and the command line."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from accordsgraph.pipeline import BuildReport, build
from accordsgraph.project import Project, read

ROOT = Path(__file__).parent.parent
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def project() -> Project:
    """The Geneva project."""
    return read(ROOT)


@pytest.fixture(scope="session")
def geneva(project: Project, tmp_path_factory: pytest.TempPathFactory) -> BuildReport:
    """The Geneva project, built into a folder of its own."""
    return build(project, build_folder=tmp_path_factory.mktemp("build"))


@pytest.fixture
def run() -> Run:
    """Run the command line in a process of its own."""

    def command(
        *arguments: object, cwd: Path = ROOT, stdin: str = "", env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "accordsgraph", *map(str, arguments)],
            cwd=cwd,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
            env={**os.environ, **(env or {})},
        )

    return command


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the Geneva project that a test may break."""
    for name in ("data", "ontology", "queries"):
        shutil.copytree(ROOT / name, tmp_path / "copy" / name)
    return tmp_path / "copy"
