"""Adopt RDF: make rows out of the statements and things of a file somebody else wrote.

What stands in a table already is left alone; what no table can hold is a finding with its line.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from rdflib import RDF, SKOS, Literal, URIRef
from rdflib.term import Node

from accordsgraph import statements as statement_tables
from accordsgraph import things as thing_tables
from accordsgraph.assembly import Assembled, assemble
from accordsgraph.atomic import replace
from accordsgraph.claims import STATUSES
from accordsgraph.errors import Problem, ProjectError
from accordsgraph.findings import Finding
from accordsgraph.namespaces import KEY, THING_CLASSES
from accordsgraph.project import Project
from accordsgraph.syntax import RdfFile, Triple
from accordsgraph.tables import read_table, write_table
from accordsgraph.terms import AG, Property
from accordsgraph.turtle import in_order
from accordsgraph.values import ValueProblem

Cells = dict[str, str]


@dataclass
class Adopted:
    """Rows for the tables of a project, by file, and what could not be made a row."""

    tables: dict[Path, list[Cells]] = field(default_factory=lambda: defaultdict(list))
    findings: list[Finding] = field(default_factory=list)


def adopt(file: RdfFile, project: Project, accord: str, status: str, passages: str) -> Adopted:
    """Make rows out of the triples of a file; ``status`` and ``passages`` go into each of them.

    Raises:
        SourceError: a table of the project cannot be read.
        ProjectError: ``accord`` cannot be the name of a table, or there is no such status, source
            or passage.

    """
    if not KEY.fullmatch(accord):
        fix = "use at most 100 lower-case letters, digits and hyphens: bonn-2001"
        raise ProjectError(Problem("thing-key", f'"{accord}" cannot be a key', None, fix))
    known = assemble(project)
    _check(status, passages, known)
    return _Adoption(file, project, known).run(accord, status, passages)


def _check(status: str, passages: str, known: Assembled) -> None:
    if status not in STATUSES:
        fix = "write one of " + ", ".join(STATUSES)
        raise ProjectError(Problem("unknown-key", f'there is no status "{status}"', None, fix))
    for text in passages.split():
        try:
            known.passages.find(text)
        except ValueProblem as error:
            raise ProjectError(Problem(error.id, error.message, None, error.fix)) from error


def write(adopted: Adopted, project: Project) -> dict[str, int]:
    """Add the rows to their tables; give the number of new rows by file."""
    written = {}
    for path, rows in sorted(adopted.tables.items()):
        columns = thing_tables.COLUMNS if path.parent.name == "things" else statement_tables.COLUMNS
        there = [dict(row.cells) for row in read_table(path, columns)] if path.is_file() else []
        names = list(columns.required) + [
            name for name in columns.optional if name not in ("ru", "fa", "ps", "ur")
        ]
        if path.parent.name == "things":
            names = ["key", "class", "en", "fr", "tr", "alt", "translated", "note"]
        names = list(
            dict.fromkeys([*(there[0] if there else ()), *names, *(n for row in rows for n in row)])
        )
        sort = ("key",) if path.parent.name == "things" else ("subject", "property", "object")
        every = sorted([*there, *rows], key=lambda row: [row.get(name, "") for name in sort])
        replace(
            path, write_table(names, ([row.get(n, "") for n in names] for row in every)).encode()
        )
        written[project.shown(path)] = len(rows)
    return written


class _Adoption:
    """One run: the triples of a file against the things and terms of a project."""

    def __init__(self, file: RdfFile, project: Project, known: Assembled) -> None:
        self.file, self.project, self.known = file, project, known
        self.graph = file.graph()
        self.properties = {p.iri: p for p in known.terms.properties.values()}
        self.links = {p.role.link: p for p in self.properties.values() if p.role}
        self.adopted = Adopted()
        self.new_things: dict[Node, Cells] = {}

    def run(self, accord: str, status: str, passages: str) -> Adopted:
        """Sort every triple into a row or a finding."""
        table = self.project.data / "accords" / f"{accord}.csv"
        there = {
            (row["subject"], row["property"], row["object"])
            for path in self.project.tables("accords")
            for row in read_table(path, statement_tables.COLUMNS)
        }
        for triple in in_order(self.graph):
            stated = self._stated(triple)
            if stated is None:
                continue
            subject, wanted, value = stated
            cells = (self._subject(subject), self.properties[wanted].name, self._value(value))
            if cells in there:
                continue
            there.add(cells)
            row = dict(zip(("subject", "property", "object"), cells, strict=True))
            self.adopted.tables[table].append({**row, "status": status, "passages": passages})
        for node, described in self.new_things.items():
            kind, _ = self.project.names.split(str(node)) or ("", "")
            self.adopted.tables[self.project.data / "things" / f"{kind}.csv"].append(described)
        return self.adopted

    def _stated(self, triple: Triple) -> tuple[Node, URIRef, Node] | None:
        """Give the statement a triple makes; None when it describes a thing or is not for us."""
        subject, predicate, value = triple
        if predicate in self.links:
            agent = self.graph.value(value, AG.participant)
            if agent is not None and self._named(subject) and self._named(agent):
                return subject, self.links[URIRef(str(predicate))].iri, agent
        if predicate == AG.participant or (subject, RDF.type, AG.Participation) in self.graph:
            wanted = self.properties.get(URIRef(str(predicate)))
            if wanted is None or not wanted.needs_claim:
                return None
        wanted = self.properties.get(URIRef(str(predicate)))
        if wanted and wanted.needs_claim and self._fits(value, wanted) and self._named(subject):
            return subject, wanted.iri, value
        if not self._described(triple, wanted):
            self._left(triple)
        return None

    def _fits(self, value: Node, wanted: Property) -> bool:
        return isinstance(value, Literal) == bool(wanted.datatype) and self._named(value)

    def _named(self, node: Node) -> bool:
        """Tell whether a cell can name a node: a literal, one of our things, a participation."""
        if isinstance(node, Literal) or self.project.names.split(str(node)):
            return True
        return any(predicate in self.links for _, predicate in self.graph.subject_predicates(node))

    def _described(self, triple: Triple, wanted: Property | None) -> bool:
        """Put a triple into the row of a new thing; a known thing keeps what it has."""
        subject, predicate, value = triple
        kind, key = self.project.names.split(str(subject)) or ("", "")
        if kind not in THING_CLASSES:
            return False
        if self.known.things.find(f"{kind}/{key}"):
            return (subject, predicate, value) in self.known.dataset.union("things", "sources")
        cells = self.new_things.setdefault(subject, {"key": key})
        if predicate == RDF.type:
            name = str(value).rpartition("#")[2]
            if name != THING_CLASSES[kind] and value != SKOS.Concept:
                cells["class"] = name
        elif predicate == SKOS.prefLabel and isinstance(value, Literal) and value.language:
            if value.language not in thing_tables.LANGUAGES:
                return False
            cells[value.language] = str(value)
        elif predicate == SKOS.altLabel:
            self._append(cells, "alt", self._value(value))
        elif predicate in (SKOS.editorialNote, SKOS.note):
            self._append(cells, "note", str(value))
        elif wanted and not wanted.needs_claim and self._fits(value, wanted):
            self._append(cells, wanted.name, self._value(value))
        else:
            return predicate == SKOS.inScheme
        return True

    def _append(self, cells: Cells, column: str, text: str) -> None:
        cells[column] = f"{cells[column]} | {text}" if column in cells else text

    def _subject(self, node: Node) -> str:
        for link, wanted in self.links.items():
            for whole in self.graph.subjects(link, node):
                agent = self.graph.value(node, AG.participant)
                return f"{self._value(whole)}/{wanted.name}/{self._value(agent)}"
        return self._value(node)

    def _value(self, node: Node | None) -> str:
        """Write a term as a cell."""
        if isinstance(node, Literal):
            return f"{node}@{node.language}" if node.language else str(node)
        kind, key = self.project.names.split(str(node)) or ("", str(node))
        others = [t for t in self.known.things.find(key) if t.kind != kind]
        return f"{kind}/{key}" if others else key

    def _left(self, triple: Triple) -> None:
        names = self.project.names
        said = " ".join(names.curie(str(node)) for node in triple)
        place = self.file.place(*triple)
        fix = "write it by hand as a row, with a property of the ontology"
        finding = Finding("not-adopted", f"no table can hold this: {said}", place, fix, "warning")
        self.adopted.findings.append(finding)
