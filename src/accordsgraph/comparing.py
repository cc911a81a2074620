"""Compare two sources and write the comparison: for people by what it shows, for programs whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby

import pyoxigraph as ox

from accordsgraph.evidence import Evidence, Passage, origins, reading_order
from accordsgraph.labels import Labels
from accordsgraph.matching import Compared, Relation, Side, side_by_side
from accordsgraph.namespaces import Names
from accordsgraph.phrasing import Phrases
from accordsgraph.sections import Report, Section, as_html, as_markdown, as_page, as_text
from accordsgraph.tables import write_table

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
    quoted: Mapping[Passage, str] = field(default_factory=dict, repr=False)

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

    def quoting(self, quote: Callable[[Passage], str]) -> Comparison:
        """Give the comparison with the words of the passages it shows; '' where nobody has them."""
        cited = {passage: None for line in self.shown_lines for passage in _cited(line)}
        words = {passage: quote(passage) for passage in sorted(cited, key=reading_order)}
        return replace(self, quoted={passage: said for passage, said in words.items() if said})

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
    phrases = Phrases(found.labels)

    def cells(side: Side | None) -> list[str]:
        if side is None:
            return ["", "", "", "", ""]
        says = "denies" if side.denies else "says"
        value, witnesses = phrases.raw(side.claim.object), str(side.witnesses)
        return [value, side.claim.status, says, _places(side), witnesses]

    rows = (
        [
            line.relation,
            line.source,
            phrases.raw(line.sides[0].claim.subject),
            phrases.curie(line.sides[0].claim.predicate),
            *cells(line.first),
            *cells(line.second),
            phrases.statement(line.sides[0].claim),
        ]
        for line in found.shown_lines
    )
    return write_table(list(_CSV), rows)


def as_json(found: Comparison) -> str:
    """Write a comparison as JSON, with what is known of each claim."""
    phrases = Phrases(found.labels)

    def described(side: Side | None) -> dict[str, object] | None:
        if side is None:
            return None
        return {
            "claim": side.claim.iri,
            "value": phrases.raw(side.claim.object),
            "words": phrases.value(side.claim),
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
            "subject": phrases.raw(line.sides[0].claim.subject),
            "property": phrases.curie(line.sides[0].claim.predicate),
            "statement": phrases.statement(line.sides[0].claim),
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
        "quoted": {str(passage): said for passage, said in found.quoted.items()},
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
    phrases = Phrases(found.labels)
    counted_ = [
        [_title(found, relation, source), str(len(list(lines)))]
        for (relation, source), lines in groupby(found.lines, _group)
    ]
    yield Section("How many statements", ["group", "statements"], counted_)
    for (relation, source), grouped in groupby(found.shown_lines, _group):
        lines = list(grouped)
        title = f"{_title(found, relation, source)} ({len(lines)})"
        if relation in (Relation.BOTH, Relation.TOGETHER):
            head = ["statement", "status", found.first, found.second, "sources"]
            rows = [_of_both(line, phrases) for line in lines]
        elif relation in _PAIRED:
            head = ["on", found.first, found.second]
            rows = [_of_pair(line, phrases) for line in lines]
        else:
            head = ["statement", "status", source or "said by"]
            rows = [_alone(line, phrases) for line in lines]
        yield Section(title, head, rows, _NOTES.get(relation, ""))
    for source in (found.first, found.second):
        rows = [[p.locator, said] for p, said in found.quoted.items() if p.source == source]
        if rows:
            yield Section(f"Passages of {source}", ["passage", "words"], rows)


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


def _of_both(line: Compared, phrases: Phrases) -> list[str]:
    places = [_places(side) for side in line.sides]
    return [*_statement(line, phrases), *places, str(line.sides[0].witnesses)]


def _of_pair(line: Compared, phrases: Phrases) -> list[str]:
    claim = line.sides[0].claim
    on = f"{phrases.thing(claim.subject)}, {phrases.property(claim)}"
    return [on, *(_value(side, phrases) for side in line.sides)]


def _alone(line: Compared, phrases: Phrases) -> list[str]:
    side = line.sides[0]
    by = ", ".join(side.claim.sources) if line.relation is Relation.NEITHER else _places(side)
    return [*_statement(line, phrases), by]


def _statement(line: Compared, phrases: Phrases) -> tuple[str, str]:
    side = line.sides[0]
    denied = "denied: " if side.denies else ""
    return denied + phrases.statement(side.claim), phrases.status(side.claim)


def _value(side: Side, phrases: Phrases) -> str:
    denied = "denies: " if side.denies else ""
    plain = side.claim.status == "accepted"
    judged = "" if plain else f" ({phrases.status(side.claim)})"
    return f"{denied}{phrases.value(side.claim)}{judged} [{_places(side)}]"


def _cited(line: Compared) -> tuple[Passage, ...]:
    if line.relation is Relation.NEITHER:
        return ()
    return tuple(passage for side in line.sides for passage in side.passages)


def _places(side: Side) -> str:
    return " ".join(passage.locator for passage in side.passages)
