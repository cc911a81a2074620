"""Input that would crash an engine or reach outside is refused before any parser sees it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from accordsgraph import guards
from accordsgraph.errors import Place, Problem, QueryError, SourceError
from accordsgraph.formats import RDF_FORMATS
from accordsgraph.guards import (
    DEPTH,
    LONGEST,
    asks_service,
    check_depth,
    check_json,
    check_length,
    check_query,
    check_xml,
    decode,
)
from accordsgraph.syntax import parse_rdf

FILE = Path("input.ttl")
GRAPHS = (
    "https://w3id.org/accordsgraph/graph/claims",
    "https://w3id.org/accordsgraph/graph/record",
)


def told(caught: pytest.ExceptionInfo[SourceError] | pytest.ExceptionInfo[QueryError]) -> Problem:
    (problem,) = caught.value.problems
    return problem


# decoding


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_utf_8_is_read_with_or_without_a_mark(mark: bytes) -> None:
    assert "Genève 第" == decode(mark + "Genève 第".encode(), FILE)


@pytest.mark.parametrize("data", [b"", b" \n\t", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError) as caught:
        decode(data, FILE)
    assert ("file-empty", Place(str(FILE))) == (told(caught).id, told(caught).place)


@pytest.mark.parametrize(
    ("data", "message", "line"),
    [
        (b"a\nGen\xe8ve\n", "this file is not UTF-8", 2),
        ("a\n".encode("utf-16"), "this file is not UTF-8", 1),
        (b"a\nb\n\0", "this file holds a zero byte", 3),
    ],
)
def test_what_is_not_text_in_utf_8_is_refused_with_its_line(
    data: bytes, message: str, line: int
) -> None:
    with pytest.raises(SourceError) as caught:
        decode(data, FILE)
    assert ("encoding", message, Place(str(FILE), line)) == (
        told(caught).id,
        told(caught).message,
        told(caught).place,
    )


# length and depth


def test_a_literal_of_millions_of_characters_is_refused_with_its_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(guards, "LONGEST", 50)
    check_length("<a> <b> " + '"x" , ' * 50, FILE)
    check_length('"' + "x" * 48 + '"', FILE)
    with pytest.raises(SourceError) as caught:
        check_length('<a>\n<b> "' + "x" * 60 + '"', FILE)
    assert ("literal-long", Place(str(FILE), 2)) == (told(caught).id, told(caught).place)
    assert "something here holds more than 50 characters" == told(caught).message
    half = "x" * 30
    for spread in (f'"{half}\u2028{half}"', f'"""{half}\n{half}"""', f"'''{half}\n{half}'''"):
        with pytest.raises(SourceError):
            check_length(f"<a> <b> {spread} .", FILE)
    check_length('<a> <b> "x" .\n' * 20, FILE)
    assert LONGEST < 16_000_000


@pytest.mark.parametrize("bracket", ["()", "[]", "{}"])
def test_brackets_may_be_open_to_a_depth_and_no_deeper(bracket: str) -> None:
    check_depth(f"\n{bracket}" + bracket[0] * DEPTH + bracket[1] * DEPTH, FILE)
    check_depth(bracket * (DEPTH * 5), FILE)
    with pytest.raises(SourceError) as caught:
        check_depth("\n\n" + bracket[0] * (DEPTH + 1), FILE)
    assert ("nesting", Place(str(FILE), 3)) == (told(caught).id, told(caught).place)
    assert f"more than {DEPTH} brackets are open here at once" == told(caught).message


@pytest.mark.parametrize(
    "holder",
    [
        '"{}"',
        "'{}'",
        '"""x"\n{}"""',
        "'''x'\n{}'''",
        '"\\"{}"',
        "<http://x.org/{}>",
        "# {}\n",
        "# it's {}\n",
        '# say "{}\n',
    ],
)
def test_brackets_in_strings_iris_and_comments_do_not_count(holder: str) -> None:
    brackets = "(" * (DEPTH * 3)
    check_depth(holder.replace("{}", brackets), FILE)
    with pytest.raises(SourceError):
        check_depth(holder.replace("{}", "") + brackets, FILE)


@pytest.mark.parametrize(
    "start",
    [
        "# a comment ends with a carriage return\r",
        r"<http://x.org/\u0041#x> ",
        r"<http://x.org/\U00000041#x> ",
        r"x:a\#b ",
        r"x:a\'b ",
        '"unclosed\n',
        "x:a#b\n",
    ],
)
def test_nothing_can_hide_the_brackets_that_follow(start: str) -> None:
    with pytest.raises(SourceError):
        check_depth(start + "(" * (DEPTH + 1) + " '", FILE)


# XML

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
BOMB = """<?xml version="1.0"?>
<!DOCTYPE x [
  <!ENTITY a "ha">
  <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
]>
<x>&b;</x>
"""


def xml_problem(text: str) -> Problem:
    with pytest.raises(SourceError) as caught:
        check_xml(text.encode(), FILE)
    return told(caught)


def test_well_formed_xml_passes() -> None:
    check_xml(f'<rdf:RDF xmlns:rdf="{RDF}"><rdf:Description/></rdf:RDF>'.encode(), FILE)
    check_xml(b"<!DOCTYPE x><x/>", FILE)
    check_xml(("<x>" + "<y/>" * (DEPTH * 5) + "</x>").encode(), FILE)


def test_entities_are_refused_where_the_first_is_declared() -> None:
    problem = xml_problem(BOMB)
    assert ("xml-entity", Place(str(FILE), 3)) == (problem.id, problem.place)


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>',
        '<!DOCTYPE x PUBLIC "-//X" "http://x.org/x.dtd"><x/>',
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
        '<!DOCTYPE x [<!ENTITY % e SYSTEM "http://x.org/x.dtd"> %e;]><x/>',
    ],
)
def test_what_refers_to_another_file_is_refused(text: str) -> None:
    assert "xml-entity" == xml_problem(text).id


def test_truncated_xml_is_refused_where_it_ends() -> None:
    problem = xml_problem("<x>\n  <y>")
    assert ("syntax", Place(str(FILE), 2, 6)) == (problem.id, problem.place)
    assert "this is not well-formed XML: no element found" == problem.message


def test_deep_xml_is_refused_with_its_line() -> None:
    check_xml(("<x>" * DEPTH + "</x>" * DEPTH).encode(), FILE)
    problem = xml_problem("\n".join(["<x>"] * (DEPTH + 1) + ["</x>"] * (DEPTH + 1)))
    assert ("nesting", Place(str(FILE), DEPTH + 1)) == (problem.id, problem.place)


# JSON-LD


def json_problem(text: str) -> Problem:
    with pytest.raises(SourceError) as caught:
        check_json(text, FILE)
    return told(caught)


@pytest.mark.parametrize(
    "document",
    [
        {"@context": {"x": "http://x.org/"}, "@id": "http://x.org/a"},
        {"@context": [{"x": "http://x.org/"}, {}], "x:context": "http://x.org/"},
        {"@context": None, "x": ["@context", "http://x.org/"]},
        [],
        "@context",
    ],
)
def test_json_ld_with_its_context_inside_passes(document: object) -> None:
    check_json(json.dumps(document), FILE)


def test_what_is_no_json_is_refused_with_its_place() -> None:
    problem = json_problem('{\n  "a": 1,\n}')
    assert ("syntax", 3) == (problem.id, problem.place.line if problem.place else 0)
    assert problem.message.startswith("this is not JSON: ")


def test_a_number_of_thousands_of_digits_is_json() -> None:
    check_json('{"a": ' + "1" * 5000 + "}", FILE)


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1,\n "@context": "http://x.org/c"}',
        '{"a": 1,\n "@context": ["http://x.org/c", {}]}',
        '{"a": 1,\n "@context": [{}, "http://x.org/c"]}',
        '{"@context": {"@import":\n "http://x.org/c"}}',
        '{"@context": {"x": {"@id": "http://x.org/x",\n "@context": "http://x.org/c"}}}',
        '[{"a": [{"b":\n {"@context": "http://x.org/c"}}]}]',
        '{"a": 1,\n "\\u0040context": "http://x.org/c"}',
    ],
)
def test_a_context_from_the_network_is_refused_with_its_line(text: str) -> None:
    problem = json_problem(text)
    assert ("remote-context", Place(str(FILE), 2)) == (problem.id, problem.place)
    assert "this JSON-LD asks for a context from the network: http://x.org/c" == problem.message


def test_a_context_whose_address_is_written_otherwise_is_refused_all_the_same() -> None:
    problem = json_problem('{"@context": "http:\\/\\/x.org\\/c"}')
    assert ("remote-context", Place(str(FILE), 1)) == (problem.id, problem.place)


# SPARQL


def query_problem(text: str) -> Problem:
    with pytest.raises(QueryError) as caught:
        check_query(text, "q.rq", GRAPHS)
    return told(caught)


X = "<http://x.org/>"
PREFIXES = "PREFIX : <http://x.org/> PREFIX a: <http://a.org/> "


@pytest.mark.parametrize(
    "text",
    [
        f"SERVICE {X} {{ ?s ?p ?o }}",
        f"service {X} {{ ?s ?p ?o }}",
        f"SerVice silent {X} {{ ?s ?p ?o }}",
        f"SERVICE{X}{{ ?s ?p ?o }}",
        f"SERVICESILENT{X}{{ ?s ?p ?o }}",
        "SERVICE ?x { ?s ?p ?o }",
        "SERVICE?x{ ?s ?p ?o }",
        "SERVICE :x { ?s ?p ?o }",
        "SERVICE:x{ ?s ?p ?o }",
        "SERVICESILENT:x{ ?s ?p ?o }",
        f"\\u0053ERVICE {X} {{ ?s ?p ?o }}",
        f"ser\\U00000076ice {X} {{ ?s ?p ?o }}",
        f"SERVICE # there\n {X} {{ ?s ?p ?o }}",
        f"# here\rSERVICE {X} {{ ?s ?p ?o }}",
        f"?x ?y ?z.SERVICE{X}{{ ?s ?p ?o }}",
        f"?x ?y true.SERVICE {X} {{ ?s ?p ?o }}",
        f"?x ?y trueSERVICE {X} {{ ?s ?p ?o }}",
        f"?x ?y 1SERVICE {X} {{ ?s ?p ?o }}",
        f"?x ?y 'a'@en.SERVICE {X} {{ ?s ?p ?o }}",
        f"?x ?y a:.SERVICE {X} {{ ?s ?p ?o }}",
        f"?x ?y a:b\\' SERVICE {X} {{ ?s ?p ?o }} #'\n",
        f"?x ?y '''a'''. SERVICE {X} {{ ?s ?p ?o }} #'\n",
        f'?x ?y "\\u0022" ; <http://a.org/\\u0041#x> ?z SERVICE {X} {{ ?s ?p ?o }} # """\n',
        f'FILTER(?a<?b#>"""\n) SERVICE {X} {{ ?s ?p ?o }} #"""\n',
        "FILTER(?a<?b)SERVICE:x#>\n{ ?s ?p ?o }",
        f"FILTER EXISTS {{ SERVICE {X} {{ ?s ?p ?o }} }}",
    ],
)
def test_another_server_is_never_asked(text: str) -> None:
    problem = query_problem(f"{PREFIXES}\nSELECT * {{ {text} }}")
    assert ("query-reach", "SERVICE asks another server") == (problem.id, problem.message)
    assert problem.place
    assert 2 <= problem.place.line <= 3


@pytest.mark.parametrize(
    "text",
    [
        '?s ?p "at your SERVICE, LOAD and FROM"',
        "?s ?p '''the\nSERVICE\n'''",
        "?s ?p ?o # SERVICE of love, LOAD of work, INSERT of paper",
        "?s <http://x.org/service> <http://x.org/load#from>",
        "?service ?load $from",
        "?s a:service a:load ; a:from a:insert",
        "?s :service :load",
        "?s a:civil-service ?my_service",
        "_:service ?p _:load",
        "?s ?p 'x'@en-service",
        "GRAPH ?service { ?s ?p ?o }",
    ],
)
def test_harmless_words_pass(text: str) -> None:
    assert not check_query(f"{PREFIXES} SELECT * {{ {text} }}", "q.rq", GRAPHS)
    assert asks_service(text) is None


def test_a_query_that_says_service_hundreds_of_times_is_refused_unread() -> None:
    text = "SELECT * { " + "?service ?p ?o . " * 101 + "}"
    assert "SERVICE asks another server" == query_problem(text).message
    assert not check_query(text.replace("?service ?p ?o . ", "", 1), "q.rq", GRAPHS)


def test_where_a_server_is_asked_is_told_by_its_offset() -> None:
    assert 12 == asks_service(f"SELECT * {{ \nSERVICE {X} {{ }} }}")
    assert asks_service("SELECT * { ?s ?p ?o }") is None


@pytest.mark.parametrize("clause", ["FROM", "from", "FROM NAMED", "from\nnamed", "FROM # this\n"])
def test_the_graphs_of_the_dataset_may_be_named(clause: str) -> None:
    assert check_query(f"SELECT * {clause} <{GRAPHS[1]}> {{ ?s ?p ?o }}", "q.rq", GRAPHS)
    assert check_query(
        f"SELECT * {clause} <{GRAPHS[0]}> {clause} <{GRAPHS[1]}> {{ ?s ?p ?o }}", "q.rq", GRAPHS
    )


def test_a_query_that_names_no_graph_is_told_from_one_that_does() -> None:
    assert not check_query("SELECT * { ?s ?p ?o }", "q.rq", GRAPHS)
    assert not check_query("SELECT * { GRAPH ?g { ?s ?p ?o } }", "q.rq", GRAPHS)


@pytest.mark.parametrize(
    "graph",
    [
        "<file:///etc/passwd>",
        "<http://x.org/data.ttl>",
        "<data.ttl>",
        "<>",
        "a:graph",
        "<https://w3id.org/accordsgraph/graph/record/x>",
        "<https://w3id.org/accordsgraph/graph/>",
    ],
)
@pytest.mark.parametrize("clause", ["FROM", "FROM NAMED", f"FROM <{GRAPHS[0]}>\nFROM"])
def test_no_other_graph_may_be_named(clause: str, graph: str) -> None:
    problem = query_problem(f"SELECT * {clause} {graph} {{ ?s ?p ?o }}")
    assert ("query-reach", f"FROM {graph} names no graph of this dataset") == (
        problem.id,
        problem.message,
    )
    assert "https://w3id.org/accordsgraph/graph/…" in problem.fix
    assert Place("q.rq", 1 + clause.count("\n")) == problem.place


def test_a_dataset_without_graphs_has_none_to_name() -> None:
    with pytest.raises(QueryError) as caught:
        check_query("SELECT * FROM <http://x.org/> { ?s ?p ?o }", "q.rq", ())
    assert "(none)" in told(caught).fix


@pytest.mark.parametrize(
    "word", ["INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH", "insert"]
)
@pytest.mark.parametrize("before", ["", "# first\n", f"PREFIX a: {X}\n", f"BASE {X} ", "ASK {} ; "])
def test_an_update_is_refused(before: str, word: str) -> None:
    problem = query_problem(f"{before}{word} DATA {{ <x:a> <x:b> 1 }}")
    assert ("query-update", f"{word.upper()} changes data; a query only reads") == (
        problem.id,
        problem.message,
    )
    assert Place("q.rq", 1 + before.count("\n")) == problem.place


def test_loading_is_refused() -> None:
    problem = query_problem("LOAD <http://x.org/>")
    assert ("query-reach", "LOAD reads from an address") == (problem.id, problem.message)
    assert "query-reach" == query_problem("PREFIX a: <x:y> \\u004COAD <http://x.org/>").id


def test_an_escape_beyond_unicode_is_left_to_the_parser() -> None:
    assert not check_query('SELECT * { ?s ?p "\\UFFFFFFFF" }', "q.rq", GRAPHS)


def test_a_long_query_is_refused() -> None:
    query = "SELECT * { ?s ?p ?o }"
    assert not check_query(query + " " * (200_000 - len(query)), "q.rq", GRAPHS)
    assert "query-long" == query_problem(query + " " * (200_001 - len(query))).id


def test_a_deep_query_is_refused_with_words_for_queries() -> None:
    problem = query_problem("SELECT * {\n" + "{" * (DEPTH + 1) + "}" * (DEPTH + 2))
    assert ("nesting", Place("q.rq", 2)) == (problem.id, problem.place)
    assert "nest fewer groups and expressions" == problem.fix


@pytest.mark.parametrize("name", ["n-triples", "n-quads", "turtle"])
def test_statements_about_statements_nest_only_so_deep(name: str) -> None:
    start = "<x:s> <x:p> " + "<<( <x:s> <x:p> " * (DEPTH + 1)
    text = f"<x:a> <x:b> <x:c> .\n{start}<x:o>{' )>>' * (DEPTH + 1)} .\n"
    with pytest.raises(SourceError) as caught:
        parse_rdf(text.encode(), RDF_FORMATS[name], FILE)
    assert ("nesting", Place(str(FILE), 2)) == (told(caught).id, told(caught).place)


def test_brackets_in_the_literals_of_n_triples_nest_nothing() -> None:
    text = f'<x:a> <x:b> "{"([{" * (DEPTH * 5)}" .\n'
    assert len(parse_rdf(text.encode(), RDF_FORMATS["n-triples"], FILE).quads) == 1
