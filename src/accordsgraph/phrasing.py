"""Put claims into words: things by their names, dates and lengths of time as people write them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import pyoxigraph as ox

from accordsgraph.evidence import Claim, Term
from accordsgraph.labels import Labels
from accordsgraph.mentions import Mentions
from accordsgraph.namespaces import EDTF, XSD
from accordsgraph.wording import date_in_words, duration_in_words, number_in_words


@dataclass(frozen=True)
class Phrases:
    """The words for what the claims of one store say."""

    labels: Labels
    _curies: dict[str, str] = field(default_factory=dict, repr=False)

    def statement(self, claim: Claim) -> str:
        """Write a claim as a line: what it is about, which property, which value."""
        return f"{self.thing(claim.subject)}, {self.property(claim)}: {self.value(claim)}"

    def thing(self, term: Term) -> str:
        """Call a thing by its name, a participation by the whole, the role and the agent."""
        taking_part = self._mentions.participations.get(term)
        if taking_part is None:
            return self.labels.shown(term)
        return ", ".join(self.labels.shown(part) for part in taking_part if part)

    def property(self, claim: Claim) -> str:
        """Call the property of a claim by its name."""
        return self.labels.shown(ox.NamedNode(claim.predicate))

    def value(self, claim: Claim) -> str:
        """Write the value of a claim for people; a text in another language says in which."""
        value = claim.object
        if not isinstance(value, ox.Literal):
            return self.thing(value)
        if value.language:
            own = value.language == self.labels.language
            return value.value if own else f"“{value.value}” ({value.language})"
        about = "approximate" in claim.natures
        if value.datatype.value == EDTF:
            return date_in_words(value.value)
        if value.datatype.value == XSD + "duration":
            return duration_in_words(value.value, about=about)
        if value.datatype.value == XSD + "integer":
            return number_in_words(value.value, about=about)
        return value.value

    def status(self, claim: Claim) -> str:
        """Name our judgement of a claim."""
        iri = self.labels.names.thing("status", claim.status)
        return self.labels.label(iri) or claim.status

    def raw(self, term: Term) -> str:
        """Write a term for programs: a CURIE, or the text of a literal."""
        return self.curie(term.value) if isinstance(term, ox.NamedNode) else term.value

    def curie(self, iri: str) -> str:
        """Shorten an IRI to a CURIE; each is looked up once."""
        if iri not in self._curies:
            self._curies[iri] = self.labels.names.curie(iri)
        return self._curies[iri]

    @cached_property
    def _mentions(self) -> Mentions:
        return Mentions(self.labels.store)
