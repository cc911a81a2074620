"""Name blank nodes by what is said of them, so that two files can be compared line by line.

Two parsers, or the same one twice, name a blank node differently; its content stays. The name made
here is a digest of that content, whatever the order of the file. Blank nodes that refer to one
another in a circle are told apart by refinement, as in the first step of RDFC-1.0
(https://www.w3.org/TR/rdf-canon/). Nodes of equal content become one: said twice is said once.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable

import pyoxigraph as ox

Said = dict[str, list[tuple[str, object]]]
"""What is said of each blank node in whatever graph: (property, value)."""


def name_blank_nodes(quads: Iterable[ox.Quad]) -> frozenset[ox.Quad]:
    """Give the quads with each blank node named by its content."""
    every = list(quads)
    said: Said = defaultdict(list)
    for quad in every:
        if isinstance(quad.subject, ox.BlankNode):
            said[quad.subject.value].append((str(quad.predicate), quad.object))
        if isinstance(quad.object, ox.BlankNode):
            said[quad.object.value]  # one of which nothing is said has a content as well
    names = _names(said)

    def named(term: object) -> object:
        return ox.BlankNode(names[term.value]) if isinstance(term, ox.BlankNode) else term

    return frozenset(
        ox.Quad(named(q.subject), q.predicate, named(q.object), q.graph_name)  # type: ignore[arg-type]
        for q in every
    )


def _names(said: Said) -> dict[str, str]:
    digests = _from_the_leaves(said)
    for circle in _components(said, set(said) - set(digests)):
        digests |= _refined(circle, said, digests)
    return {node: f"b{digest}" for node, digest in digests.items()}


def _from_the_leaves(said: Said) -> dict[str, str]:
    """Give the digests of the nodes that reach no circle, from the leaves of the tree upwards."""
    digests: dict[str, str] = {}
    above: dict[str, list[str]] = defaultdict(list)
    waiting: dict[str, int] = {}
    for node, pairs in said.items():
        below = [value.value for _, value in pairs if isinstance(value, ox.BlankNode)]
        waiting[node] = len(below)
        for other in below:
            above[other].append(node)
    ready = [node for node, number in waiting.items() if not number]
    while ready:
        node = ready.pop()
        digests[node] = _digest(said[node], digests)
        for other in above[node]:
            waiting[other] -= 1
            if not waiting[other]:
                ready.append(other)
    return digests


def _components(said: Said, nodes: set[str]) -> list[list[str]]:
    """Divide nodes into those that hang together."""
    beside: dict[str, set[str]] = {node: set() for node in nodes}
    for node in nodes:
        for _, value in said[node]:
            if isinstance(value, ox.BlankNode) and value.value in nodes:
                beside[node].add(value.value)
                beside[value.value].add(node)
    found = []
    while beside:
        first = next(iter(beside))
        component, open_ = {first}, [first]
        while open_:
            new = beside.pop(open_.pop()) - component
            component |= new
            open_ += new
        found.append(list(component))
    return found


def _refined(circle: list[str], said: Said, known: dict[str, str]) -> dict[str, str]:
    """Tell the nodes of a circle apart by what they say of one another, until that adds nothing."""
    now = dict.fromkeys(circle, "")
    while True:
        digests = {**known, **now}
        after = {node: _digest(said[node], digests, now[node]) for node in circle}
        if len(set(after.values())) == len(set(now.values())):
            return after
        now = after


def _digest(pairs: list[tuple[str, object]], digests: dict[str, str], before: str = "") -> str:
    lines = sorted(
        f"{key} _:{digests[value.value]}" if isinstance(value, ox.BlankNode) else f"{key} {value}"
        for key, value in pairs
    )
    return hashlib.sha256("\n".join([before, *lines]).encode()).hexdigest()[:20]
