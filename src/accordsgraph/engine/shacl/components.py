"""Write the test of each constraint component as a SPARQL expression: true of what violates it.

A value test is asked of one value node, a focus test of all the values of a focus node at once; see
https://www.w3.org/TR/shacl/#core-components. None is ever an error.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pyoxigraph as ox

from accordsgraph.engine.shacl.paths import is_plain
from accordsgraph.engine.shacl.shapes import Constraint, NotCoveredError, Shape
from accordsgraph.engine.shacl.triples import SH, Node

if TYPE_CHECKING:
    from accordsgraph.engine.shacl.constraints import Conditions

_COMPARED = {
    "minExclusive": ">",
    "minInclusive": ">=",
    "maxExclusive": "<",
    "maxInclusive": "<=",
    "lessThan": "<",
    "lessThanOrEquals": "<=",
}
_KINDS = {
    "IRI": "isIRI({0})",
    "BlankNode": "isBlank({0})",
    "Literal": "isLiteral({0})",
    "BlankNodeOrIRI": "(isBlank({0}) || isIRI({0}))",
    "BlankNodeOrLiteral": "(isBlank({0}) || isLiteral({0}))",
    "IRIOrLiteral": "(isIRI({0}) || isLiteral({0}))",
}


ValueTest = Callable[["Conditions", Constraint, str, str], str]
FocusTest = Callable[["Conditions", Shape, Constraint, str], str]


def _class(to: Conditions, c: Constraint, _this: str, value: str) -> str:
    return f"!({to.is_of_class(value, _term(c))})"


def _datatype(to: Conditions, c: Constraint, _this: str, value: str) -> str:
    datatype = _term(c)
    if not isinstance(datatype, ox.NamedNode):
        raise AssertionError("checked on reading")
    return f"!{to.forms.is_of(value, datatype)}"


def _node_kind(_to: Conditions, c: Constraint, _this: str, value: str) -> str:
    return "!" + _KINDS[str(_term(c))[len(SH) + 1 : -1]].format(value)


def _range(to: Conditions, c: Constraint, _this: str, value: str) -> str:
    is_ordered = to.forms.is_ordered(str(_term(c)))
    if not to.data.store.query(f"ASK {{ FILTER({is_ordered}) }}"):
        return "true"
    compared = f"{to.comparable(value)} {_COMPARED[c.name]} {_term(c)}"
    return f"!COALESCE({compared}, false)"


def _length(to: Conditions, c: Constraint, _this: str, value: str) -> str:
    sign = "<" if c.name == "minLength" else ">"
    return f"isBlank({value}) || STRLEN({to.forms.text(value)}) {sign} {c.number}"


def _pattern(to: Conditions, c: Constraint, _this: str, value: str) -> str:
    written = _term(c)
    regex = str(ox.Literal(written.value)) if isinstance(written, ox.Literal) else ""
    flags = f", {ox.Literal(c.flags)}" if c.flags else ""
    works = to.data.store.query(
        f"ASK {{ BIND(REGEX('', {regex}{flags}) AS ?x) FILTER(BOUND(?x)) }}"
    )
    if not works:
        raise NotCoveredError("uses a regular expression Oxigraph cannot run in sh:pattern")
    return f"isBlank({value}) || !REGEX({to.forms.text(value)}, {regex}{flags})"


def _language_in(_to: Conditions, c: Constraint, _this: str, value: str) -> str:
    ranges = [str(ox.Literal(term.value)) for term in c.terms if isinstance(term, ox.Literal)]
    tests = " || ".join(f"LANGMATCHES(LANG({value}), {language})" for language in ranges)
    return f"!COALESCE({tests or 'false'}, false)"


def _in(to: Conditions, c: Constraint, _this: str, value: str) -> str:
    return f"!({to.is_one_of(value, c.terms)})"


def _less_than(to: Conditions, c: Constraint, this: str, value: str) -> str:
    other = to.fresh()
    compared = f"{to.comparable(value)} {_COMPARED[c.name]} {to.comparable(other)}"
    if c.name == "lessThanOrEquals":
        compared += f" && (!sameTerm({value}, {other}) || {to.forms.is_ordered(value)})"
    return f"EXISTS {{ {this} {c.term} {other} FILTER(!COALESCE({compared}, false)) }}"


def _disjoint(_to: Conditions, c: Constraint, this: str, value: str) -> str:
    return f"EXISTS {{ {this} {c.term} {value} }}"


def _conforms(to: Conditions, c: Constraint, _this: str, value: str) -> str:
    return to.breaks(c.shapes[0], value)


def _not(to: Conditions, c: Constraint, _this: str, value: str) -> str:
    return f"!({to.breaks(c.shapes[0], value)})"


def _and(to: Conditions, c: Constraint, _this: str, value: str) -> str:
    return " || ".join(f"({to.breaks(shape, value)})" for shape in c.shapes)


def _or(to: Conditions, c: Constraint, _this: str, value: str) -> str:
    return " && ".join(f"({to.breaks(shape, value)})" for shape in c.shapes)


def _xone(to: Conditions, c: Constraint, _this: str, value: str) -> str:
    return " + ".join(f"IF({to.breaks(s, value)}, 0, 1)" for s in c.shapes) + " != 1"


def _count(to: Conditions, shape: Shape, c: Constraint, this: str) -> str:
    value = to.fresh()
    pattern = f"{{ {to.path(shape, this, value)} }}"
    if c.name.startswith("qualified"):
        tests = [f"!({to.breaks(c.shapes[0], value)})"]
        tests += [f"({to.breaks(sibling, value)})" for sibling in c.siblings]
        pattern += f" FILTER({' && '.join(tests)})"
    is_minimum = c.name in ("minCount", "qualifiedMinCount")
    if is_minimum and c.number == 0:
        return "false"
    skipped = c.number - is_minimum
    if skipped:
        pattern = f"SELECT DISTINCT {this} {value} WHERE {{ {pattern} }} OFFSET {skipped}"
    return f"{'NOT ' if is_minimum else ''}EXISTS {{ {pattern} }}"


def _unique_lang(to: Conditions, shape: Shape, _c: Constraint, this: str) -> str:
    value = to.fresh()
    tagged = f"{{ {to.path(shape, this, value)} }} FILTER(LANG({value}) != '')"
    more = f"COUNT(DISTINCT {value}) > COUNT(DISTINCT LANG({value}))"
    return f"EXISTS {{ SELECT {this} WHERE {{ {tagged} }} GROUP BY {this} HAVING({more}) }}"


def _has_value(to: Conditions, shape: Shape, c: Constraint, this: str) -> str:
    term = _term(c)
    if isinstance(term, ox.BlankNode):
        return "true"
    if shape.path is None:
        return f"!sameTerm({this}, {to.term(term)})"
    if is_plain(shape.path):
        return f"NOT EXISTS {{ {to.path(shape, this, to.term(term))} }}"
    value = to.fresh()
    same = f"FILTER(sameTerm({value}, {to.term(term)}))"
    return f"NOT EXISTS {{ {{ {to.path(shape, this, value)} }} {same} }}"


def _term(constraint: Constraint) -> Node:
    if constraint.term is None:
        raise AssertionError("checked on reading")
    return constraint.term


VALUE_TESTS: dict[str, ValueTest] = {
    "class": _class,
    "datatype": _datatype,
    "nodeKind": _node_kind,
    "minExclusive": _range,
    "minInclusive": _range,
    "maxExclusive": _range,
    "maxInclusive": _range,
    "minLength": _length,
    "maxLength": _length,
    "pattern": _pattern,
    "languageIn": _language_in,
    "in": _in,
    "lessThan": _less_than,
    "lessThanOrEquals": _less_than,
    "disjoint": _disjoint,
    "node": _conforms,
    "property": _conforms,
    "not": _not,
    "and": _and,
    "or": _or,
    "xone": _xone,
}
FOCUS_TESTS: dict[str, FocusTest] = {
    "minCount": _count,
    "maxCount": _count,
    "qualifiedMinCount": _count,
    "qualifiedMaxCount": _count,
    "uniqueLang": _unique_lang,
    "hasValue": _has_value,
}
