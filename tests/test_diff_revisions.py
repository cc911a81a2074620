"""Two revisions of a project are compared: what git holds is read, and nothing of it is run."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import Run

from accordsgraph.diff import revisions
from accordsgraph.errors import AccordsError
from accordsgraph.project import Project, read
from accordsgraph.scaffold import new_project

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(
        ["git", "-C", str(folder), *identity, *arguments],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull},
    )
    return done.stdout


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project in a folder of a repository, with two commits and an edit that is not committed."""
    folder = tmp_path / "repository" / "mine"
    new_project(folder, "my-accord-2000", "My accord", "https://example.org/mine/")
    git(folder.parent, "init", "--quiet", "--initial-branch", "main")
    states = folder / "data" / "things" / "state.csv"
    for label in ("Erewhon", "Erewhon-on-Sea"):
        git(folder.parent, "add", ".")
        git(folder.parent, "commit", "--quiet", "--message", label)
        text = states.read_text("utf-8")
        old = text.splitlines()[1].split(",")[2]
        states.write_text(text.replace(f",{old}", f",{label}"), "utf-8")
    git(folder.parent, "tag", "v1", "HEAD~1")
    return read(folder)


def test_head_against_the_tables_is_what_a_commit_would_change(project: Project, run: Run) -> None:
    done = run("diff", cwd=project.root)
    assert (0, "") == (done.returncode, done.stderr)
    assert "to the tables as they are: 1 name changed" in done.stdout
    assert done.stdout.endswith(
        "Erewhon-on-Sea: English name changed from “Erewhon” to “Erewhon-on-Sea”\n"
    )


@pytest.mark.parametrize(
    "names", [("HEAD~1", "HEAD"), ("v1", "main"), ("main~1", "refs/heads/main")]
)
def test_revisions_are_named_as_git_names_them(
    project: Project, run: Run, names: tuple[str, str]
) -> None:
    done = run("diff", *names, cwd=project.root / "data")
    assert 0 == done.returncode, done.stderr
    assert done.stdout.endswith("Erewhon: English name changed from “First party” to “Erewhon”\n")
    assert f"From {names[0]} (" in done.stdout


def test_a_project_folder_is_compared_too(project: Project, tmp_path: Path, run: Run) -> None:
    shutil.copytree(project.root, tmp_path / "other")
    done = run("diff", tmp_path / "other", project.root, cwd=tmp_path)
    assert (0, f"No differences between {tmp_path / 'other'} and {project.root}\n") == (
        done.returncode,
        done.stdout,
    )


def test_nothing_of_the_repository_is_run(project: Project, tmp_path: Path, run: Run) -> None:
    repository = project.root.parent
    mark = tmp_path / "was-run"
    for hook in ("post-checkout", "pre-commit", "post-index-change", "reference-transaction"):
        path = repository / ".git" / "hooks" / hook
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\ntouch {mark}\n", "utf-8")
        path.chmod(0o755)
    git(repository, "config", "filter.evil.smudge", f"touch {mark}; cat")
    git(repository, "config", "core.fsmonitor", f"touch {mark}")
    (repository / ".git" / "info").mkdir(exist_ok=True)
    (repository / ".git" / "info" / "attributes").write_text("*.csv filter=evil\n", "utf-8")
    assert 0 == run("diff", "v1", cwd=project.root).returncode
    assert not mark.exists()


def test_links_and_other_files_of_a_revision_are_left_out(project: Project, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("key,en\nsecret,Secret\n", "utf-8")
    (project.data / "things" / "place.csv").symlink_to(secret)
    (project.data / "things" / "notes.txt").write_text("not a table", "utf-8")
    git(project.root, "add", ".")
    git(project.root, "commit", "--quiet", "--message", "a link")
    snapshot = revisions.of_revision(project, "HEAD")
    assert "Secret" not in str(snapshot.layers["things"])


def test_hooks_of_git_that_name_another_repository_do_not_matter(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "--quiet", "elsewhere")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere" / ".git"))
    assert revisions.find_commit(project, "v1") == revisions.find_commit(project, "HEAD~1")


@pytest.mark.parametrize(
    "name", ["nothing", "HEAD~9", "--output=/tmp/x", "-x", "HEAD:data", "HEAD^{tree}", "a\nb", ""]
)
def test_what_is_no_revision_is_an_error(project: Project, name: str) -> None:
    with pytest.raises(AccordsError) as caught:
        revisions.find_commit(project, name)
    assert "unknown-revision" == caught.value.problems[0].id
    assert "git log --oneline" in caught.value.problems[0].fix


def test_an_argument_that_begins_with_a_hyphen_is_no_option_of_git(
    project: Project, run: Run, tmp_path: Path
) -> None:
    done = run("diff", "--", f"--output={tmp_path / 'x'}", cwd=project.root)
    assert 2 == done.returncode
    assert "error[unknown-revision]" in done.stderr
    assert not (tmp_path / "x").exists()


def test_no_repository_and_no_git_are_said(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_project(tmp_path / "p", "my-accord-2000", "My accord", "https://example.org/mine/")
    done = run("diff", cwd=tmp_path / "p", env={"GIT_CEILING_DIRECTORIES": str(tmp_path)})
    assert 2 == done.returncode
    assert "error[git]: this project is in no git repository that can be read" in done.stderr
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(AccordsError) as caught:
        revisions.find_commit(read(tmp_path / "p"), "HEAD")
    assert (
        "git is not installed, and revisions are read with it" == caught.value.problems[0].message
    )


def test_errors_and_findings_name_the_file_in_the_revision(project: Project, run: Run) -> None:
    rows = project.data / "accords" / "my-accord-2000.csv"
    good = rows.read_text("utf-8")
    rows.write_text(good + "nobody,party,nothing,accepted,,,,,,\n", "utf-8")
    git(project.root, "add", ".")
    git(project.root, "commit", "--quiet", "--message", "a wrong row")
    rows.write_text(good, "utf-8")
    done = run("diff", "HEAD", cwd=project.root)
    assert 1 == done.returncode
    line = len(good.splitlines()) + 1
    assert f"  at:  HEAD:data/accords/my-accord-2000.csv:{line}\n" in done.stderr
    rows.write_text("no,columns\n", "utf-8")
    git(project.root, "add", ".")
    git(project.root, "commit", "--quiet", "--message", "no table")
    done = run("diff", "HEAD", "v1", "--format", "json", cwd=project.root)
    assert 2 == done.returncode
    problem = json.loads(done.stderr.splitlines()[0])
    assert "HEAD:data/accords/my-accord-2000.csv" == problem["file"]


def test_a_revision_before_the_project_is_an_error(project: Project) -> None:
    git(project.root, "checkout", "--quiet", "--orphan", "empty")
    git(project.root, "rm", "-rf", "--cached", "--quiet", ".")
    git(project.root, "commit", "--quiet", "--allow-empty", "--message", "nothing")
    with pytest.raises(AccordsError) as caught:
        revisions.of_revision(project, "empty")
    (problem,) = caught.value.problems
    assert ("project-missing", str(project.root)) == (
        problem.id,
        problem.place and problem.place.file,
    )


def test_a_folder_that_is_neither_build_nor_project_is_an_error(tmp_path: Path, run: Run) -> None:
    done = run("diff", tmp_path)
    assert 2 == done.returncode
    assert "error[not-a-dataset]" in done.stderr
