"""Passages: of a document held in full its sentences may be cited, of any other a locator."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from rdflib import RDF, Literal, URIRef

from accordsgraph.documents import Span, check_document
from accordsgraph.errors import Place, SourceError
from accordsgraph.findings import Finding
from accordsgraph.namespaces import HOME, Names
from accordsgraph.passages import (
    OA,
    Passage,
    Passages,
    check_omitted,
    passage_triples,
    read_passages,
)
from accordsgraph.tables import Columns, read_table
from accordsgraph.terms import AG
from accordsgraph.values import ValueProblem

NOWHERE = Place("x")


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture
def known() -> Passages:
    spans = {"p1.s1": Span(0, 5, digest("first"), NOWHERE), "p1.s2": Span(6, 9, "0" * 64, NOWHERE)}
    return Passages({"fr-article", "un-chronicle"}, {"fr-article": spans})


def problem_of(known: Passages, text: str) -> tuple[str, str, str]:
    with pytest.raises(ValueProblem) as caught:
        known.find(text)
    return caught.value.id, caught.value.message, caught.value.fix


# references


@pytest.mark.parametrize(
    ("text", "source", "locator"),
    [
        ("fr-article#p1.s2", "fr-article", "p1.s2"),
        ("un-chronicle#p150", "un-chronicle", "p150"),
        ("un-chronicle#art-II:3", "un-chronicle", "art-II:3"),
    ],
)
def test_a_passage_is_a_source_and_a_locator(
    known: Passages, text: str, source: str, locator: str
) -> None:
    assert Passage(source, locator) == known.find(text)


@pytest.mark.parametrize(
    "text", ["fr-article", "fr-article#", "#p1", "fr-article#p 1", "Fr#p1", "a#b#c", "fr-article#é"]
)
def test_what_is_no_reference_is_a_problem(known: Passages, text: str) -> None:
    assert (
        "passage-form",
        f'"{text}" is no passage',
        "write source#locator: fr-article#p1.s2",
    ) == problem_of(known, text)


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("fr-artcle#p1.s1", "write fr-article#p1.s1"),
        ("zzz#p1", "add the source to data/things/source.csv"),
    ],
)
def test_an_unknown_source_is_a_problem(known: Passages, text: str, fix: str) -> None:
    source = text.partition("#")[0]
    assert ("unknown-source", f'there is no source "{source}"', fix) == problem_of(known, text)


def test_a_sentence_that_a_document_held_in_full_has_not_is_a_problem(known: Passages) -> None:
    assert (
        "unknown-passage",
        '"fr-article" has no passage "p9.s1"',
        "it has p1.s1, p1.s2",
    ) == problem_of(known, "fr-article#p9.s1")


@pytest.mark.parametrize(
    ("locator", "key"),
    [
        ("p1.s2", "un--p1-s2"),
        ("art-II", "un--art-ii"),
        ("row-1565", "un--row-1565"),
        ("a..b:-c", "un--a-b-c"),
        (".p1.", "un--p1"),
    ],
)
def test_the_key_of_a_passage_has_only_letters_digits_and_hyphens(locator: str, key: str) -> None:
    assert key == Passage("un", locator).key


# tables of sentences


def read(path: Path, rows: str, known: Passages) -> list[Finding]:
    path.write_text("locator,start,end,sha256\n" + rows)
    return read_passages(path, known)


def test_sentences_are_known_by_their_locator_with_their_row(tmp_path: Path) -> None:
    known = Passages({"doc"})
    path = tmp_path / "doc.csv"
    assert [] == read(path, f"p1.s1,0,5,{digest('a')}\np1.s2,5,9,{digest('b')}\n", known)
    assert {
        "doc": {
            "p1.s1": Span(0, 5, digest("a"), Place(str(path), 2)),
            "p1.s2": Span(5, 9, digest("b"), Place(str(path), 3)),
        }
    } == known.held


def test_a_table_of_no_source_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        read(tmp_path / "doc.csv", "", Passages({"other"}))
    (problem,) = caught.value.problems
    assert ("unknown-source", 'there is no source "doc"', Place(str(tmp_path / "doc.csv"))) == (
        problem.id,
        problem.message,
        problem.place,
    )


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("p1.s1,20,30,{d}", 'the passage "p1.s1" stands here twice'),
        ("P1-S1,20,30,{d}", 'the passage "P1-S1" stands here twice'),
        (",20,30,{d}", '"" is no locator'),
        ("p 2,20,30,{d}", '"p 2" is no locator'),
        ("p2.s1,20,20,{d}", '"20" to "20" is no stretch of text'),
        ("p2.s1,30,20,{d}", '"30" to "20" is no stretch of text'),
        ("p2.s1,-1,20,{d}", '"-1" to "20" is no stretch of text'),
        ("p2.s1,,20,{d}", '"" to "20" is no stretch of text'),
        ("p2.s1,٢٠,٣٠,{d}", '"٢٠" to "٣٠" is no stretch of text'),
        ("p2.s1,20,x,{d}", '"20" to "x" is no stretch of text'),
        ("p2.s1,0,3,{d}", "this passage overlaps another one"),
        ("p2.s1,9,20,{d}", "this passage overlaps another one"),
        ("p2.s1,0,90,{d}", "this passage overlaps another one"),
        ("p2.s1,20,30,abc", '"abc" is no sha-256 digest'),
        ("p2.s1,20,30,{D}", '"{D}" is no sha-256 digest'),
    ],
)
def test_a_wrong_row_is_a_finding_and_makes_no_passage(
    tmp_path: Path, row: str, message: str
) -> None:
    known = Passages({"doc"})
    path = tmp_path / "doc.csv"
    digests = {"d": digest("x"), "D": digest("x").upper()}
    rows = f"p1.s1,1,10,{digest('a')}\n{row.format(**digests)}\np3.s1,90,99,{digest('c')}\n"
    (finding,) = read(path, rows, known)
    assert ("passage-table", message.format(**digests)) == (finding.id, finding.message)
    assert Place(str(path), 3) == finding.place
    assert ["p1.s1", "p3.s1"] == list(known.held["doc"])


def test_an_offset_of_thousands_of_digits_is_a_finding_too(tmp_path: Path) -> None:
    (finding,) = read(tmp_path / "doc.csv", f"p1,0,{'9' * 5000},{digest('x')}\n", Passages({"doc"}))
    assert "passage-table" == finding.id


def test_a_sentence_can_say_why_nothing_is_taken_from_it(tmp_path: Path) -> None:
    path = tmp_path / "doc.csv"
    path.write_text(
        "locator,start,end,sha256,omittedBecause\n"
        f"p1,0,5,{digest('first')},a heading\np2,6,9,{digest('two')},\n",
        encoding="utf-8",
    )
    known = Passages({"doc"})
    assert [] == read_passages(path, known)
    heading = Passage("doc", "p1")
    assert {heading: "a heading"} == known.omitted
    triples = list(passage_triples([], known, Names()))
    node = URIRef(HOME + "id/passage/doc--p1")
    assert (node, AG.omittedBecause, Literal("a heading", lang="en")) in triples
    assert 1 == sum(predicate == AG.omittedBecause for _, predicate, _ in triples)
    assert [] == check_omitted(known, [(Passage("doc", "p2"), NOWHERE)])
    [finding] = check_omitted(known, [(heading, Place("bonn.csv", 7)), (heading, NOWHERE)])
    assert ("passage-omitted", Place(str(path), 2)) == (finding.id, finding.place)
    assert "bonn.csv:7 takes one from it" in finding.message


def test_a_reason_is_no_place_for_the_words_of_a_source(tmp_path: Path) -> None:
    path = tmp_path / "doc.csv"
    for length, wrong in ((200, 0), (201, 1)):
        row = f"p1,0,5,{digest('first')},{'x' * length}\n"
        path.write_text("locator,start,end,sha256,omittedBecause\n" + row, encoding="utf-8")
        known = Passages({"doc"})
        assert ["passage-table"] * wrong == [f.id for f in read_passages(path, known)]
        assert 1 - wrong == len(known.omitted)


# digests


@pytest.mark.parametrize("source", ["fr-article", "tr-article"])
def test_the_recorded_digests_are_those_of_the_documents(root: Path, source: str) -> None:
    document = root.parent / "shared" / "sources" / f"{source}.txt"
    if not document.is_file():
        pytest.skip(f"the document is not here: {document}")
    known = Passages({source})
    assert [] == read_passages(root / "data" / "sources" / f"{source}.csv", known)
    assert known.held[source]
    rows = read_table(root / "data" / "things" / "source.csv", Columns(("key",), others=True))
    (recorded,) = (row["sha256"] for row in rows if row["key"] == source)
    assert [] == check_document(document.read_bytes(), recorded, known.held[source])


# triples


def test_a_cited_and_a_held_passage_are_described_once_and_in_order(known: Passages) -> None:
    cited = [Passage("un-chronicle", "art-II"), Passage("fr-article", "p1.s1")]
    triples = list(passage_triples(cited, known, Names()))

    def iri(kind: str, key: str) -> URIRef:
        return URIRef(f"{HOME}id/{kind}/{key}")

    first, second = iri("passage", "fr-article--p1-s1"), iri("selector", "fr-article--p1-s1")
    assert [
        (first, RDF.type, AG.Passage),
        (first, AG.inDocument, iri("source", "fr-article")),
        (first, AG.locator, Literal("p1.s1")),
        (first, AG.sha256, Literal(digest("first"))),
        (first, OA.hasSelector, second),
        (second, RDF.type, OA.TextPositionSelector),
        (second, OA.start, Literal(0)),
        (second, OA.end, Literal(5)),
    ] == triples[:8]
    last = iri("passage", "un-chronicle--art-ii")
    assert [
        (last, RDF.type, AG.Passage),
        (last, AG.inDocument, iri("source", "un-chronicle")),
        (last, AG.locator, Literal("art-II")),
    ] == triples[16:]
    assert triples == list(passage_triples(reversed(cited), known, Names()))
