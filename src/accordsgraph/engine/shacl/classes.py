"""Find the subclasses of a class; SHACL follows rdfs:subClassOf in the data, and infers no more."""

from __future__ import annotations

import pyoxigraph as ox

from accordsgraph.engine.shacl.triples import SUBCLASS_OF, TYPE, Node


class Classes:
    """The classes of a data graph with all classes below them, found once."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store
        self.below: dict[Node, list[Node]] = {}
        for quad in store.quads_for_pattern(None, SUBCLASS_OF, None, ox.DefaultGraph()):
            self.below.setdefault(quad.object, []).append(quad.subject)  # type: ignore[arg-type]
        self.found: dict[Node, tuple[Node, ...]] = {}

    def with_instances(self, top: Node) -> tuple[Node, ...]:
        """Give the classes equal to or below one that something is typed with."""
        if top not in self.found:
            seen = {top: None}
            waiting = [top]
            while waiting:
                for below in self.below.get(waiting.pop(), ()):
                    if below not in seen:
                        seen[below] = None
                        waiting.append(below)
            self.found[top] = tuple(
                cls
                for cls in seen
                if any(self.store.quads_for_pattern(None, TYPE, cls, ox.DefaultGraph()))
            )
        return self.found[top]
