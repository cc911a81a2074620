"""Collect findings: what a check found in the data, as values that can be sorted and shown.

A finding is not an exception: all of them are gathered and shown at once. The levels are those of
SHACL (https://www.w3.org/TR/shacl/#severity).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from accordsgraph.errors import Place, Problem

LEVELS = ("violation", "warning", "info")


@dataclass(frozen=True)
class Finding(Problem):
    """One result of a check: a problem with its level and the triple it is about.

    ``id`` is the code of the shape (``AG-S25``) or the name of the row check (``row-key``);
    ``focus``, ``path`` and ``value`` are IRIs or lexical forms, '' where they do not apply.
    """

    level: str = "violation"
    focus: str = ""
    path: str = ""
    value: str = ""

    def as_dict(self) -> dict[str, object]:
        """Give the fields of the finding as JSON-ready values."""
        own = {"focus": self.focus, "path": self.path, "value": self.value}
        return {"level": self.level, **super().as_dict(), **own}


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Sort findings by level, file, line and code; the same finding twice is kept once."""
    nowhere = Place("~")
    return sorted(
        set(findings),
        key=lambda f: (LEVELS.index(f.level), f.place or nowhere, f.id, f.message, f.path, f.value),
    )


def summary(findings: Iterable[Finding]) -> str:
    """Count findings in words: ``1 violation, 2 warnings, no infos``."""
    counts = Counter(finding.level for finding in findings)
    return ", ".join(
        f"{counts[level] or 'no'} {level}{'' if counts[level] == 1 else 's'}" for level in LEVELS
    )


def reaches(findings: Iterable[Finding], level: str) -> bool:
    """Tell whether any finding is at or above ``level``; ``never`` is above them all."""
    if level == "never":
        return False
    return any(LEVELS.index(finding.level) <= LEVELS.index(level) for finding in findings)
