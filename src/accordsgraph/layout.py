"""Lay a description out as a page: what is read first, which words are used, what is put together.

Statements with the same evidence are joined, and every tag and judgement is explained at the end.
``quote`` is asked for the words of each passage, by whoever holds the documents; none by default.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import groupby
from typing import TypeVar

from accordsgraph.commitments import Commitment
from accordsgraph.description import Description
from accordsgraph.disputes import Dispute
from accordsgraph.evidence import Passage
from accordsgraph.facts import Facts, Statement, Thing
from accordsgraph.namespaces import TERMS
from accordsgraph.page import Grid, Item, Page, Section, Tag
from accordsgraph.roles import Role, rank

_T = TypeVar("_T")

Quote = Callable[[Passage], str]
"""Gives the words of a passage with where they stand, '' where they are not at hand."""
_OWED = ("debtor", "dueFrom", "deadline")
_OUTCOME = ("fulfilment", "fulfilledBy", "breachedBy")
_ADDED = ("computed", "deduced")
_WIKIDATA = "http://www.wikidata.org/entity/"


def lay_out(said: Description, facts: Facts, quote: Quote | None = None) -> Page:
    """Lay out a description; ``quote`` gives the words of passages."""
    write = _Writer(said, facts, quote)
    kind = [said.kind, said.thing.key]
    kind += ["known only from what sources say"] if said.only_reported else []
    sections = (
        Section("Names", write.names()),
        Section("What the graph says", (*write.signed(), *write.grouped(said.facts))),
        Section("Roles", write.roles(), *write.matrix()),
        Section("Commitments", tuple(map(write.commitment, said.commitments))),
        Section("Only reported", write.grouped(said.reported, "reported"), intro=_REPORTED),
        Section("Disputed", tuple(map(write.dispute, said.disputes))),
        Section("Said less precisely", write.grouped(said.less_precise, "subsumed")),
        Section("What refers to it", write.referring(), intro=_REFERRING),
        Section("What it says, passage by passage", write.passages(), intro=_PASSAGES),
        Section("Identifiers", write.identifiers()),
        Section("Sources", write.sources()),
        Section("Words", tuple(Item(meaning, word) for word, meaning in said.words)),
    )
    kept = (section for section in sections if section.items or section.grid)
    language = facts.labels.language
    return Page(said.label, " · ".join(filter(None, kind)), said.notes, tuple(kept), language)


_REPORTED = "Sources say this; the graph does not say it itself."
_REFERRING = "Read from the right: the thing named there, what stands on the left, then this one."
_MATRIX = "In the table +3 means three more sources, which are named below it."
_EDITORIAL = " A star marks what is editorial."
_PASSAGES = "In brackets stand the other sources that say the same."


class _Writer:
    """Writes the parts of one description as items."""

    def __init__(self, said: Description, facts: Facts, quote: Quote | None) -> None:
        self.said = said
        self.facts = facts
        self.quote = quote

    def item(self, text: str, said: Statement, term: str = "") -> Item:
        """Write one statement with its judgement and sources."""
        quotes = map(self.quote, (*said.passages, *said.against)) if self.quote else ()
        return Item(
            text,
            term,
            self.remarks(said),
            self.tags(said.passages),
            self.tags(said.against),
            said.notes,
            tuple(filter(None, quotes)),
        )

    def remarks(self, said: Statement) -> tuple[str, ...]:
        """Say how we judge a statement, how the source puts it, and whose view it is."""
        words = [said.status] if said.status in _ADDED else []
        if said.status not in ("", "accepted", *_ADDED):
            words.append(self.facts.term("status", said.status)[0])
        words += ["disputed"] * said.is_disputed
        words += [self.facts.term("nature", nature)[0] for nature in said.natures]
        words += [f"according to {agent.label}" for agent in said.attributed]
        return tuple(words)

    def tags(self, passages: Iterable[Passage]) -> tuple[Tag, ...]:
        """Give the tags of the sources of passages, those of documents held in full first."""
        places: dict[str, list[str]] = {}
        for passage in passages:
            places.setdefault(passage.source, []).append(passage.locator)
        sources = sorted(map(self.facts.source, places), key=lambda s: (not s.held, s.tag))
        return tuple(Tag(s.tag, s.label, tuple(places[s.key])) for s in sources)

    def grouped(self, statements: Iterable[Statement], status: str = "") -> tuple[Item, ...]:
        """Write statements by property, those with the same evidence on one line.

        ``status`` is one that the heading says already.
        """
        groups = _grouped(statements, lambda s: (s.name, *_evidence(s)))
        items = (
            self.item("; ".join(s.value for s in group), group[0], group[0].name)
            for group in groups
        )
        known = self.facts.term("status", status)[0] if status else ""
        return tuple(
            replace(item, remarks=tuple(word for word in item.remarks if word != known))
            for item in items
        )

    def signed(self) -> tuple[Item, ...]:
        """Write when and where an accord or a text was signed."""
        terms = {"when": "signed", "tookPlaceAt": "signed at"}
        return tuple(self.item(s.value, s, terms[s.predicate]) for s in self.said.signing)

    def names(self) -> tuple[Item, ...]:
        """Write the labels by language, then the names that sources use."""
        labels = (
            Item("; ".join(n.text + " (our translation)" * n.ours for n in names), language)
            for language, group in groupby(self.said.names, key=lambda name: name.language)
            for names in [list(group)]
        )
        return (*labels, *self.grouped(self.said.called))

    def matrix(self) -> tuple[Grid, str] | tuple[None, str]:
        """Draw who has which role in which text, the longer side down; with how to read it."""
        texts, roles = self.said.texts, self.said.roles
        if len(texts) < 2:
            return None, ""
        names = _short_names(texts)
        cells: dict[tuple[str, str], list[str]] = {}
        for role in roles:
            cells.setdefault((role.text.iri, role.agent.iri), []).append(self.entry(role))
        taking = Counter(agent for _, agent in cells)
        labels = {role.agent.iri: role.agent.label for role in roles}
        agents = {iri: labels[iri] for iri in sorted(labels, key=lambda a: (-taking[a], labels[a]))}
        intro = _MATRIX + _EDITORIAL * any(role.said.status == "editorial" for role in roles)
        if len(agents) > len(texts):
            return _grid(
                agents, names, {(a, t): entries for (t, a), entries in cells.items()}
            ), intro
        return _grid(names, agents, cells), intro

    def entry(self, role: Role) -> str:
        """Write a role for a cell: tags of documents held in full, and how many more there are."""
        sources = [self.facts.source(key) for key in role.said.sources]
        short = sorted(source.tag for source in sources if source.held)
        more = [f"+{len(sources) - len(short)}"] if len(sources) > len(short) else []
        star = "*" if role.said.status == "editorial" else ""
        return f"{role.name}{star} [{' '.join(short + more)}]"

    def roles(self) -> tuple[Item, ...]:
        """Write each role with its sources and those who acted in it."""
        names = _short_names(self.said.texts)
        places = {iri: number for number, iri in enumerate(names)}

        def order(role: Role) -> tuple[object, ...]:
            return places[role.text.iri], rank(role.said.predicate), role.agent.label

        def together(role: Role) -> tuple[object, ...]:
            return (role.text, role.name, *_evidence(role.said), role.agent if role.details else "")

        inside = sorted((role for role in self.said.roles if role.text.iri in names), key=order)
        found: dict[str, list[Item]] = {}
        for group in _grouped(inside, together):
            agents = ", ".join(role.agent.label for role in group)
            item = self.item(agents, group[0].said, group[0].name)
            item = replace(item, items=self.grouped(group[0].details))
            found.setdefault(names[group[0].text.iri], []).append(item)
        elsewhere = (role for role in self.said.roles if role.text.iri not in names)
        if len(names) == 1:
            return tuple(item for items in found.values() for item in items)
        by_text = (Item(name, items=tuple(items)) for name, items in found.items())
        return (*by_text, *map(self.own_role, elsewhere))

    def own_role(self, role: Role) -> Item:
        """Write a role of the thing itself, or one in which it acted for another."""
        acting = role.agent.iri != self.said.thing.iri
        text = role.text.dated + (f", for {role.agent.label}" if acting else "")
        details = (s for s in role.details if s.raw != self.said.thing.iri)
        return replace(self.item(text, role.said, role.name), items=self.grouped(details))

    def commitment(self, promise: Commitment) -> Item:
        """Write who owes a commitment, when it is due and what became of it."""
        items = self.grouped((*promise.said(*_OWED), *promise.said(*_OUTCOME)))
        if not promise.said(*_OUTCOME):
            outcome = self.facts.labels.label(TERMS + "fulfilment")
            items = (*items, Item("nothing is said of it", outcome))
        return Item(promise.thing.label, items=items)

    def dispute(self, dispute: Dispute) -> Item:
        """Write statements in dispute side by side, under what they are about."""
        points = {(s.subject, s.name) for s in dispute.statements}
        one = len(points) == 1

        def about(s: Statement) -> str:
            return s.name if s.subject == self.said.thing else f"{s.subject.label}: {s.name}"

        said = (
            self.item(s.value if one else f"{about(s)}: {s.value}", s) for s in dispute.statements
        )
        stands = (self.item(f"the record has: {s.value}", s) for s in dispute.stands)
        heading = about(dispute.statements[0]) if one else "statements that cannot all be right"
        return Item(heading, items=(*said, *stands))

    def referring(self) -> tuple[Item, ...]:
        """Write what names the thing, by the property that leads to it."""
        groups = _grouped(self.said.referring, lambda s: (s.name, *_evidence(s)))
        return tuple(
            self.item("; ".join(s.subject.dated for s in group), group[0], group[0].name)
            for group in groups
        )

    def passages(self) -> tuple[Item, ...]:
        """Write what each passage of a source says and denies, with who else says it."""
        found = []
        for said in self.said.passages:
            for statements, denied in ((said.says, ()), (said.denies, ("denied",))):
                for s in statements:
                    text = f"{s.subject.label}: {s.name} {s.value}"
                    item = self.item(text, s, said.passage.locator)
                    own = self.facts.source(said.passage.source).tag
                    others = tuple(tag for tag in item.tags if tag.name != own)
                    found.append(replace(item, tags=others, remarks=(*denied, *item.remarks)))
        return tuple(found)

    def identifiers(self) -> tuple[Item, ...]:
        """Write what others call the thing, and its key and IRI here."""
        given = (
            Item(f"{s.raw.removeprefix(_WIKIDATA)}  {s.raw}", "Wikidata")
            if s.raw.startswith(_WIKIDATA)
            else self.item(s.raw, s, s.name)
            for s in self.said.identifiers
        )
        return (*given, Item(self.said.thing.key, "key"), Item(self.said.thing.iri, "IRI"))

    def sources(self) -> tuple[Item, ...]:
        """Explain the tags; say which source was copied from which."""
        return tuple(
            Item(
                source.label,
                source.tag,
                tuple(f"copied or translated from {key}" for key in source.copies),
            )
            for source in self.said.sources
        )


def _grid(
    rows: Mapping[str, str],
    columns: Mapping[str, str],
    cells: Mapping[tuple[str, str], Iterable[str]],
) -> Grid:
    return Grid(
        tuple(columns.values()),
        tuple(
            (name, tuple(tuple(cells.get((row, column), ())) for column in columns))
            for row, name in rows.items()
        ),
    )


def _grouped(items: Iterable[_T], key: Callable[[_T], object]) -> list[list[_T]]:
    """Put together neighbours that are alike."""
    return [list(group) for _, group in groupby(items, key=key)]


def _evidence(said: Statement) -> tuple[object, ...]:
    """Give what two statements must share to stand on one line."""
    return said.status, said.natures, said.passages, said.against, said.attributed, said.notes


def _short_names(texts: tuple[Thing, ...]) -> dict[str, str]:
    """Name an accord's texts without what all their names begin with."""
    if len(texts) < 2:
        return {text.iri: text.label for text in texts}
    whole, *parts = texts
    heads = {part.label.partition(", ")[0] for part in parts}
    common = f"{heads.pop()}, " if len(heads) == 1 and parts[1:] else ""
    short = {part.iri: part.label.removeprefix(common) for part in parts}
    return {whole.iri: "as a whole", **short}
