"""Find the one thing that a person names: by key, CURIE, IRI or a label in any language.

Names are compared without case, accents and punctuation. A key or a whole name counts most, then a
name without what stands in brackets, then words of a name, then their beginnings. Among several
things none is chosen: they are listed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pyoxigraph as ox

from accordsgraph.asking import find_things, fold, suggestions
from accordsgraph.errors import Problem, QueryError, short
from accordsgraph.labels import Labels
from accordsgraph.namespaces import MINTED_TYPES, SKOS, TERMS, Names

_NAMING = (SKOS + "prefLabel", SKOS + "altLabel", TERMS + "name", TERMS + "officialTitle")
_FIRST = ("accord", "instrument", "state", "regime", "org", "movement", "person", "event")
_LISTED = 12


def find_entity(store: ox.Store, text: str, names: Names) -> ox.NamedNode:
    """Give the thing that a key, ``type/key``, CURIE, IRI, label or words of one name.

    Raises:
        QueryError: ``unknown-thing`` with suggestions, or ``two-things`` with a list to choose
            from.

    """
    text = text.strip()
    exact = [thing for thing in find_things(store, text, names) if _is_entity(thing, names)]
    found = exact or ([] if names.expand(text) else _called(store, text, names))
    if len(found) == 1:
        return found[0]
    if found:
        raise QueryError(_several(store, text, found, names))
    near = suggestions(store, text, names)
    fix = f"did you mean {' or '.join(near)}?" if near else "give a key, CURIE, IRI or label"
    raise QueryError(Problem("unknown-thing", f'nothing here is called "{short(text)}"', None, fix))


def accords_called(store: ox.Store, text: str, names: Names) -> list[ox.NamedNode]:
    """Give the accords with a name that begins with a text, as ``kabul`` the Kabul agreement."""
    wanted = _words(text)
    found = {
        thing
        for thing, name in _named(store, names)
        if _words(name)[: len(wanted)] == wanted and _kind(thing, names) == "accord"
    }
    return sorted(found, key=str)


def _called(store: ox.Store, text: str, names: Names) -> list[ox.NamedNode]:
    """Give the things that a text names; those named less exactly only if there are no others."""
    wanted = _words(text)
    named = [(thing, name, _words(name)) for thing, name in _named(store, names)] if wanted else []
    ways: tuple[Callable[[str, tuple[str, ...]], bool], ...] = (
        lambda _, words: words == wanted,
        lambda name, _: _words(name.partition(" (")[0]) == wanted,
        lambda _, words: set(wanted) <= set(words),
        lambda _, words: all(any(word.startswith(part) for word in words) for part in wanted),
    )
    for fits in ways:
        if found := {thing for thing, name, words in named if fits(name, words)}:
            return sorted(found, key=str)
    return []


def _named(store: ox.Store, names: Names) -> Iterator[tuple[ox.NamedNode, str]]:
    """Give each thing with each of its names."""
    for naming in _NAMING:
        for quad in store.quads_for_pattern(None, ox.NamedNode(naming), None):
            thing, name = quad.subject, quad.object
            if not isinstance(thing, ox.NamedNode) or not isinstance(name, ox.Literal):
                continue
            if _is_entity(thing, names):
                yield thing, name.value


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", fold(text)))


def _is_entity(thing: ox.NamedNode, names: Names) -> bool:
    """Tell whether a thing is one that people speak of, not a claim or a passage."""
    return _kind(thing, names) not in ("", *MINTED_TYPES)


def _kind(thing: ox.NamedNode, names: Names) -> str:
    return (names.split(thing.value) or ("", ""))[0]


def _several(store: ox.Store, text: str, found: list[ox.NamedNode], names: Names) -> Problem:
    """List things to choose from, accords and those that take part in them first."""
    labels = Labels(store, names)

    def order(thing: ox.NamedNode) -> tuple[int, int, str]:
        kind, label = _kind(thing, names), labels.label(thing.value)
        return _FIRST.index(kind) if kind in _FIRST else len(_FIRST), len(label), label

    shown = sorted(found, key=order)[:_LISTED]
    keys = ["/".join(names.split(thing.value) or ()) for thing in shown]
    width = max(map(len, keys))
    lines = [
        f"{key:<{width}}  {labels.label(thing.value)}"
        for key, thing in zip(keys, shown, strict=True)
    ]
    if len(found) > _LISTED:
        lines.append(f"… and {len(found) - _LISTED} more: write more of the name")
    fix = "write one of\n" + "\n".join(f"       {line}" for line in lines)
    what = f'"{short(text)}" can mean {len(found)} things'
    return Problem("two-things", what, None, fix)
