"""What a command imports and says, seen from outside: a process of its own each time."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, Run

import accordsgraph
from accordsgraph.cli import VERBS, cli

HEAVY = ("rdflib", "owlrl", "pyshacl", "numpy", "rich", "pyld", "edtf")
SELDOM = ("difflib", "tempfile", "xml")
"""Slow parts of the standard library that only a mistake, a build or RDF/XML needs."""
WATCHED = """
import sys
before = set(sys.modules)  # what measures coverage imports a part of the library too
from accordsgraph.cli import main
try:
    main({arguments!r})
finally:
    new = {{name.partition(".")[0] for name in sys.modules if name not in before}}
    heavy = sorted({heavy!r} & new)
    print("imported:", *heavy, file=sys.stderr)
"""


def imported(*arguments: object, cwd: Path = ROOT) -> tuple[int, str, list[str]]:
    """Run a command; give its exit code, output and the heavy packages it imported."""
    code = WATCHED.format(arguments=list(map(str, arguments)), heavy={*HEAVY, *SELDOM})
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=cwd, capture_output=True, text=True, check=False
    )
    last = done.stderr.splitlines()[-1]
    return done.returncode, done.stdout, last.split()[1:]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project that is built."""
    folder = tmp_path_factory.mktemp("project") / "p"
    for arguments in (["new", folder], ["build", "--project", folder]):
        command = [sys.executable, "-m", "accordsgraph", *map(str, arguments)]
        subprocess.run(command, check=True, capture_output=True)
    return folder


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["query", "--help"], ["queries"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    code, _, heavy = imported(*arguments)
    assert (0, []) == (code, heavy)


@pytest.mark.parametrize("fmt", ["csv", "json", "table", "markdown"])
def test_a_query_on_a_built_project_imports_nothing_heavy(built: Path, fmt: str) -> None:
    # the answer is written by a child process; what it needs is imported before it is forked
    code, out, heavy = imported("query", "roles-by-instrument", "--format", fmt, cwd=built)
    assert (0, []) == (code, heavy)
    assert "first" in out.lower()


@pytest.mark.parametrize("fmt", ["text", "json", "markdown"])
def test_two_builds_are_compared_without_anything_heavy(
    built: Path, tmp_path: Path, fmt: str
) -> None:
    other = shutil.copytree(built / "build", tmp_path / "other")
    (path,) = other.glob("*.nq")
    path.write_text(path.read_text("utf-8").replace('"Second party"', '"The other"'), "utf-8")
    code, out, heavy = imported(
        "diff", "build", other / "manifest.json", "--format", fmt, cwd=built
    )
    assert (0, []) == (code, heavy)
    assert "name changed from “Second party” to “The other”" in out
    code, out, heavy = imported("diff", "build", cwd=built)
    assert (0, "No differences between build and the build\n", []) == (code, out, heavy)


def test_a_damaged_build_is_an_error(built: Path, tmp_path: Path, run: Run) -> None:
    other = shutil.copytree(built / "build", tmp_path / "other")
    (path,) = other.glob("*.nq")
    path.write_bytes(path.read_bytes()[:-20])
    done = run("diff", other, other)
    assert 2 == done.returncode
    assert "error[syntax]: this build is damaged" in done.stderr


def test_the_verbs_say_what_their_list_says() -> None:
    import click

    context = click.Context(cli)
    for name, short in VERBS.items():
        command = cli.get_command(context, name)
        assert command is not None
        help = (command.help or "").replace("\n", " ")
        assert help.startswith(short.rstrip(".")), f"{name}: {short}"


def test_the_package_exports_what_it_promises() -> None:
    assert 11 == len(accordsgraph.__all__)
    for name in accordsgraph.__all__:
        assert getattr(accordsgraph, name).__doc__
        assert name in dir(accordsgraph)
    with pytest.raises(AttributeError):
        accordsgraph.nothing  # noqa: B018


def test_importing_the_package_imports_nothing() -> None:
    code = (
        "import sys, accordsgraph\n"
        "print(*(name for name in sys.modules if name.startswith('accordsgraph.')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "\n" == done.stdout


@pytest.mark.parametrize("verb", [[], *([verb] for verb in VERBS)])
def test_every_verb_has_help_with_an_example(run: Run, verb: list[str]) -> None:
    done = run(*verb, "--help")
    assert (0, "") == (done.returncode, done.stderr)
    assert "Usage: accordsgraph" in done.stdout
    if verb and verb != ["claims"]:
        assert "Example:" in done.stdout


@pytest.mark.parametrize(
    ("words", "completions"),
    [
        ("accordsgraph qu", {"query", "queries"}),
        ("accordsgraph query witn", {"witnesses-of-what-others-signed"}),
        ("accordsgraph query roles-by-instrument --ac", {"--accord"}),
        ("accordsgraph query roles-by-instrument --accord my", {"my-accord-2000"}),
        ("accordsgraph query roles-by-instrument --role gu", {"guarantor"}),
    ],
)
def test_the_shell_completes_queries_parameters_and_keys(
    built: Path, run: Run, words: str, completions: set[str]
) -> None:
    env = {
        "_ACCORDSGRAPH_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split()) - 1),
    }
    done = run(cwd=built, env=env)
    assert completions <= {line.partition(",")[2] for line in done.stdout.splitlines()}
