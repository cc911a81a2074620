"""Compare two sources and write the comparison: for people by what it shows, for programs whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby

import pyoxigraph as ox

from accordsgraph.evidence import Claim, Evidence, Passage, Term, origins
from accordsgraph.labels import Labels
from accordsgraph.matching import Compared, Relation, Side, side_by_side
from accordsgraph.mentions import Mentions
from accordsgraph.namespaces import EDTF, XSD, Names
from accordsgraph.sections import Report, Section, as_html, as_markdown, as_page, as_text
from accordsgraph.tables import write_table
from accordsgraph.wording import date_in_words, duration_in_words, number_in_words

_CSV = (
    *("relation", "source", "subject", "property"),
    *("first_value", "first_status", "first_says", "first_passages", "first_sources"),
    *("second_value", "second_status", "second_says", "second_passages", "second_sources"),
    "statement",
)
_PAIRED = (Relation.MORE_PRECISE, Relation.OVERLAP, Relation.CONFLICT, Relation.DENIED)


@dataclass(frozen=True)
class Comparison:
    """Two sources compared; they are given by their keys, ``about`` by its IRI.

    ``shared`` are the sources from which both come: if there are any, the two are one witness.
    ``lines`` hold what neither says as well.
    """

    first: str
    second: str
    lines: tuple[Compared, ...]
    shared: tuple[str, ...]
    about: str
    labels: Labels = field(repr=False)
    shown: tuple[Relation, ...] = tuple(Relation)

    @property
    def independent(self) -> bool:
        """Whether neither copies the other, nor both a third."""
        return not self.shared

    @property
    def counts(self) -> dict[Relation, int]:
        """How many lines there are of each relation."""
        return {kind: sum(line.relation is kind for line in self.lines) for kind in Relation}

    def showing(self, relations: Collection[Relation]) -> Comparison:
        """Give the comparison so that it writes only the lines of some relations."""
        return replace(self, shown=tuple(kind for kind in Relation if kind in relations))

    @property
    def shown_lines(self) -> list[Compared]:
        """The lines that are written."""
        return [line for line in self.lines if line.relation in self.shown]

    @cached_property
    def report(self) -> Report:
        """The comparison in words and tables."""
        title = f"{self.first} and {self.second} compared"
        if self.about:
            title += f": {self.labels.shown(ox.NamedNode(self.about))}"
        return Report(title, list(_lead(self)), list(_sections(self)))

    def _repr_html_(self) -> str:
        """Show the comparison in a notebook."""
        return as_html(self.report)


def compare(
    evidence: Evidence, names: Names, first: str, second: str, about: str = "", language: str = "en"
) -> Comparison:
    """Compare two sources by their keys, such as ``fr-article``; ``about`` is the IRI of a thing.

    What neither says is written only where it is asked for with ``about`` or ``showing``.
    """
    shared = origins(first, evidence.derives_from) & origins(second, evidence.derives_from)
    found = Comparison(
        first,
        second,
        tuple(side_by_side(evidence, first, second, about)),
        tuple(sorted(shared)),
        about,
        Labels(evidence.store, names, language),
    )
    return found if about else found.showing(set(Relation) - {Relation.NEITHER})


def as_csv(found: Comparison) -> str:
    """Write a comparison as a table for programs; values are keys, dates in EDTF."""
    words = _Words(found)
    curie = found.labels.names.curie

    def cells(side: Side | None) -> list[str]:
        if side is None:
            return ["", "", "", "", ""]
        says = "denies" if side.denies else "says"
        places = " ".join(passage.locator for passage in side.passages)
        return [words.raw(side.claim.object), side.claim.status, says, places, str(side.witnesses)]

    rows = (
        [
            line.relation,
            line.source,
            words.raw(line.sides[0].claim.subject),
            curie(line.sides[0].claim.predicate),
            *cells(line.first),
            *cells(line.second),
            words.statement(line.sides[0].claim),
        ]
        for line in found.shown_lines
    )
    return write_table(list(_CSV), rows)


def as_json(found: Comparison) -> str:
    """Write a comparison as JSON, with what is known of each claim."""
    words = _Words(found)

    def described(side: Side | None) -> dict[str, object] | None:
        if side is None:
            return None
        return {
            "claim": side.claim.iri,
            "value": words.raw(side.claim.object),
            "words": words.value(side.claim),
            "status": side.claim.status,
            "natures": side.claim.natures,
            "says": "denies" if side.denies else "says",
            "passages": [str(passage) for passage in side.passages],
            "sources": side.witnesses,
        }

    lines = [
        {
            "relation": line.relation,
            "source": line.source,
            "subject": words.raw(line.sides[0].claim.subject),
            "property": found.labels.names.curie(line.sides[0].claim.predicate),
            "statement": words.statement(line.sides[0].claim),
            "first": described(line.first),
            "second": described(line.second),
        }
        for line in found.shown_lines
    ]
    document = {
        "first": found.first,
        "second": found.second,
        "about": found.about,
        "independent": found.independent,
        "common_origins": found.shared,
        "counts": found.counts,
        "statements": lines,
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def write_comparison(found: Comparison, fmt: str, width: int | None = None) -> str:
    """Write a comparison as ``table``, ``markdown``, ``html``, ``json`` or ``csv``."""
    writers: dict[str, Callable[[], str]] = {
        "table": lambda: as_text(found.report, width),
        "markdown": lambda: as_markdown(found.report),
        "html": lambda: as_page(found.report, found.labels.language),
        "json": lambda: as_json(found),
        "csv": lambda: as_csv(found),
    }
    return writers[fmt]()


def _lead(found: Comparison) -> Iterator[str]:
    label = found.labels
    for key in (found.first, found.second):
        yield f"{key}: {label.label(label.names.thing('source', key))}"
    if found.independent:
        yield "The two are independent: neither is known to copy the other or a common source."
        return
    others = [key for key in found.shared if key not in (found.first, found.second)]
    if others:
        why = f"both come from {' and '.join(others)}"
    else:
        copy = found.second if found.first in found.shared else found.first
        why = f"{copy} comes from {found.first if copy == found.second else found.second}"
    yield f"The two are not independent: {why}. They are one witness; what both say counts once."


def _sections(found: Comparison) -> Iterator[Section]:
    words = _Words(found)
    counted_ = [
        [_title(found, relation, source), str(len(list(lines)))]
        for (relation, source), lines in groupby(found.lines, _group)
    ]
    yield Section("How many statements", ["", "statements"], counted_)
    for (relation, source), grouped in groupby(found.shown_lines, _group):
        lines = list(grouped)
        title = f"{_title(found, relation, source)} ({len(lines)})"
        if relation in (Relation.BOTH, Relation.TOGETHER):
            head = ["statement", found.first, found.second, "sources"]
            rows = [words.of_both(line) for line in lines]
        elif relation in _PAIRED:
            head = ["on", found.first, found.second]
            rows = [words.of_pair(line) for line in lines]
        else:
            head = ["statement", source or "said by"]
            rows = [words.alone(line) for line in lines]
        yield Section(title, head, rows, _NOTES.get(relation, ""))


_NOTES = {
    Relation.BOTH: "Sources are counted in the whole dataset; those that copy count as one.",
    Relation.TOGETHER: "What neither says alone; we read it from passages of both.",
}


def _group(line: Compared) -> tuple[Relation, str]:
    return line.relation, line.source


def _title(found: Comparison, relation: Relation, source: str) -> str:
    other = found.second if source == found.first else found.first
    once = "" if found.independent else ", and count as one"
    return {
        Relation.BOTH: f"Both say it{once}",
        Relation.TOGETHER: "Read from both together",
        Relation.MORE_PRECISE: f"{source} is more precise",
        Relation.OVERLAP: "They overlap",
        Relation.CONFLICT: "They conflict",
        Relation.DENIED: f"{source} denies what {other} says",
        Relation.ONLY_ONE: f"Only {source} says it",
        Relation.NOT_MENTIONED: f"Only {source} says it; {other} does not mention the thing",
        Relation.NEITHER: "Neither says it, but others do",
    }[relation]


@dataclass(frozen=True)
class _Words:
    """Puts claims into words."""

    found: Comparison

    @cached_property
    def mentions(self) -> Mentions:
        return Mentions(self.found.labels.store)

    def of_both(self, line: Compared) -> list[str]:
        sides = [_places(side.passages) for side in line.sides]
        claim, witnesses = line.sides[0].claim, str(line.sides[0].witnesses)
        denied = "denied: " if line.sides[0].denies else ""
        return [denied + self.statement(claim) + self.status(claim), *sides, witnesses]

    def of_pair(self, line: Compared) -> list[str]:
        subject, name = self.parts(line.sides[0].claim)
        return [f"{subject}, {name}", *(self._said(side) for side in line.sides)]

    def alone(self, line: Compared) -> list[str]:
        side = line.sides[0]
        statement = self.statement(side.claim) + self.status(side.claim)
        if line.relation is Relation.NEITHER:
            return [statement, ", ".join(side.claim.sources)]
        denied = "denied: " if side.denies else ""
        return [denied + statement, _places(side.passages)]

    def statement(self, claim: Claim) -> str:
        """Write a claim as a line: what it is about, which property, which value."""
        subject, name = self.parts(claim)
        return f"{subject}, {name}: {self.value(claim)}"

    def parts(self, claim: Claim) -> tuple[str, str]:
        return self.thing(claim.subject), self.found.labels.shown(ox.NamedNode(claim.predicate))

    def value(self, claim: Claim) -> str:
        """Write the value of a claim for people."""
        value = claim.object
        if not isinstance(value, ox.Literal):
            return self.thing(value)
        if value.language:
            same = value.language == self.found.labels.language
            return value.value if same else f"“{value.value}” ({value.language})"
        about = "approximate" in claim.natures
        if value.datatype.value == EDTF:
            return date_in_words(value.value)
        if value.datatype.value == XSD + "duration":
            return duration_in_words(value.value, about=about)
        return number_in_words(value.value, about=about)  # other text stays as it is

    def thing(self, term: Term) -> str:
        """Call a thing by its name, a participation by the whole, the role and the agent."""
        taking_part = self.mentions.participations.get(term)
        if taking_part is None:
            return self.found.labels.shown(term)
        return ", ".join(self.found.labels.shown(part) for part in taking_part if part)

    def raw(self, term: Term) -> str:
        """Write a term for programs: a CURIE, or the text of a literal."""
        if isinstance(term, ox.NamedNode):
            return self.found.labels.names.curie(term.value)
        return term.value

    def status(self, claim: Claim) -> str:
        if claim.status == "accepted":
            return ""
        store = self.found.labels
        return f" ({store.label(store.names.thing('status', claim.status)) or claim.status})"

    def _said(self, side: Side) -> str:
        denied = "denies: " if side.denies else ""
        return (
            f"{denied}{self.value(side.claim)}{self.status(side.claim)} [{_places(side.passages)}]"
        )


def _places(passages: tuple[Passage, ...]) -> str:
    return " ".join(passage.locator for passage in passages)
