"""Read statements: the tables of ``data/accords/``, one row = one statement with its evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from rdflib import URIRef
from rdflib.term import Node

from accordsgraph.errors import Place, nearest
from accordsgraph.findings import Finding
from accordsgraph.namespaces import Names
from accordsgraph.passages import Passage, Passages
from accordsgraph.tables import Columns, Row, read_table
from accordsgraph.terms import AG, Property, Terms
from accordsgraph.things import Thing, Things, resolve
from accordsgraph.values import ValueProblem, literal

COLUMNS = Columns(
    ("subject", "property", "object", "status", "passages"),
    ("nature", "attributed", "against", "conflict", "note"),
)
T = TypeVar("T")
IN_RECORD = ("accepted", "editorial")


@dataclass(frozen=True)
class Statement:
    """A proposition with its evidence, as one row says it.

    ``subject`` is a thing or a participation, ``object`` a thing or a literal; ``status`` and
    ``natures`` are keys of concepts, ``conflicts`` words shared with the rows it disagrees with.
    """

    subject: URIRef
    predicate: Property
    object: Node
    status: str
    passages: tuple[Passage, ...]
    against: tuple[Passage, ...]
    natures: tuple[str, ...]
    attributed: URIRef | None
    conflicts: tuple[str, ...]
    note: str
    place: Place

    @property
    def in_record(self) -> bool:
        """Whether the graph says it in its own voice."""
        return self.status in IN_RECORD


@dataclass(frozen=True)
class Reader:
    """What is known while statements are read."""

    names: Names
    terms: Terms
    things: Things
    passages: Passages

    def read(self, path: Path) -> tuple[list[Statement], list[Finding]]:
        """Read a table of statements; rows that say nothing usable become findings.

        Raises:
            SourceError: the table cannot be read.

        """
        statements, findings = [], []
        for row in read_table(path, COLUMNS):
            problems: list[ValueProblem] = []
            statement = self._statement(row, problems)
            findings += [Finding(p.id, p.message, row.place, p.fix) for p in problems]
            if statement and not problems:
                statements.append(statement)
        return statements, findings

    def _statement(self, row: Row, problems: list[ValueProblem]) -> Statement | None:
        """Read one row, gathering all that is wrong with it."""

        def tried(read: Callable[[str], T], text: str) -> T | None:
            try:
                return read(text)
            except ValueProblem as problem:
                problems.append(problem)
                return None

        wanted = tried(self._property, row["property"])
        status = tried(self._status, row["status"])
        natures = [tried(self._nature, text) for text in row.several("nature", None)]
        passages = [tried(self.passages.find, text) for text in row.several("passages", None)]
        against = [tried(self.passages.find, text) for text in row.several("against", None)]
        if not row["passages"]:
            problems.append(_NO_PASSAGE)
        attributed = None
        if row["attributed"]:
            attributed = tried(self._agent, row["attributed"])
        if wanted is None or status is None:
            return None
        subject = tried(partial(self._subject, wanted), row["subject"])
        value = tried(partial(self._object, wanted, row.place), row["object"])
        if subject is None or value is None:
            return None
        return Statement(
            subject,
            wanted,
            value,
            status,
            tuple(p for p in passages if p),
            tuple(p for p in against if p),
            tuple(n for n in natures if n),
            attributed,
            tuple(row.several("conflict", None)),
            row["note"],
            row.place,
        )

    def _property(self, name: str) -> Property:
        wanted = self.terms.properties.get(name)
        if wanted is None:
            near = self.terms.near(name)
            fix = f'write "{near}"' if near else "docs/vocabulary.md lists the properties"
            raise ValueProblem("unknown-property", f'"{name}" is no property of the ontology', fix)
        if not wanted.needs_claim:
            fix = "if it describes a thing, give it a column in data/things/; else it is computed"
            for role in self.terms.properties.values():
                if role.role and role.role.link == wanted.iri:
                    fix = f'write "{role.name}" with the agent; the tool makes the participation'
            raise ValueProblem(
                "property-without-claim", f'"{name}" is not stated with evidence', fix
            )
        return wanted

    def _status(self, key: str) -> str:
        return resolve(key, (), "status", self.terms, self.things).key

    def _nature(self, key: str) -> str:
        return resolve(key, (), "nature", self.terms, self.things).key

    def _agent(self, text: str) -> URIRef:
        return self._thing(text, (AG.Agent,)).iri

    def _thing(self, text: str, classes: tuple[URIRef, ...]) -> Thing:
        return resolve(text, classes, "", self.terms, self.things)

    def _subject(self, wanted: Property, text: str) -> URIRef:
        parts = text.split("/")
        if len(parts) == 3:
            return self._participation(*parts)
        domains = () if wanted.role else wanted.domains
        if domains == (AG.Participation,):
            raise ValueProblem(
                "not-a-participation",
                f'"{wanted.name}" is said of a participation, not of "{text}"',
                f"write whole/role/agent: {text}/signatory/…",
            )
        return self._thing(text, domains).iri

    def _participation(self, whole: str, role: str, agent: str) -> URIRef:
        roles = {name: p.role for name, p in self.terms.properties.items() if p.role}
        if role not in roles:
            near = nearest(role, roles)
            fix = f'write "{near[0]}"' if near else "roles: " + ", ".join(roles)
            raise ValueProblem("unknown-role", f'"{role}" is no role', fix)
        return participation(
            self.names,
            self._thing(whole, ()).iri,
            roles[role].concept,
            self._agent(agent),
        )

    def _object(self, wanted: Property, place: Place, text: str) -> Node:
        if not text:
            fix = "write its value" if wanted.datatype else "name a thing"
            raise ValueProblem("empty-object", "the object is empty", fix)
        if wanted.datatype:
            return literal(text, wanted, place)
        if text.count("/") == 2 and wanted.range is None:
            return self._subject(wanted, text)
        classes = (wanted.range,) if wanted.range else ()
        return resolve(text, classes, wanted.scheme, self.terms, self.things).iri


_NO_PASSAGE = ValueProblem(
    "no-passage", "this statement names no passage", "add source#locator: fr-article#p1.s2"
)


def participation(names: Names, whole: URIRef, role: URIRef, agent: URIRef) -> URIRef:
    """Give the IRI of the node that says ``agent`` has ``role`` in ``whole``."""
    keys = [(names.split(str(iri)) or ("", ""))[1] for iri in (whole, role, agent)]
    return URIRef(names.thing("participation", "--".join(keys)))


def check_together(statements: Iterable[Statement]) -> list[Finding]:
    """Find what only shows when all rows are seen: a statement twice, a conflict of one."""
    findings = []
    first: dict[tuple[Node, ...], Statement] = {}
    words: dict[str, list[Statement]] = {}
    for statement in statements:
        key = (statement.subject, statement.predicate.iri, statement.object)
        earlier = first.setdefault(key, statement)
        if earlier is not statement:
            findings.append(
                Finding(
                    "statement-twice",
                    "this statement stands in two rows",
                    statement.place,
                    f"move the passages to the row at {earlier.place} and remove this one",
                )
            )
        for word in statement.conflicts:
            words.setdefault(word, []).append(statement)
    findings += [
        Finding(
            "conflict-of-one",
            f'no other row shares the conflict word "{word}"',
            rows[0].place,
            "write the same word in the row it disagrees with, or remove it",
            level="warning",
        )
        for word, rows in words.items()
        if len(rows) == 1
    ]
    return findings
