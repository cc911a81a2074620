"""Put changes into words that need no knowledge of the data model."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import pyoxigraph as ox

from accordsgraph.diff.changes import Change, Consequence, Difference
from accordsgraph.diff.snapshots import Snapshot
from accordsgraph.errors import short
from accordsgraph.evidence import Claim, Passage, Term
from accordsgraph.labels import Labels
from accordsgraph.namespaces import LANG_STRING, RDF, SKOS, THING_CLASSES, VOCABULARY_TYPES, XSD

LANGUAGES = {
    "en": "English",
    "fr": "French",
    "tr": "Turkish",
    "ru": "Russian",
    "fa": "Persian",
    "ps": "Pashto",
    "ur": "Urdu",
}
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
_WORDS = {
    RDF + "type": "class",
    SKOS + "editorialNote": "note",
    SKOS + "note": "note",
    SKOS + "inScheme": "list",
    SKOS + "definition": "definition",
    SKOS + "scopeNote": "scope note",
    SKOS + "broader": "broader concept",
    "https://schema.org/sameAs": "Wikidata item",
    _RDFS + "subClassOf": "broader class",
    _RDFS + "subPropertyOf": "broader property",
    _RDFS + "domain": "class it is said of",
    _RDFS + "range": "class of its values",
    _OWL + "inverseOf": "inverse",
    _OWL + "propertyChainAxiom": "rule",
    "boundaries": "boundaries",
}


class Entity(NamedTuple):
    """What a change is about: its name for people, its key and the part of the data it is of."""

    name: str
    key: str
    part: str


class Words:
    """Speaks of the things of two snapshots by their newest labels."""

    def __init__(self, old: Snapshot, new: Snapshot, difference: Difference, language: str) -> None:
        self._snapshots, self._language = (new, old), language
        self._known: dict[int, Labels] = {}
        self.names = new.names
        self._before = {now: was for was, now in difference.renames.items()}

    def entity(self, change: Change | Consequence) -> Entity:
        """Name what a change is about; what is said of a role is told with the text."""
        iri = change.entity if isinstance(change, Change) else _text(change.subject)
        if isinstance(change, Change) and change.what in ("judgement", "setting"):
            return self._row(change)
        role = self._role(iri)
        if role:
            iri = role[0]
        kind = (self.names.split(iri) or ("", ""))[0]
        part = "things"
        if kind == "source":
            part = "sources"
        elif kind in VOCABULARY_TYPES or not kind:
            part = "terms"
        return Entity(self.name(iri), self.names.curie(iri), part)

    def name(self, iri: str) -> str:
        """Give the newest label of a thing, else its short name."""
        if ":" not in iri:
            return "A nameless node"
        return self._label(iri) or self.names.curie(iri)

    def sentence(self, change: Change) -> str:
        """Say what changed, without naming again what it is about."""
        return getattr(self, f"_say_{change.what}")(change)  # type: ignore[no-any-return]

    def consequence(self, consequence: Consequence) -> str:
        """Say what follows now, or no longer does."""
        ends = "now follows" if consequence.how == "added" else "no longer follows"
        said = self._said(consequence.subject, consequence.predicate, consequence.object)
        return f"{said} {ends}"

    def statement(self, claim: Claim) -> str:
        """Say a statement without its subject: ``witness Soviet Union``."""
        return self._said(claim.subject, claim.predicate, claim.object)

    def value(self, term: Any) -> str:
        """Write a value: a thing by its name, a text in quotation marks, a date as it is."""
        if isinstance(term, ox.NamedNode):
            role = self._role(term.value)
            if role:
                return f"{role[1]} {role[2]} of {self.name(role[0])}"
            return self.name(term.value)
        if isinstance(term, ox.BlankNode):
            return "a compound"
        if isinstance(term, ox.Literal):
            if term.language not in (None, self._language):
                return f"“{short(term.value)}” ({_language(term.language)})"
            return short(term.value) if _is_plain(term) else f"“{short(term.value)}”"
        return f"“{short(str(term))}”"

    def property(self, iri: str) -> str:
        """Give the words for a property."""
        known = _WORDS.get(iri)
        return known or (self.name(iri) if ":" in iri else iri.replace("_", " "))

    def _said(self, subject: Any, predicate: str, value: Any) -> str:
        role = self._role(_text(subject))
        about = f"{role[1]} {role[2]}, " if role else ""
        return f"{about}{self.property(predicate)} {self.value(value)}"

    def _role(self, iri: str) -> tuple[str, str, str] | None:
        """Take a participation apart: the IRI of the text, the role and the agent in words."""
        kind, key = self.names.split(iri) or ("", "")
        parts = (
            re.fullmatch(r"(.+?)--(?=[a-z])(.+?)--(.+)", key) if kind == "participation" else None
        )
        if not parts:
            return None
        whole, role, agent = parts.groups()
        label = self.name(self.names.thing("role", role))
        agent_iri = self._find(agent)
        return self._find(whole) or iri, label, self.name(agent_iri) if agent_iri else agent

    def _find(self, key: str) -> str:
        """Give the thing of a key that has a label."""
        for kind in THING_CLASSES:
            iri = self.names.thing(kind, key)
            if self._label(iri):
                return iri
        return ""

    def _label(self, iri: str) -> str:
        """Look a label up in the new snapshot, then in the old one, which is seldom needed."""
        for number, snapshot in enumerate(self._snapshots):
            if number not in self._known:
                self._known[number] = Labels(snapshot.labels, snapshot.names, self._language)
            label = self._known[number].label(self._before.get(iri, iri) if number else iri)
            if label:
                return label
        return ""

    def _row(self, change: Change) -> Entity:
        if change.what == "setting":
            return Entity("The dataset", "data/dataset.toml", "dataset")
        curie = change.entity.partition(" ")[0]
        iri = self.names.expand(curie) or curie
        return Entity(self.name(iri), curie, "things")

    def _say_thing(self, change: Change) -> str:
        if change.how == "renamed":
            old = self.names.curie(change.before)
            return f"key changed from {old} to {self.names.curie(change.entity)}"
        kind = change.after or change.before
        return f"{change.how}: {self._class(kind)}, {self.names.curie(change.entity)}"

    def _class(self, kind: Any) -> str:
        if kind is None:
            return "thing"
        return "concept" if _text(kind) == SKOS + "Concept" else self.name(_text(kind))

    def _say_term(self, change: Change) -> str:
        if change.predicate:
            return self._say_detail(change)
        return f"{change.how}: {self._class(change.after or change.before)} of the vocabulary"

    def _say_label(self, change: Change) -> str:
        term = change.after or change.before
        other = "other " if change.predicate == SKOS + "altLabel" else ""
        what = f"{other}{_language(term.language)} name".strip()
        if change.how == "changed":
            return f"{what} changed from “{change.before.value}” to “{change.after.value}”"
        return f"{what} “{term.value}” {change.how}"

    def _say_detail(self, change: Change) -> str:
        what = self.property(change.predicate)
        compound = any(isinstance(v, ox.BlankNode) for v in (change.before, change.after))
        if change.how == "changed":
            if compound:
                return f"{what} changed"
            return f"{what} changed from {self.value(change.before)} to {self.value(change.after)}"
        value = change.after if change.after is not None else change.before
        return f"{what} {change.how}" if compound else f"{what} {self.value(value)} {change.how}"

    _say_link = _say_detail

    def _say_statement(self, change: Change) -> str:
        claim = change.claim
        if claim is None:
            return f"{self._say_detail(change)}, without a source"
        if change.how == "changed" and change.old and change.new:
            role = self._role(_text(claim.subject))
            about = f"{role[1]} {role[2]}, " if role else ""
            values = f"from {self.value(change.before)} to {self.value(change.after)}"
            return f"{about}{self.property(change.predicate)} changed {values}"
        held = "" if claim.status == "accepted" else f" as {claim.status}"
        attributed = ""
        if claim.attributed:
            attributed = ", said by " + " and ".join(map(self.name, claim.attributed))
        tail = f"{attributed}{_places(claim.passages)}"
        return f"{self.statement(claim)} {change.how}{held}{tail}"

    def _say_status(self, change: Change) -> str:
        return f"{self._about(change)}: status changed from {change.before} to {change.after}"

    def _say_evidence(self, change: Change) -> str:
        how = "added" if change.how == "added" else "withdrawn"
        return f"{self._about(change)}: evidence {how}{_places(change.keys)}"

    def _say_dispute(self, change: Change) -> str:
        how = "now disputed by" if change.how == "added" else "no longer disputed by"
        return f"{self._about(change)}: {how} {_places(change.keys)[2:]}"

    def _say_nature(self, change: Change) -> str:
        how = "now" if change.how == "added" else "no longer"
        return f"{self._about(change)}: {how} marked as {' and '.join(change.keys)}"

    def _say_attribution(self, change: Change) -> str:
        who = " and ".join(map(self.name, change.keys))
        how = "now given as said by" if change.how == "added" else "no longer given as said by"
        return f"{self._about(change)}: {how} {who}"

    def _say_conflict(self, change: Change) -> str:
        how = "now in conflict with" if change.how == "added" else "no longer in conflict with"
        others = [f"“{self._other(said, change)}”" for said in change.keys]
        return f"{self._about(change)}: {how} {' and '.join(others)}"

    def _other(self, said: tuple[Term, str, Term], change: Change) -> str:
        claim = change.claim
        same = claim is not None and claim.subject == said[0]
        name = "" if same else f"{self.value(said[0])}: "
        return f"{name}{self._said(*said)}"

    def _say_note(self, change: Change) -> str:
        if change.how == "changed":
            values = f"changed from “{short(change.before)}” to “{short(change.after)}”"
            return f"{self._about(change)}: note {values}"
        return f"{self._about(change)}: note “{short(change.after or change.before)}” {change.how}"

    def _say_sentence(self, change: Change) -> str:
        (locator,) = change.keys
        if not change.predicate:
            return f"passage {locator} {change.how}"
        if change.predicate == "digest":
            return f"passage {locator}: the digest of its words changed"
        return f"passage {locator}: boundaries changed from {change.before} to {change.after}"

    def _say_judgement(self, change: Change) -> str:
        item = change.entity.partition(" ")[2]
        what = "the finding that Wikidata has no item" if "NoTerm" in item else f"link to {item}"
        if not change.predicate:
            return f"{what} {change.how}"
        return f"{what}: {self._say_detail(change)}"

    _say_setting = _say_detail

    def _about(self, change: Change) -> str:
        return self.statement(change.claim) if change.claim else self.property(change.predicate)


def _places(passages: tuple[Passage, ...]) -> str:
    """Write passages after a comma: ``, fr-article p1.s2 and un-chronicle-1988 text``."""
    written = [f"{passage.source} {passage.locator}" for passage in passages]
    return ", " + ", ".join(written) if written else ""


def _language(tag: str | None) -> str:
    return LANGUAGES.get(tag or "", tag or "")


def _is_plain(term: ox.Literal) -> bool:
    """Tell whether a text is a number, a date or the like, which needs no quotation marks."""
    return term.datatype.value not in (XSD + "string", LANG_STRING)


def _text(term: object) -> str:
    return str(getattr(term, "value", term))
