"""Tell which of two statements says more: dates by their bounds, things by what they belong to.

April 1992 is more precise than 1992, a bilateral agreement more than an agreement, an instrument
more than the accord it is a part of. Nothing is completed on the way: two dates that can both be
right overlap, and only dates that cannot are apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

import pyoxigraph as ox

from accordsgraph.dates import Bounds, bounds
from accordsgraph.errors import DateError
from accordsgraph.evidence import Term
from accordsgraph.namespaces import EDTF, SKOS, TERMS

_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_UPWARD = tuple(
    ox.NamedNode(iri)
    for iri in (
        _RDFS + "subClassOf",
        _RDFS + "subPropertyOf",
        SKOS + "broader",
        TERMS + "subEventOf",
        TERMS + "within",
    )
)
_HAS_PART = ox.NamedNode(TERMS + "hasPart")
_PARTIAL = re.compile(r"([\dX]{4})(?:-([\dX]{2}))?(?:-([\dX]{2}))?[~?%]?", re.ASCII)


class Precision(Enum):
    """How one value stands to another; ``APART``: they cannot both be right."""

    SAME = "same"
    FINER = "finer"
    COARSER = "coarser"
    OVERLAP = "overlap"
    APART = "apart"
    UNRELATED = "unrelated"


@dataclass
class Wider:
    """What each thing belongs to: broader concepts and classes, wholes, larger places, events."""

    store: ox.Store
    _known: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)

    def above(self, iri: str) -> frozenset[str]:
        """Give everything a thing, concept, class or property belongs to, at any distance."""
        if iri not in self._known:
            found: set[str] = set()
            waiting = [ox.NamedNode(iri)]
            while waiting:
                for node in self._next(waiting.pop()):
                    if node.value not in found:
                        found.add(node.value)
                        waiting.append(node)
            self._known[iri] = frozenset(found)
        return self._known[iri]

    def _next(self, node: ox.NamedNode) -> list[ox.NamedNode]:
        pattern = self.store.quads_for_pattern
        found = [quad.object for up in _UPWARD for quad in pattern(node, up, None)]
        found += [quad.subject for quad in pattern(None, _HAS_PART, node)]
        return [other for other in found if isinstance(other, ox.NamedNode)]


def of_values(first: Term, second: Term, wider: Wider) -> Precision:
    """Tell how the first of two values of one property stands to the second."""
    if first == second:
        return Precision.SAME
    if isinstance(first, ox.Literal) and isinstance(second, ox.Literal):
        if EDTF == first.datatype.value == second.datatype.value:
            return of_dates(first.value, second.value)
    elif isinstance(first, ox.NamedNode) and isinstance(second, ox.NamedNode):
        up = second.value in wider.above(first.value)
        down = first.value in wider.above(second.value)
        if up != down:  # both ways would be a circle, which says nothing
            return Precision.FINER if up else Precision.COARSER
    return Precision.UNRELATED


def of_dates(first: str, second: str) -> Precision:
    """Tell how the first of two EDTF dates of one event stands to the second.

    >>> of_dates("1992-04", "1992").value
    'finer'
    >>> of_dates("1979/..", "../1989-02-15").value
    'overlap'

    """
    try:
        one, other = bounds(first), bounds(second)
    except DateError:
        return Precision.UNRELATED
    begin, end = (
        _of_sides(*(_side(text, found, number) for text, found in ((first, one), (second, other))))
        for number in (0, 1)
    )
    found = _joined(begin, end)
    if _ends_before_it_begins(one, other):
        found = Precision.APART
    if one.approximate or other.approximate:
        return _softened(found, one.approximate, other.approximate)
    return found


def _ends_before_it_begins(one: Bounds, other: Bounds) -> bool:
    """Tell whether what both dates say together is impossible: ``1989/..`` and ``../1985``."""
    begins = [found.begin_earliest for found in (one, other) if found.begin_earliest]
    ends = [found.end_latest for found in (one, other) if found.end_latest]
    return bool(begins and ends and max(begins) > min(ends))


@dataclass(frozen=True)
class _Side:
    """The beginning or end a date gives: its days, and its digits where the year is not known."""

    days: tuple[date, date]
    digits: str


def _side(text: str, found: Bounds, number: int) -> _Side:
    earliest, latest = (
        (found.end_earliest, found.end_latest)
        if number
        else (found.begin_earliest, found.begin_latest)
    )
    part = text.strip().split("/")[number if "/" in text else 0]
    matched = _PARTIAL.fullmatch(part)
    digits = matched and f"{matched[1]}{matched[2] or 'XX'}{matched[3] or 'XX'}"
    return _Side((earliest or date.min, latest or date.max), digits or "")


def _of_sides(one: _Side, other: _Side) -> Precision:
    if one.digits and other.digits and "XXXX" in (one.digits[:4], other.digits[:4]):
        pairs = list(zip(one.digits, other.digits, strict=True))
        if any("X" not in pair and pair[0] != pair[1] for pair in pairs):
            return Precision.APART
        return _contained(
            all(b in ("X", a) for a, b in pairs), all(a in ("X", b) for a, b in pairs)
        )
    (begin, end), (other_begin, other_end) = one.days, other.days
    if end < other_begin or other_end < begin:
        return Precision.APART
    return _contained(
        other_begin <= begin and end <= other_end, begin <= other_begin and other_end <= end
    )


def _contained(inside: bool, around: bool) -> Precision:
    if inside and around:
        return Precision.SAME
    if inside or around:
        return Precision.FINER if inside else Precision.COARSER
    return Precision.OVERLAP


def _joined(begin: Precision, end: Precision) -> Precision:
    """Join what holds of two beginnings and of two ends."""
    both = {begin, end}
    if Precision.APART in both:
        return Precision.APART
    if len(both) == 1 or Precision.SAME in both:
        return max(both, key=lambda one: one is not Precision.SAME)
    return Precision.OVERLAP


def _softened(found: Precision, one: bool, other: bool) -> Precision:
    """Take back what an approximate date cannot carry: its days are not certain."""
    if found is Precision.SAME and one != other:
        return Precision.COARSER if one else Precision.FINER
    unsure = (found is Precision.FINER and one) or (found is Precision.COARSER and other)
    return Precision.OVERLAP if unsure or found is Precision.APART else found
