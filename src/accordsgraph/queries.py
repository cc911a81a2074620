"""Know the saved queries: one ``.rq`` file each, with what it asks and takes in its head.

The head is TOML in comment lines that begin with ``#+``. A parameter is a one-row block
``VALUES ?name { … }`` in the query: its content is the default, ``UNDEF`` leaves it open, and the
program puts a serialised, checked term in its place. So the file runs anywhere as it is, and no
text of a user is ever pasted into a query.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from accordsgraph.errors import (
    ParameterError,
    Place,
    Problem,
    QueryError,
    SourceError,
    nearest,
    unreadable,
)
from accordsgraph.guards import decode
from accordsgraph.project import Project

THEMES = ("roles", "commitments", "time", "succession", "sources", "names", "across")
_HEAD: dict[str, type] = {"title": str, "question": str, "theme": str, "parameters": dict}
_LITERAL_TYPES = ("xsd:string", "xsd:integer", "xsd:date", "xsd:boolean")
_TYPE = re.compile(r"any|ag:\w+|" + "|".join(_LITERAL_TYPES))
_PARAMETER: dict[str, type] = {"type": str, "help": str, "choices": list, "example": str}


class Parameter(NamedTuple):
    """What a saved query takes: a thing of a class (``ag:Accord``) or a literal (``xsd:date``)."""

    name: str
    type: str
    help: str
    example: str
    default: str
    choices: tuple[str, ...] = ()

    @property
    def is_thing(self) -> bool:
        """Whether a value names a thing of the dataset."""
        return self.type.startswith("ag:") or self.type == "any"


class SavedQuery(NamedTuple):
    """A query with its name and head."""

    name: str
    title: str
    question: str
    theme: str
    parameters: tuple[Parameter, ...]
    text: str
    path: Path

    @property
    def example(self) -> str:
        """The command that asks it with the example value of each parameter."""
        options = [f"--{p.name} {_quoted(p.example)}" for p in self.parameters if p.example]
        return " ".join(["accordsgraph query", self.name, *options])

    def bind(self, terms: Mapping[str, str]) -> str:
        """Put serialised SPARQL terms in the place of the defaults of the named parameters."""
        text = self.text
        for name, term in terms.items():
            text = _block(name).sub(lambda m, term=term: f"{m[1]} {term} }}", text)  # type: ignore[misc]
        return text


def catalogue(project: Project) -> dict[str, SavedQuery]:
    """Read all saved queries of a project by name; its own win over the bundled ones.

    Raises:
        QueryError: the head of a file is not right; all problems at once.

    """
    found: dict[str, SavedQuery] = {}
    problems: list[Problem] = []
    for folder in project.queries:
        for path in sorted((folder / "saved").glob("*.rq")):
            try:
                found[path.stem] = read_query(path)
            except QueryError as error:
                problems += error.problems
    if problems:
        raise QueryError(problems)
    return dict(sorted(found.items()))


def find_query(project: Project, name: str) -> SavedQuery:
    """Give the saved query of a name without reading the others.

    Raises:
        QueryError: there is none; the nearest names are suggested.

    """
    names: list[str] = []
    for folder in reversed(project.queries):
        path = folder / "saved" / f"{name}.rq"
        if re.fullmatch(r"[a-z0-9-]+", name) and path.is_file():
            return read_query(path)
        names += sorted(p.stem for p in (folder / "saved").glob("*.rq"))
    near = nearest(name, names, 3)
    fix = f"did you mean {' or '.join(near)}?" if near else "accordsgraph queries lists them"
    raise QueryError(Problem("unknown-query", f'there is no saved query "{name}"', None, fix))


def read_query(path: Path) -> SavedQuery:
    """Read a saved query and its head. Raises QueryError."""
    try:
        text = decode(path.read_bytes(), path)
    except OSError as error:
        raise QueryError(unreadable(path, error).problems) from error
    except SourceError as error:
        raise QueryError(error.problems) from error
    lines = [line[2:] if line.startswith("#+") else "" for line in text.splitlines()]
    try:
        head: dict[str, Any] = tomllib.loads("\n".join(lines))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        reason, _, where = str(error).partition(" (at line ")
        line = int(re.match(r"\d*", where)[0] or 1)  # type: ignore[index]
        message = f"the head (lines with #+) is not TOML: {reason}"
        problem = Problem("query-head", message, Place(str(path), line), "correct it")
        raise QueryError(problem) from error
    place = partial(_place, path, text)
    problems = [*_check(head, _HEAD, ("title", "question", "theme"), "the head", place)]
    if problems:
        raise QueryError(problems)
    if head["theme"] not in THEMES:
        fix = "themes are " + ", ".join(THEMES)
        problems.append(_head_problem(f'"{head["theme"]}" is no theme', place("theme"), fix))
    parameters = []
    for name, settings in head.get("parameters", {}).items():
        wrong = _check_parameter(name, settings, place)
        problems += wrong
        if wrong:
            continue
        blocks = _block(name).findall(text)
        if len(blocks) != 1:
            fix = f"write VALUES ?{name} {{ UNDEF }} once"
            problems.append(
                _head_problem(f"parameter {name} has {len(blocks)} VALUES blocks", place(name), fix)
            )
        else:
            values = {**settings, "choices": tuple(settings.get("choices", ()))}
            default = blocks[0][1].strip()
            parameters.append(Parameter(name, **{"example": "", **values, "default": default}))
    if problems:
        raise QueryError(problems)
    return SavedQuery(
        path.stem, head["title"], head["question"], head["theme"], tuple(parameters), text, path
    )


def check_parameters(query: SavedQuery, given: Mapping[str, str]) -> None:
    """Refuse superfluous, missing and empty parameters. Raises ParameterError."""
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in given:
        if name not in known:
            near = nearest(name, known) or sorted(known)
            fix = f"it takes {', '.join('--' + n for n in near)}" if near else "it takes none"
            message = f'the query "{query.name}" has no parameter "{name}"'
            raise ParameterError(Problem("parameter-unknown", message, None, fix))
    for parameter in query.parameters:
        if not parameter.default and parameter.name not in given:
            message = f'the query "{query.name}" needs a value for "{parameter.name}"'
            raise ParameterError(Problem("parameter-missing", message, None, query.example))


def wrong_value(
    query: SavedQuery, parameter: Parameter, text: str, why: str, fix: str = ""
) -> ParameterError:
    """Say that a value does not fit its parameter, with an example."""
    message = f'parameter "{parameter.name}" {why}, got "{text}"'
    return ParameterError(Problem("parameter-type", message, None, fix or query.example))


def _check(
    settings: dict[str, Any],
    known: dict[str, type],
    required: tuple[str, ...],
    whose: str,
    place: Callable[[str], Place],
) -> list[Problem]:
    problems = [
        _head_problem(f"{whose} has no {name}", place(whose), f'add #+ {name} = "…"')
        for name in required
        if name not in settings
    ]
    for name, value in settings.items():
        if name not in known:
            near = nearest(name, known) or sorted(known)
            problems.append(
                _head_problem(
                    f'{whose} has an unknown key "{name}"',
                    place(name),
                    "known: " + ", ".join(near),
                )
            )
        elif not isinstance(value, known[name]):
            problems.append(
                _head_problem(
                    f"{whose}: {name} has the wrong type", place(name), "see docs/queries.md"
                )
            )
    return problems


def _check_parameter(name: str, settings: Any, place: Callable[[str], Place]) -> list[Problem]:
    whose = f"parameter {name}"
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        fix = "use lower-case letters, digits and _"
        return [_head_problem(f'"{name}" cannot be the name of a parameter', place(name), fix)]
    if not isinstance(settings, dict):
        fix = f"write #+ [parameters.{name}] and its type and help below"
        return [_head_problem(f"{whose} is no table", place(name), fix)]
    problems = _check(settings, _PARAMETER, ("type", "help"), whose, place)
    if not problems and not _TYPE.fullmatch(settings["type"]):
        fix = "types are any, ag:Class, " + ", ".join(_LITERAL_TYPES)
        problems = [_head_problem(f'{whose}: "{settings["type"]}" is no type', place(name), fix)]
    if not all(isinstance(choice, str) for choice in settings.get("choices", ())):
        problems.append(_head_problem(f"{whose}: a choice is no text", place(name), "quote it"))
    return problems


def _head_problem(message: str, place: Place, fix: str) -> Problem:
    return Problem("query-head", message, place, fix)


def _place(path: Path, text: str, name: str) -> Place:
    """Give the first line of the head that sets a name, or opens its table."""
    name = re.escape(name.removeprefix("parameter "))
    sets = re.compile(rf"#\+\s*(?:{name}\s*=|\[[\w.]*\b{name}\s*\])")
    lines = enumerate(text.splitlines(), 1)
    return Place(str(path), next((number for number, line in lines if sets.match(line)), 1))


def _block(name: str) -> re.Pattern[str]:
    """Match ``VALUES ?name { default }``; the default holds no closing brace."""
    return re.compile(rf"(VALUES\s+\?{re.escape(name)}\s*\{{)([^{{}}]*)\}}", re.IGNORECASE)


def _quoted(text: str) -> str:
    return f"'{text}'" if re.search(r"[^\w./:-]", text) else text
