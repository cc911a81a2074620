"""Assemble the asserted layers of a project: files to things, passages, statements, dataset."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from rdflib import Graph

from accordsgraph.dataset import Dataset
from accordsgraph.errors import AccordsError, Problem, SourceError
from accordsgraph.findings import Finding
from accordsgraph.links import read_links
from accordsgraph.passages import Passages, check_omitted, passage_triples, read_passages
from accordsgraph.project import Project
from accordsgraph.record import claim_triples, conflict_triples, record_triples
from accordsgraph.statements import Reader, Statement, check_together
from accordsgraph.syntax import add_all, empty_graph, read_rdf
from accordsgraph.terms import Terms, read_terms
from accordsgraph.things import ThingRow, Things, describe, know_vocabulary, read_things


@dataclass
class Assembled:
    """The asserted dataset of a project with its statements by table, and what is wrong."""

    dataset: Dataset
    terms: Terms
    things: Things
    passages: Passages = field(default_factory=Passages)
    statements: dict[Path, list[Statement]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def all_statements(self) -> list[Statement]:
        """The statements of all tables, in the order of files and rows."""
        return [statement for rows in self.statements.values() for statement in rows]


def assemble(project: Project) -> Assembled:
    """Read everything people wrote; what is computed from it is left empty.

    Raises:
        SourceError: files that cannot be read, all of them at once.

    """
    dataset = Dataset(project.names)
    problems: list[Problem] = []
    for graph, name in (("ontology", "accords.ttl"), ("vocabulary", "vocabulary.ttl")):
        with _Gathered(problems):
            dataset.add_file(graph, read_rdf(project.ontology / name))
    _raise(problems)
    found = Assembled(dataset, read_terms(dataset.graphs["ontology"]), Things())
    know_vocabulary(found.things, dataset.graphs["vocabulary"], project.names)
    _read_things(project, found, problems)
    _raise(problems)
    _read_passages(project, found, problems)
    reader = Reader(project.names, found.terms, found.things, found.passages)
    for path in project.tables("accords"):
        with _Gathered(problems):
            found.statements[path], findings = reader.read(path)
            found.findings += findings
    found.findings += check_together(found.all_statements)
    found.findings += check_omitted(
        found.passages,
        ((p, s.place) for s in found.all_statements for p in (*s.passages, *s.against)),
    )
    _write_layers(project, found)
    for path in project.tables("links"):
        with _Gathered(problems):
            links, findings = read_links(path, project.names, found.things)
            found.findings += findings
            for link, place in links:
                dataset.add("links", [link], place)
    _raise(problems)
    return found


def record_of(statements: list[Statement], project: Project) -> Graph:
    """Give the record of one table of statements."""
    names = project.names
    return add_all(empty_graph(), (t for s in statements for t in record_triples(s, names)))


def _read_things(project: Project, found: Assembled, problems: list[Problem]) -> None:
    rows: list[ThingRow] = []
    for path in project.tables("things"):
        with _Gathered(problems):
            described, findings = read_things(path, project.names, found.terms, found.things)
            rows += described
            found.findings += findings
    for thing_row in rows:
        values, findings = describe(thing_row, project.names, found.terms, found.things)
        found.findings += findings
        graph = "sources" if thing_row.thing.kind == "source" else "things"
        found.dataset.add(graph, values, thing_row.thing.place)
        if thing_row.thing.kind == "source":
            found.passages.sources.add(thing_row.thing.key)


def _read_passages(project: Project, found: Assembled, problems: list[Problem]) -> None:
    for path in project.tables("sources"):
        with _Gathered(problems):
            found.findings += read_passages(path, found.passages)


def _write_layers(project: Project, found: Assembled) -> None:
    dataset, names = found.dataset, project.names
    for statement in found.all_statements:
        dataset.add("record", record_triples(statement, names), statement.place)
        dataset.add("claims", claim_triples(statement, names), statement.place)
    dataset.add("claims", conflict_triples(found.all_statements, names))
    cited = {p for s in found.all_statements for p in (*s.passages, *s.against)}
    dataset.add("sources", passage_triples(cited, found.passages, names))


class _Gathered:
    """Keeps the problems of an error raised inside the block and goes on."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if isinstance(error, AccordsError):
            self.problems += error.problems
            return True
        return False


def _raise(problems: list[Problem]) -> None:
    if problems:
        raise SourceError(problems)
