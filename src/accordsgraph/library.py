"""Use the graph from Python: the built dataset in rdflib, and saved queries as rows of values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

import pyoxigraph as ox
from rdflib import Graph
from rdflib.term import Node

from accordsgraph import explanations, exporting
from accordsgraph.asking import ask, bind, find_source
from accordsgraph.commitments import Commitment
from accordsgraph.comparing import Comparison, compare
from accordsgraph.dataset import Dataset
from accordsgraph.description import Description, Name, as_data, describe
from accordsgraph.disputes import Dispute
from accordsgraph.entities import find_entity
from accordsgraph.errors import Problem, ProjectError
from accordsgraph.evidence import Evidence
from accordsgraph.explaining import Explainer, Explanation, Step
from accordsgraph.facts import Facts, Statement
from accordsgraph.labels import Labels
from accordsgraph.layout import lay_out
from accordsgraph.markup import as_html
from accordsgraph.namespaces import GRAPHS
from accordsgraph.naming import find_property, find_thing, find_value
from accordsgraph.page import as_text
from accordsgraph.pipeline import build
from accordsgraph.project import Project, find
from accordsgraph.queries import find_query
from accordsgraph.roles import Role
from accordsgraph.rows import Rows
from accordsgraph.store import Built, current, is_fresh
from accordsgraph.syntax import Triple, read_rdf, term
from accordsgraph.timelines import Timeline, timeline

Answer: TypeAlias = bool | list[Triple] | Rows
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

    def timeline(self, since: str = "", until: str = "") -> Timeline:
        """Give what happened to it, and was due, when; a notebook shows it as a picture.

        Raises:
            DateError: a limit is no day, month or year.
        """
        return timeline(self._facts, self.description.thing.iri, since=since, until=until)

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


class Explained:
    """Why a statement holds; a notebook shows the proof."""

    def __init__(self, explanation: Explanation, labels: Labels) -> None:
        self.explanation = explanation
        self._words = explanations.in_words(labels)

    @property
    def kind(self) -> str:
        """Whether it is asserted, inferred, computed, reported, disputed, denied or unknown."""
        return self.explanation.kind

    @property
    def steps(self) -> tuple[Step, ...]:
        """The proofs, the shortest first."""
        return self.explanation.steps

    def __str__(self) -> str:
        return explanations.as_text(self.explanation, self._words)

    def _repr_html_(self) -> str:
        return explanations.as_html(self.explanation, self._words)


@dataclass
class OpenDataset(Dataset):
    """A built dataset in rdflib's graphs, the things of which can be asked for."""

    built: Built | None = field(default=None, repr=False)
    _read: dict[str, Facts] = field(default_factory=dict, init=False, repr=False)
    _sizes: list[int] = field(default_factory=list, init=False, repr=False)

    def entity(self, name: str, language: str = "en") -> Entity:
        """Give the thing that a key, CURIE, IRI or a name in any language means.

        >>> open_dataset().entity("accords de geneve").key
        'accord/geneva-1988'

        Raises:
            QueryError: nothing or several things are called so.
        """
        facts = self._facts(language)
        return Entity(facts, describe(facts, find_entity(facts.store, name, self.names).value))

    def timeline(self, since: str = "", until: str = "", language: str = "en") -> Timeline:
        """Give what happened, and was due, when; a notebook shows it as a picture.

        Raises:
            DateError: a limit is no day, month or year.
        """
        return timeline(self._facts(language), since=since, until=until)

    def _facts(self, language: str) -> Facts:
        sizes = [len(graph) for graph in self.graphs.values()]
        if sizes != self._sizes:  # something was added or removed since
            self._sizes = sizes
            self._read.clear()
        if language not in self._read:
            self._read[language] = Facts(_store(self), self.names, language)
        return self._read[language]

    def explain(self, subject: str, relation: str, value: str) -> Explained:
        """Say why a statement of the build holds; things are named as in ``entity``.

        >>> found = open_dataset().explain("geneva-1988-guarantees", "guarantor", "soviet-union")
        >>> found.kind, found.steps[0].rule
        ('inferred', 'prp-spo2')

        Raises:
            QueryError: a name means nothing or several things.
            ProjectError: the dataset was not opened from a build.
        """
        if self.built is None:
            problem = Problem(
                "not-built", "this dataset comes from no build", None, "open_dataset()"
            )
            raise ProjectError(problem)
        explainer = Explainer(self.built, self.names)
        prop = find_property(self.built.store, relation, self.names)
        about = find_thing(self.built.store, subject, self.names)
        other = find_value(explainer.evidence, prop, value, self.names)
        return Explained(explainer.explain((about, prop.value, other)), explainer.labels)

    def compare(self, first: str, second: str, about: str = "") -> Comparison:
        """Compare two sources, named by their keys, statement by statement.

        Raises:
            QueryError: there is no such source or thing.
        """
        store = _store(self)
        one, other = (find_source(store, name, self.names) for name in (first, second))
        thing = find_thing(store, about, self.names).value if about else ""
        return compare(Evidence(store), self.names, one, other, thing)


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
    dataset = OpenDataset(project.names, graphs, built=built)
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
    rows = ({name: _value(row[name]) for name in names} for row in result)
    return Rows(rows, names, Labels(store, dataset.names))


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
