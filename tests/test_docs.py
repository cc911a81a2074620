"""The documentation is true: what it shows is run, and nothing that exists goes without a word.

How a page is run is told in CONTRIBUTING.md, "How the documentation is tested".
"""

from __future__ import annotations

import ast
import doctest
import importlib.util
import os
import re
import shutil
import subprocess
import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pytest
from rdflib import SH, Graph

from accordsgraph.cli import VERBS, cli
from accordsgraph.cli.query import command as query
from accordsgraph.namespaces import SHAPES
from accordsgraph.pipeline import BuildReport
from accordsgraph.project import read
from accordsgraph.queries import catalogue

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
RUN = [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]
PAGES = [*RUN, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
FENCE = re.compile(r"^```(\S+) +(\S.*)\n((?:.*\n)*?)^```$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A fenced block that does something: its language, the words after it, its lines."""

    page: Path
    line: int
    language: str
    words: tuple[str, ...]
    text: str

    def value(self, name: str) -> str | None:
        """Give what stands after ``name=``."""
        return next((w.partition("=")[2] for w in self.words if w.startswith(f"{name}=")), None)

    def __str__(self) -> str:
        return f"{self.page.name}:{self.line}"


def blocks(page: Path) -> Iterator[Block]:
    text = page.read_text("utf-8")
    for found in FENCE.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        yield Block(page, line, found[1], tuple(found[2].split()), found[3])


class Reader:
    """Does what a page says, block by block, in a folder of its own."""

    def __init__(self, start: Path) -> None:
        self.start = self.here = start
        self.names: dict[str, object] = {}
        scripts = sysconfig.get_path("scripts")
        self.environment = {
            **os.environ,
            "PATH": os.pathsep.join([scripts, os.environ["PATH"]]),
            "COLUMNS": "80",
            "NO_COLOR": "1",
            "PYTHONUTF8": "1",
        }

    def follow(self, block: Block) -> None:
        """Do what one block says."""
        if block.language == "sh" and "run" in block.words:
            self.run(block)
        elif block.language == "python" and "run" in block.words:
            self.interpret(block)
        elif path := block.value("file"):
            self.write(block, self.here / path)
        elif path := block.value("add"):
            target = self.here / path
            target.write_text(target.read_text("utf-8") + block.text, "utf-8")
        elif path := block.value("in"):
            there = (self.start / path).read_text("utf-8").splitlines()
            missing = [line for line in block.text.splitlines() if line not in there]
            assert missing == [], f"{block}: not in {path}"
        else:
            pytest.fail(f"{block}: nobody knows what to do with this block")

    def write(self, block: Block, target: Path) -> None:
        """Write a file, or change the lines that a diff marks with minus and plus."""
        if block.language != "diff":
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block.text, "utf-8")
            return
        text = target.read_text("utf-8")
        for old, new in re.findall(r"((?:^-.*\n)+)((?:^\+.*\n)+)", block.text, re.MULTILINE):
            before, after = (re.sub("^.", "", part, flags=re.MULTILINE) for part in (old, new))
            assert text.count(before) == 1, f"{block}: the lines with - must stand there once"
            text = text.replace(before, after)
        target.write_text(text, "utf-8")

    def run(self, block: Block) -> None:
        """Run the commands of a block and compare what they print."""
        for command, expected in commands(block.text):
            folder = re.fullmatch(r"cd (\S+)", command)
            if folder:
                self.here = self.here / folder[1]
                continue
            done = subprocess.run(  # noqa: S602, the commands are those of our own pages
                command,
                shell=True,
                cwd=self.here,
                env=self.environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                timeout=120,
                check=False,
            )
            printed = "".join(line.rstrip() + "\n" for line in done.stdout.splitlines())
            if not fits(expected, printed):
                assert printed == expected, f"{block}: {command}"
            assert done.returncode == int(block.value("exit") or 0), f"{block}: {command}"

    def interpret(self, block: Block) -> None:
        """Run the examples of a block, with the names of the blocks before."""
        test = doctest.DocTestParser().get_doctest(
            block.text, self.names, block.page.name, str(block.page), block.line
        )
        assert test.examples, f"{block}: no example begins with >>>"
        said: list[str] = []
        runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS, verbose=False)
        before = Path.cwd()
        os.chdir(self.here)
        try:
            runner.run(test, out=said.append, clear_globs=False)
        finally:
            os.chdir(before)
        self.names.update(test.globs)
        if said:
            pytest.fail("".join(said))


def commands(text: str) -> list[tuple[str, str]]:
    """Give each command of a block with what it is said to print."""
    parts = re.split(r"^\$ (.*)\n", text, flags=re.MULTILINE)
    assert parts[0] == "", "a block of commands begins with a command"
    return list(zip(parts[1::2], parts[2::2], strict=True))


def fits(expected: str, printed: str) -> bool:
    """Tell whether a text is as expected; a line ``...`` stands for any lines."""
    lines = expected.splitlines(keepends=True)
    parts = ["(?:.*\n)*?" if line == "...\n" else re.escape(line) for line in lines]
    return bool(re.fullmatch("".join(parts), printed))


@pytest.mark.skipif(os.name == "nt", reason="the pages are written for a POSIX shell")
@pytest.mark.parametrize("page", RUN, ids=lambda page: page.name)
def test_what_a_page_shows_happens(page: Path, geneva: BuildReport, tmp_path: Path) -> None:
    assert geneva.built is not None
    wanted = list(blocks(page))
    if wanted:
        for name in ("data", "ontology", "queries"):
            shutil.copytree(ROOT / name, tmp_path / "geneva" / name)
        shutil.copytree(geneva.built.path.parent, tmp_path / "geneva" / "build")
    reader = Reader(tmp_path / "geneva")
    for block in wanted:
        reader.follow(block)


def test_generated_pages_are_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(DOCS))
    monkeypatch.chdir(ROOT)
    place = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert place is not None
    assert place.loader is not None
    generate = importlib.util.module_from_spec(place)
    place.loader.exec_module(generate)
    old = [p.name for p, text in generate.pages().items() if p.read_text("utf-8") != text]
    assert old == [], f"run: {generate.COMMAND}"


def verbs() -> Iterator[tuple[str, click.Command]]:
    context = click.Context(cli)
    for name in VERBS:
        command = cli.get_command(context, name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group) and name != "query":
            yield from ((f"{name} {part}", c) for part, c in command.commands.items())
    own = query.get_command(context, "-")
    assert own is not None
    yield "query", own


def test_every_verb_and_option_is_documented_and_has_help() -> None:
    text = (DOCS / "cli.md").read_text("utf-8")
    for name, command in verbs():
        assert re.search(rf"^##+ {name}$", text, re.MULTILINE), name
        section = re.split(rf"^##+ {name}$", text, flags=re.MULTILINE)[1].partition("\n## ")[0]
        assert command.help, name
        for option in (p for p in command.params if isinstance(p, click.Option)):
            assert option.help, (name, option.name)
            assert set(option.opts) <= set(re.findall(r"-[-\w]+", section)), (name, option.name)


def test_every_verb_is_in_the_changelog_or_the_readme() -> None:
    text = (ROOT / "README.md").read_text("utf-8") + (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert [verb for verb in VERBS if f"`{verb}`" not in text] == []


def test_every_saved_query_and_parameter_is_documented() -> None:
    text = (DOCS / "queries.md").read_text("utf-8")
    for saved in catalogue(read(ROOT)).values():
        assert f"**{saved.name}**" in text
        section = text.partition(f"**{saved.name}**")[2].partition("\n**")[0]
        assert [p.name for p in saved.parameters if f"`--{p.name}`" not in section] == []


def ids_in_source() -> set[str]:
    """Give the ids of problems and findings: the first text given to what makes them."""
    trees = [ast.parse(path.read_text("utf-8")) for path in (ROOT / "src").rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    makers = {"Problem", "Finding", "ValueProblem"}
    # a function that hands its own first argument on makes them too
    for function in (node for node in nodes if isinstance(node, ast.FunctionDef)):
        for first in first_arguments(ast.walk(function), makers):
            if isinstance(first, ast.Name) and first.id in [a.arg for a in function.args.args[:1]]:
                makers.add(function.name)
    found = first_arguments(nodes, makers)
    return {str(first.value) for first in found if isinstance(first, ast.Constant)}


def first_arguments(nodes: Iterable[ast.AST], called: set[str]) -> Iterator[ast.expr]:
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield from node.args[:1] if node.func.id in called else ()


def test_every_error_is_documented_and_no_other() -> None:
    text = (DOCS / "errors.md").read_text("utf-8")
    documented = re.findall(r"^\| `([a-z-]+)` \|", text, re.MULTILINE)
    assert len(documented) == len(set(documented))
    assert (ids_in_source() - {*documented}, {*documented} - ids_in_source()) == (set(), set())


def test_every_shape_is_documented() -> None:
    text = (DOCS / "checks.md").read_text("utf-8")
    for path in (ROOT / "ontology" / "shapes").glob("*.ttl"):
        shapes = Graph().parse(path)
        codes = {str(s).removeprefix(SHAPES) for s in shapes.subjects(SH.severity)}
        assert [code for code in codes if f"| `{code}` |" not in text] == []


def test_every_module_says_what_it_is_for() -> None:
    for path in sorted((ROOT / "src").rglob("*.py")):
        assert ast.get_docstring(ast.parse(path.read_text("utf-8"))), path.name


def test_every_module_is_on_the_map() -> None:
    text = (ROOT / "README.md").read_text("utf-8").partition("## Map of the code")[2]
    modules = {p.stem for p in (ROOT / "src" / "accordsgraph").glob("*.py")}
    assert [m for m in sorted(modules) if not m.startswith("__") and f"`{m}`" not in text] == []


def test_the_citation_names_this_version() -> None:
    import accordsgraph

    text = (ROOT / "CITATION.cff").read_text("utf-8")
    assert "cff-version: 1.2.0\n" in text
    assert f"\nversion: {accordsgraph.__version__}\n" in text


def test_every_public_name_is_documented() -> None:
    import accordsgraph

    text = (DOCS / "python.md").read_text("utf-8")
    assert [name for name in accordsgraph.__all__ if f"`{name}" not in text] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target
