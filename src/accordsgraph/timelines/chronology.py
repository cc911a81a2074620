"""Put the dated things of a built dataset in order: what happened, was due, came into force, ended.

Each date keeps what is held of it: one is held, others are reported, disputed, rejected or only
less precise. What has no date stands apart and is given no place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

import pyoxigraph as ox

from accordsgraph.dates import Bounds, bounds
from accordsgraph.durations import lasted, words
from accordsgraph.errors import DateError
from accordsgraph.evidence import Claim, Evidence
from accordsgraph.labels import Labels
from accordsgraph.namespaces import TERMS
from accordsgraph.timelines.marks import Mark, mark, meets
from accordsgraph.timelines.surroundings import Surroundings
from accordsgraph.wording import duration_in_words

DATED = {
    "when": "",
    "entersIntoForce": "in force",
    "terminates": "ends",
    "dueFrom": "due from",
    "deadline": "deadline",
}
"""Each property that dates something, with what such a date says; '' is the thing itself."""

STANDINGS = {
    "accepted": "held",
    "editorial": "held",
    "reported": "reported",
    "contested": "disputed",
    "subsumed": "less precise",
    "rejected": "rejected",
}
"""Status of a claim to how its date stands here, the weightiest first."""

_ROLES = {
    *("party", "signatory", "guarantor", "witness", "mediator", "depositary", "nonParty"),
    *("thirdParty", "host", "observer", "debtor", "beneficiary"),
}
_OUTCOMES = {"fulfilledBy": "fulfils", "breachedBy": "breaks"}
_REGIMES = {"establishes": "establishes", "overthrows": "overthrows"}


class Dating(NamedTuple):
    """A date in EDTF as sources give it; ``mark`` is None where it has no place in time."""

    text: str
    standing: str
    sources: tuple[str, ...]
    mark: Mark | None


class Entry(NamedTuple):
    """A dated thing: ``kind`` is its class or what the date says of it (``deadline``).

    ``dating`` is the date it is placed by; ``others`` are those of other sources.
    """

    iri: str
    label: str
    kind: str
    standing: str
    dating: Dating | None
    others: tuple[Dating, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def mark(self) -> Mark | None:
        """The mark of the date it is placed by."""
        return self.dating.mark if self.dating else None


class Chronology(NamedTuple):
    """Entries in the order of time, and those without a date; the days it was narrowed to."""

    title: str
    iri: str
    placed: tuple[Entry, ...]
    undated: tuple[Entry, ...]
    since: date | None = None
    until: date | None = None


def chronology(
    evidence: Evidence,
    labels: Labels,
    entity: str = "",
    since: date | None = None,
    until: date | None = None,
) -> Chronology:
    """Give what is dated of the whole dataset, or of what an entity has to do with.

    ``entity`` is an IRI. Between ``since`` and ``until`` stays what may lie there in part; what
    has no date may lie anywhere and stays.
    """
    found = _Reader(evidence, labels, entity)
    entries = found.entries()
    placed = [each for each in entries if each.mark and meets(each.mark, since, until)]
    placed.sort(key=_in_time)
    undated = sorted((each for each in entries if not each.mark), key=lambda each: each.label)
    title = labels.label(entity) if entity else ""
    return Chronology(title, entity, tuple(placed), tuple(undated), since, until)


class _Reader:
    """Reads the entries of one timeline."""

    def __init__(self, evidence: Evidence, labels: Labels, entity: str) -> None:
        self.evidence, self.labels = evidence, labels
        self.around = Surroundings(evidence)
        self.wanted = self.around.of(entity) if entity else None
        self.agent = entity if "Agent" in self.around.classes(entity) else ""

    def entries(self) -> list[Entry]:
        """Give every entry, in no order."""
        claims: dict[tuple[str, str], list[Claim]] = defaultdict(list)
        for claim in self.evidence.claims:
            name = claim.predicate.removeprefix(TERMS)
            if name in DATED:
                claims[_iri(claim.subject), name].append(claim)
        dated = {iri for iri, _ in claims}
        wanted = sorted(self.around.datable() if self.wanted is None else self.wanted)
        undated = (iri for iri in wanted if self.around.lacks_a_date(iri, dated))
        return [
            *(
                self._entry(iri, name, given)
                for (iri, name), given in claims.items()
                if self.wanted is None or iri in self.wanted
            ),
            *(self._entry(iri, "when", []) for iri in undated),
        ]

    def _entry(self, iri: str, name: str, claims: list[Claim]) -> Entry:
        order = list(dict.fromkeys(STANDINGS.values()))
        datings = sorted(map(_dating, claims), key=lambda d: (order.index(d.standing), _place(d)))
        first = datings[0] if datings else None
        standing = "reported" if self.around.only_reported(iri) else "held"
        if first and first.standing not in ("held", "less precise"):
            standing = first.standing
        return Entry(
            iri,
            self.labels.label(iri) or self.labels.names.curie(iri),
            DATED[name] or self._class(iri),
            standing,
            first,
            tuple(datings[1:]),
            tuple(self._remarks(iri, name, first)),
        )

    def _class(self, iri: str) -> str:
        return self.labels.label(self.around.asserted_class(iri)) or "thing"

    def _remarks(self, iri: str, name: str, dating: Dating | None) -> Iterator[str]:
        """Say what else there is to know of an entry, each in a few words."""
        if name == "when":
            if dating and dating.mark and dating.mark.period:
                length = lasted(dating.mark.bounds)
                yield from [f"lasted {words(length)}"] if length else []
            yield from self._about_event(iri)
        roles = sorted(set(self._roles(iri))) if self.agent else []
        if roles:
            yield f"role: {', '.join(roles)}"
        if name == "deadline" or not dating:
            yield from self._outcome(iri)

    def _about_event(self, iri: str) -> Iterator[str]:
        node = ox.NamedNode(iri)
        for claim in self.evidence.by_subject.get(node, ()):
            name = claim.predicate.removeprefix(TERMS)
            if name == "statedDuration":
                said = duration_in_words(_text(claim.object), about="approximate" in claim.natures)
                yield f"{said} according to {_listed(claim.sources)}"
            elif name in _REGIMES and claim.status != "rejected":
                yield f"{_REGIMES[name]} {self._named(claim.object)}{_doubt(claim)}"
        for claim in self.evidence.by_object.get(node, ()):
            name = claim.predicate.removeprefix(TERMS)
            if name in _OUTCOMES and claim.status != "rejected":
                yield f"{_OUTCOMES[name]}: {self._named(claim.subject)}{_doubt(claim)}"

    def _outcome(self, iri: str) -> Iterator[str]:
        for claim in self.evidence.by_subject.get(ox.NamedNode(iri), ()):
            if claim.predicate == TERMS + "fulfilment":
                yield f"outcome: {self._named(claim.object)}{_doubt(claim)}"

    def _roles(self, iri: str) -> Iterator[str]:
        """Give what the agent of the timeline is in an accord, an event or a commitment."""
        for claim in self.evidence.by_subject.get(ox.NamedNode(iri), ()):
            name = claim.predicate.removeprefix(TERMS)
            if name in _ROLES and _iri(claim.object) == self.agent and claim.status != "rejected":
                yield self.labels.label(claim.predicate) + _doubt(claim)

    def _named(self, term: object) -> str:
        return self.labels.label(_iri(term)) or _text(term)


def _dating(claim: Claim) -> Dating:
    text = _text(claim.object)
    try:
        found = bounds(text)
    except DateError:  # a build with --no-build, or files of others: it has no place
        found = Bounds()
    standing = STANDINGS.get(claim.status, "reported")
    return Dating(text, standing, claim.sources, mark(found, period="/" in text))


def _place(dating: Dating) -> list[date]:
    return dating.mark.known if dating.mark else [date.max]


def _in_time(entry: Entry) -> tuple[list[date], int, str]:
    said = list(DATED.values())
    order = said.index(entry.kind) if entry.kind in said else 0
    return (entry.mark.known if entry.mark else [], order, entry.label)


def _doubt(claim: Claim) -> str:
    standing = STANDINGS.get(claim.status, "reported")
    return "" if standing == "held" else f" ({standing})"


def _listed(sources: Sequence[str]) -> str:
    return (
        f"{sources[0]} and {len(sources) - 1} more" if len(sources) > 2 else " and ".join(sources)
    )


def _iri(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else ""


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)
