"""Ask: bind the values of a saved query, check the text, run it in Oxigraph.

Queries see the union of all named graphs as default graph, here and in every engine.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date

import pyoxigraph as ox

from accordsgraph.errors import Place, Problem, QueryError, nearest
from accordsgraph.guards import check_query
from accordsgraph.namespaces import (
    GRAPHS,
    MINTED_TYPES,
    SKOS,
    TERMS,
    THING_CLASSES,
    VOCABULARY_TYPES,
    XSD,
    Names,
)
from accordsgraph.queries import Parameter, SavedQuery, check_parameters, wrong_value

_BELOW = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"
Result = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
_LITERALS = {
    "xsd:integer": (re.compile(r"[+-]?\d+"), "must be a whole number"),
    "xsd:date": (re.compile(r"\d{4}-\d{2}-\d{2}"), "must be a day (YYYY-MM-DD)"),
    "xsd:boolean": (re.compile(r"true|false"), "must be true or false"),
}


def ask(store: ox.Store, text: str, names: Names, file: str = "query") -> Result:
    """Run a SPARQL query over the union of all graphs.

    Raises:
        QueryError: the query is wrong (with its line) or reaches outside the dataset.

    """
    graphs = tuple(sorted({*map(names.graph, GRAPHS), *_graphs(store)}))
    named = check_query(text, file, graphs)
    try:
        return store.query(text, prefixes=names.prefixes, use_default_graph_as_union=not named)
    except SyntaxError as error:
        raise QueryError(_syntax_problem(str(error), text, file)) from error
    except (OSError, ValueError, RuntimeError) as error:
        raise QueryError(Problem("query", f"the query failed: {error}", Place(file))) from error


def bind(store: ox.Store, query: SavedQuery, given: Mapping[str, str], names: Names) -> str:
    """Give the text of a saved query with the given values in their places.

    Raises:
        ParameterError: a value is missing, superfluous, of the wrong type or names nothing.

    """
    check_parameters(query, given)
    terms = {
        parameter.name: _term(store, query, parameter, given[parameter.name], names)
        for parameter in query.parameters
        if parameter.name in given
    }
    return query.bind(terms)


def _term(store: ox.Store, query: SavedQuery, parameter: Parameter, text: str, names: Names) -> str:
    """Serialise the value of a parameter as a SPARQL term."""
    text = text.strip()
    if parameter.choices and text not in parameter.choices:
        raise wrong_value(query, parameter, text, "must be one of " + ", ".join(parameter.choices))
    if parameter.is_thing:
        return str(_thing(store, query, parameter, text, names))
    form, why = _LITERALS.get(parameter.type, (re.compile(r".+", re.DOTALL), "must not be empty"))
    if not form.fullmatch(text):
        raise wrong_value(query, parameter, text, why)
    if parameter.type == "xsd:date":
        try:
            date.fromisoformat(text)
        except ValueError as error:
            raise wrong_value(query, parameter, text, "must be a day that exists") from error
    datatype = parameter.type.replace("xsd:", XSD)
    if datatype in (XSD + "string", "rdf:langString"):
        return str(ox.Literal(text))
    return str(ox.Literal(text, datatype=ox.NamedNode(datatype)))


def _thing(
    store: ox.Store, query: SavedQuery, parameter: Parameter, text: str, names: Names
) -> ox.NamedNode:
    """Find the thing a key, CURIE, IRI or label names, of the class the parameter wants."""
    found = find_things(store, text, names)
    wanted = parameter.type.removeprefix("ag:")
    fitting = [t for t in found if parameter.type == "any" or _is_a(store, t, TERMS + wanted)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        choices = " or ".join(names.curie(t.value) for t in fitting)
        raise wrong_value(query, parameter, text, "can mean several things", f"write {choices}")
    if found:
        why = f"must be of class {wanted}"
        raise wrong_value(query, parameter, text, why)
    near = suggestions(store, text, names, "" if parameter.type == "any" else TERMS + wanted)
    fix = f"did you mean {' or '.join(near)}?" if near else query.example
    raise wrong_value(query, parameter, text, "names nothing in this dataset", fix)


def find_things(store: ox.Store, text: str, names: Names) -> list[ox.NamedNode]:
    """Give the things a key, ``type/key``, CURIE, IRI or label in any language names."""
    if named := _named(store, [names.expand(text) or ""]):
        return named
    kind, _, key = text.rpartition("/")
    kinds = (kind,) if kind else (*THING_CLASSES, *MINTED_TYPES, *VOCABULARY_TYPES)
    bases = (names, Names())  # loose files often use ours
    if re.fullmatch(r"[\w-]+", key, re.ASCII):
        by_key = _named(store, (base.thing(k, key) for base in bases for k in kinds))
        if by_key:
            return by_key
    wanted = fold(text)
    return sorted({thing for thing, label in _labelled(store) if fold(label) == wanted}, key=str)


def suggestions(store: ox.Store, text: str, names: Names, cls: str = "") -> list[str]:
    """Give up to three keys nearest to a text that names nothing, of things of a class."""
    things = {thing for thing, _ in _labelled(store)}
    if cls:
        query = f"SELECT ?thing {{ ?thing a/{_BELOW}* {ox.NamedNode(cls)} }}"
        result = store.query(query, use_default_graph_as_union=True)
        things &= {row["thing"] for row in result}  # type: ignore[union-attr]
    keys = {split[1] for thing in things if (split := names.split(thing.value))}
    return nearest(fold(text).replace(" ", "-"), sorted(keys), 3)


def fold(text: str) -> str:
    """Fold a label for comparison: no case, no accents (``Genève`` = ``geneve``)."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("ı", "i"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _labelled(store: ox.Store) -> Iterator[tuple[ox.NamedNode, str]]:
    """Give each thing with each of its labels."""
    for label_property in (SKOS + "prefLabel", SKOS + "altLabel"):
        for quad in store.quads_for_pattern(None, ox.NamedNode(label_property), None):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                yield quad.subject, quad.object.value


def _is_a(store: ox.Store, thing: ox.NamedNode, cls: str) -> bool:
    text = f"ASK {{ {thing} a/{_BELOW}* {ox.NamedNode(cls)} }}"
    return bool(store.query(text, use_default_graph_as_union=True))


def _named(store: ox.Store, iris: Iterable[str]) -> list[ox.NamedNode]:
    """Give the nodes of those texts that are IRIs and something is said of."""
    nodes = []
    for iri in dict.fromkeys(iris):
        with suppress(ValueError):  # what is no IRI names nothing
            node = ox.NamedNode(iri)
            if next(store.quads_for_pattern(node, None, None), None):
                nodes.append(node)
    return nodes


def _graphs(store: ox.Store) -> set[str]:
    return {graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode)}


def _syntax_problem(message: str, text: str, file: str) -> Problem:
    """Say where a query stops being SPARQL; the parser's list of what it expected is no help."""
    where = re.search(r"error at (\d+):(\d+): (.*)", message, re.DOTALL)
    if not where:
        line = next((n for n, part in enumerate(text.splitlines(), 1) if part.strip()), 1)
        return Problem(
            "query-syntax", f"this is not SPARQL: {message}", Place(file, line), "correct it"
        )
    line, column = int(where[1]), int(where[2])
    place = Place(file, line, column)
    lines = text.split("\n")
    before, after = lines[line - 1][: column - 1], lines[line - 1][column - 1 :]
    prefix = re.search(r"([\w.-]*):[^\s:]*$", before)
    if "Prefix not found" in where[3] and prefix:
        fix = f"write at the beginning: PREFIX {prefix[1]}: <…>"
        return Problem("query-syntax", f"the prefix {prefix[1]}: has not been declared", place, fix)
    sentence = re.search(r"(?:^|, )([A-Z][a-z]*(?: \w+){2,})", where[3])
    found = re.match(r"\s*(\w+|\S)", after)
    fix = "look at this place and just before it"
    if sentence:
        what = sentence[1][0].lower() + sentence[1][1:]
    elif found:
        what = f'"{found[1][:40]}" cannot stand here'
    elif "\n".join(lines[line:]).strip():
        what = "this line cannot end here"
    else:
        end = text.rstrip()
        place = Place(file, end.count("\n") + 1, len(end) - end.rfind("\n"))
        what = "something before its end is missing or too much"
        if sum(map(end.count, "([{")) > sum(map(end.count, ")]}")):
            what, fix = "it ends too early", "close every bracket that was opened"
    return Problem("query-syntax", f"this is not SPARQL: {what}", place, fix)
