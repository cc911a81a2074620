"""Run sh:sparql constraints for all focus nodes at once.

See https://www.w3.org/TR/shacl/#sparql-constraints. SHACL binds ``$this`` before the query runs,
everywhere in it. A query that is evaluated once must see the focus nodes in each group that uses
``$this``: their pattern is put at the start of those groups. Inside EXISTS the variable is bound
already. A query with LIMIT, OFFSET or GRAPH is joined by LATERAL instead, which evaluates it for
each focus node in turn.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

import pyoxigraph as ox

from accordsgraph.engine.shacl.expressions import Use, uses
from accordsgraph.engine.shacl.lexical import AS_WRITTEN, Data, Forms
from accordsgraph.engine.shacl.ordering import ordered
from accordsgraph.engine.shacl.paths import as_text
from accordsgraph.engine.shacl.select_query import Group, Query, Token, forbidden, read_select
from accordsgraph.engine.shacl.shapes import OWL, Constraint, NotCoveredError, Shape
from accordsgraph.engine.shacl.triples import RDF, RDFS, XSD, Node, ShapeError, Triples

_KNOWN_PREFIXES = {"rdf": RDF, "rdfs": RDFS, "owl": OWL}
"""The prefixes a query may use undeclared; the reference engine knows them too."""
_IMPORTS = ox.NamedNode(OWL + "imports")


@dataclass(frozen=True)
class SparqlConstraint:
    """An sh:sparql constraint: its query with the prefixes and the path it is to be read with."""

    query: Query
    prefixes: dict[str, str]
    path: str
    data: Data

    def written(
        self,
        focus: str = "",
        groups: Collection[Group] = (),
        names: dict[str, str] | None = None,
        own: str = "",
    ) -> str:
        """Write the query with full IRIs, ``focus`` at the start of some groups.

        ``names`` renames variables, any other variable gets ``own`` before its name.
        """
        starts = {group.first for group in groups}
        used = uses(self.query) if self.data.kept else {}
        tokens = self.query.tokens
        written = []
        before: int | str = ""
        for piece in ordered(self.query):
            if isinstance(piece, str):
                written.append(f" {piece}")
            elif piece >= self.query.levels[0].select:
                text = self._written(tokens[piece], names or {}, own)
                text = self._as_stored(piece, text, used[piece]) if piece in used else text
                joined = before == piece - 1 and tokens[piece - 1].end == tokens[piece].start
                written.append(text if joined else f" {text}")
                if piece in starts:
                    written.append(f" {focus} ")
            before = piece
        return "".join(written)

    def _written(self, token: Token, names: dict[str, str], own: str) -> str:
        if token.kind == "variable":
            name = token.text[1:]
            return self.path if name == "PATH" else names.get(name, f"?{own}{name}")
        if token.kind == "name" and not token.text.startswith("_:"):
            prefix, _, local = token.text.partition(":")
            if prefix not in self.prefixes:
                raise NotCoveredError(f"uses the undeclared prefix {prefix}: in sh:sparql")
            plain = re.sub(r"\\(.)", r"\1", local)
            return f"<{self.prefixes[prefix]}{plain}>"
        return token.text

    def _as_stored(self, number: int, text: str, use: Use) -> str:
        """Write a token so that it meets literals stored under another datatype."""
        forms = Forms(self.data.kept)
        match use:
            case Use.VALUE:
                return forms.value(text)
            case Use.STR:
                return forms.text(text)
            case Use.DATATYPE:
                return forms.datatype(text)
            case Use.FUNCTION:
                return ""
            case Use.CONSTANT:
                return self._constant(number, text)

    def _constant(self, number: int, text: str) -> str:
        """Write a literal of a pattern as it is stored; its datatype is written with it."""
        tokens = self.query.tokens
        if tokens[number].kind == "string":
            if [token.text for token in tokens[number + 1 : number + 3]] == ["^", "^"]:
                written = f"{text}^^{self._written(tokens[number + 3], {}, '')}"
                turtle = f"{AS_WRITTEN} {AS_WRITTEN} {written} ."
                (triple,) = ox.parse(turtle, format=ox.RdfFormat.TURTLE)
                if self.data.stored(triple.object) != triple.object:
                    raise NotCoveredError(f"names {written} in sh:sparql, not in its plain form")
            return text
        kind = "double" if "e" in text.lower() else "decimal" if "." in text else "integer"
        return str(self.data.stored(ox.Literal(text, datatype=ox.NamedNode(XSD + kind))))


def read_constraint(
    graph: Triples, shape: Shape, constraint: Constraint, data: Data
) -> SparqlConstraint | None:
    """Read an sh:sparql constraint, None when it is deactivated.

    Raises:
        ShapeError: there is no query, or it uses what pre-binding forbids.
        NotCoveredError: it uses what the fast engine does not cover.

    """
    node = constraint.source
    if any(value.value in ("true", "1") for value in _literals(graph, node, "deactivated")):
        return None
    written = _literals(graph, node, "select")
    if len(written) != 1:
        raise ShapeError("sh:sparql has one sh:select", node, "sparql")
    text = written[0].value
    word = forbidden(text)
    if word:
        reason = f"a query of a shape uses {word}, which SHACL-SPARQL forbids"
        raise ShapeError(reason, node, "select")
    query = read_select(text)
    if query is None or "\\u" in text.lower():
        raise NotCoveredError("has a query in sh:sparql that Oxigraph cannot read")
    used = {token.text[1:]: token.text for token in query.tokens if token.kind == "variable"}
    for name in ("shapesGraph", "currentShape"):
        if name in used:
            raise NotCoveredError(f"uses {used[name]} in sh:sparql")
    if "PATH" in used and shape.path is None:
        raise ShapeError("$PATH stands in a query of a shape without sh:path", node, "select")
    path = as_text(shape.path) if shape.path is not None else ""
    return SparqlConstraint(query, _prefixes(graph, node, query), path, data)


def _prefixes(graph: Triples, node: Node, query: Query) -> dict[str, str]:
    """Give the prefixes a query is read with: those declared for it and those it declares."""
    prefixes = dict(_KNOWN_PREFIXES)
    waiting, seen = graph.values(node, "prefixes"), set()
    while waiting:
        ontology = waiting.pop()
        if ontology in seen:
            continue
        seen.add(ontology)
        waiting += graph.values(ontology, _IMPORTS)
        for declaration in graph.values(ontology, "declare"):
            names = _literals(graph, declaration, "prefix")
            namespaces = _literals(graph, declaration, "namespace")
            if len(names) != 1 or len(namespaces) != 1:
                reason = "a value of sh:declare has one sh:prefix and one sh:namespace"
                raise ShapeError(reason, declaration, "prefix")
            prefixes[names[0].value] = namespaces[0].value
    tokens = query.tokens[: query.levels[0].select]
    while tokens:
        if not tokens[0].is_word("PREFIX") or len(tokens) < 3 or tokens[2].kind != "iri":
            raise NotCoveredError("has a query in sh:sparql that begins with more than prefixes")
        prefixes[tokens[1].text.removesuffix(":")] = tokens[2].text[1:-1]
        tokens = tokens[3:]
    return prefixes


def is_free(constraint: SparqlConstraint) -> bool:
    """Tell whether a query says nothing of ``$this``: its solutions hold for each focus node."""
    query = constraint.query
    only_selected = query.projected(query.levels[0])
    return not any(t.is_variable("this") and t not in only_selected for t in query.tokens)


def for_all(constraint: SparqlConstraint, focus: str) -> str:
    """Write a query for all nodes that match ``focus``, a pattern of ``?this``.

    Raises:
        NotCoveredError: it counts over all focus nodes, or does not say which node is at fault.

    """
    query = constraint.query
    top = query.levels[0]
    _check_grouped(query)
    if not query.projects(top, "this"):
        raise NotCoveredError("does not select $this in sh:sparql")
    counts = any(map(query.aggregates, query.levels))
    once = f"{{ SELECT DISTINCT ?this WHERE {{ {focus} }} }}"
    stepwise = any(token.is_word("LIMIT", "OFFSET") for token in query.tokens)
    if stepwise or any(group.kind == "GRAPH" for group in query.groups):
        return f"SELECT * WHERE {{ {once} LATERAL {{ {constraint.written()} }} }}"
    groups = [
        group
        for group in query.groups
        if (group == top.where or _uses_this(query, group))
        and group.kind != "SELECT"
        and not _in_exists(query, group)
    ]
    return constraint.written(once if counts else f"{{ {focus} }}", groups)


def as_condition(constraint: SparqlConstraint, this: str, own: str) -> str:
    """Write the expression that is true when the query has a solution for the node ``this``.

    The variables of the query get ``own`` before their names. Raises NotCoveredError.
    """
    _check_grouped(constraint.query)
    query = constraint.query
    if not is_free(constraint) and not query.projects(query.levels[0], "this"):
        raise NotCoveredError("does not select $this in sh:sparql")
    return f"EXISTS {{ {constraint.written(names={'this': this}, own=own)} }}"


def _check_grouped(query: Query) -> None:
    for level in query.levels:
        if query.aggregates(level) and not query.groups_by(level, "this"):
            raise NotCoveredError("counts in sh:sparql without GROUP BY $this")


def _uses_this(query: Query, group: Group) -> bool:
    return any(token.is_variable("this") for token in query.between(group.first, group.last))


def _in_exists(query: Query, group: Group) -> bool:
    return any(
        other.kind == "EXISTS" and other.first <= group.first and group.last <= other.last
        for other in query.groups
    )


def _literals(graph: Triples, node: Node, name: str) -> list[ox.Literal]:
    return [value for value in graph.values(node, name) if isinstance(value, ox.Literal)]
