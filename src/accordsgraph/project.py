"""Find the project: where its ontology, data and queries are, and what its dataset.toml says.

A project is a folder that holds ``data/dataset.toml``. What it does not bring along itself
(ontology, shapes, saved queries) comes from the bundle that is installed with the package.
"""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from accordsgraph.assertions import Assertion, read_assertions
from accordsgraph.errors import Place, Problem, ProjectError, nearest, short, unreadable
from accordsgraph.namespaces import HOME, Names

_SETTINGS: dict[str, type] = {
    "title": str,
    "description": str,
    "base": str,
    "license": str,
    "version": str,
    "creators": list,
    "languages": list,
}


@dataclass(frozen=True)
class Project:
    """A folder with accords in it; all paths are absolute."""

    root: Path
    title: str
    base: str = HOME
    description: str = ""
    license: str = ""
    version: str = "0"
    creators: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en", "fr", "tr")
    assertions: tuple[Assertion, ...] = ()

    @cached_property
    def names(self) -> Names:
        """The IRIs and prefixes of the project."""
        return Names(self.base)

    @property
    def data(self) -> Path:
        """The folder of everything people write."""
        return self.root / "data"

    @cached_property
    def ontology(self) -> Path:
        """The folder of the ontology: the project's own, else the bundled one."""
        own = self.root / "ontology"
        return own if (own / "accords.ttl").is_file() else bundle() / "ontology"

    @property
    def queries(self) -> tuple[Path, ...]:
        """The folders of queries: the bundled one, then the project's own, which wins."""
        return tuple(dict.fromkeys((bundle() / "queries", self.root / "queries")))

    @cached_property
    def build(self) -> Path:
        """The folder of the built dataset; in the user's cache if the project is read-only."""
        own = self.root / "build"
        if own.is_dir() or _writable(self.root):
            return own
        import hashlib

        from platformdirs import user_cache_path

        digest = hashlib.sha256(str(self.root).encode()).hexdigest()[:16]
        return user_cache_path("accordsgraph", appauthor=False) / digest

    def inputs(self) -> list[Path]:
        """List the files a build reads, sorted: it depends on these and no others."""
        folders = ((self.ontology, "*.ttl"), (self.ontology / "shapes", "*.ttl"))
        found = [path for folder, pattern in folders for path in folder.glob(pattern)]
        for name in ("things", "accords", "sources", "links"):
            found += self.tables(name)
        return sorted([self.data / "dataset.toml", *found])

    def tables(self, name: str) -> list[Path]:
        """List the tables of ``data/<name>/``, sorted by file name."""
        ending = ".sssom.tsv" if name == "links" else ".csv"
        return sorted(
            path
            for path in (self.data / name).glob("*" + ending)
            if not path.name.startswith(("~", "."))
        )

    def shown(self, path: Path) -> str:
        """Name one of the project's input files the same on every machine."""
        if path.is_relative_to(self.root):
            return path.relative_to(self.root).as_posix()
        return "bundled/" + path.relative_to(bundle()).as_posix()


def find(start: Path | None = None) -> Project:
    """Give the project of a folder: its own or that of the nearest parent, else the bundled one.

    Raises:
        ProjectError: ``dataset.toml`` is not right.

    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "data" / "dataset.toml").is_file():
            return read(folder)
    return read(bundle())


def read(root: Path) -> Project:
    """Read the project in ``root``.

    Raises:
        ProjectError: there is none, or its ``dataset.toml`` is not right.

    """
    path = Path(os.path.realpath(root)) / "data" / "dataset.toml"  # resolve() fails on link circles
    if not path.is_file():
        raise ProjectError(
            Problem(
                "project-missing",
                "this folder holds no project (no data/dataset.toml)",
                Place(str(root)),
                f"accordsgraph new {root} --title 'My accords'",
            )
        )
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
        settings = tomllib.loads(text)
    except OSError as error:
        raise unreadable(path, error) from error
    except UnicodeDecodeError as error:
        place = Place(str(path), data.count(b"\n", 0, error.start) + 1)
        raise ProjectError(
            Problem("encoding", "this file is not UTF-8", place, "save it as text in UTF-8")
        ) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ProjectError(_toml_problem(path, str(error))) from error
    assertions, problems = read_assertions(
        settings.pop("assertions", []), text, path, tuple(_SETTINGS)
    )
    _check(settings, path, problems)
    settings["assertions"] = tuple(assertions)
    for name in ("creators", "languages"):
        if name in settings:
            settings[name] = tuple(settings[name])
    return Project(path.parent.parent, **settings)


def bundle() -> Path:
    """Give the folder that holds the bundled project: in the wheel, else the checkout itself."""
    package = Path(__file__).parent
    bundled = package / "bundled"
    return bundled if bundled.is_dir() else package.parent.parent


def _check(settings: dict[str, object], path: Path, others: list[Problem]) -> None:
    place = Place(str(path), 1)
    problems = list(others)
    for name, value in settings.items():
        if name not in _SETTINGS:
            near = nearest(name, [*_SETTINGS, "assertions"])
            fix = f'write "{near[0]}"' if near else "known are: " + ", ".join(_SETTINGS)
            problems.append(Problem("setting", f'"{name}" is no setting', _place(path, name), fix))
        elif not isinstance(value, _SETTINGS[name]) or (
            isinstance(value, list) and not all(isinstance(part, str) for part in value)
        ):
            kind = "a list of texts" if _SETTINGS[name] is list else "a text"
            message = f'the setting "{name}" must be {kind}'
            problems.append(
                Problem("setting", message, _place(path, name), "see docs/authoring.md")
            )
    if "title" not in settings:
        problems.append(Problem("setting", "the dataset has no title", place, 'add title = "…"'))
    base = settings.get("base", HOME)
    try:
        check_base(base if isinstance(base, str) else HOME, _place(path, "base"))
    except ProjectError as error:
        problems += error.problems
    if problems:
        raise ProjectError(problems)


def check_base(text: str, place: Place | None = None) -> None:
    """Refuse what IRIs cannot begin with. Raises ProjectError."""
    if not _BASE.fullmatch(text):
        message = f'"{short(text)}" cannot be the base of IRIs'
        fix = "write an http(s) IRI that ends with /"
        raise ProjectError(Problem("setting", message, place, fix))


_BASE = re.compile(
    r"https?://\w(?:[\w.-]*\w)?(?::\d+)?/(?:[\w.~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*(?<=/)"
)


def _place(path: Path, name: str) -> Place:
    lines = path.read_text("utf-8-sig").splitlines()
    found = (number for number, line in enumerate(lines, 1) if line.split("=")[0].strip() == name)
    return Place(str(path), next(found, 1))


def _toml_problem(path: Path, message: str) -> Problem:
    """Take the position out of tomllib's message, which has no attribute for it before 3.14."""
    text, _, where = message.partition(" (at ")
    numbers = [
        int(part) for part in where.replace(",", " ").replace(")", " ").split() if part.isdigit()
    ]
    line, column = [*numbers, 0, 0][:2] if numbers else (1, 0)
    return Problem(
        "toml", f"this is not TOML: {text}", Place(str(path), line, column), "correct it"
    )


def _writable(folder: Path) -> bool:
    return os.access(folder, os.W_OK)
