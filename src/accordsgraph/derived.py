"""Derive what follows from dates: bounds of every date, and which accord came before which.

These triples go into a graph of their own and need no claim: they follow from the dates that have
one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import permutations

from rdflib import RDF, XSD, Graph, Literal
from rdflib.term import Node

from accordsgraph.dates import COMPUTED, Bounds, bounds
from accordsgraph.errors import DateError, Problem
from accordsgraph.namespaces import EDTF
from accordsgraph.syntax import Triple, add_all, empty_graph
from accordsgraph.terms import AG
from accordsgraph.values import Value

_READ = {*(AG[name] for name in COMPUTED), AG.settles, AG.signs, AG.when, RDF.type}


def derive(triples: Iterable[Triple]) -> Graph:
    """Give all triples that can be derived from asserted ones.

    A date that is not EDTF is left out here; :func:`wrong_dates` names it.
    """
    asserted = add_all(empty_graph(), (triple for triple in triples if triple[1] in _READ))
    return add_all(empty_graph(), (*_dates(asserted), *_precedences(asserted)))


def wrong_dates(asserted: Iterable[Triple]) -> Iterator[tuple[Triple, Problem]]:
    """Give each triple whose object is meant as EDTF but is no date, and say why."""
    for triple in asserted:
        value = triple[2]
        if isinstance(value, Literal) and str(value.datatype) == EDTF:
            try:
                bounds(str(value))
            except DateError as error:
                yield triple, error.problems[0]


def _dates(asserted: Graph) -> Iterator[Value]:
    for dated, fields in COMPUTED.items():
        for subject, value in asserted.subject_objects(AG[dated]):
            found = _bounds(value)
            for name, field in fields.items():
                day = getattr(found, field)
                if isinstance(day, date):
                    yield subject, AG[name], Literal(day.isoformat(), datatype=XSD.date)


def _precedences(asserted: Graph) -> Iterator[Value]:
    """Order the accords that settle the same conflict by the days of their signing.

    All pairs are given, not only neighbours: with uncertain dates a pair can be certain whose
    neighbours are not.
    """
    for conflict in sorted(set(asserted.objects(None, AG.settles)), key=str):
        accords = sorted(asserted.subjects(AG.settles, conflict), key=str)
        signed = {accord: _signed(asserted, accord) for accord in accords}
        for first, second in permutations(accords, 2):
            last_day, first_day = signed[first].end_latest, signed[second].begin_earliest
            if last_day and first_day and last_day < first_day:
                yield first, AG.precedes, second


def _signed(asserted: Graph, accord: Node) -> Bounds:
    """Give the days between which all signings of an accord lie; none if one is not certain."""
    begins, ends = [], []
    for signing in asserted.subjects(AG.signs, accord):
        if (signing, RDF.type, AG.Signing) in asserted:
            dates = [_bounds(value) for value in asserted.objects(signing, AG.when)]
            certain = [found for found in dates if not found.approximate] or [Bounds()]
            begins += [found.begin_earliest for found in certain]
            ends += [found.end_latest for found in certain]
    begin, end = min(filter(None, begins), default=None), max(filter(None, ends), default=None)
    return Bounds(
        begin_earliest=None if None in begins else begin, end_latest=None if None in ends else end
    )


def _bounds(value: Node) -> Bounds:
    if not isinstance(value, Literal):
        return Bounds()
    try:
        return bounds(str(value))
    except DateError:
        return Bounds()
