"""Write an ontology as rules for Nemo, https://knowsys.github.io/nemo-doc/.

Each axiom becomes a rule without variables in the place of classes and properties: Nemo is then
at its best. The names of the rules of OWL 2 RL stand beside each
(https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules); rules that
only find contradictions are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

_PREFIXES = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
_SAME = "<http://www.w3.org/2002/07/owl#sameAs>"
_RULES = (
    # cax-sco, cax-eqc, cls-uni, cls-int2
    (
        "?c rdfs:subClassOf|owl:equivalentClass|^owl:equivalentClass ?d",
        "{d}(?x) :- {c}(?x) .",
    ),
    ("?c owl:unionOf/rdf:rest*/rdf:first ?d", "{c}(?x) :- {d}(?x) ."),
    ("?c owl:intersectionOf/rdf:rest*/rdf:first ?d", "{d}(?x) :- {c}(?x) ."),
    # prp-spo1, prp-eqp, prp-inv
    (
        "?p rdfs:subPropertyOf|owl:equivalentProperty|^owl:equivalentProperty ?q",
        "{q}(?x, ?y) :- {p}(?x, ?y) .",
    ),
    ("?p owl:inverseOf|^owl:inverseOf ?q", "{q}(?y, ?x) :- {p}(?x, ?y) ."),
    # prp-dom, prp-rng, prp-symp, prp-trp
    ("?p rdfs:domain ?c", "{c}(?x) :- {p}(?x, ?y) ."),
    ("?p rdfs:range ?c", "{c}(?y) :- {p}(?x, ?y) ."),
    ("?p a owl:SymmetricProperty", "{p}(?y, ?x) :- {p}(?x, ?y) ."),
    ("?p a owl:TransitiveProperty", "{p}(?x, ?z) :- {p}(?x, ?y), {p}(?y, ?z) ."),
    # cls-hv1, cls-hv2, cls-svf1, cls-avf
    ("?c owl:hasValue ?v ; owl:onProperty ?p", "{p}(?x, {v}) :- {c}(?x) ."),
    ("?c owl:hasValue ?v ; owl:onProperty ?p", "{c}(?x) :- {p}(?x, {v}) ."),
    ("?c owl:someValuesFrom ?d ; owl:onProperty ?p", "{c}(?x) :- {p}(?x, ?y), {d}(?y) ."),
    ("?c owl:allValuesFrom ?d ; owl:onProperty ?p", "{d}(?y) :- {p}(?x, ?y), {c}(?x) ."),
    # prp-ifp, prp-fp
    ("?p a owl:InverseFunctionalProperty", "same(?x, ?y) :- {p}(?x, ?v), {p}(?y, ?v), ?x != ?y ."),
    ("?p a owl:FunctionalProperty", "same(?x, ?y) :- {p}(?v, ?x), {p}(?v, ?y), ?x != ?y ."),
)
_EQUALITY = """
same(?y, ?x) :- same(?x, ?y) .
same(?x, ?z) :- same(?x, ?y), same(?y, ?z), ?x != ?z .
"""


class _Relations:
    """The relations of Nemo: one for each class, one for each property."""

    def __init__(self) -> None:
        self.names: dict[str, tuple[str, int]] = {}

    def __call__(self, term: object, columns: int) -> str:
        name = f"r{len(self.names)}"
        return self.names.setdefault(str(term), (name, columns))[0]


def rules(ontology: Path, data: Path, out: str) -> str:
    """Write the program that closes N-Triples at ``data`` and exports what is new to ``out``."""
    store = ox.Store()
    store.load(path=str(ontology), format=ox.RdfFormat.TURTLE)
    relation = _Relations()
    body = [
        *_instances(store, relation),
        *_lists(store, relation, "owl:intersectionOf", 1),
        *_lists(store, relation, "owl:propertyChainAxiom", 2),
    ]
    lines = [f'@import asserted :- ntriples {{ resource = "{data}" }} .']
    for term, (name, columns) in relation.names.items():
        head, triple = {
            1: (f"{name}(?x)", f"?x, {ox.NamedNode(_TYPE)}, {term}"),
            2: (f"{name}(?x, ?y)", f"?x, {term}, ?y"),
        }[columns]
        if term.startswith("<"):
            lines.append(f"{head} :- asserted({triple}) .")
            lines.append(f"t({triple}) :- {head} .")
        lines += _equal(name, columns)
    lines.append(f"t(?x, {_SAME}, ?y) :- same(?x, ?y) .")
    lines += [
        "t(?y, ?p, ?o) :- same(?x, ?y), asserted(?x, ?p, ?o) .",
        "t(?s, ?p, ?y) :- same(?x, ?y), asserted(?s, ?p, ?x) .",
        "inferred(?s, ?p, ?o) :- t(?s, ?p, ?o), ~asserted(?s, ?p, ?o) .",
        f'@export inferred :- ntriples {{ resource = "{out}" }} .',
    ]
    return "\n".join([*lines, *body, _EQUALITY])


_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def _instances(store: ox.Store, relation: _Relations) -> Iterator[str]:
    for pattern, template in _RULES:
        found = store.query(f"{_PREFIXES} SELECT DISTINCT * WHERE {{ {pattern} }}")
        assert isinstance(found, ox.QuerySolutions)  # a SELECT
        names = [variable.value for variable in found.variables]
        for solution in found:
            filled = {
                name: relation(solution[name], 1 if name in "cd" else 2)
                for name in names
                if name != "v"
            }
            if "v" in names:
                filled["v"] = str(solution["v"])
            yield template.format(**filled)


def _lists(store: ox.Store, relation: _Relations, axiom: str, columns: int) -> Iterator[str]:
    """Write cls-int1 (one column) or prp-spo2 (two): a rule with an atom for each member."""
    found = store.query(f"{_PREFIXES} SELECT ?whole ?list WHERE {{ ?whole {axiom} ?list }}")
    assert isinstance(found, ox.QuerySolutions)  # a SELECT
    for solution in found:
        members = [relation(member, columns) for member in _members(store, solution["list"])]
        whole = relation(solution["whole"], columns)
        if columns == 1:
            yield f"{whole}(?x) :- {', '.join(f'{name}(?x)' for name in members)} ."
        else:
            steps = (f"{name}(?x{i}, ?x{i + 1})" for i, name in enumerate(members))
            yield f"{whole}(?x0, ?x{len(members)}) :- {', '.join(steps)} ."


def _members(store: ox.Store, node: object) -> Iterator[object]:
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    while node != ox.NamedNode(f"{rdf}nil"):
        (first,) = store.quads_for_pattern(node, ox.NamedNode(f"{rdf}first"), None)  # type: ignore[arg-type]
        yield first.object
        (rest,) = store.quads_for_pattern(node, ox.NamedNode(f"{rdf}rest"), None)  # type: ignore[arg-type]
        node = rest.object


def _equal(name: str, columns: int) -> list[str]:
    """Write eq-rep for one relation."""
    if columns == 1:
        return [f"{name}(?y) :- same(?x, ?y), {name}(?x) ."]
    return [
        f"{name}(?y, ?o) :- same(?x, ?y), {name}(?x, ?o) .",
        f"{name}(?s, ?y) :- same(?x, ?y), {name}(?s, ?x) .",
    ]
