"""What the generated accords share: concepts, states, organizations, places; per chain a war."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from terms import LABEL, A, Triple, term, text, thing

STATES = 200
ORGANIZATIONS = 12
PLACES = 16
LANGUAGES = ("en", "fr", "ru")
MODALITIES = ("obligation", "permission", "prohibition")
STATUSES = ("accepted", "editorial", "reported")
ROLES = ("party", "signatory", "guarantor", "witness", "non-party")
TOPICS = (
    *("ceasefire", "withdrawal", "refugees", "non-interference", "prisoners", "demarcation"),
    *("elections", "amnesty"),
)
_SYLLABLES = ("ba", "ko", "ri", "ta", "vo", "lu", "me", "sha", "dra", "pel", "zin", "gor")


def word(number: int) -> str:
    """Make a name of three syllables or more, another for each number."""
    base = len(_SYLLABLES)
    made = ""
    number += base * base
    while number:
        number, syllable = divmod(number, base)
        made += _SYLLABLES[syllable]
    return made.capitalize()


def state(number: int) -> str:
    """Name one of the states."""
    return thing("state", f"b{number % STATES}")


def world() -> Iterator[Triple]:
    """Give what all accords share: concepts, states, organizations, places."""
    concepts = [
        *(("role", key) for key in ROLES),
        *(("modality", key) for key in MODALITIES),
        *(("status", key) for key in STATUSES),
        *(("topic", key) for key in TOPICS),
    ]
    for kind, key in concepts:
        yield thing(kind, key), A, term("skos:Concept")
        yield thing(kind, key), LABEL, text(key, "en")
    for number in range(STATES):
        yield state(number), A, term("ag:State")
        yield state(number), LABEL, text(f"Republic of {word(number)}", "en")
        yield state(number), term("ag:neighbourOf"), state(number + 1)
    for number in range(ORGANIZATIONS):
        organization = thing("org", f"b{number}")
        yield organization, A, term("ag:Organization")
        yield organization, LABEL, text(f"League of {word(number + 100)}", "en")
    for number in range(PLACES):
        place = thing("place", f"b{number}")
        yield place, A, term("ag:Place")
        yield place, LABEL, text(f"Fort {word(number + 200)}", "en")
        yield place, LABEL, text(f"Fort-{word(number + 200)}", "fr")


@dataclass(frozen=True)
class Chain:
    """What the accords of a chain share: their number, the two states, a movement, a regime."""

    number: int
    first: int
    second: int

    @property
    def movement(self) -> str:
        """Name the armed movement."""
        return thing("movement", f"b{self.number}")

    @property
    def regime(self) -> str:
        """Name the regime of the first state."""
        return thing("regime", f"b{self.number}")

    @property
    def war(self) -> str:
        """Name the conflict that the accords settle."""
        return thing("event", f"b-war{self.number}")

    def triples(self) -> list[Triple]:
        """Describe them."""
        name = word(self.number + 300)
        return [
            (self.war, A, term("ag:Conflict")),
            (self.war, LABEL, text(f"{name} War", "en")),
            (self.war, LABEL, text(f"Guerre de {name}", "fr")),
            (self.movement, A, term("ag:ArmedMovement")),
            (self.movement, LABEL, text(f"{name} Front", "en")),
            (self.regime, A, term("ag:Regime")),
            (self.regime, LABEL, text(f"{name} government", "en")),
            (self.regime, term("ag:regimeOf"), state(self.first)),
        ]
