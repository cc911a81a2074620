"""Say what is wrong, where, and what to do.

Everything a user can cause ends in one of the exceptions below; each carries one or more
:class:`Problem` so that a reader of a file can report all that is wrong with it at once.

    AccordsError            exit 2
    ├── ProjectError        no project, bad dataset.toml
    ├── SourceError         a file cannot be read or parsed
    ├── QueryError          no such saved query, bad or forbidden SPARQL, time limit
    │   └── ParameterError  a parameter is missing, mistyped or superfluous
    ├── DateError           a text is not an EDTF date
    └── MissingExtraError   a feature needs a package that is not installed
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple


class Place(NamedTuple):
    """A position in a file: path, line and column, both counted from 1 (0 = not known)."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Write the place as ``file:line:column``, the form editors and terminals jump to."""
        parts = [shown(self.file)]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: a stable id, a sentence, its place and the remedy."""

    id: str
    message: str
    place: Place | None = None
    fix: str = ""

    def as_dict(self) -> dict[str, object]:
        """Give the fields of the problem as JSON-ready values."""
        return {
            "id": self.id,
            "message": self.message,
            "file": shown(self.place.file) if self.place else None,
            "line": self.place.line if self.place else None,
            "column": self.place.column if self.place else None,
            "fix": self.fix,
        }


def shown(file: str) -> str:
    """Shorten a path to one relative to the current folder when it lies inside it."""
    if not Path(file).is_absolute():
        return file
    relative = os.path.relpath(file)
    return file if relative.startswith("..") else relative


def short(text: str, length: int = 80) -> str:
    """Cut what a user wrote to a length that a sentence can quote."""
    return text if len(text) <= length else text[: length - 1] + "…"


def nearest(text: str, known: Iterable[str], count: int = 1) -> list[str]:
    """Give up to ``count`` of the known names that are spelt like a wrong one, the best first."""
    from difflib import get_close_matches  # slow to import, and most names are right

    return get_close_matches(text, known, count)


def sentence(level: str, problem: Problem) -> str:
    """Write a problem in the three lines every command uses: what, where, what to do."""
    lines = [f"{level}[{problem.id}]: {problem.message}"]
    if problem.place:
        lines.append(f"  at:  {problem.place}")
    if problem.fix:
        lines.append(f"  fix: {problem.fix}")
    return "\n".join(lines)


class AccordsError(Exception):
    """The work cannot go on; ``problems`` says why, at least one."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(sentence("error", problem) for problem in self.problems))


class ProjectError(AccordsError):
    """There is no project here, or its ``dataset.toml`` is not right."""


class SourceError(AccordsError):
    """A file cannot be read or parsed."""


class QueryError(AccordsError):
    """A query is unknown, wrong, forbidden or took too long."""


class ParameterError(QueryError):
    """A parameter of a saved query is missing, mistyped or superfluous."""


class DateError(AccordsError):
    """A text is not a date in EDTF."""


class MissingExtraError(AccordsError):
    """A feature needs a package that is not installed."""

    def __init__(self, feature: str, extra: str) -> None:
        super().__init__(
            Problem(
                "missing-extra",
                f"{feature} needs a package that is not installed",
                fix=f'pip install "accordsgraph[{extra}]"',
            )
        )


def unwritable(path: Path, error: OSError) -> AccordsError:
    """Turn an ``OSError`` met while writing ``path`` into a sentence."""
    reason = error.strerror or str(error)
    message = f"this file cannot be written: {reason}"
    fix = "check the name, the rights and the space left"
    return AccordsError(Problem("file-unwritable", message, Place(str(path)), fix))


def unreadable(path: Path, error: OSError) -> SourceError:
    """Turn an ``OSError`` met while opening ``path`` into a sentence."""
    if isinstance(error, FileNotFoundError):
        return SourceError(
            Problem("file-missing", "this file does not exist", Place(str(path)), "check its name")
        )
    if isinstance(error, IsADirectoryError):
        return SourceError(
            Problem("file-is-folder", "this is a folder", Place(str(path)), "name a file in it")
        )
    message = f"this file cannot be read: {error.strerror or error}"
    fix = "check its rights, and where it points if it is a link"
    return SourceError(Problem("file-unreadable", message, Place(str(path)), fix))
