"""Use the graph from Python: the built dataset in rdflib, and saved queries as rows of values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

import pyoxigraph as ox
from rdflib import Graph
from rdflib.term import Node

from accordsgraph import exporting
from accordsgraph.asking import ask, bind
from accordsgraph.commitments import Commitment
from accordsgraph.dataset import Dataset
from accordsgraph.description import Description, Name, as_data, describe
from accordsgraph.disputes import Dispute
from accordsgraph.entities import find_entity
from accordsgraph.errors import Problem, ProjectError
from accordsgraph.facts import Facts, Statement
from accordsgraph.layout import lay_out
from accordsgraph.markup import as_html
from accordsgraph.namespaces import GRAPHS
from accordsgraph.page import as_text
from accordsgraph.pipeline import build
from accordsgraph.project import Project, find
from accordsgraph.queries import find_query
from accordsgraph.roles import Role
from accordsgraph.store import current, is_fresh
from accordsgraph.syntax import Triple, read_rdf, term

Answer: TypeAlias = bool | list[Triple] | list[dict[str, Node | None]]
"""Of an ASK: True or False; of a CONSTRUCT: triples; of a SELECT: one dict a row."""


class Entity:
    """One thing of a dataset with all that is said of it; a notebook shows it as a page.

    Statements (``facts``, ``reported``, those of ``roles()``, …) carry words in ``value``, what was
    written in ``raw``, and ``status``, ``natures``, ``passages`` and ``sources``.
    """

    def __init__(self, facts: Facts, description: Description) -> None:
        self._facts = facts
        self.description = description

    @property
    def label(self) -> str:
        """The name of the thing."""
        return self.description.label

    @property
    def key(self) -> str:
        """The type and key of the thing, such as ``accord/geneva-1988``."""
        return self.description.thing.key

    @property
    def names(self) -> tuple[Name, ...]:
        """The labels in all languages."""
        return self.description.names

    @property
    def facts(self) -> tuple[Statement, ...]:
        """What the graph says of it in its own voice."""
        return self.description.facts

    @property
    def commitments(self) -> tuple[Commitment, ...]:
        """The commitments stated in it, owed by or to it, or met or broken by it."""
        return self.description.commitments

    @property
    def reported(self) -> tuple[Statement, ...]:
        """What sources say of it and the graph does not say itself."""
        return self.description.reported

    @property
    def disputes(self) -> tuple[Dispute, ...]:
        """Where sources disagree about it."""
        return self.description.disputes

    def roles(self) -> tuple[Role, ...]:
        """Give who has which role in it and its parts, or which roles it has itself."""
        return self.description.roles

    def to_dict(self) -> dict[str, Any]:
        """Give all that is known of it as dictionaries, lists and texts, as ``show`` in JSON."""
        said: dict[str, Any] = as_data(self.description)
        return said

    def __str__(self) -> str:
        return as_text(lay_out(self.description, self._facts))

    def __repr__(self) -> str:
        return f"<Entity {self.key}: {self.label}>"

    def _repr_html_(self) -> str:
        """Give the page that a notebook shows."""
        return as_html(lay_out(self.description, self._facts), whole=False)


@dataclass
class OpenDataset(Dataset):
    """A built dataset in rdflib's graphs, the things of which can be asked for."""

    _read: dict[str, Facts] = field(default_factory=dict, init=False, repr=False)
    _sizes: list[int] = field(default_factory=list, init=False, repr=False)

    def entity(self, name: str, language: str = "en") -> Entity:
        """Give the thing that a key, CURIE, IRI or a name in any language means.

        >>> open_dataset().entity("accords de geneve").key
        'accord/geneva-1988'

        Raises:
            QueryError: nothing or several things are called so.
        """
        sizes = [len(graph) for graph in self.graphs.values()]
        if sizes != self._sizes:  # something was added or removed since
            self._sizes = sizes
            self._read.clear()
        if language not in self._read:
            self._read[language] = Facts(_store(self), self.names, language)
        facts = self._read[language]
        return Entity(facts, describe(facts, find_entity(facts.store, name, self.names).value))


def open_dataset(project: Project | None = None) -> OpenDataset:
    """Give the built dataset of a project as rdflib graphs, building it first where needed.

    >>> len(open_dataset().graphs["record"]) > 100
    True

    Raises:
        AccordsError: the project cannot be read, or has violations.
    """
    project = project or find()
    built = current(project)
    if built is None or not is_fresh(built, project):
        report = build(project)
        if report.built is None:
            problems = [finding for finding in report.findings if finding.level == "violation"]
            raise ProjectError(problems)
        built = report.built
    graphs = {name: Graph(bind_namespaces="none") for name in GRAPHS}  # of the usual kind of store
    dataset = OpenDataset(project.names, graphs)
    layers = {project.names.graph(name): name for name in GRAPHS}
    for triple, graph in read_rdf(built.path).quads:
        dataset.add(layers[graph], [triple])
    return dataset


def run_query(query: str, dataset: Dataset | None = None, **parameters: str) -> Answer:
    """Ask a saved query by name, or SPARQL text; values are terms of rdflib.

    >>> rows = run_query("roles-by-instrument", accord="geneva-1988", role="guarantor")
    >>> sorted({str(row["agent"]).rpartition("/")[2] for row in rows})
    ['soviet-union', 'united-states']

    Raises:
        AccordsError: the query or a parameter is wrong.
    """
    dataset = dataset or open_dataset()
    store = _store(dataset)
    if any(letter in query for letter in " {\n"):
        if parameters:
            fix = "write the values into the text, or ask a saved query"
            raise ProjectError(
                Problem("parameter-unknown", "SPARQL text takes no parameters", None, fix)
            )
        text = query
    else:
        text = bind(store, find_query(find(), query), parameters, dataset.names)
    result = ask(store, text, dataset.names)
    if isinstance(result, ox.QueryBoolean):
        return bool(result)
    if isinstance(result, ox.QueryTriples):
        return [(term(t.subject), term(t.predicate), term(t.object)) for t in result]
    names = [variable.value for variable in result.variables]
    return [{name: _value(row[name]) for name in names} for row in result]


def export(dataset: Dataset, fmt: str = "turtle", graph: str = "") -> str:
    """Write a dataset, or one of its named graphs, in an RDF format.

    Raises:
        QueryError: there is no graph of that name.
    """
    quads = [
        (triple, dataset.names.graph(name))
        for name, layer in dataset.graphs.items()
        for triple in layer
    ]
    if graph:
        quads = exporting.only_graph(quads, graph, dataset.names)
    return exporting.export(quads, fmt, dataset.names)


def _value(value: object) -> Node | None:
    return None if value is None else term(value)


def _store(dataset: Dataset) -> ox.Store:
    store = ox.Store()
    store.extend(dataset.quads())
    return store
