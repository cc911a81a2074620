"""Hold a dataset to its assertions: count, take the share, compare with the bounds.

Too few is a violation, so that nothing is built from data that lost something; too many only
warns. What is counted is the closure: a signing is an event.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

import pyoxigraph as ox
from rdflib import OWL, RDF, URIRef
from rdflib.term import Node

from accordsgraph.asking import ask, bind
from accordsgraph.assertions import ANY_STATUS, Assertion
from accordsgraph.dataset import Dataset
from accordsgraph.errors import AccordsError, nearest
from accordsgraph.evidence import independent
from accordsgraph.findings import Finding
from accordsgraph.namespaces import TERMS
from accordsgraph.project import Project
from accordsgraph.queries import find_query
from accordsgraph.statements import Statement
from accordsgraph.terms import AG

NAMED = 5
"""Things that lack something and are named in a message."""


class Count(NamedTuple):
    """How many there are; for a share how many of ``total``, and the names of some others."""

    number: int
    total: int = 0
    lacking: tuple[str, ...] = ()


class _UnknownError(Exception):
    """An assertion names a class, property, status or query that does not exist."""

    def __init__(self, key: str, message: str, fix: str) -> None:
        super().__init__(message)
        self.key, self.fix = key, fix


def check_assertions(
    project: Project,
    dataset: Dataset,
    statements: Iterable[Statement],
    store: Callable[[], ox.Store],
) -> list[Finding]:
    """Give a finding for each assertion that does not hold or names what does not exist.

    ``store`` gives the dataset in Oxigraph; it is asked only for assertions on saved queries.
    """
    counting = _Counting(project, dataset, list(statements), store)
    findings = []
    for assertion in project.assertions:
        try:
            found = counting.count(assertion)
        except _UnknownError as error:
            place = assertion.at(error.key)
            findings.append(Finding("assertion-unknown", str(error), place, error.fix))
        else:
            findings += _compare(assertion, found)
    return findings


def _compare(assertion: Assertion, found: Count) -> list[Finding]:
    amount = found.number
    low, high = assertion.min, assertion.max
    if assertion.is_share:
        low = None if low is None else low * found.total / 100
        high = None if high is None else high * found.total / 100
    unit = " %" if assertion.is_share else ""
    said = f"“{assertion.name}”: {_words(assertion, found)}"
    if low is not None and (amount < low or (assertion.is_share and not found.total)):
        message = f"{said}; at least {assertion.min:g}{unit} must be"
        return [Finding("assertion", message, assertion.at("min"), _remedy(assertion, found))]
    if high is not None and amount > high:
        message = f"{said}; at most {assertion.max:g}{unit} were expected"
        fix = "look at what was added, and raise max if it is right"
        return [Finding("assertion", message, assertion.at("max"), fix, level="warning")]
    return []


def _words(assertion: Assertion, found: Count) -> str:
    """Say what was counted: ``71 of 88 of class Event (80.7 %) have when``."""
    what = {
        "class": f"of class {assertion.of}",
        "property": f"statements with {assertion.of}",
        "statements": "statements",
        "query": f"answers to the query {assertion.of}",
    }[assertion.counted]
    if assertion.counted == "statements" and assertion.of != ANY_STATUS:
        what = f"{assertion.of} statements"
    if not assertion.is_share:
        return f"{found.number} {what}" if found.number else f"no {what}"
    if not found.total:
        return f"there is nothing {what}" if what.startswith("of ") else f"there are no {what}"
    share = f"{found.number} of {found.total} {what} ({found.number * 100 / found.total:.1f} %)"
    if assertion.having:
        return f"{share} have {assertion.having}"
    return f"{share} rest on {assertion.sources} or more independent sources"


def _remedy(assertion: Assertion, found: Count) -> str:
    if not assertion.is_share:
        return "accordsgraph diff shows what was removed; lower min only if that is meant"
    others = len(found.lacking) - NAMED
    more = f" and {others} more" if others > 0 else ""
    what = assertion.having or "sources"
    return f"add {what} to {', '.join(found.lacking[:NAMED])}{more}; or lower min"


class _Counting:
    """Counts in one dataset; what several assertions need is looked up once."""

    def __init__(
        self,
        project: Project,
        dataset: Dataset,
        statements: list[Statement],
        store: Callable[[], ox.Store],
    ) -> None:
        self.project, self.dataset, self.statements = project, dataset, statements
        self.store = store

    def count(self, assertion: Assertion) -> Count:
        """Count what an assertion is about. Raises _UnknownError."""
        if assertion.counted == "query":
            return Count(self._answers(assertion))
        if assertion.counted == "statements":
            return self._statements(assertion)
        if assertion.counted == "property":
            wanted = self._property("property", assertion.of)
            if assertion.sources:
                rows = [s for s in self.statements if s.predicate.iri == wanted]
                return self._independent(rows, assertion.sources)
            return Count(len({(s, o) for s, o in self._pairs(wanted)}))
        cls = self._class(assertion.of)
        things = {
            subject
            for graph in self.dataset.graphs.values()
            for subject in graph.subjects(RDF.type, cls)
        }
        if not assertion.having:
            return Count(len(things))
        having = {subject for subject, _ in self._pairs(self._property("having", assertion.having))}
        lacking = sorted(self._key(thing) for thing in things - having)
        return Count(len(things & having), len(things), tuple(lacking))

    def _statements(self, assertion: Assertion) -> Count:
        if assertion.of != ANY_STATUS:
            known = self._statuses()
            if assertion.of not in known:
                message = f'there is no status "{assertion.of}"'
                raise _UnknownError("statements", message, _one_of(assertion.of, known))
        rows = [s for s in self.statements if assertion.of in (s.status, ANY_STATUS)]
        return self._independent(rows, assertion.sources) if assertion.sources else Count(len(rows))

    def _independent(self, rows: list[Statement], wanted: int) -> Count:
        """Take the share of rows whose passages are of so many sources that do not copy."""
        copies = self._copies()
        lacking = [
            f"{self._key(row.subject)} {row.predicate.name}"
            for row in rows
            if independent({p.source for p in row.passages}, copies) < wanted
        ]
        return Count(len(rows) - len(lacking), len(rows), tuple(dict.fromkeys(lacking)))

    def _answers(self, assertion: Assertion) -> int:
        names = self.project.names
        try:
            query = find_query(self.project, assertion.of)
            store = self.store()
            text = bind(store, query, dict(assertion.parameters), names)
            result = ask(store, text, names, str(query.path))
        except AccordsError as error:
            problem = error.problems[0]
            key = "query" if problem.id == "unknown-query" else "parameters"
            raise _UnknownError(key, problem.message, problem.fix) from error
        return int(bool(result)) if isinstance(result, ox.QueryBoolean) else sum(1 for _ in result)

    def _class(self, name: str) -> URIRef:
        ontology = self.dataset.graphs["ontology"]
        return self._term("class", name, set(ontology.subjects(RDF.type, OWL.Class)))

    def _property(self, key: str, name: str) -> URIRef:
        ontology = self.dataset.graphs["ontology"]
        kinds = (OWL.ObjectProperty, OWL.DatatypeProperty)
        return self._term(
            key, name, {p for kind in kinds for p in ontology.subjects(RDF.type, kind)}
        )

    def _term(self, key: str, name: str, known: set[Node]) -> URIRef:
        """Find a term of the ontology by its local name, any other by its CURIE."""
        if ":" in name:
            iri = self.project.names.expand(name)
            if iri and (not iri.startswith(TERMS) or URIRef(iri) in known):
                return URIRef(iri)
        elif AG[name] in known:
            return AG[name]
        names = [str(term).removeprefix(TERMS) for term in known if str(term).startswith(TERMS)]
        kind = "class" if key == "class" else "property"
        message = f'"{name}" is no {kind} of the ontology'
        raise _UnknownError(key, message, _one_of(name, sorted(names)))

    def _pairs(self, predicate: URIRef) -> Iterable[tuple[Node, Node]]:
        for graph in self.dataset.graphs.values():
            yield from graph.subject_objects(predicate)

    def _statuses(self) -> list[str]:
        scheme = URIRef(self.project.names.thing("scheme", "status"))
        found = self.dataset.graphs["vocabulary"].subjects(None, scheme)
        return sorted({self._key(status) for status in found} - {""})

    def _copies(self) -> dict[str, list[str]]:
        copies: dict[str, list[str]] = {}
        for child, parent in self.dataset.graphs["sources"].subject_objects(AG.derivesFrom):
            copies.setdefault(self._key(child), []).append(self._key(parent))
        return copies

    def _key(self, node: Node) -> str:
        return (self.project.names.split(str(node)) or ("", str(node)))[1]


def _one_of(name: str, known: list[str]) -> str:
    near = nearest(name, known)
    return f'write "{near[0]}"' if near else "known are " + ", ".join(known)
