"""sh:sparql constraints: one run for all focus nodes finds what a run for each would find."""

from __future__ import annotations

import pytest
from rdflib import SH, BNode, Graph, Literal, URIRef
from shacl_strategies import EX, crowd, fast, fast_results, reference_results

from accordsgraph.engine.shacl.lexical import Data
from accordsgraph.engine.shacl.ordering import ordered
from accordsgraph.engine.shacl.select_query import forbidden, read_select
from accordsgraph.engine.shacl.sparql_constraints import SparqlConstraint, for_all

QUERIES = {
    "a triple": "SELECT $this ?value WHERE { $this ex:p ?value }",
    "two spellings of this": "SELECT ?this ?value WHERE { $this ex:p ?value . ?value ex:q ?this }",
    "nothing of this": "SELECT $this ?value WHERE { ?value ex:p ?other . ?other ex:q ?third }",
    "filter on this": "SELECT $this ?value WHERE { ?value ex:p ?x FILTER (?x = $this) }",
    "a path": "SELECT $this ?value WHERE { $this (ex:p|^ex:q)+ ?value }",
    "optional": """SELECT $this ?value WHERE {
        $this ex:p ?x OPTIONAL { $this ex:q ?value FILTER (isIRI(?value)) } }""",
    "optional alone": "SELECT $this ?value WHERE { OPTIONAL { $this ex:r ?value } }",
    "union, one branch of this": """SELECT $this ?value WHERE {
        { $this ex:p ?value } UNION { ?other ex:q ?value . ?other a ex:B } }""",
    "union of filters": """SELECT $this ?value WHERE {
        ?value ex:p ?x { FILTER (isIRI($this)) } UNION { ?x ex:q ?y FILTER (?y != $this) } }""",
    "not exists": "SELECT $this WHERE { FILTER NOT EXISTS { $this ex:p ?x . ?x ex:q ?y } }",
    "exists in a group": """SELECT $this ?value WHERE {
        { ?value ex:p ?x } { FILTER EXISTS { $this ex:q ?any } } }""",
    "exists with much in it": """SELECT $this ?value WHERE {
        $this ex:p ?value .
        FILTER NOT EXISTS {
            ?other ex:p ?value ; ex:q|^ex:r ?z, ?v ; a ex:A .
            ?z ex:r/ex:p? ?v .
            FILTER (?other != $this)
        } }""",
    "exists in exists": """SELECT $this WHERE {
        $this ex:p ?x
        FILTER NOT EXISTS { ?x ex:q ?y . FILTER NOT EXISTS { ?y ex:r $this . ?x a ?c } } }""",
    "exists with a sequence and a blank node": """SELECT $this WHERE {
        $this ex:p ?x
        FILTER NOT EXISTS { ?y (ex:q|^ex:r)/ex:p ?x ; a ex:A }
        FILTER NOT EXISTS { _:b ex:q ?x } }""",
    "bind": "SELECT $this ?value WHERE { ?x ex:p ?y BIND ($this AS ?value) FILTER (?y = ?value) }",
    "bind of a path": "SELECT $this ?value ?path WHERE { $this ex:p ?value BIND (ex:q AS ?path) }",
    "expression in select": "SELECT $this (isIRI($this) AS ?value) WHERE { ?x ex:p ?y }",
    "sub-query": """SELECT $this ?value WHERE {
        { SELECT $this (COUNT(?x) AS ?n) WHERE { $this ex:p|ex:q ?x } GROUP BY $this }
        FILTER (?n > 1) $this ex:p ?value }""",
    "having": """SELECT $this (COUNT(DISTINCT ?x) AS ?value) WHERE { $this ex:p|ex:q ?x }
        GROUP BY $this HAVING (COUNT(DISTINCT ?x) > 1)""",
    "count": """SELECT $this (COUNT(?x) AS ?value) WHERE { $this ex:p ?x }
        GROUP BY $this HAVING (COUNT(?x) > 2)""",
    "order": "SELECT DISTINCT $this ?value WHERE { $this ex:p ?value } ORDER BY ?value",
    "star": "SELECT * WHERE { $this ex:p ?value }",
    "words in strings and comments": """SELECT $this ?value WHERE { # MINUS { $this
        $this ex:p ?value FILTER (isIRI(?value) && ?value != ex:Values)
        FILTER (STR(?value) != "} OPTIONAL { $this {") }""",
    "a group of its own": "SELECT $this ?value WHERE { { { $this ex:p ?value } } }",
    "form": """SELECT $this ?value WHERE {
        $this ex:p ?value FILTER (isLiteral(?value) && REGEX(STR(?value), "^[+]?0?[12]$")) }""",
    "datatype": """SELECT $this ?value WHERE {
        $this ex:p ?value FILTER (DATATYPE(?value) IN (xsd:int, xsd:byte, xsd:decimal)) }""",
    "number": """SELECT $this ?value WHERE {
        $this ex:p ?value FILTER (REGEX(STR(?value), "^[-+0-9.E]+$"))
        FILTER (isNumeric(?value) && ?value < 99) }""",
    "arithmetic": """SELECT $this ?value WHERE {
        $this ex:p ?value FILTER (REGEX(STR(?value), "^[+]?0?[0-9]$"))
        FILTER (isLiteral(?value = 1)) }""",
    "copies": """SELECT $this ?value WHERE {
        $this ex:p ?x BIND (COALESCE(?none, IF(isIRI(?x), ex:a, ?x)) AS ?value)
        FILTER (!isIRI(?value)) }""",
    "joins by term": "SELECT $this ?value WHERE { $this ex:p ?value . ?other ex:q ?value }",
    "constants": "SELECT $this WHERE { { $this ex:p 1.0 } UNION { $this ex:p 1 } }",
}
TARGETS = [(SH.targetClass, EX.A), (SH.targetNode, EX.b), (SH.targetSubjectsOf, EX.q)]


def shape(query: str, path: URIRef | None = None, **more: str) -> Graph:
    """Write a shape with one sh:sparql constraint."""
    graph = Graph()
    for predicate, value in TARGETS:
        graph.add((EX.shape, predicate, value))
    if path:
        graph.add((EX.shape, SH.path, path))
    constraint = EX.constraint
    graph.add((EX.shape, SH.sparql, constraint))
    graph.add((constraint, SH.select, Literal(query)))
    graph.add((constraint, SH.prefixes, EX.prefixes))
    for prefix, namespace in (("ex", str(EX)), ("xsd", "http://www.w3.org/2001/XMLSchema#")):
        node = BNode()
        graph.add((EX.prefixes, SH.declare, node))
        graph.add((node, SH.prefix, Literal(prefix)))
        graph.add((node, SH.namespace, Literal(namespace)))
    return graph


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_finds_what_the_reference_finds(name: str) -> None:
    shapes = shape(QUERIES[name])
    found = 0
    for seed in range(3):
        data = crowd(seed)
        outcome = fast(data, shapes)
        assert outcome.not_covered == ()
        assert fast_results(outcome) == reference_results(data, shapes)
        found += len(outcome.results)
    assert found


@pytest.mark.parametrize("name", [name for name in QUERIES if name != "nothing of this"])
def test_a_query_in_a_shape_referred_to_finds_the_same(name: str) -> None:
    shapes = shape(QUERIES[name])
    for predicate, value in TARGETS:
        shapes.remove((EX.shape, predicate, value))
    shapes.add((EX.outer, SH.targetSubjectsOf, EX.p))
    shapes.add((EX.outer, SH.path, EX.q))
    shapes.add((EX.outer, SH["not"], EX.shape))
    data = crowd(2)
    outcome = fast(data, shapes)
    if not outcome.not_covered:
        assert fast_results(outcome) == reference_results(data, shapes)


def test_a_query_counts_where_it_cannot_run_once() -> None:
    """LIMIT holds for each focus node, not for all of them together."""
    shapes = shape("SELECT $this ?value WHERE { $this ex:p ?value } LIMIT 1")
    data = crowd(1)
    outcome = fast(data, shapes)
    assert outcome.not_covered == ()
    expected = {result[0] for result in reference_results(data, shapes)}
    assert expected == {result[0] for result in fast_results(outcome)}
    assert len(expected) == len(outcome.results) > 1


def test_a_group_by_another_variable_goes_to_the_reference() -> None:
    shapes = shape("SELECT $this ?x WHERE { $this ex:p ?x } GROUP BY ?x")
    assert [left.reason for left in fast(crowd(1), shapes).not_covered] == [
        "counts in sh:sparql without GROUP BY $this"
    ]


def test_a_property_shape_has_no_value_unless_its_query_gives_one() -> None:
    shapes = shape("SELECT $this WHERE { $this ex:p ?x }", EX.q)
    outcome = fast(crowd(1), shapes)
    assert {result.value for result in outcome.results} == {None}
    assert fast_results(outcome) == reference_results(crowd(1), shapes)


def test_the_focus_nodes_stand_in_the_groups_that_use_this_and_not_in_exists() -> None:
    query = read_select(
        "SELECT $this { { $this ?p ?x } UNION { ?y ?p ?x } FILTER EXISTS { $this ?p { } } }"
    )
    assert query is not None
    written = for_all(SparqlConstraint(query, {}, "", Data()), "FOCUS")
    assert " ".join(written.split()) == (
        "SELECT ?this { { FOCUS } { { FOCUS } ?this ?p ?x } UNION { ?y ?p ?x } "
        "FILTER EXISTS { ?this ?p { } } }"
    )


def test_the_path_of_a_property_shape_stands_for_path() -> None:
    shapes = shape("SELECT $this ?value WHERE { $this $PATH ?value }", EX.q)
    outcome = fast(crowd(1), shapes)
    assert outcome.results
    assert fast_results(outcome) == reference_results(crowd(1), shapes)


def test_a_result_has_the_words_of_its_query_and_what_it_bound() -> None:
    shapes = shape("SELECT $this ?value ?extra WHERE { $this ex:p ?value . ?value ex:q ?extra }")
    shapes.add((EX.constraint, SH.message, Literal("of the query", lang="en")))
    shapes.add((EX.shape, SH.message, Literal("of the shape")))
    (result, *_) = fast(crowd(1), shapes).results
    assert [message.value for message in result.messages] == ["of the query"]
    assert {name for name, _ in result.solution} == {"this", "value", "extra"}
    assert result.constraint is not None


def test_a_deactivated_query_is_not_run() -> None:
    shapes = shape("SELECT $this WHERE { }")
    assert fast(crowd(1), shapes).results
    shapes.add((EX.constraint, SH.deactivated, Literal(lexical_or_value=True)))
    assert fast(crowd(1), shapes).results == []


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("SELECT $this { $this ?p ?o MINUS { ?o ?p $this } }", "MINUS"),
        ("SELECT $this { values ?x { 1 } }", "VALUES"),
        ("SELECT $this { $this ?p ?o } VALUES ?o { 1 }", "VALUES"),
        ("SELECT $this { SERVICE <http://example.org/> { ?a ?b ?c } }", "SERVICE"),
        ("SELECT $this FROM <http://example.org/> { ?a ?b ?c }", "FROM"),
        (r"SELECT $this { M\u0049NUS { ?a ?b ?c } }", "MINUS"),
        ("SELECT $this { ?a ?b ?c BIND (?a AS $this) }", "AS $this"),
        ("SELECT (?a AS ?this) { ?a ?b ?c }", "AS ?this"),
        ("SELECT $this { ?a ?b ?c BIND (?a AS ?currentShape) }", "AS ?currentShape"),
        ("SELECT $this { { SELECT ?x { $this ex:p ?x } } }", "a sub-query without $this"),
        ("SELECT $this { { SELECT * { $this ex:p ?x } } }", "a sub-query without $this"),
        ("SELECT $this { { SELECT (COUNT($this) AS ?n) { ?x ?y ?z } } }", "a sub-query without"),
        ("ASK { ?value ex:p ?x MINUS { ?x ?y ?z } }", "MINUS"),
    ],
)
def test_what_pre_binding_forbids_is_named(query: str, word: str) -> None:
    assert str(forbidden(query)).startswith(word)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this { $this ex:minus ?values ; ex:VALUES 'MINUS { }' } # SERVICE <x> {",
        "SELECT $this { { SELECT $this ?x { $this ex:p ?x } } }",
        "SELECT $this (?a AS ?that) { ?a <http://example.org/FROM> ?c BIND (?a AS ?b) }",
        "SELECT $this { $this ?from ?Values . ?minus ?p 'x'@from }",
        "ASK { ?value ex:p ?x }",
    ],
)
def test_what_pre_binding_allows_is_not(query: str) -> None:
    assert forbidden(query) is None


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this ?value WHERE { $this ex:p $value . FILTER ($currentShape != ?value) }",
        "SELECT $this WHERE { GRAPH $shapesGraph { $this ?p ?o } }",
        "SELECT $this WHERE { $this nowhere:p ?o }",
        "SELECT $this WHERE { $this ex:p ?o",
        "BASE <http://example.org/> SELECT $this WHERE { $this <p> ?o }",
        "ASK { $this ex:p ?o }",
    ],
)
def test_what_cannot_be_run_is_left_to_the_reference(query: str) -> None:
    (left,) = fast(crowd(1), shape(query)).not_covered
    assert "sh:sparql" in left.reason


@pytest.mark.parametrize(
    ("inside", "written"),
    [
        ("?y ex:q ?z . ?z ex:r ?x", "{ ?z ex:r ?x } LATERAL { ?y ex:q ?z }"),
        (
            "?y ex:q ex:a ; ex:r ?x , ?z",
            "{ ?y ex:r ?x } LATERAL { ?y ex:q ex:a } LATERAL { ?y ex:r ?z }",
        ),
        ("?y ex:q / ex:r ?x", "{ ?_j12 ex:r ?x } LATERAL { ?y ex:q ?_j12 }"),
        ("?y ex:q + / ex:r | ex:p ?x", "?y ex:q + / ex:r | ex:p ?x"),
        (
            "?y ?p 'a'@en-gb , 'b'^^ex:c . ?x ?p ?y",
            "{ ?x ?p ?y } LATERAL { ?y ?p 'a' @en-gb } LATERAL { ?y ?p 'b' ^ ^ ex:c }",
        ),
        ("[ ex:q ?x ] ex:r ?y", "[ ex:q ?x ] ex:r ?y"),
        ("?y ex:q ?x ; ex:r ( 1 2 )", "?y ex:q ?x ; ex:r ( 1 2 )"),
        ("?y ex:q ?x", "?y ex:q ?x"),
        (
            "?y ex:q ?z . ?z a ?c FILTER (?c = ?x) ?u ex:r ?v . ?v ex:r ?x",
            "{ ?y ex:q ?z } LATERAL { ?z a ?c } FILTER ( ?c = ?x ) "
            "{ ?v ex:r ?x } LATERAL { ?u ex:r ?v }",
        ),
    ],
)
def test_triples_inside_exists_begin_at_what_is_known(inside: str, written: str) -> None:
    query = read_select(f"SELECT $this WHERE {{ $this ex:p ?x FILTER EXISTS {{ {inside} }} }}")
    assert query is not None
    words = [p if isinstance(p, str) else query.tokens[p].text for p in ordered(query)]
    start = words.index("EXISTS") + 2
    assert " ".join(words[start:-2]) == written
