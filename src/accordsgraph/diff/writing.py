"""Write a difference: sentences for a terminal, Markdown as release notes, JSON for programs."""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

import pyoxigraph as ox

from accordsgraph.diff.changes import Change, Difference
from accordsgraph.diff.words import Entity, Words
from accordsgraph.evidence import Claim, Passage

PARTS = {
    "things": "Accords, actors and events",
    "sources": "Sources",
    "terms": "Vocabulary and ontology",
    "dataset": "The dataset",
}
_COUNTED = {
    "thing": ("thing", "things"),
    "statement": ("statement", "statements"),
    "label": ("name", "names"),
}
_EVIDENCE = ("evidence", "dispute", "status", "nature", "attribution", "conflict", "note")
_NO = "No differences between {} and {}"


class Written(NamedTuple):
    """A difference with the words for it and the titles of its two sides."""

    difference: Difference
    words: Words
    old: str
    new: str
    list_consequences: bool = False


def as_text(written: Written, width: int | None = None) -> str:
    """Write a block for each entity that changed; wrapped to the ``width`` of a terminal."""
    if not _any(written):
        return _NO.format(written.old, written.new) + "\n"
    blocks = [[f"From {written.old} to {written.new}: {summary(written.difference)}"]]
    for entity, sentences in _entities(written):
        if len(sentences) == 1:
            blocks.append([f"{entity.name}: {sentences[0]}"])
        else:
            blocks.append([entity.name, *(f"  {sentence}" for sentence in sentences)])
    if follows := _consequences(written):
        blocks.append([follows[0], *(f"  {line}" for line in follows[1:])])
    lines = (_wrapped(line, width) for block in blocks for line in (*block, ""))
    return "\n".join(lines).rstrip("\n") + "\n"


def as_markdown(written: Written) -> str:
    """Write release notes: a heading for each part of the data, a list for each entity."""
    if not _any(written):
        return _escaped(_NO.format(written.old, written.new)) + "\n"
    lines = [f"# Changes from {_escaped(written.old)} to {_escaped(written.new)}", ""]
    lines += [_escaped(summary(written.difference)).capitalize() + ".", ""]
    part = ""
    for entity, sentences in _entities(written):
        if entity.part != part:
            part = entity.part
            lines += [f"## {PARTS[part]}", ""]
        lines += [f"### {_escaped(entity.name)}", ""]
        lines += [*(f"- {_escaped(sentence)}" for sentence in sentences), ""]
    if follows := _consequences(written):
        lines += ["## What follows", "", _escaped(follows[0]), ""]
        lines += [f"- {_escaped(line)}" for line in follows[1:]]
    return "\n".join(lines).rstrip("\n") + "\n"


def as_json(written: Written) -> str:
    """Write one object: the two sides, the changes with their words, counts of what follows."""
    words, difference = written.words, written.difference
    document: dict[str, Any] = {
        "from": written.old,
        "to": written.new,
        "changes": [_change(change, words) for change in difference.changes],
    }
    if difference.consequences is not None:
        counts = Counter(consequence.how for consequence in difference.consequences)
        document["consequences"] = {how: counts[how] for how in ("added", "removed")}
        if written.list_consequences:
            document["consequences"]["statements"] = [
                {
                    "how": c.how,
                    "subject": _term(c.subject),
                    "property": c.predicate,
                    "object": _term(c.object),
                    "words": f"{words.entity(c).name}: {words.consequence(c)}",
                }
                for c in difference.consequences
            ]
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def summary(difference: Difference) -> str:
    """Count the changes: ``2 statements added, 1 name changed, evidence of 3 statements``."""
    counts = Counter((change.what, change.how) for change in difference.changes)
    said = [
        f"{counts[what, how]} {_COUNTED[what][counts[what, how] > 1]} {how}"
        for what in _COUNTED
        for how in ("added", "changed", "renamed", "removed")
        if counts[what, how]
    ]
    held = {_said(change) for change in difference.changes if change.what in _EVIDENCE}
    if held:
        said.append(f"{len(held)} {_COUNTED['statement'][len(held) > 1]} held otherwise")
    others = sum(
        number for (what, _), number in counts.items() if what not in (*_COUNTED, *_EVIDENCE)
    )
    if others:
        said.append(f"{others} {'detail' if others == 1 else 'details'}")
    return ", ".join(said) or "nothing that people wrote"


def _any(written: Written) -> bool:
    return bool(written.difference.changes or written.difference.consequences)


def _entities(written: Written) -> list[tuple[Entity, list[str]]]:
    """Give the sentences of each entity, things first, each part in the order of names."""
    found: dict[Entity, list[str]] = {}
    for change in written.difference.changes:
        sentences = found.setdefault(written.words.entity(change), [])
        sentence = written.words.sentence(change)
        if sentence not in sentences:
            sentences.append(sentence)
    parts = list(PARTS)
    return sorted(
        found.items(), key=lambda e: (parts.index(e[0].part), e[0].name.casefold(), e[0].key)
    )


def _consequences(written: Written) -> list[str]:
    """Count what follows, and list it if that is wanted."""
    if not written.difference.consequences:
        return []
    consequences = written.difference.consequences
    counts = Counter(consequence.how for consequence in consequences)
    names = {written.words.entity(consequence) for consequence in consequences}
    about = f"about {len(names)} {'thing' if len(names) == 1 else 'things'}"
    said = f"What follows from it: {counts['added']} statements more, {counts['removed']} fewer"
    if not written.list_consequences:
        return [f"{said}, {about} (--consequences lists them)"]
    lines = [
        f"{written.words.entity(c).name}: {written.words.consequence(c)}" for c in consequences
    ]
    return [f"{said}, {about}", *sorted(lines)]


def _change(change: Change, words: Words) -> dict[str, Any]:
    entity = words.entity(change)
    fields: dict[str, Any] = {
        "entity": {"iri": change.entity, "key": entity.key, "label": entity.name},
        "what": change.what,
        "how": change.how,
        "words": f"{entity.name}: {words.sentence(change)}",
        "property": change.predicate or None,
        "before": _term(change.before),
        "after": _term(change.after),
        "keys": [
            str(key) if isinstance(key, str | Passage) else _said_json(key) for key in change.keys
        ],
        "statement": _claim(change.claim) if change.claim else None,
    }
    return {name: value for name, value in fields.items() if value not in (None, [])}


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        **_said_json((claim.subject, claim.predicate, claim.object)),
        "status": claim.status,
        "passages": [str(passage) for passage in claim.passages],
    }


def _said_json(said: Iterable[Any]) -> dict[str, Any]:
    return dict(zip(("subject", "property", "object"), map(_term, said), strict=True))


def _term(value: Any) -> Any:
    if isinstance(value, ox.Literal):
        kind = (
            {"language": value.language} if value.language else {"datatype": value.datatype.value}
        )
        return {"value": value.value, **kind}
    return str(getattr(value, "value", value)) if value is not None else None


def _said(change: Change) -> object:
    claim = change.claim
    return claim and (claim.subject, claim.predicate, claim.object)


def _wrapped(line: str, width: int | None) -> str:
    if width is None or len(line) <= width:
        return line
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    return textwrap.fill(line, width, subsequent_indent=indent, break_long_words=False)


def _escaped(text: str) -> str:
    for sign in "\\`*_{}[]<>|#":
        text = text.replace(sign, "\\" + sign)
    return text
