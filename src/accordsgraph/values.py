"""Read values: the text of a cell to the literal its property wants."""

from __future__ import annotations

import re
from datetime import date

from rdflib import Literal, URIRef
from rdflib.term import Node

from accordsgraph.dates import bounds
from accordsgraph.errors import DateError, Place
from accordsgraph.namespaces import EDTF, LANG_STRING, XSD
from accordsgraph.terms import Property

Value = tuple[Node, URIRef, Node]
"""A triple whose predicate is known to be an IRI."""

_DURATION = re.compile(r"P(?=.)([0-9]{1,6}Y)?([0-9]{1,6}M)?([0-9]{1,6}D)?")
_FORMS = {
    XSD + "integer": (re.compile(r"0|-?[1-9][0-9]{0,17}"), "digits only: 3000000"),
    XSD + "boolean": (re.compile(r"true|false"), "true or false"),
    XSD + "duration": (_DURATION, "years, months, days: P9Y, P10M, P276D"),
    XSD + "date": (
        re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
        "a day without time or zone: 2026-11-22",
    ),
    XSD + "anyURI": (re.compile(r"https?://[^\s<>\"{}|\\^`]+"), "an address: https://…"),
}


class ValueProblem(Exception):
    """A cell holds no value of the wanted kind; the caller knows the place."""

    def __init__(self, id: str, message: str, fix: str) -> None:
        super().__init__(message)
        self.id, self.message, self.fix = id, message, fix


def literal(text: str, wanted: Property, place: Place | None = None) -> Literal:
    """Give the literal a property wants.

    Raises:
        ValueProblem: the text has not the form of the property's datatype.

    >>> literal("9", Property("count", URIRef("x:count"), True, XSD + "integer"))
    rdflib.term.Literal('9', datatype=rdflib.term.URIRef('http://www.w3.org/2001/XMLSchema#integer'))

    """
    if wanted.datatype == LANG_STRING:
        body, at, language = text.rpartition("@")
        if not at or not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", language) or not body.strip():
            meant = body if re.fullmatch("[A-Za-z-]*", language) and at else text
            fix = f"write {meant.strip() or 'text'}@en"
            raise ValueProblem("language", f'"{text}" names no language', fix)
        return Literal(body.strip(), lang=language)
    if wanted.datatype == EDTF:
        try:
            bounds(text, place)
        except DateError as error:
            problem = error.problems[0]
            raise ValueProblem(problem.id, problem.message, problem.fix) from error
    elif wanted.datatype == XSD + "duration" and (found := _DURATION.fullmatch(text)):
        if (canonical := _duration(*found.groups())) != text:
            raise ValueProblem(
                "duration-form", f'"{text}" is written otherwise', f"write {canonical}"
            )
    elif wanted.datatype in _FORMS:
        form, fix = _FORMS[wanted.datatype]
        if not form.fullmatch(text) or (wanted.datatype == XSD + "date" and not _is_day(text)):
            name = wanted.datatype.removeprefix(XSD)
            raise ValueProblem("wrong-type", f'"{text}" is no {name}', f"write {fix}")
    elif wanted.datatype == XSD + "string":
        return Literal(text)
    return Literal(text, datatype=URIRef(wanted.datatype), normalize=False)


def _duration(years: str | None, months: str | None, days: str | None) -> str:
    """Write a duration as every reader of RDF will give it back: 18 months are P1Y6M."""
    numbers = [int(part[:-1]) if part else 0 for part in (years, months, days)]
    total = numbers[0] * 12 + numbers[1]
    parts = zip((total // 12, total % 12, numbers[2]), "YMD", strict=True)
    return "P" + ("".join(f"{number}{unit}" for number, unit in parts if number) or "0D")


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
