"""Read a project as it was in a revision of its git repository.

Only objects are read (``git ls-tree``, ``git cat-file``): nothing is checked out, so no hook and no
filter of the repository runs, and nothing is fetched.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from accordsgraph import project as projects
from accordsgraph.diff import snapshots
from accordsgraph.diff.snapshots import Snapshot
from accordsgraph.errors import AccordsError, Place, Problem, ProjectError, SourceError
from accordsgraph.project import Project

P = TypeVar("P", bound=Problem)
_INPUT = re.compile(
    r"data/(?:dataset\.toml|(?:things|accords|sources)/[^/]+\.csv|links/[^/]+\.sssom\.tsv)"
    r"|ontology/(?:shapes/)?[^/]+\.ttl"
)
"""The files a build reads; ``..`` fits none of them."""

_FILES = ("100644", "100755")
_FOREIGN = ("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_PREFIX")
"""What git sets for its hooks, which is about another folder than the project's."""


def of_revision(project: Project, revision: str) -> Snapshot:
    """Take a snapshot of what people had written in a revision (``HEAD~3``, a tag, a branch).

    Raises:
        ProjectError: git is not there, the project is in no repository, or has no such revision.
        SourceError: the tables of that revision cannot be read; places begin with its name.

    """
    commit = find_commit(project, revision)
    title = f"{revision} ({commit[:7]})" if not commit.startswith(revision) else commit[:7]
    with tempfile.TemporaryDirectory(prefix="accordsgraph-") as folder:
        root = Path(os.path.realpath(folder))
        with _told_as(root, revision):
            _write_files(project, commit, root)
            found = snapshots.of_project(projects.read(root), title)
        named = tuple(_renamed(finding, root, revision) for finding in found.findings)
        return replace(found, findings=named)


def find_commit(project: Project, revision: str) -> str:
    """Give the full name of the commit a revision means. Raises ProjectError."""
    inside = _git(project, "rev-parse", "--is-inside-work-tree")
    if inside.returncode:
        said = inside.stderr.decode(errors="replace").strip().splitlines() or [""]
        message = "this project is in no git repository that can be read"
        if "not a git repository" not in said[0]:
            message = f"git refuses: {said[0]}"
        place = Place(str(project.root))
        fix = "name two builds, files or folders instead"
        raise ProjectError(Problem("git", message, place, fix))
    name = revision + "^{commit}"
    done = _git(project, "rev-parse", "--verify", "--quiet", "--end-of-options", name)
    if done.returncode:
        message = f'"{revision}" is no file, no folder and no revision of this project'
        fix = "git log --oneline lists revisions; a build is a folder with manifest.json"
        raise ProjectError(Problem("unknown-revision", message, Place(str(project.root)), fix))
    return done.stdout.decode().strip()


def _write_files(project: Project, commit: str, target: Path) -> None:
    """Write the files a build reads, as they are in a commit."""
    if _git(project, "cat-file", "-e", f"{commit}:./data/dataset.toml").returncode:
        message = "this revision holds no project (no data/dataset.toml)"
        fix = "name a later one: git log -- data/dataset.toml"
        raise ProjectError(Problem("project-missing", message, Place(str(project.root)), fix))
    listed = _git(project, "ls-tree", "-r", "-z", "--full-name", commit, "data", "ontology")
    prefix = _git(project, "rev-parse", "--show-prefix").stdout.decode().rstrip("\n")
    blobs = {}
    for line in listed.stdout.decode(errors="surrogateescape").split("\0"):
        about, _, name = line.partition("\t")
        path = name.removeprefix(prefix)
        if about[:6] in _FILES and _INPUT.fullmatch(path):
            blobs[path] = about.split()[2]
    asked = "".join(f"{blob}\n" for blob in blobs.values()).encode()
    data = _git(project, "cat-file", "--batch", stdin=asked)
    for path, content in zip(blobs, _contents(data.stdout), strict=True):
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_bytes(content)


def _contents(batch: bytes) -> Iterator[bytes]:
    """Read the answers of ``git cat-file --batch``: a line with the size, then as many bytes."""
    at = 0
    while at < len(batch):
        end = batch.index(b"\n", at)
        head = batch[at:end].split()
        if len(head) != 3:  # "missing": a partial clone, from which nothing is fetched
            message = "a file of this revision is not in the repository on this computer"
            raise ProjectError(Problem("git", message, None, "git fetch it first"))
        at = end + 1 + int(head[2])
        yield batch[end + 1 : at]
        at += 1


def _git(
    project: Project, *arguments: str, stdin: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    quiet = {"GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    kept = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
    command = ["git", "-C", str(project.root), "--no-replace-objects", "--literal-pathspecs"]
    try:
        return subprocess.run(  # noqa: S603, the command is git and no shell reads it
            [*command, *arguments],
            input=stdin,
            capture_output=True,
            check=False,
            env={**kept, **quiet, "LC_ALL": "C"},
        )
    except (FileNotFoundError, PermissionError) as error:
        message = "git is not installed, and revisions are read with it"
        fix = "install git, or name two builds, files or folders instead"
        raise ProjectError(Problem("git", message, None, fix)) from error


@contextmanager
def _told_as(root: Path, revision: str) -> Iterator[None]:
    """Name the files of the temporary folder in errors as git does: ``HEAD~3:data/…``."""
    try:
        yield
    except AccordsError as error:
        raise SourceError(_renamed(p, root, revision) for p in error.problems) from error


def _renamed(problem: P, root: Path, revision: str) -> P:
    """Give a problem whose place, message and fix name files as they are in the revision."""
    place = problem.place
    if place and Path(place.file).is_relative_to(root):
        name = Path(place.file).relative_to(root).as_posix()
        place = place._replace(file=f"{revision}:{name}")
    message, fix = (
        text.replace(f"{root}/", f"{revision}:") for text in (problem.message, problem.fix)
    )
    return replace(problem, place=place, message=message, fix=fix)
