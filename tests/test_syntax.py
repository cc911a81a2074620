"""RDF files: every error with its line, every triple with its place, one form when written."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable
from itertools import islice, permutations
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, RDFS, XSD, BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.term import Node

from accordsgraph.errors import Place, Problem, SourceError
from accordsgraph.formats import RDF_FORMATS
from accordsgraph.namespaces import HOME, Names
from accordsgraph.places import Triple, triples_with_lines
from accordsgraph.syntax import (
    ERRORS_SHOWN,
    RdfFile,
    add_all,
    empty_graph,
    parse_rdf,
    read_rdf,
)
from accordsgraph.turtle import has_comment, in_order, write_turtle

X = "http://x.org/"
PREFIXES = Names().prefixes


def x(name: str) -> URIRef:
    return URIRef(X + name)


def parsed(text: str, name: str = "turtle") -> RdfFile:
    return parse_rdf(text.encode(), RDF_FORMATS[name], Path("file"))


def problems_of(text: str, name: str = "turtle") -> list[Problem]:
    with pytest.raises(SourceError) as caught:
        parsed(text, name)
    return list(caught.value.problems)


def where(problem: Problem) -> tuple[int, int]:
    assert problem.place
    assert ("file", "syntax") == (problem.place.file, problem.id)
    return problem.place.line, problem.place.column


# reading

TRIPLE = (x("a"), x("b"), Literal("01", datatype=XSD.integer, normalize=False))
SAME = {
    "turtle": f'@prefix x: <{X}> .\nx:a x:b "01"^^<{XSD.integer}> .',
    "n-triples": f'<{X}a> <{X}b> "01"^^<{XSD.integer}> .',
    "n-quads": f'<{X}a> <{X}b> "01"^^<{XSD.integer}> <{X}g> .',
    "trig": f'<{X}g> {{ <{X}a> <{X}b> "01"^^<{XSD.integer}> }}',
    "json-ld": f'{{"@id": "{X}a", "{X}b": {{"@value": "01", "@type": "{XSD.integer}"}}}}',
    "rdf-xml": (
        f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:x="{X}"><rdf:Description rdf:about="{X}a">'
        f'<x:b rdf:datatype="{XSD.integer}">01</x:b></rdf:Description></rdf:RDF>'
    ),
}


@pytest.mark.parametrize("name", SAME)
def test_any_format_gives_the_same_triple_with_its_lexical_form(name: str) -> None:
    file = parsed(SAME[name], name)
    assert [(TRIPLE, X + "g" if name in ("n-quads", "trig") else "")] == file.quads
    assert "01" == str(file.quads[0][0][2])
    assert [TRIPLE] == list(file.graph())


@pytest.mark.parametrize(
    ("name", "ending"), [("turtle", ".ttl"), ("n-triples", ".NT"), ("rdf-xml", ".owl")]
)
def test_the_ending_of_a_file_names_its_format(tmp_path: Path, name: str, ending: str) -> None:
    path = tmp_path / f"file{ending}"
    path.write_text(SAME[name])
    assert name == read_rdf(path).format.name
    other = tmp_path / "file.txt"
    other.write_text(SAME[name])
    assert [TRIPLE] == list(read_rdf(other, name).graph())


def test_a_file_of_no_known_ending_and_a_missing_file_are_errors(tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    for id in ("file-missing", "file-ending"):
        with pytest.raises(SourceError) as caught:
            read_rdf(path)
        assert id == caught.value.problems[0].id
        path.write_text("x")


def test_a_minus_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (None, "rdf-xml"):
        data = io.BytesIO(SAME[name or "turtle"].encode())
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(data))
        file = read_rdf(Path("-"), name)
        assert ([TRIPLE], Path("standard input")) == (list(file.graph()), file.path)


def test_text_language_and_datatype_are_kept_apart() -> None:
    values = list(
        parsed('<a:a> <a:b> "x", "x"@en, "x"^^<a:x>, 1.50, true, _:b .').graph().objects()
    )
    written = sorted(str(v.n3()) for v in values if isinstance(v, Literal))
    assert ['"1.50"', '"true"', '"x"', '"x"@en', '"x"^^<a:x>'] == [
        text.partition("^^<http://www.w3.org")[0] for text in written
    ]
    assert 1 == len([value for value in values if isinstance(value, BNode)])


def test_an_empty_graph_has_no_prefixes_of_its_own() -> None:
    assert [] == list(empty_graph().namespaces())


# syntax errors


def test_all_errors_are_reported_each_with_its_line() -> None:
    text = (
        "<a:a> <a:b> .\n"
        "<a:a> <a:b> <a:c> .\n"
        "<a:a> b <a:c> .\n"
        '<a:a> <a:b> "x" .\n'
        "<a:a> <a:b> x:y , x:z .\n"
        "<a:a> <a:b> 'x"
    )
    problems = problems_of(text)
    assert [(1, 13), (3, 7), (5, 13), (6, 13)] == [where(problem) for problem in problems]
    assert ". is not a valid RDF object" == problems[0].message
    assert "the prefix x: has not been declared" == problems[2].message
    assert "add the line @prefix x: <…> ." == problems[2].fix
    assert "the file is cut off, or a quote or bracket is not closed" == problems[3].fix


def test_a_known_prefix_is_suggested_whole() -> None:
    (problem,) = problems_of("state:a ag:supersedes state:b .\nstate:c ag:x state:d .")[:1]
    assert f"add the line @prefix state: <{HOME}id/state/> ." == problem.fix


def test_an_undeclared_prefix_is_one_error_however_often_it_is_used() -> None:
    text = "y:a <a:b> 1 .\n" * 50 + "<a:a> <a:b> .\n<a:a> <a:b> 1 .\n" * 2
    assert [(1, 1), (51, 13), (53, 13)] == [where(problem) for problem in problems_of(text)]


def test_no_more_than_twenty_errors_are_reported() -> None:
    assert ERRORS_SHOWN == len(problems_of("<a:a> <a:b> .\n" * 50))


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("n-triples", "<a:a> <a:b> <a:c> .\n<a:a> <a b> <a:c> .\n", 2),
        ("n-quads", "<a:a> <a:b> <a:c> <a:d> .\n<a:a> <a:b> <a:c> <a:d> <a:e> .\n", 2),
        ("trig", "<a:g> {\n <a:a> <a:b> . }\n", 2),
        ("rdf-xml", f'<rdf:RDF xmlns:rdf="{RDF}">\n<rdf:li></rdf:RDF>', 2),
        ("json-ld", '{"@id":\n oops}', 2),
    ],
)
def test_errors_of_any_format_have_their_line(name: str, text: str, line: int) -> None:
    assert line == where(problems_of(text, name)[0])[0]


def test_only_the_first_error_of_xml_and_json_is_reported_and_capitals_are_kept() -> None:
    assert ["@id value must be a string"] == [
        p.message for p in problems_of('[{"@id": 5}, {"@id": 6}]', "json-ld")
    ]
    assert ["XML namespaces are required in RDF/XML"] == [
        p.message for p in problems_of("<a><b/></a>", "rdf-xml")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<a:a> <a:b> <<( <a:a> <a:b> <a:c> )>> .",
        "<< <a:a> <a:b> <a:c> >> <a:d> <a:e> .",
        '<a:a> <a:b> "x"@en--ltr .',
    ],
)
def test_what_rdf_1_2_adds_is_refused_and_never_dropped(text: str) -> None:
    assert "of RDF 1.2 are not supported" in problems_of(text)[0].message


@pytest.mark.parametrize(
    ("name", "text", "id"),
    [
        ("turtle", " ", "file-empty"),
        ("turtle", "(" * 1000, "nesting"),
        ("trig", "{" * 1000, "nesting"),
        ("json-ld", "[" * 1000, "nesting"),
        ("rdf-xml", "<x>" * 1000, "nesting"),
        ("json-ld", '{"@context": "http://x.org/"}', "remote-context"),
        ("rdf-xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "xml-entity"),
        ("turtle", '<a:a> <a:b> "' + "x" * 4_000_001 + '" .', "literal-long"),
    ],
)
def test_what_would_crash_a_parser_is_refused_before(name: str, text: str, id: str) -> None:
    assert id == problems_of(text, name)[0].id


# places

PLACES = f'''@prefix x: <{X}> .
# a comment

x:a
    x:b x:c , x:d ,

        """several
lines""" , "after" ;
    x:list ( x:l1
        x:l2 [ x:deep x:d1 ;
            x:deeper "d2" ] x:l3 ) ;
    x:nested [
        x:inner x:i1 , x:i2 ;
        x:more [ x:innermost x:i3
        ] ] ;
    x:last 1 , 02 , true .

x:z x:b x:c . x:y x:b
    x:c .
'''


def line_of(file: RdfFile, *nodes: Node) -> int:
    place = file.place(*nodes)
    assert "file" == place.file
    return place.line


@pytest.mark.parametrize(
    ("subject", "predicate", "value", "line"),
    [
        (x("a"), x("b"), x("c"), 5),
        (x("a"), x("b"), x("d"), 5),
        (x("a"), x("b"), Literal("several\nlines"), 7),
        (x("a"), x("b"), Literal("after"), 8),
        (x("a"), x("last"), Literal(1), 16),
        (x("a"), x("last"), Literal(True), 16),
        (x("z"), x("b"), x("c"), 18),
        (x("y"), x("b"), x("c"), 19),
        (x("a"), x("list"), None, 9),
        (x("a"), x("nested"), None, 12),
        (x("a"), x("b"), None, 5),
        (x("a"), None, None, 5),
        (x("a"), x("b"), x("unknown"), 5),
        (x("a"), x("unknown"), None, 5),
        (x("unknown"), None, None, 0),
    ],
)
def test_a_triple_is_placed_where_its_object_is_written(
    subject: Node, predicate: Node | None, value: Node | None, line: int
) -> None:
    place = parsed(PLACES).place(subject, predicate, value)
    assert ("file", line) == (place.file, place.line)


def lines_by_object(text: str, is_trig: bool = False) -> dict[str, int]:
    return {
        str(value).removeprefix(X): line
        for (_, _, value), line in triples_with_lines(text, is_trig)
        if not isinstance(value, BNode)
    }


def test_what_is_nested_in_brackets_and_lists_is_placed_too() -> None:
    found = lines_by_object(PLACES)
    assert {"d1": 10, "d2": 11, "i1": 13, "i2": 13, "i3": 14} == {
        name: found[name] for name in ("d1", "d2", "i1", "i2", "i3")
    }


def test_a_list_may_stand_where_a_subject_stands() -> None:
    found = lines_by_object(f"( 1 2 ) <{X}p>\n <{X}o> .\n( 3 ) <{X}p> <{X}y> .\n<{X}a> <{X}b> 4 .")
    assert (2, 3, 4) == (found["o"], found["y"], found["4"])


def test_the_place_of_each_triple_is_the_line_on_which_a_generated_text_has_it() -> None:
    lines = [f"<{X}s{n}> <{X}p> <{X}o{n}> ,\n\n '''{n}\n''' ." for n in range(30)]
    file = parsed("\n".join(lines))
    for n in range(30):
        assert 4 * n + 1 == line_of(file, x(f"s{n}"), x("p"), x(f"o{n}"))
        assert 4 * n + 3 == line_of(file, x(f"s{n}"), x("p"), Literal(f"{n}\n"))


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_end_as_any_editor_ends_them(newline: str) -> None:
    text = f"<{X}a>\n # c\n <{X}b>\n  <{X}c> .".replace("\n", newline)
    assert 4 == line_of(parsed(text), x("a"), x("b"), x("c"))


def test_triples_of_trig_are_placed_in_their_graphs() -> None:
    text = f"@prefix x: <{X}> .\nx:g {{\n x:a x:b x:c ,\n  x:d .\n}}\nx:h {{ x:e x:b\n x:c }}\n"
    file = parsed(text, "trig")
    assert (3, 4, 7) == (
        line_of(file, x("a"), x("b"), x("c")),
        line_of(file, x("a"), x("b"), x("d")),
        line_of(file, x("e")),
    )


def test_triples_of_line_formats_are_placed_on_their_lines() -> None:
    quads = f"# head\n<{X}a> <{X}b> <{X}c> <{X}g> .\n\n  # more\n<{X}a> <{X}b> <{X}d> . # end\n"
    file = parsed(quads, "n-quads")
    assert [2, 5, 2] == [
        line_of(file, x("a"), x("b"), x("c")),
        line_of(file, x("a"), x("b"), x("d")),
        line_of(file, x("a")),
    ]
    triples = f"<{X}a> <{X}b> <{X}c> .\n\n<{X}a> <{X}b> <{X}d> .\n"
    assert 3 == line_of(parsed(triples, "n-triples"), x("a"), x("b"), x("d"))


@pytest.mark.parametrize("name", ["json-ld", "rdf-xml"])
def test_formats_without_lines_name_only_the_file(name: str) -> None:
    assert Place("file") == parsed(SAME[name], name).place(*TRIPLE)


def test_what_the_second_parser_cannot_follow_is_placed_in_the_file() -> None:
    text = f'<{X}a> <{X}b> <{X}c> .\nVERSION "1.2"\n<{X}d> <{X}b> <{X}c> .'
    file = parsed(text)
    assert (1, 0) == (line_of(file, x("a")), line_of(file, x("d")))


# writing


def graph_of(triples: Iterable[Triple]) -> Graph:
    return add_all(empty_graph(), triples)


def state(key: str) -> URIRef:
    return URIRef(HOME + "id/state/" + key)


def test_canonical_turtle_has_one_value_a_line_and_no_prefix_without_use() -> None:
    graph = graph_of(
        [
            (state("b"), RDF.type, URIRef(HOME + "ontology#State")),
            (state("b"), RDFS.label, Literal("Б", lang="ru")),
            (state("b"), RDFS.label, Literal("B", lang="en")),
            (state("a"), x("count"), Literal(3)),
            (state("a"), x("when"), Literal("1988~", datatype=x("EDTF"))),
            (state("a.b/c"), x("text"), Literal('say "x"\n\\ and "')),
        ]
    )
    assert (
        f"""PREFIX ag: <{HOME}ontology#>
PREFIX ns1: <{X}>
PREFIX rdfs: <{RDFS}>
PREFIX state: <{HOME}id/state/>
PREFIX xsd: <{XSD}>

state:a
    ns1:count 3 ;
    ns1:when "1988~"^^ns1:EDTF ;
.

<{HOME}id/state/a.b/c>
    ns1:text \"\"\"say "x"
\\\\ and \\\"\"\"\" ;
.

state:b
    a ag:State ;
    rdfs:label
        "B"@en ,
        "Б"@ru ;
.
"""
    ) == write_turtle(graph, PREFIXES)


def test_an_empty_graph_is_an_empty_text() -> None:
    assert "" == write_turtle(empty_graph(), PREFIXES)


def test_adding_a_subject_changes_no_other_block() -> None:
    triples: list[Triple] = [(state(k), RDFS.label, Literal(k)) for k in ("a", "c", "e")]
    before = write_turtle(graph_of(triples), PREFIXES)
    for key in ("0", "b", "d", "f"):
        added = f'state:{key}\n    rdfs:label\n        "x" ,\n        "y" ;\n.\n'
        after = write_turtle(
            graph_of(
                [
                    *triples,
                    (state(key), RDFS.label, Literal("y")),
                    (state(key), RDFS.label, Literal("x")),
                ]
            ),
            PREFIXES,
        )
        assert before == after.replace("\n" + added, "")


iris = st.sampled_from(
    [
        *(state(local) for local in ("a", "", "a.", "-a", "a/b", "a,b", "a:b", "1.5", "a(b)")),
        *(state(local) for local in ("é", "a%20b", "a~b")),
        *(URIRef(iri) for iri in (X, X + "a'b?q=1&b=2#frag", "urn:x:y", "file:///tmp/a")),
        RDF.nil,
        URIRef(HOME + "id/claim/a--b--c"),
    ]
)
predicates = st.sampled_from(
    [
        RDF.type,
        RDF.first,
        RDF.rest,
        RDFS.label,
        x("p"),
        x("p/"),
        URIRef("http://y.org/p"),
        URIRef("urn:x:p"),
        URIRef(HOME + "ontology#signatory"),
    ]
)
blanks = st.sampled_from([BNode(f"b{n}") for n in range(3)])
texts = st.text(st.characters(codec="utf-8"), max_size=5) | st.sampled_from(
    ['"', 'a"', '""', '"""', "\\", "\n", 'a\nb"', 'a\nb\\"', '\n"""', "\r", "\t", "\0", "\ufeff"]
)
forms = st.sampled_from(
    ["01", "-3", "+3", "1.", "1.0", ".5", "1e0", "1.0e+3", "-0", "INF", "NaN", "true", "1", "P1Y"]
)
datatypes = st.sampled_from(
    [XSD.integer, XSD.decimal, XSD.double, XSD.boolean, XSD.date, XSD.duration, x("type")]
)
literals = st.one_of(
    texts.map(Literal),
    st.builds(lambda text, tag: Literal(text, lang=tag), texts, st.sampled_from(["en", "fr-ca"])),
    st.builds(
        lambda text, kind: Literal(text, datatype=kind, normalize=False), texts | forms, datatypes
    ),
)
nodes = iris | blanks
graphs = st.lists(st.tuples(nodes, predicates, nodes | literals), max_size=7)


@pytest.mark.filterwarnings("ignore")  # rdflib remarks on odd literals
@given(graphs, st.randoms())
def test_the_same_triples_have_the_same_bytes_and_are_read_back(
    triples: list[Triple], random: Random
) -> None:
    shuffled = list(triples)
    random.shuffle(shuffled)
    graph = graph_of(triples)
    text = write_turtle(graph, PREFIXES)
    assert text == write_turtle(graph_of(shuffled), PREFIXES)
    if text:
        back = parsed(text).graph()
        assert isomorphic(graph, back)
        lexical = (
            sorted(str(n) for n in g.objects() if isinstance(n, Literal)) for g in (graph, back)
        )
        assert next(lexical) == next(lexical)
        assert text == write_turtle(back, PREFIXES)


@pytest.mark.filterwarnings("ignore")  # rdflib remarks on odd literals
def test_values_that_are_equal_or_have_no_order_are_written_in_one_order() -> None:
    forms = ("1", "01", "+1", "1.0")
    values = [Literal(form, datatype=XSD.decimal, normalize=False) for form in forms]
    values += [Literal(form, datatype=XSD.double, normalize=False) for form in ("NaN", "0e0", "x")]
    triples: list[Triple] = [(x("a"), x("b"), value) for value in values]
    orders = list(islice(permutations(triples), 0, None, 97))
    assert 1 == len({write_turtle(graph_of(order), PREFIXES) for order in orders})
    assert 1 == len({tuple(map(str, in_order(order))) for order in orders})


@pytest.mark.parametrize(
    ("turtle", "brackets"),
    [
        ("<a:a> <a:p> ( 1 ( 2 ) [ <a:q> 3 ] ) .", True),
        ("<a:a> <a:p> ( ) .", True),
        ("<a:a> <a:p> _:l . _:l rdf:first 1 ; rdf:rest _:l .", False),
        ("<a:a> <a:p> _:l . <a:b> <a:p> _:l . _:l rdf:first 1 ; rdf:rest () .", False),
        ("<a:a> <a:p> _:l . _:l rdf:first 1 ; rdf:rest <a:m> .", False),
        (
            "<a:a> <a:p> _:l . _:l rdf:first 1 ; rdf:rest <a:m> . "
            "<a:m> rdf:first 2 ; rdf:rest () .",
            False,
        ),
        ("<a:a> <a:p> _:l . _:l rdf:first 1 , 2 .", False),
        ("<a:a> <a:p> _:l . _:l rdf:first 1 , 2 ; rdf:rest () .", False),
        ("<a:a> <a:p> _:l . _:l rdf:first 1 ; rdf:rest () ; <a:q> 3 .", False),
    ],
)
def test_brackets_are_written_for_whole_lists_only(turtle: str, brackets: bool) -> None:
    graph = parsed(f"@prefix rdf: <{RDF}> .\n{turtle}").graph()
    text = write_turtle(graph, PREFIXES)
    assert isomorphic(graph, parsed(text).graph())
    assert brackets == ("rdf:first" not in text)


# an odd literal is data, not a traceback


def test_an_odd_literal_is_read_without_a_word(caplog: pytest.LogCaptureFixture) -> None:
    values = f'"abc"^^<{XSD.integer}> , "{"1" * 5000}"^^<{XSD.integer}> , "x"^^<{XSD.date}>'
    assert 3 == len(parsed(f"<a:a> <a:b> {values} .").graph())
    assert [] == caplog.records


# comments


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 0),
        ("<a:a#b> <a:b> '# no' , \"# no\" , '''\n# no\n''' .", 0),
        (r"a:b\#c a:d <a:\u0041#b> .", 0),
        ("<a:a> <a:b> 1 . # yes", 1),
        ("<a:a> <a:b> '''\n\n''' . # yes\n# again", 3),
        ("\n\n#\n", 3),
    ],
)
def test_the_first_comment_is_found_and_nothing_else(text: str, line: int) -> None:
    assert line == has_comment(text)
