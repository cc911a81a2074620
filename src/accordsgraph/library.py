"""Use the graph from Python: the built dataset in rdflib, and saved queries as rows of values."""

from __future__ import annotations

from typing import TypeAlias

import pyoxigraph as ox
from rdflib import Graph
from rdflib.term import Node

from accordsgraph import exporting
from accordsgraph.asking import ask, bind
from accordsgraph.dataset import Dataset
from accordsgraph.errors import Problem, ProjectError
from accordsgraph.namespaces import GRAPHS
from accordsgraph.pipeline import build
from accordsgraph.project import Project, find
from accordsgraph.queries import find_query
from accordsgraph.store import current, is_fresh
from accordsgraph.syntax import Triple, read_rdf, term

Answer: TypeAlias = bool | list[Triple] | list[dict[str, Node | None]]
"""Of an ASK: True or False; of a CONSTRUCT: triples; of a SELECT: one dict a row."""


def open_dataset(project: Project | None = None) -> Dataset:
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
    dataset = Dataset(project.names, graphs)
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
