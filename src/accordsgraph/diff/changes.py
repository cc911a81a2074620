"""What a comparison gives: changes, each about one entity, and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from accordsgraph.evidence import Claim

WHAT = (
    "thing",
    "term",
    "label",
    "detail",
    "link",
    "statement",
    "status",
    "evidence",
    "dispute",
    "nature",
    "attribution",
    "conflict",
    "note",
    "sentence",
    "judgement",
    "setting",
)
"""What a change is of, in the order in which the changes of one entity are told."""

HOW = ("renamed", "added", "changed", "removed")


class Change(NamedTuple):
    """One change of what people wrote.

    ``entity`` is the IRI of what it is about. ``before`` and ``after`` are terms or texts, None
    where there was or is nothing. Of a statement ``old`` and ``new`` are its claims, as far as
    there is one; ``keys`` are the passages, natures or claims that were added or removed.
    """

    what: str
    how: str
    entity: str
    predicate: str = ""
    before: Any = None
    after: Any = None
    old: Claim | None = None
    new: Claim | None = None
    keys: tuple[Any, ...] = ()

    @property
    def claim(self) -> Claim | None:
        """The claim it is about, as it is now if it still is."""
        return self.new or self.old


class Consequence(NamedTuple):
    """A statement that follows now and did not (``added``), or no longer does."""

    how: str
    subject: Any
    predicate: str
    object: Any


class Difference(NamedTuple):
    """All that changed; ``consequences`` is None where only what people wrote was compared.

    ``renames`` are things under another key: old IRI to new one.
    """

    changes: tuple[Change, ...]
    consequences: tuple[Consequence, ...] | None
    renames: Mapping[str, str]
