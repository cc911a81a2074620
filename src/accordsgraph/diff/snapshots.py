"""Hold a dataset as it is at one moment, so that two can be compared: its triples by layer.

A snapshot comes from a build, from the tables of a project, or from an RDF file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from accordsgraph.diff.nameless import name_blank_nodes
from accordsgraph.errors import Place, Problem, SourceError
from accordsgraph.evidence import Claim, Evidence
from accordsgraph.findings import Finding
from accordsgraph.namespaces import GRAPHS, SKOS, TERMS, Names
from accordsgraph.project import Project
from accordsgraph.store import Built

COMPUTED = ("derived", "inferred")
ASSERTED = tuple(name for name in GRAPHS if name not in COMPUTED)
Layers = Mapping[str, frozenset[ox.Triple]]
Rows = Mapping[tuple[str, str], Mapping[str, str]]
"""What tables hold beside triples: section and key of a row to its cells."""
_LABELS = {SKOS + "prefLabel", "http://www.w3.org/2000/01/rdf-schema#label"}
_PASSAGE = {TERMS + "inDocument", TERMS + "locator"}


@dataclass(frozen=True)
class Snapshot:
    """A dataset with a title for people; layer '' holds what stood in no graph of ours.

    ``rows`` are None where there were no tables to read; ``findings`` say which rows of the tables
    were left out, because they are wrong.
    """

    title: str
    layers: Layers
    names: Names
    rows: Rows | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def has_consequences(self) -> bool:
        """Whether what follows is in it, beside what people wrote."""
        return bool(self.layers.get("inferred"))

    @cached_property
    def labels(self) -> ox.Store:
        """The labels of everything, in Oxigraph."""
        return _store(
            triple
            for found in self.layers.values()
            for triple in found
            if triple.predicate.value in _LABELS
        )

    def claims(self, iris: Collection[str] | None = None) -> tuple[Claim, ...]:
        """Give the claims of some IRIs, all when none are named."""
        if iris is not None and not iris:
            return ()
        layers = (self.layers.get(name, ()) for name in ("claims", "sources", ""))
        return Evidence(
            _store(
                triple
                for found in layers
                for triple in found
                if iris is None
                or triple.predicate.value in _PASSAGE
                or getattr(triple.subject, "value", "") in iris
            )
        ).claims


def _store(triples: Iterable[ox.Triple]) -> ox.Store:
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in triples)
    return store


def of_build(built: Built, title: str, names: Names) -> Snapshot:
    """Take a snapshot of a build. Raises SourceError when its file was damaged."""
    try:
        quads = ox.parse(path=str(built.path), format=ox.RdfFormat.N_QUADS, lenient=True)
        return of_quads(quads, title, names)
    except SyntaxError as error:
        place = Place(str(built.path), error.lineno or 0)
        problem = Problem("syntax", "this build is damaged", place, "build it again")
        raise SourceError(problem) from error


def of_file(path: Path, title: str, names: Names) -> Snapshot:
    """Take a snapshot of an RDF file of any format. Raises SourceError."""
    from accordsgraph.dataset import to_quad  # needs rdflib, which builds do without
    from accordsgraph.syntax import read_rdf

    return of_quads((to_quad(t, graph) for t, graph in read_rdf(path).quads), title, names)


def of_project(project: Project, title: str) -> Snapshot:
    """Take a snapshot of what people wrote in a project, from its tables. Raises SourceError."""
    from accordsgraph.assembly import assemble
    from accordsgraph.links import COLUMNS
    from accordsgraph.tables import read_table

    assembled = assemble(project)
    rows = {
        ("judgement", f"{row['subject_id']} {row['object_id']}"): row.cells
        for path in project.tables("links")
        for row in read_table(path, COLUMNS, comments="#")
    }
    settings = {
        "title": project.title,
        "description": project.description,
        "license": project.license,
        "version": project.version,
        "creators": ", ".join(project.creators),
        "languages": ", ".join(project.languages),
    }
    found = of_quads(assembled.dataset.quads(*ASSERTED), title, project.names)
    return replace(
        found,
        rows={**rows, ("setting", ""): settings},
        findings=tuple(f for f in assembled.findings if f.level == "violation"),
    )


def of_quads(quads: Iterable[ox.Quad], title: str, names: Names) -> Snapshot:
    """Sort quads into layers by the name of their graph, whatever its base."""
    layers: dict[str, set[ox.Triple]] = defaultdict(set)
    known: dict[object, str] = {}
    blank: list[ox.Quad] = []

    def add(quad: ox.Quad) -> None:
        graph = quad.graph_name
        if graph not in known:
            base, _, name = getattr(graph, "value", "").rpartition("graph/")
            known[graph] = name if base and name in GRAPHS else ""
            bases.update({base} if known[graph] else ())
        layers[known[graph]].add(quad.triple)

    bases: set[str] = set()
    for quad in quads:
        if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode):
            blank.append(quad)
        else:
            add(quad)
    for quad in name_blank_nodes(blank):
        add(quad)
    names = Names(min(bases)) if bases else names
    return Snapshot(title, {name: frozenset(found) for name, found in layers.items()}, names)
