"""The Geneva project builds; a build has the same bytes anywhere and is never half there."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import Run

from accordsgraph import store
from accordsgraph.findings import Finding, reaches
from accordsgraph.pipeline import BuildReport, build
from accordsgraph.project import Project, read
from accordsgraph.scaffold import new_project
from accordsgraph.syntax import read_rdf


@pytest.fixture
def small(tmp_path: Path) -> Project:
    """A project as ``new`` makes it."""
    new_project(tmp_path / "small", "bonn-2001", "Bonn Agreement", "https://example.org/a/")
    return read(tmp_path / "small")


def test_geneva_has_no_violation_and_no_warning_but_the_true_one(geneva: BuildReport) -> None:
    found = [(f.id, f.focus.rpartition("/")[2]) for f in geneva.findings if f.level != "info"]
    # nobody is known to have signed the Peshawar Accord: the warning is what the record says
    assert found == [("AG-S08", "peshawar-1992-text")]
    assert not reaches(geneva.findings, "violation")
    assert geneva.built is not None


def test_the_inferred_graph_is_apart_and_holds_the_direct_roles(geneva: BuildReport) -> None:
    assert geneva.built is not None
    base = "https://w3id.org/accordsgraph/"
    inferred = {
        tuple(str(term) for term in triple)
        for triple, graph in read_rdf(geneva.built.path).quads
        if graph == base + "graph/inferred"
    }
    accord = base + "id/accord/geneva-1988"
    assert (accord, base + "ontology#guarantor", base + "id/state/soviet-union") in inferred
    assert (accord, base + "ontology#signatory", base + "id/state/soviet-union") not in inferred


def test_two_folders_give_the_same_bytes(small: Project, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere" / "copy"
    shutil.copytree(small.root, other)
    first, second = build(small).built, build(read(other)).built
    assert first is not None
    assert second is not None
    assert first.path.name == second.path.name
    assert first.path.read_bytes() == second.path.read_bytes()
    manifest = (small.build / store.MANIFEST).read_bytes()
    assert manifest == (read(other).build / store.MANIFEST).read_bytes()
    assert str(tmp_path).encode() not in manifest


def test_two_processes_with_other_hash_seeds_give_the_same_bytes(small: Project, run: Run) -> None:
    names = []
    for seed in ("1", "2"):
        done = run("build", "--project", small.root, env={"PYTHONHASHSEED": seed})
        assert (0, "") == (done.returncode, done.stderr)
        names.append(json.loads((small.build / store.MANIFEST).read_bytes())["dataset"])
    assert names[0] == names[1]


def test_the_built_store_holds_what_a_strict_parser_reads(small: Project) -> None:
    built = build(small).built
    assert built is not None
    strict = list(ox.parse(path=str(built.path), format=ox.RdfFormat.N_QUADS))
    assert len(strict) == len(built.store)
    named = {quad for quad in strict if not has_blank(quad)}
    assert named == {quad for quad in built.store if not has_blank(quad)}
    assert any(quad.subject.value.endswith("/bonn-2001") for quad in named)


def has_blank(quad: ox.Quad) -> bool:
    """Tell whether a quad has a blank node, whose name each parser makes up."""
    return isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)


def test_a_failing_validation_leaves_the_previous_build(small: Project) -> None:
    before = build(small).built
    assert before is not None
    table = small.data / "accords" / "bonn-2001.csv"
    table.write_text(table.read_text().replace("2000-01-31", "2000-02-31"))
    report = build(small)
    assert report.built is None
    assert "date" in {f.id for f in report.findings if f.level == "violation"}
    assert store.current(small) == before
    assert not store.is_fresh(before, small)


def test_a_second_build_removes_what_the_first_left(small: Project) -> None:
    first = build(small).built
    table = small.data / "accords" / "bonn-2001.csv"
    table.write_text(table.read_text().replace("2000-01-31", "2000-01-30"))
    second = build(small).built
    assert first is not None
    assert second is not None
    kept = {store.MANIFEST, second.path.name, second.places_path.name}
    assert kept == {p.name for p in small.build.iterdir()}


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill a process")
def test_a_save_killed_at_any_step_leaves_the_old_or_the_new_state(tmp_path: Path) -> None:
    old = store.save(tmp_path / "old", b"<a:a> <a:b> <a:c> .\n", {"in": "old"}, {"n": 1}, {})
    seen = set()
    for step in range(16):
        folder = tmp_path / str(step)
        shutil.copytree(tmp_path / "old", folder)
        code = KILLED_AT.format(step=step, folder=folder)
        done = subprocess.run([sys.executable, "-c", code], check=False)
        manifest = json.loads((folder / store.MANIFEST).read_bytes())
        data = (folder / manifest["dataset"]).read_bytes()
        assert hashlib.sha256(data).hexdigest()[:16] in manifest["dataset"]
        is_old = manifest["inputs"] == {"in": "old"}
        assert is_old == (manifest["dataset"] == old.path.name)
        seen.add((done.returncode, is_old))
    assert {(-signal.SIGKILL, True), (-signal.SIGKILL, False), (0, False)} == seen


KILLED_AT = """
import os, signal, sys
from pathlib import Path
from accordsgraph import store

left = {step}

def kill_at_step(event, arguments):
    global left
    if event.startswith(("open", "os.")) and "{folder}" in repr(arguments):
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1

sys.addaudithook(kill_at_step)
store.save(Path("{folder}"), b"<a:a> <a:b> <a:d> .\\n", {{"in": "new"}}, {{"n": 1}}, {{}})
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill a process")
def test_a_build_killed_while_it_works_leaves_the_old_state(small: Project) -> None:
    old = build(small).built
    table = small.data / "accords" / "bonn-2001.csv"
    table.write_text(table.read_text().replace("2000-01-31", "2000-01-30"))
    command = [sys.executable, "-m", "accordsgraph", "build", "--project", str(small.root)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.4)
        process.kill()
    assert old == store.current(small)
    assert old is not None
    kept = {store.MANIFEST, old.path.name, old.places_path.name}
    assert kept == {p.name for p in small.build.iterdir()}


def test_a_query_builds_first_says_so_and_rebuilds_on_change(small: Project, run: Run) -> None:
    command = ("query", "roles-by-instrument", "--project", small.root, "--format", "csv")
    first = run(*command)
    assert (0, "building (not built yet) …\n") == (first.returncode, first.stderr)
    assert "first-party" in first.stdout
    again = run(*command)
    assert (first.stdout, "") == (again.stdout, again.stderr)
    table = small.data / "accords" / "bonn-2001.csv"
    table.write_text(table.read_text().replace("my-source#p1", "my-source#p2"))
    old = run(*command, "--no-build")
    assert (first.stdout, "") == (old.stdout, old.stderr)
    changed = run(*command)
    assert "building (inputs changed) …\n" == changed.stderr
    assert "p2" in changed.stdout


def test_no_build_without_a_build_is_an_error_that_says_what_to_do(
    small: Project, run: Run
) -> None:
    done = run("query", "roles-by-instrument", "--project", small.root, "--no-build")
    assert 2 == done.returncode
    assert "error[not-built]" in done.stderr
    assert "fix: accordsgraph build" in done.stderr


def test_a_query_on_a_project_with_violations_says_which(small: Project, run: Run) -> None:
    table = small.data / "accords" / "bonn-2001.csv"
    table.write_text(table.read_text().replace("signatory", "signatroy", 1))
    done = run("query", "roles-by-instrument", "--project", small.root)
    assert 2 == done.returncode
    assert 'violation[unknown-property]: "signatroy" is no property' in done.stderr
    assert f"{table}:5" in done.stderr
    assert 'fix: write "signatory"' in done.stderr


def test_build_says_what_it_read_inferred_found_and_wrote(small: Project, run: Run) -> None:
    done = run("build", "--project", small.root)
    assert 0 == done.returncode
    heads = [line.split()[0] for line in done.stdout.splitlines()]
    assert ["read", "inferred", "found", "wrote"] == heads
    assert "8 statements" in done.stdout
    assert str(small.build) in done.stdout


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_project_builds_in_the_cache(small: Project, run: Run, tmp_path: Path) -> None:
    small.root.chmod(0o555)
    done = run("build", "--project", small.root, env={"XDG_CACHE_HOME": str(tmp_path / "cache")})
    small.root.chmod(0o755)
    assert 0 == done.returncode
    assert (tmp_path / "cache" / "accordsgraph").is_dir()


def test_findings_are_values(geneva: BuildReport) -> None:
    assert all(isinstance(finding, Finding) and finding.place for finding in geneva.findings)


def test_a_build_that_cannot_be_written_is_an_error(small: Project, run: Run) -> None:
    (small.root / "build").write_text("in the way")
    done = run("build", "--project", small.root)
    assert 2 == done.returncode
    assert "error[build-write]" in done.stderr
