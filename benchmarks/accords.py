"""Make up peace accords: the graph of the benchmarks, one accord after another.

Each accord has about 94 triples in the vocabulary of our ontology: itself, its instruments with
parties and signatures, its signing with bounds of dates, a commitment, a source with a passage and
a claim, and the persons who signed. Accords come in chains of 3 to 20 that precede one another.
What an accord is depends on the seed and its number alone, so a graph of any size is written
without holding it, and a larger graph begins with the smaller one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from draws import Draws
from terms import A, Triple, day, term, text, thing, typed
from world import (
    LANGUAGES,
    MODALITIES,
    ORGANIZATIONS,
    PLACES,
    STATES,
    STATUSES,
    TOPICS,
    Chain,
    state,
    word,
)

_LINKS = {
    "party": "ag:hasPartyRole",
    "signatory": "ag:hasSignature",
    "guarantor": "ag:hasGuarantee",
    "witness": "ag:hasWitnessing",
    "non-party": "ag:hasExclusion",
}
_PARTS = (1, 1, 2, 3)
_WORDS = (
    *("troops", "prisoners", "observers", "arms", "refugees", "frontier", "mines", "detainees"),
    *("convoys", "garrisons"),
)
_VERBS = ("withdraw", "release", "receive", "register", "return", "disarm", "protect", "escort")


@dataclass
class Accord:
    """One accord: its triples, and the names of the things in it that a defect can touch."""

    number: int
    chain: Chain
    earlier: str
    iri: str
    instrument: str
    party: str
    signature: str
    guarantee: str
    signing: str
    commitment: str
    source: str
    passage: str
    claim: str
    place: str
    signed: date
    triples: list[Triple] = field(default_factory=list)

    def add(self, subject: str, **statements: str) -> None:
        """Add triples about a subject; a keyword ``ag_party`` stands for ag:party."""
        for name, value in statements.items():
            self.triples.append((subject, _property(name), value))


_PROPERTIES: dict[str, str] = {}


def _property(name: str) -> str:
    if name not in _PROPERTIES:
        _PROPERTIES[name] = A if name == "a" else term(name.replace("_", ":", 1))
    return _PROPERTIES[name]


def accords(seed: int) -> Iterator[Accord]:
    """Give accords without end; the first of a chain also brings what its chain shares."""
    number = chains = 0
    while True:
        draws = Draws(seed, 1, chains)
        length = 3 + draws.below(18)
        signed = date(1900, 1, 1) + timedelta(draws.below(20_000))
        first = draws.below(STATES)
        chain = Chain(chains, first, first + 1 + draws.below(8))
        for position in range(length):
            earlier = thing("accord", f"b{number - 1}") if position else ""
            accord = _accord(Draws(seed, 2, number), number, chain, earlier, signed)
            if not position:
                accord.triples[:0] = chain.triples()
            yield accord
            number += 1
            signed += timedelta(150 + draws.below(750))
        chains += 1


def _accord(draws: Draws, number: int, chain: Chain, earlier: str, signed: date) -> Accord:
    key = f"b{number}"
    other = state(chain.second) if draws.chance(60) else chain.movement
    parties = (state(chain.first), other)
    accord = Accord(
        number=number,
        chain=chain,
        earlier=earlier,
        iri=thing("accord", key),
        instrument=thing("instrument", f"{key}-1"),
        party=thing("participation", f"{key}-1-party-0"),
        signature=thing("participation", f"{key}-1-signatory-0"),
        guarantee=thing("participation", f"{key}-guarantor-0"),
        signing=thing("event", f"{key}-signing"),
        commitment=thing("commitment", key),
        source=thing("source", key),
        passage=thing("passage", f"{key}--p1"),
        claim=thing("claim", key),
        place=thing("place", f"b{draws.below(PLACES)}"),
        signed=signed,
    )
    in_force = signed + timedelta(40 + draws.below(120))
    _describe(accord, draws, in_force)
    for rank in range(2):
        accord.add(
            thing("person", f"{key}-{rank}"),
            a=term("ag:Person"),
            skos_prefLabel=text(f"{word(number)} {word(number * 2 + rank)}", "en"),
            ag_heldOffice=text("Foreign Minister" if rank else "President", "en"),
        )
    for part in range(1, 1 + draws.pick(_PARTS)):
        _instrument(accord, draws, part, parties)
    _sign(accord, draws)
    _commit(accord, draws, parties, in_force)
    _cite(accord, draws)
    return accord


def _describe(accord: Accord, draws: Draws, in_force: date) -> None:
    name, topic = word(accord.number), draws.pick(TOPICS)
    informal = draws.chance(10)
    accord.add(
        accord.iri,
        a=term("ag:InformalUnderstanding" if informal else "ag:PeaceAccord"),
        skos_prefLabel=text(f"{name} Accords ({accord.signed.year})", "en"),
        ag_officialTitle=text(f"Agreement of {name} on {topic}", "en"),
        ag_reference=text(f"UNTS {accord.number:07d}"),
        bench_registeredAs=thing("entry", f"b{accord.number}"),
        ag_concerns=thing("topic", topic),
        ag_entersIntoForce=typed(in_force.isoformat(), "edtf:EDTF"),
        ag_inForceEarliest=day(in_force),
        ag_inForceLatest=day(in_force),
        ag_settles=accord.chain.war,
    )
    accord.add(accord.iri, skos_prefLabel=text(f"Accords de {name} ({accord.signed.year})", "fr"))
    if draws.chance(60):
        accord.add(accord.iri, skos_prefLabel=text(f"{name} Anlaşmaları", "tr"))
    if accord.earlier:
        accord.add(accord.earlier, ag_immediatelyPrecedes=accord.iri)
        if draws.chance(20):
            accord.add(accord.iri, ag_supersedes=accord.earlier)
    for rank in range(1 + draws.below(2)):
        guarantor = state(draws.below(STATES))
        _take_part(accord, accord.iri, "guarantor", rank, guarantor)
        guarantee = thing("participation", f"b{accord.number}-guarantor-{rank}")
        accord.add(guarantee, ag_role=thing("role", "guarantor"))
    if draws.chance(50):
        witness = thing("org", f"b{draws.below(ORGANIZATIONS)}")
        _take_part(accord, accord.iri, "witness", 0, witness)
    if draws.chance(20):
        _take_part(accord, accord.iri, "non-party", 0, accord.chain.movement)


def _take_part(accord: Accord, whole: str, role: str, rank: int, agent: str) -> str:
    """Give an agent a role in an accord or instrument."""
    key = whole.rpartition("/")[2][:-1]
    participation = thing("participation", f"{key}-{role}-{rank}")
    accord.triples.append((whole, term(_LINKS[role]), participation))
    accord.add(participation, a=term("ag:Participation"), ag_participant=agent)
    return participation


def _instrument(accord: Accord, draws: Draws, part: int, parties: tuple[str, ...]) -> None:
    iri = thing("instrument", f"b{accord.number}-{part}")
    if draws.chance(20):
        parties = (*parties, state(accord.chain.first + 20))
    name = "BilateralAgreement" if len(parties) == 2 else "MultilateralAgreement"
    accord.add(accord.iri, ag_hasInstrument=iri)
    accord.add(
        iri,
        a=term(f"ag:{name}"),
        skos_prefLabel=text(f"{word(accord.number)} Accords, {draws.pick(TOPICS)}", "en"),
        ag_language=text(draws.pick(LANGUAGES)),
    )
    for rank, agent in enumerate(parties):
        _take_part(accord, iri, "party", rank, agent)
    for rank, agent in enumerate(parties[:2]):
        signature = _take_part(accord, iri, "signatory", rank, agent)
        accord.add(signature, ag_representedBy=thing("person", f"b{accord.number}-{rank}"))
        if not rank:
            accord.add(signature, ag_underRegime=accord.chain.regime)
        elif draws.chance(50):
            accord.add(signature, ag_namedAs=text(f"Party {rank + 1}", "en"))


def _sign(accord: Accord, draws: Draws) -> None:
    first = last = accord.signed
    when = first.isoformat()
    if draws.chance(10):  # known to the month
        first = first.replace(day=1)
        last = (first + timedelta(31)).replace(day=1) - timedelta(1)
        when = when[:7]
    accord.add(
        accord.signing,
        a=term("ag:Signing"),
        skos_prefLabel=text(f"Signing of the {word(accord.number)} Accords", "en"),
        ag_when=typed(when, "edtf:EDTF"),
        ag_beginEarliest=day(first),
        ag_beginLatest=day(last),
        ag_endEarliest=day(first),
        ag_endLatest=day(last),
        ag_tookPlaceAt=accord.place,
        ag_signs=accord.iri,
    )


def _commit(accord: Accord, draws: Draws, parties: tuple[str, ...], in_force: date) -> None:
    deadline = in_force + timedelta(60 + draws.below(600))
    what, how, whom = draws.pick(_WORDS), draws.pick(_VERBS), draws.pick(_WORDS)
    accord.add(
        accord.commitment,
        a=term("ag:Commitment"),
        ag_statedIn=accord.instrument,
        ag_debtor=parties[0],
        ag_beneficiary=parties[1],
        ag_modality=thing("modality", draws.pick(MODALITIES)),
        ag_content=text(f"The {what} of the one side shall {how} the {whom} of the other", "en"),
        ag_deadline=typed(deadline.isoformat(), "edtf:EDTF"),
        ag_dueFromEarliest=day(in_force),
        ag_deadlineLatest=day(deadline),
    )


def _cite(accord: Accord, draws: Draws) -> None:
    address = typed(f"https://example.org/treaties/{accord.number}", "xsd:anyURI")
    accord.add(
        accord.source,
        a=term("ag:SourceDocument"),
        skos_prefLabel=text(f"Treaty series, {accord.number}", "en"),
        ag_language=text(draws.pick(LANGUAGES)),
        ag_address=address,
        schema_url=address,
        ag_dateSeen=day(date(2020, 1, 1) + timedelta(draws.below(1_000))),
        ag_count=typed(str(1 + draws.below(400)), "xsd:integer"),
    )
    accord.add(
        accord.passage,
        a=term("ag:Passage"),
        ag_inDocument=accord.source,
        ag_locator=text(f"p{1 + draws.below(40)}.s{1 + draws.below(9)}"),
    )
    accord.add(
        accord.claim,
        a=term("ag:Claim"),
        rdf_subject=accord.iri,
        rdf_predicate=term("ag:settles"),
        ag_status=thing("status", draws.pick(STATUSES)),
        ag_supportedBy=accord.passage,
    )
