"""Put what two sources say side by side, statement by statement.

Everything is read from the claims: the same claim with passages of both is said by both; dates,
concepts and parts tell which is more precise (:mod:`precision`); conflicts and denials are those
the tables state, and dates of one event that cannot both be right. Nothing is taken from silence:
that a source does not say something is told apart from that it does not mention the thing at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

import pyoxigraph as ox

from accordsgraph.evidence import Claim, Evidence, Passage, Term, independent, reading_order
from accordsgraph.mentions import Mentions
from accordsgraph.namespaces import EDTF, RDF, TERMS
from accordsgraph.precision import Precision, Wider, of_values

_OPPOSITE = {TERMS + "nonParty": TERMS + "party"}
"""A role that denies another: who is explicitly no party cannot be one."""
_IN_RECORD = ("accepted", "editorial")


class Relation(StrEnum):
    """How what one source says stands to what the other says."""

    BOTH = "both"
    TOGETHER = "together"
    MORE_PRECISE = "more-precise"
    OVERLAP = "overlap"
    CONFLICT = "conflict"
    DENIED = "denied"
    ONLY_ONE = "only-one"
    NOT_MENTIONED = "not-mentioned"
    NEITHER = "neither"


_ORDER = {relation: number for number, relation in enumerate(Relation)}


@dataclass(frozen=True)
class Side:
    """What one source has to a statement: its claim and its own passages, for it or against it.

    ``witnesses`` counts the independent sources of the whole dataset that say it.
    """

    claim: Claim
    passages: tuple[Passage, ...]
    denies: bool = False
    witnesses: int = 0


@dataclass(frozen=True)
class Compared:
    """One line of a comparison; a side is None where that source is silent.

    ``source`` is the key of the source that is more precise, that denies, or that alone speaks.
    What neither says stands on the first side, with the passages of others.
    """

    relation: Relation
    first: Side | None
    second: Side | None
    source: str = ""

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides that are not silent."""
        return tuple(side for side in (self.first, self.second) if side)


def side_by_side(evidence: Evidence, first: str, second: str, about: str = "") -> list[Compared]:
    """Compare two sources, given by their keys; with ``about`` (an IRI) only on that thing.

    The lines are sorted by relation, then as one reads the first source.
    """
    mentions = Mentions(evidence.store)
    claims = evidence.claims
    said = {key: _mentioned(claims, key, mentions) for key in (first, second)}
    if about:
        wanted = mentions.belonging_to(about)
        claims = tuple(claim for claim in claims if wanted & mentions.of(claim))
    lines = _Matching(evidence, first, second).lines(claims)
    told = (_silence(line, first, second, said, mentions) for line in lines)
    return sorted(told, key=_order)


def _mentioned(claims: Iterable[Claim], source: str, mentions: Mentions) -> set[Term]:
    """Give the things a source speaks of; what we read into it does not count."""
    own = (
        claim
        for claim in claims
        if claim.status != "editorial"
        and any(passage.source == source for passage in (*claim.passages, *claim.against))
    )
    return {thing for claim in own for thing in mentions.of(claim)}


@dataclass
class _Matching:
    """Puts the claims of two sources side by side."""

    evidence: Evidence
    first: str
    second: str
    wider: Wider = field(init=False)
    symmetric: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        store = self.evidence.store
        self.wider = Wider(store)
        kind = ox.NamedNode("http://www.w3.org/2002/07/owl#SymmetricProperty")
        typed = store.quads_for_pattern(None, ox.NamedNode(RDF + "type"), kind)
        self.symmetric = frozenset(
            quad.subject.value for quad in typed if isinstance(quad.subject, ox.NamedNode)
        )

    def lines(self, claims: Iterable[Claim]) -> list[Compared]:
        """Give the lines: claims both have, pairs of claims, and what is left on either side."""
        found: list[Compared] = []
        alone: tuple[list[Side], list[Side]] = ([], [])
        shared: tuple[list[Side], list[Side]] = ([], [])
        for claim in claims:
            one, other = self._side(claim, self.first), self._side(claim, self.second)
            if one and other:
                found.append(self._of_both(one, other))
                if claim.status != "editorial":
                    shared[0].append(one)
                    shared[1].append(other)
            elif one:
                alone[0].append(one)
            elif other:
                alone[1].append(other)
            else:
                by_others = Side(claim, claim.passages, witnesses=self._witnesses(claim))
                found.append(Compared(Relation.NEITHER, by_others, None))
        pairs = list(self._pairs(*alone))
        # what a source says alone can also stand against what the other says elsewhere
        left = [_unpaired(own, pairs) for own in alone]
        pairs += filter(_settles, self._pairs(left[0], shared[1]))
        pairs += filter(_settles, self._pairs(shared[0], left[1]))
        left = [_unpaired(own, pairs) for own in left]
        found += pairs
        found += [Compared(Relation.ONLY_ONE, side, None, self.first) for side in left[0]]
        found += [Compared(Relation.ONLY_ONE, None, side, self.second) for side in left[1]]
        return found

    def _side(self, claim: Claim, source: str) -> Side | None:
        """Give what a source has to a claim; what it both says and denies it says."""
        for passages, denies in ((claim.passages, False), (claim.against, True)):
            own = tuple(passage for passage in passages if passage.source == source)
            if own:
                return Side(claim, own, denies, self._witnesses(claim))
        return None

    def _witnesses(self, claim: Claim) -> int:
        return independent(claim.sources, self.evidence.derives_from)

    def _of_both(self, one: Side, other: Side) -> Compared:
        if one.denies != other.denies:
            return Compared(Relation.DENIED, one, other, self.first if one.denies else self.second)
        # an editorial statement joins what the two say apart, which is no agreement
        joined = one.claim.status == "editorial" and not one.denies
        return Compared(Relation.TOGETHER if joined else Relation.BOTH, one, other)

    def _pairs(self, ones: Iterable[Side], others: Iterable[Side]) -> Iterator[Compared]:
        found: dict[str, list[Side]] = defaultdict(list)
        for other in others:
            for key in self._keys(other.claim):
                found[key].append(other)
        for one in ones:
            near = {id(other): other for key in self._keys(one.claim) for other in found[key]}
            for other in near.values():
                line = self._pair(one, other)
                if line:
                    yield line

    def _keys(self, claim: Claim) -> Iterator[str]:
        """Give what two claims must have one of in common to be put side by side."""
        yield str(claim.subject)
        if claim.predicate in self.symmetric:
            yield str(claim.object)
        yield claim.iri
        yield from claim.conflicts

    def _pair(self, one: Side, other: Side) -> Compared | None:
        if one.denies or other.denies:
            return None  # a denial is of one claim, and says nothing of others
        if other.claim.iri in one.claim.conflicts:
            return Compared(Relation.CONFLICT, one, other)
        if denier := self._denier(one.claim, other.claim):
            return Compared(Relation.DENIED, one, other, denier)
        match self.precision(one.claim, other.claim):
            case Precision.SAME:
                return Compared(Relation.BOTH, one, other)
            case Precision.FINER:
                return Compared(Relation.MORE_PRECISE, one, other, self.first)
            case Precision.COARSER:
                return Compared(Relation.MORE_PRECISE, one, other, self.second)
            case Precision.OVERLAP:
                return Compared(Relation.OVERLAP, one, other)
            case Precision.APART:
                return Compared(Relation.CONFLICT, one, other)
        return None

    def _denier(self, one: Claim, other: Claim) -> str:
        if (one.subject, one.object) == (other.subject, other.object):
            if _OPPOSITE.get(one.predicate) == other.predicate:
                return self.first
            if _OPPOSITE.get(other.predicate) == one.predicate:
                return self.second
        return ""

    def precision(self, one: Claim, other: Claim) -> Precision:
        """Tell how the first of two claims stands to the second."""
        turned = one.subject == other.object and one.object == other.subject
        if turned and one.predicate == other.predicate and one.predicate in self.symmetric:
            return Precision.SAME
        if one.subject != other.subject:
            return Precision.UNRELATED
        if one.predicate != other.predicate:
            return self._of_properties(one, other)
        if TERMS + "hasPart" in self.wider.above(one.predicate):
            return Precision.UNRELATED  # that a part has parts makes naming it no less precise
        found = of_values(one.object, other.object, self.wider)
        if found is Precision.UNRELATED:
            return _by_status(one, other)
        return found

    def _of_properties(self, one: Claim, other: Claim) -> Precision:
        if one.object != other.object:
            return Precision.UNRELATED
        return of_values(ox.NamedNode(one.predicate), ox.NamedNode(other.predicate), self.wider)


def _by_status(one: Claim, other: Claim) -> Precision:
    """Follow our own judgement where values cannot be compared: a subsumed claim has a better."""
    if one.status == "subsumed" and other.status in _IN_RECORD:
        return Precision.COARSER
    if other.status == "subsumed" and one.status in _IN_RECORD:
        return Precision.FINER
    return Precision.UNRELATED


def _settles(line: Compared) -> bool:
    """Tell whether a pair with what both say is worth a line: a conflict, or one date of two.

    Of what can have many values (topics, causes) a source may say the broad and the narrow.
    """
    value = line.sides[0].claim.object
    dates = isinstance(value, ox.Literal) and value.datatype.value == EDTF
    return line.relation in (Relation.CONFLICT, Relation.DENIED) or dates


def _unpaired(sides: Iterable[Side], pairs: Iterable[Compared]) -> list[Side]:
    paired = {id(side) for line in pairs for side in (line.first, line.second)}
    return [side for side in sides if id(side) not in paired]


def _silence(
    line: Compared, first: str, second: str, said: dict[str, set[Term]], mentions: Mentions
) -> Compared:
    """Tell silence on a point from silence on the thing."""
    if line.relation is not Relation.ONLY_ONE:
        return line
    silent = second if line.source == first else first
    if mentions.subject(line.sides[0].claim) in said[silent]:
        return line
    return replace(line, relation=Relation.NOT_MENTIONED)


def _order(line: Compared) -> tuple[object, ...]:
    side = line.sides[0]
    place = reading_order(side.passages[0]) if side.passages else ("", [])
    return _ORDER[line.relation], line.source, place, side.claim.iri, line.sides[-1].claim.iri
