"""Know the ontology's terms as the tables need them: what a column or a property may hold.

Everything is read from the ontology itself, so that a project with terms of its own needs no
change here.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from rdflib import OWL, RDF, RDFS, Graph, Namespace, URIRef
from rdflib.collection import Collection as RdfList
from rdflib.term import Node

from accordsgraph.errors import nearest
from accordsgraph.namespaces import HOME, LANG_STRING, TERMS

AG = Namespace(TERMS)
SCHEMA = Namespace("https://schema.org/")


@dataclass(frozen=True)
class Role:
    """How a direct role is stated: the link to the participation, and the role's concept."""

    link: URIRef
    concept: URIRef


@dataclass(frozen=True)
class Property:
    """A property of the ontology, with what its object must be.

    ``datatype`` is the IRI of a literal's datatype; '' for a thing. ``scheme`` is the type of the
    concepts it takes (``kind``). ``domains`` are the classes it is said of, () for any; ``range``
    is the class of its objects, None for any.
    """

    name: str
    iri: URIRef
    needs_claim: bool
    datatype: str = ""
    scheme: str = ""
    domains: tuple[URIRef, ...] = ()
    range: URIRef | None = None
    role: Role | None = None


@dataclass
class Terms:
    """The properties by local name and the classes with their superclasses."""

    properties: dict[str, Property]
    classes: dict[str, frozenset[URIRef]] = field(repr=False)

    def is_a(self, kind: Node, wanted: Collection[URIRef]) -> bool:
        """Tell whether class ``kind`` is one of ``wanted`` or below one; nothing wanted is any."""
        above = self.classes.get(str(kind), frozenset())
        return not wanted or kind in wanted or any(cls in above for cls in wanted)

    def near(self, name: str) -> str:
        """Suggest the property a misspelt name may have meant, '' when none is near."""
        return next(iter(nearest(name, self.properties)), "")


def read_terms(ontology: Graph) -> Terms:
    """Read properties and classes from an ontology graph."""
    classes = {
        str(kind): frozenset(
            parent
            for parent in ontology.transitive_objects(kind, RDFS.subClassOf)
            if isinstance(parent, URIRef)
        )
        for kind in ontology.subjects(RDF.type, OWL.Class)
        if isinstance(kind, URIRef)
    }
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty)
    found = sorted({p for kind in kinds for p in ontology.subjects(RDF.type, kind)}, key=str)
    properties = (_property(ontology, p) for p in found if isinstance(p, URIRef))
    return Terms({p.name: p for p in properties if p.iri.startswith(TERMS)}, classes)


def _property(ontology: Graph, iri: URIRef) -> Property:
    datatype = ""
    if (iri, RDF.type, OWL.DatatypeProperty) in ontology:
        datatype = str(ontology.value(iri, SCHEMA.rangeIncludes) or LANG_STRING)
    scheme = str(ontology.value(iri, AG.inScheme) or "").removeprefix(HOME + "id/scheme/")
    domains = {*ontology.objects(iri, RDFS.domain), *ontology.objects(iri, SCHEMA.domainIncludes)}
    range_ = ontology.value(iri, RDFS.range)
    return Property(
        name=iri.removeprefix(TERMS),
        iri=iri,
        needs_claim=bool(getattr(ontology.value(iri, AG.needsClaim), "value", False)),
        datatype=datatype,
        scheme=scheme,
        domains=tuple(sorted(domain for domain in domains if isinstance(domain, URIRef))),
        range=range_ if isinstance(range_, URIRef) and not scheme else None,
        role=_role(ontology, iri),
    )


def _role(ontology: Graph, iri: URIRef) -> Role | None:
    """Read ``signatory = hasSignature o participant`` and the role hasSignature ranges over."""
    for chain in ontology.objects(iri, OWL.propertyChainAxiom):
        steps = list(RdfList(ontology, chain))
        if len(steps) == 2 and steps[1] == AG.participant and isinstance(steps[0], URIRef):
            for restriction in ontology.objects(steps[0], RDFS.range):
                concept = ontology.value(restriction, OWL.hasValue)
                if isinstance(concept, URIRef):
                    return Role(steps[0], concept)
    return None
