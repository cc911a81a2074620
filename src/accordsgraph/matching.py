"""Compare what two sources say, statement by statement.

Everything is read from the claims: the same claim with passages of both is said by both; dates,
concepts and parts tell which is more precise (:mod:`precision`); conflicts and denials are those
the tables state, and dates of one event that cannot both be right. Nothing is taken from silence:
that a source does not say something is told apart from that it does not mention the thing at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

import pyoxigraph as ox

from accordsgraph.evidence import Claim, Evidence, Passage, Term, independent, origins, reading_order
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


@dataclass(frozen=True)
class Side:
    """What one source has to a statement: its claim and its own passages, for it or against it."""

    claim: Claim
    passages: tuple[Passage, ...]
    denies: bool = False


@dataclass(frozen=True)
class Compared:
    """One line of a comparison; a side is None where that source is silent.

    ``source`` is the key of the source that is more precise, that denies, or that alone speaks.
    ``witnesses`` counts the independent sources of the whole dataset that say it (the first side's
    claim, else the second's).
    """

    relation: Relation
    first: Side | None
    second: Side | None
    source: str = ""
    witnesses: int = 0

    @property
    def claim(self) -> Claim:
        """The claim of the first side that has one."""
        side = self.first or self.second
        assert side is not None
        return side.claim


@dataclass(frozen=True)
class Comparison:
    """Two sources compared; the sources are given by their keys, ``about`` by its IRI.

    ``shared`` are the sources from which both come: if there are any, the two are one witness.
    """

    first: str
    second: str
    lines: tuple[Compared, ...]
    shared: tuple[str, ...] = ()
    about: str = ""

    @property
    def independent(self) -> bool:
        """Whether neither copies the other, nor both a third."""
        return not self.shared

    @property
    def counts(self) -> dict[Relation, int]:
        """How many lines there are of each relation."""
        return {kind: sum(line.relation is kind for line in self.lines) for kind in Relation}

    def only(self, relations: Collection[Relation]) -> Comparison:
        """Give the comparison with the lines of some relations only."""
        return replace(self, lines=tuple(x for x in self.lines if x.relation in relations))


def compare(evidence: Evidence, first: str, second: str, about: str = "") -> Comparison:
    """Compare two sources, by their keys; with ``about`` only what concerns that thing (an IRI)."""
    derives_from = evidence.derives_from
    shared = origins(first, derives_from) & origins(second, derives_from)
    mentions = Mentions(evidence.store)
    claims = evidence.claims
    said = {key: _mentioned(claims, key, mentions) for key in (first, second)}
    if about:
        wanted = mentions.belonging_to(about)
        claims = tuple(claim for claim in claims if wanted & mentions.of(claim))
    matching = _Matching(evidence.store, first, second)
    lines = matching.lines(claims)
    lines = [_silence(line, first, second, said, mentions) for line in lines]
    counted = (
        replace(line, witnesses=independent(line.claim.sources, derives_from)) for line in lines
    )
    ordered = sorted(counted, key=lambda line: _order(line, list(Relation).index(line.relation)))
    return Comparison(first, second, tuple(ordered), tuple(sorted(shared)), about)


def _mentioned(claims: Iterable[Claim], source: str, mentions: Mentions) -> set[Term]:
    """Give the things a source speaks of; what we read into it does not count."""
    own = (claim for claim in claims if claim.status != "editorial" and _side(claim, source))
    return {thing for claim in own for thing in mentions.of(claim)}


def _side(claim: Claim, source: str) -> Side | None:
    """Give what a source has to a claim; what it both says and denies it says."""
    for passages, denies in ((claim.passages, False), (claim.against, True)):
        own = tuple(passage for passage in passages if passage.source == source)
        if own:
            return Side(claim, own, denies)
    return None


@dataclass
class _Matching:
    """Puts the claims of two sources side by side."""

    store: ox.Store
    first: str
    second: str
    wider: Wider = field(init=False)
    symmetric: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.wider = Wider(self.store)
        kind = ox.NamedNode("http://www.w3.org/2002/07/owl#SymmetricProperty")
        typed = self.store.quads_for_pattern(None, ox.NamedNode(RDF + "type"), kind)
        self.symmetric = frozenset(
            quad.subject.value for quad in typed if isinstance(quad.subject, ox.NamedNode)
        )

    def lines(self, claims: Iterable[Claim]) -> list[Compared]:
        """Give the lines: claims both have, pairs of claims, and what is left on either side."""
        found: list[Compared] = []
        alone: list[list[Side]] = [[], []]
        shared: list[tuple[Side, Side]] = []
        for claim in claims:
            one, other = _side(claim, self.first), _side(claim, self.second)
            if one and other:
                found.append(self._of_both(one, other))
                if not one.denies and not other.denies and claim.status != "editorial":
                    shared.append((one, other))
            elif one or other:
                alone[0 if one else 1].append(one or other)  # type: ignore[arg-type]
            else:
                found.append(Compared(Relation.NEITHER, Side(claim, claim.passages), None))
        pairs = list(self._pairs(*alone))
        # what a source says alone can also stand against what both say elsewhere
        left = [_unpaired(own, pairs) for own in alone]
        pairs += filter(_settles, self._pairs(left[0], [other for _, other in shared]))
        pairs += filter(_settles, self._pairs([one for one, _ in shared], left[1]))
        left = [_unpaired(own, pairs) for own in left]
        found += pairs
        found += [Compared(Relation.ONLY_ONE, side, None, self.first) for side in left[0]]
        found += [Compared(Relation.ONLY_ONE, None, side, self.second) for side in left[1]]
        return found

    def _of_both(self, one: Side, other: Side) -> Compared:
        if one.denies != other.denies:
            return Compared(
                Relation.DENIED, one, other, self.first if one.denies else self.second
            )
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
    value = line.claim.object
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
    if mentions.subject(line.claim) in said[silent]:
        return line
    return replace(line, relation=Relation.NOT_MENTIONED)


def _order(line: Compared, rank: int) -> tuple[object, ...]:
    """Sort by relation, then by who speaks, then as one reads the first source."""
    side = line.first or line.second
    assert side is not None
    place = reading_order(side.passages[0]) if side.passages else ("", [])
    return rank, line.source, place, line.claim.iri
