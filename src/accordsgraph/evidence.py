"""Read the claims of a built dataset: who says what, where, and what is held of it.

A claim is one statement (subject, property, object) with its status, its nature and the passages
that support or deny it. A passage is a place in a source; a source copied from another is named
with it, so that two that copy are not counted as two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import pyoxigraph as ox

from accordsgraph.namespaces import RDF, SKOS, TERMS

Term = ox.NamedNode | ox.BlankNode | ox.Literal


class Passage(NamedTuple):
    """A place in a source: the keys of both, such as ``fr-article`` and ``p1.s2``."""

    source: str
    locator: str

    def __str__(self) -> str:
        return f"{self.source}#{self.locator}"


class Claim(NamedTuple):
    """A statement with its evidence; status and natures are keys such as ``accepted``.

    ``conflicts`` are the claims that cannot all be right with this one; ``attributed`` are the
    agents the sources say it of, as when one party only states it.
    """

    iri: str
    subject: Term
    predicate: str
    object: Term
    status: str
    natures: tuple[str, ...]
    passages: tuple[Passage, ...]
    against: tuple[Passage, ...]
    attributed: tuple[str, ...]
    conflicts: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """The keys of the sources that say it, each once, in order."""
        return tuple(dict.fromkeys(passage.source for passage in self.passages))


class Evidence:
    """The claims of a store, read once and found by what they speak of."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """Every claim that says something, in the order of their IRIs."""
        said: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        typed = self.store.quads_for_pattern(
            None, ox.NamedNode(RDF + "type"), ox.NamedNode(TERMS + "Claim")
        )
        for iri in {quad.subject.value for quad in typed if isinstance(quad.subject, ox.NamedNode)}:
            for quad in self.store.quads_for_pattern(ox.NamedNode(iri), None, None):
                if not isinstance(quad.object, ox.Triple):
                    said[iri][quad.predicate.value].append(quad.object)
        return tuple(
            self._claim(iri, said[iri])
            for iri in sorted(said)
            if all(said[iri].get(RDF + part) for part in ("subject", "predicate", "object"))
        )

    @cached_property
    def passages(self) -> dict[str, Passage]:
        """Every passage by its IRI."""
        found = {}
        for quad in self.store.quads_for_pattern(None, ox.NamedNode(TERMS + "inDocument"), None):
            locators = self.store.quads_for_pattern(
                quad.subject, ox.NamedNode(TERMS + "locator"), None
            )
            locator = next((_text(quad.object) for quad in locators), "")
            found[_text(quad.subject)] = Passage(_key(quad.object), locator)
        return found

    @cached_property
    def by_subject(self) -> dict[Term, list[Claim]]:
        """The claims about each thing."""
        found = defaultdict(list)
        for claim in self.claims:
            found[claim.subject].append(claim)
        return dict(found)

    @cached_property
    def by_object(self) -> dict[Term, list[Claim]]:
        """The claims that name each thing as their object."""
        found = defaultdict(list)
        for claim in self.claims:
            found[claim.object].append(claim)
        return dict(found)

    @cached_property
    def by_triple(self) -> dict[tuple[Term, str, Term], Claim]:
        """The claim of each statement."""
        return {(claim.subject, claim.predicate, claim.object): claim for claim in self.claims}

    @cached_property
    def derives_from(self) -> dict[str, tuple[str, ...]]:
        """The sources each source was copied or translated from, by key."""
        found: dict[str, list[str]] = defaultdict(list)
        for quad in self.store.quads_for_pattern(None, ox.NamedNode(TERMS + "derivesFrom"), None):
            found[_key(quad.subject)].append(_key(quad.object))
        return {source: tuple(sorted(others)) for source, others in found.items()}

    def _claim(self, iri: str, said: dict[str, list[Term]]) -> Claim:
        def keys(name: str) -> tuple[str, ...]:
            return tuple(sorted(map(_key, said.get(TERMS + name, ()))))

        def places(name: str) -> tuple[Passage, ...]:
            found = (self.passages.get(_text(node)) for node in said.get(TERMS + name, ()))
            return tuple(sorted(filter(None, found), key=reading_order))

        return Claim(
            iri,
            said[RDF + "subject"][0],
            _text(said[RDF + "predicate"][0]),
            said[RDF + "object"][0],
            next(iter(keys("status")), ""),
            keys("nature"),
            places("supportedBy"),
            places("disputedBy"),
            tuple(sorted(map(_text, said.get(TERMS + "attributedTo", ())))),
            tuple(sorted(map(_text, said.get(TERMS + "conflictsWith", ())))),
            tuple(sorted(map(_text, said.get(SKOS + "note", ())))),
        )


def independent(sources: Iterable[str], derives_from: Mapping[str, Sequence[str]]) -> int:
    """Count the sources that do not copy one another, nor the same third one.

    >>> independent({"fr", "wikipedia", "un"}, {"fr": ["wikipedia"]})
    2
    """
    found: set[str] = set()
    count = 0
    for first in sorted((origins(source, derives_from) for source in sources), key=_few_first):
        if not first & found:
            found |= first
            count += 1
    return count


def origins(source: str, derives_from: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Give the sources at the end of the lines a source derives from; itself if it copies none."""
    seen, ends, open_ = {source}, set(), [source]
    while open_:
        here = open_.pop()
        if not derives_from.get(here):
            ends.add(here)
        new = [parent for parent in derives_from.get(here, ()) if parent not in seen]
        seen.update(new)
        open_ += new
    return frozenset(ends or seen)


def _few_first(names: frozenset[str]) -> tuple[int, list[str]]:
    return len(names), sorted(names)


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.BlankNode | ox.Literal) else str(term)


def _key(term: object) -> str:
    return _text(term).rpartition("/")[2]


def reading_order(passage: Passage) -> tuple[str, list[tuple[int, str]]]:
    """Give what passages are sorted by: the source, then ``p2`` before ``p10``."""
    parts, number = [], ""
    for letter in passage.locator + " ":
        if letter.isdigit():
            number += letter
            continue
        if number:
            parts.append((int(number), ""))
            number = ""
        parts.append((-1, letter))
    return passage.source, parts
