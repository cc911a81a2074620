"""Break accords in known ways: each defect has exactly the results that its ledger rows name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from accords import Accord
from ledger import Row, row
from terms import day, term, text, thing, typed
from world import MODALITIES, state

_ROLE_LINKS = (
    *("ag:hasPartyRole", "ag:hasSignature", "ag:hasGuarantee", "ag:hasWitnessing"),
    "ag:hasExclusion",
)
WHOLE = "|".join(f"^{term(link)}" for link in _ROLE_LINKS)


@dataclass(frozen=True)
class Change:
    """A defect of one statement: put another value, add a value, or (no ``new``) remove it.

    ``reports`` is the result's value: ``new`` the value written, ``focus`` the node itself, or
    nothing.
    """

    component: str
    shape: str
    node: str
    property: str
    new: Callable[[Accord], str] | None = None
    keep: bool = False
    reports: str = "new"
    level: str = ""
    about_node: bool = False

    def __call__(self, accord: Accord) -> list[Row]:
        """Change the accord and say what a validator must now report."""
        focus = str(getattr(accord, self.node))
        predicate = term(self.property)
        new = self.new(accord) if self.new else ""
        if not self.keep:
            _remove(accord, focus, predicate)
        if new:
            accord.triples.append((focus, predicate, new))
        value = {"new": new, "focus": focus, "": ""}[self.reports]
        path = "" if self.about_node else predicate
        return [row(self.shape, self.component, focus, path, value, self.level)]


def _remove(accord: Accord, subject: str, predicate: str) -> str:
    """Take a statement out and give the value it had."""
    (found,) = (t for t in accord.triples if t[:2] == (subject, predicate))
    accord.triples.remove(found)
    return found[2]


def _replace(accord: Accord, subject: str, name: str, value: str) -> str:
    predicate = term(name)
    old = _remove(accord, subject, predicate)
    accord.triples.append((subject, predicate, value))
    return old


def _value(accord: Accord, subject: str, name: str) -> str:
    (found,) = (t[2] for t in accord.triples if t[:2] == (subject, term(name)))
    return found


def in_force_backwards(accord: Accord) -> list[Row]:
    """In force at the latest before at the earliest."""
    _replace(accord, accord.iri, "ag:inForceLatest", day(accord.signed + timedelta(1)))
    value = _value(accord, accord.iri, "ag:inForceEarliest")
    path = term("ag:inForceEarliest")
    return [row("accord-in-force", "LessThanOrEquals", accord.iri, path, value)]


def in_force_before_signing(accord: Accord) -> list[Row]:
    """In force a year before it was signed."""
    early = day(accord.signed - timedelta(400))
    for name in ("ag:inForceEarliest", "ag:inForceLatest"):
        _replace(accord, accord.iri, name, early)
    path = term("ag:inForceLatest")
    return [row("accord-force-after-signing", "SPARQL", accord.iri, path, early)]


def supersedes_later(accord: Accord) -> list[Row]:
    """Superseded by the accord before it."""
    path = term("ag:supersedes")
    accord.triples.append((accord.earlier, path, accord.iri))
    shape = "accord-supersedes-earlier"
    return [row(shape, "SPARQL", accord.earlier, path, accord.iri, "Warning")]


def many_guarantees(accord: Accord) -> list[Row]:
    """More states guarantee it than may."""
    for rank in range(2, 5):
        guarantee = thing("participation", f"b{accord.number}-guarantor-{rank}")
        accord.add(accord.iri, ag_hasGuarantee=guarantee)
        accord.add(
            guarantee,
            a=term("ag:Participation"),
            ag_participant=state(rank),
            ag_role=thing("role", "guarantor"),
        )
    path = term("ag:hasGuarantee")
    return [row("accord-guarantees", "QualifiedMaxCount", accord.iri, path)]


def shared_instrument(accord: Accord) -> list[Row]:
    """An instrument that is also one of the accord before."""
    accord.triples.append((accord.earlier, term("ag:hasInstrument"), accord.instrument))
    path = f"^{term('ag:hasInstrument')}"
    return [row("instrument-whole", "MaxCount", accord.instrument, path)]


def no_state(accord: Accord) -> list[Row]:
    """A bilateral agreement of no state."""
    parties = {
        t[2]
        for t in accord.triples
        if t[0] == accord.instrument and t[1] == term("ag:hasPartyRole")
    }
    for party in parties:
        _replace(accord, party, "ag:participant", accord.chain.movement)
    _replace(accord, accord.instrument, "rdf:type", term("ag:BilateralAgreement"))
    path = f"{term('ag:hasPartyRole')}/{term('ag:participant')}"
    return [row("bilateral-state", "QualifiedMinCount", accord.instrument, path)]


def stray_participation(accord: Accord) -> list[Row]:
    """A participation in nothing."""
    stray = thing("participation", f"b{accord.number}-stray")
    accord.add(stray, a=term("ag:Participation"), ag_participant=state(0))
    return [row("participation-whole", "MinCount", stray, WHOLE)]


def shared_guarantee(accord: Accord) -> list[Row]:
    """A guarantee of two accords."""
    accord.triples.append((accord.earlier, term("ag:hasGuarantee"), accord.guarantee))
    return [row("participation-whole", "MaxCount", accord.guarantee, WHOLE)]


def nameless_person(accord: Accord) -> list[Row]:
    """Signed by a person without a name."""
    person = thing("person", f"b{accord.number}-nameless")
    accord.add(person, a=term("ag:Person"))
    _replace(accord, accord.signature, "ag:representedBy", person)
    path = term("ag:representedBy")
    return [row("participation-person", "Node", accord.signature, path, person)]


def begins_backwards(accord: Accord) -> list[Row]:
    """The latest beginning lies before the earliest."""
    _replace(accord, accord.signing, "ag:beginLatest", day(accord.signed - timedelta(40)))
    value = _value(accord, accord.signing, "ag:beginEarliest")
    path = term("ag:beginEarliest")
    return [row("signing-begin", "LessThanOrEquals", accord.signing, path, value)]


def own_beneficiary(accord: Accord) -> list[Row]:
    """A debtor that owes to itself."""
    debtor = _value(accord, accord.commitment, "ag:debtor")
    _replace(accord, accord.commitment, "ag:beneficiary", debtor)
    path = term("ag:debtor")
    return [row("commitment-debtor", "Disjoint", accord.commitment, path, debtor)]


def second_modality(accord: Accord) -> list[Row]:
    """Two modalities of one commitment."""
    path = term("ag:modality")
    first = _value(accord, accord.commitment, "ag:modality")
    other = next(m for m in (thing("modality", key) for key in MODALITIES) if m != first)
    accord.triples.append((accord.commitment, path, other))
    return [row("commitment-modality", "MaxCount", accord.commitment, path)]


def no_time_left(accord: Accord) -> list[Row]:
    """Due on the day from which it is due."""
    due = _value(accord, accord.commitment, "ag:dueFromEarliest")
    _replace(accord, accord.commitment, "ag:deadlineLatest", due)
    path = term("ag:dueFromEarliest")
    return [row("commitment-due", "LessThan", accord.commitment, path, due)]


def two_addresses(accord: Accord) -> list[Row]:
    """An address that differs from the other."""
    other = typed(f"https://example.org/lost/{accord.number}", "xsd:anyURI")
    address = _replace(accord, accord.source, "schema:url", other)
    path = term("ag:address")
    return [row("source-address", "Equals", accord.source, path, v) for v in (address, other)]


def _second_reference(accord: Accord) -> str:
    return text(f"UNTS 9{accord.number:06d}")


DEFECTS: tuple[Callable[[Accord], list[Row]], ...] = (
    Change("MinCount", "accord-title", "iri", "ag:officialTitle", reports=""),
    Change("MinLength", "accord-title", "iri", "ag:officialTitle", lambda _: text("Pact", "en")),
    Change(
        *("MaxLength", "accord-title", "iri", "ag:officialTitle"),
        lambda _: text("Agreement " * 20 + "A", "en"),
    ),
    Change("Datatype", "accord-title", "iri", "ag:officialTitle", lambda _: text("Agreement")),
    Change(
        *("UniqueLang", "accord-label", "iri", "skos:prefLabel", lambda _: text("Pact", "en")),
        keep=True,
        reports="",
        level="Warning",
    ),
    Change(
        *("LanguageIn", "accord-label", "iri", "skos:prefLabel", lambda _: text("Pakt", "de")),
        keep=True,
        level="Warning",
    ),
    Change("Pattern", "accord-reference", "iri", "ag:reference", lambda _: text("UNTS 12")),
    Change(
        *("MaxCount", "accord-reference", "iri", "ag:reference", _second_reference),
        keep=True,
        reports="",
    ),
    Change(
        *("NodeKind", "accord-entry", "iri", "bench:registeredAs"), lambda a: text(f"{a.number}")
    ),
    Change("Class", "accord-topic", "iri", "ag:concerns", lambda a: a.place),
    in_force_backwards,
    in_force_before_signing,
    supersedes_later,
    many_guarantees,
    shared_instrument,
    Change("In", "instrument-language", "instrument", "ag:language", lambda _: text("xx")),
    no_state,
    stray_participation,
    shared_guarantee,
    Change("Class", "participation-agent", "signature", "ag:participant", lambda a: a.place),
    Change(
        *("In", "participation-role", "signature", "ag:role"),
        lambda _: thing("role", "spectator"),
        keep=True,
    ),
    nameless_person,
    Change("HasValue", "guarantee-role", "guarantee", "ag:role", reports=""),
    Change(
        *("Not", "signing", "signing", "rdf:type", lambda _: term("ag:Conflict")),
        keep=True,
        reports="focus",
        about_node=True,
    ),
    Change("Datatype", "signing-when", "signing", "ag:when", lambda _: text("a day in May")),
    begins_backwards,
    Change(  # a date that no calendar has
        *("Datatype", "signing-end", "signing", "ag:endLatest"),
        lambda _: typed("1988-13-45", "xsd:date"),
    ),
    Change("MinCount", "commitment-debtor", "commitment", "ag:debtor", reports=""),
    own_beneficiary,
    second_modality,
    Change(
        *("Or", "commitment-content", "commitment", "ag:content"),
        lambda _: typed("5", "xsd:integer"),
    ),
    no_time_left,
    Change(
        *("SPARQL", "commitment-of-a-party", "commitment", "ag:debtor"),
        lambda a: state(a.chain.first + 30),
        level="Info",
    ),
    Change(
        *("Xone", "source", "source", "ag:statedDuration", lambda _: typed("P1Y", "xsd:duration")),
        keep=True,
        reports="focus",
        about_node=True,
    ),
    two_addresses,
    Change("Datatype", "source-seen", "source", "ag:dateSeen", lambda _: text("2021-05-01")),
    Change(
        *("MinInclusive", "source-pages", "source", "ag:count"), lambda _: typed("0", "xsd:integer")
    ),
    Change(
        *("MaxExclusive", "source-pages", "source", "ag:count"),
        lambda _: typed("10000", "xsd:integer"),
    ),
    Change("Closed", "passage", "passage", "skos:note", lambda _: text("torn", "en"), keep=True),
    Change("And", "claim", "claim", "rdf:predicate", reports="focus", about_node=True),
)
"""Each kind of defect, in the order in which they are put into accords."""
