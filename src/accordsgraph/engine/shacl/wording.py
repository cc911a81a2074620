"""Word the results of shapes that carry no message."""

from __future__ import annotations

import pyoxigraph as ox

from accordsgraph.engine.shacl.shapes import Constraint
from accordsgraph.engine.shacl.triples import Node

_WORDS = {
    "class": "is no instance of {term}",
    "datatype": "is no literal of the datatype {term}",
    "nodeKind": "is not of the kind {term}",
    "minCount": "has fewer values than {number}",
    "maxCount": "has more values than {number}",
    "minExclusive": "is not greater than {term}",
    "minInclusive": "is less than {term}",
    "maxExclusive": "is not less than {term}",
    "maxInclusive": "is greater than {term}",
    "minLength": "has fewer characters than {number}",
    "maxLength": "has more characters than {number}",
    "pattern": "does not match the pattern {term}",
    "languageIn": "has a language other than {terms}",
    "uniqueLang": "has two values in one language",
    "equals": "has other values than {term}",
    "disjoint": "is a value of {term} as well",
    "lessThan": "is not less than the values of {term}",
    "lessThanOrEquals": "is greater than a value of {term}",
    "not": "conforms to {shapes}, which it may not",
    "and": "does not conform to all of {shapes}",
    "or": "conforms to none of {shapes}",
    "xone": "does not conform to exactly one of {shapes}",
    "node": "does not conform to {shapes}",
    "qualifiedMinCount": "has fewer than {number} values that conform to {shapes}",
    "qualifiedMaxCount": "has more than {number} values that conform to {shapes}",
    "closed": "has a property that its closed shape does not list",
    "hasValue": "does not have the value {term}",
    "in": "is none of {terms}",
    "sparql": "does not satisfy its shape",
}


def wording(constraint: Constraint) -> str:
    """Say what it means that a constraint is violated."""
    return _WORDS[constraint.name].format(
        term=_shown(constraint.term) if constraint.term is not None else "",
        terms=", ".join(map(_shown, constraint.terms)),
        shapes=", ".join(map(_shown, constraint.shapes)),
        number=constraint.number,
    )


def _shown(node: Node) -> str:
    return "a nameless shape" if isinstance(node, ox.BlankNode) else node.value
