"""Read links: judgements about which Wikidata item a thing is, kept in SSSOM tables.

A row is a decision with its reason (https://mapping-commons.github.io/sssom/); only a
``schema:sameAs`` with an item becomes a triple. ``sssom:NoTermFound`` records that somebody looked
and found nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from rdflib import URIRef

from accordsgraph.errors import Place
from accordsgraph.findings import Finding
from accordsgraph.namespaces import Names
from accordsgraph.tables import Columns, read_table
from accordsgraph.terms import SCHEMA
from accordsgraph.things import Things
from accordsgraph.values import Value

COLUMNS = Columns(
    ("subject_id", "predicate_id", "object_id", "mapping_justification"),
    (
        "subject_label",
        "object_label",
        "confidence",
        "author_label",
        "mapping_date",
        "comment",
    ),
)
NOT_FOUND = "sssom:NoTermFound"
_ITEM = re.compile(r"wikidata:(Q[1-9][0-9]*)")


def read_links(
    path: Path, names: Names, things: Things
) -> tuple[list[tuple[Value, Place]], list[Finding]]:
    """Read a table of judgements; give the links and what is wrong with its rows.

    Raises:
        SourceError: the table cannot be read.

    """
    links: list[tuple[Value, Place]] = []
    findings: list[Finding] = []
    for row in read_table(path, COLUMNS, comments="#"):
        subject = row["subject_id"]
        item = _ITEM.fullmatch(row["object_id"])
        problem = next(
            _problems(row["subject_id"], row["predicate_id"], row["object_id"], things), None
        )
        if problem:
            findings.append(Finding("link", problem[0], row.place, problem[1]))
        elif item:
            thing = URIRef(names.thing(*subject.split(":")))
            entity = URIRef("http://www.wikidata.org/entity/" + item[1])
            links.append(((thing, SCHEMA.sameAs, entity), row.place))
    return links, findings


def _problems(subject: str, predicate: str, item: str, things: Things) -> Iterator[tuple[str, str]]:
    if ":" not in subject or not things.find(subject.replace(":", "/", 1)):
        near = [f"{t.kind}:{t.key}" for t in things.find(things.near(subject.replace(":", "/", 1)))]
        fix = f"write {' or '.join(near) or 'type:key, such as state:pakistan'}"
        yield f'there is no thing "{subject}"', fix
    if predicate != "schema:sameAs":
        yield f'"{predicate}" is not used for links', "write schema:sameAs"
    if item != NOT_FOUND and not _ITEM.fullmatch(item):
        yield f'"{item}" is no Wikidata item', f"write wikidata:Q… or {NOT_FOUND}"
