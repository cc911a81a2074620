"""Sentences: what is proposed, what a reader writes down, and what should be looked at."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from accordsgraph.documents import Document, digest
from accordsgraph.errors import MissingExtraError, Place, SourceError
from accordsgraph.splitting import (
    Paragraphs,
    as_lines,
    doubts,
    numbered,
    propose,
    read_breaks,
    spans,
)

DOCUMENTS = ROOT.parent / "shared" / "sources"


def sentences(text: str, language: str = "en") -> list[list[str]]:
    return [[text[a:b] for a, b in paragraph] for paragraph in propose(text, language)]


def flat(paragraphs: Paragraphs) -> list[tuple[int, int]]:
    return [stretch for paragraph in paragraphs for stretch in paragraph]


# the proposal


def test_sentences_end_at_full_stops_and_never_hold_the_spaces_around_them() -> None:
    assert [["One came.", "Two went!", "Did three?"]] == sentences(
        "  One came.  Two went! Did three? \n"
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_paragraphs_where_there_is_no_blank_line(end: str) -> None:
    assert [["One came.", "Two."], ["Three"]] == sentences(f"One came. Two.{end}Three{end}")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_where_there_are_blank_lines_they_part_the_paragraphs(end: str) -> None:
    text = f"One{end}came. Two.{end} {end}{end}Three.{end}{end}"
    assert [[f"One{end}came.", "Two."], ["Three."]] == sentences(text)


def test_blank_lines_at_the_end_part_no_paragraphs() -> None:
    assert [["One came."], ["Two."]] == sentences("One came.\nTwo.\n\n\n")


def test_a_byte_order_mark_belongs_to_no_sentence() -> None:
    assert [[(1, 5)]] == propose("\ufeffOne.", "en")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was founded. 1  2  The new one came.", ["It was founded. 1  2", "The new one came."]),
        ("It was founded. 3 ", ["It was founded. 3"]),
        ("It ended. 5  14 April saw it.", ["It ended. 5", "14 April saw it."]),
        ("It ended. 14 April saw it.", ["It ended.", "14 April saw it."]),
        ("It ended. [12] It began.", ["It ended. [12]", "It began."]),
        ("It ended.¹² It began.", ["It ended.¹²", "It began."]),
        ("It ended. ³ It began.", ["It ended. ³", "It began."]),
        ("It ended. † It began.", ["It ended. †", "It began."]),
        ("It fell 8  and ended.", ["It fell 8  and ended."]),
        ("12  The Parties agree. They sign.", ["12  The Parties agree.", "They sign."]),
    ],
)
def test_a_footnote_mark_goes_back_to_its_sentence(text: str, expected: list[str]) -> None:
    assert [expected] == sentences(text)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Hier M. Dupont a parlé. Il a signé.", "fr", ["Hier M. Dupont a parlé.", "Il a signé."]),
        ("M. Dupont a parlé.", "fr", ["M. Dupont a parlé."]),
        (
            "Antlaşmanın 14. maddesi budur. Bitti.",
            "tr",
            ["Antlaşmanın 14. maddesi budur.", "Bitti."],
        ),
        ("See Article 5. They agree.", "en", ["See Article 5.", "They agree."]),
    ],
)
def test_a_full_stop_after_an_initial_or_before_a_small_letter_ends_nothing(
    text: str, language: str, expected: list[str]
) -> None:
    assert [expected] == sentences(text, language)


def test_only_the_language_of_a_tag_counts() -> None:
    text = "Mr. Smith vint."
    assert sentences(text, "en") != sentences(text, "fr") == sentences(text, "fr-CA")


def test_without_the_splitter_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentencex", None)
    with pytest.raises(MissingExtraError) as caught:
        propose("One.", "en")
    (problem,) = caught.value.problems
    assert 'pip install "accordsgraph[sources]"' in problem.fix


TEXTS = st.text(st.sampled_from("aB1. \n\r?[]²ışç,  "), max_size=80)


@given(TEXTS)
def test_sentences_are_in_order_and_nothing_but_space_is_between_them(text: str) -> None:
    position = 0
    for start, end in flat(propose(text, "en")):
        assert position <= start < end
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip()
        position = end
    assert not text[position:].strip()


# the reader's own boundaries


def breaks(tmp_path: Path, text: str, lines: str) -> Paragraphs:
    path = tmp_path / "breaks.txt"
    path.write_text(lines, "utf-8")
    return read_breaks(path, Document(tmp_path / "doc.txt", text.encode()))


def test_each_line_is_a_sentence_and_a_blank_line_ends_a_paragraph(tmp_path: Path) -> None:
    text = "One came.,two\nwent. Three."
    found = breaks(tmp_path, text, "\n\nOne came.\ntwo went.\n\n\nThree.\n")
    assert ["One came.", "two\nwent.", "Three."] == [text[a:b] for a, b in flat(found)]
    assert ["p1.s1", "p1.s2", "p2.s1"] == [sentence.locator for sentence in numbered(found)]


def test_the_same_words_are_found_where_they_stand_in_the_order_of_the_lines(
    tmp_path: Path,
) -> None:
    assert [(0, 4), (9, 13)] == flat(breaks(tmp_path, "Yes. No. Yes.", "Yes.\nYes.\n"))


def test_every_line_that_is_not_in_the_document_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        breaks(tmp_path, "One came. Two went.", "Two went.\nOne came.\n\nThree (fell.\n")
    place = str(tmp_path / "breaks.txt")
    assert [
        (
            "break",
            Place(place, 2),
            "this is not in the document after the line before: “One came.”",
        ),
        (
            "break",
            Place(place, 4),
            "this is not in the document after the line before: “Three (fell.”",
        ),
    ] == [(p.id, p.place, p.message) for p in caught.value.problems]
    assert (
        "write each sentence as it stands in doc.txt, in the same order"
        == caught.value.problems[0].fix
    )


def test_a_file_of_boundaries_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        read_breaks(tmp_path / "none.txt", Document(tmp_path / "doc.txt", b"One."))
    assert ["file-missing"] == [problem.id for problem in caught.value.problems]


@given(TEXTS)
def test_a_proposal_written_out_and_read_again_is_the_same(text: str) -> None:
    import tempfile

    proposed = propose(text, "en")
    if not proposed:
        return
    with tempfile.TemporaryDirectory() as folder:
        assert proposed == breaks(Path(folder), text, as_lines(text, proposed))


def test_what_is_kept_of_a_sentence_is_its_place_and_digest() -> None:
    text = "İlk. Son."
    kept = spans(text, numbered(propose(text, "tr")))
    assert [("p1.s1", 0, 4, digest("İlk.")), ("p1.s2", 5, 9, digest("Son."))] == [
        (locator, span.start, span.end, span.sha256) for locator, span in kept.items()
    ]


# doubts


def test_a_full_stop_before_a_comma_is_doubted_unless_it_is_an_abbreviation() -> None:
    text = "The guarantors served.,instruments: one, two, etc., and three."
    (doubt,) = doubts(text, [[(0, len(text))]])
    assert doubt.startswith("p1.s1 may be two sentences: “…")
    assert "served.,instruments" in doubt


def test_what_is_in_no_sentence_is_said() -> None:
    text = "A title. One came., Two went. And more"
    assert [
        "in no sentence, before p1.s1: “A title”",
        "in no sentence, at the end: “And more”",
    ] == doubts(text, [[(9, 18), (20, 29)]])
    assert [] == doubts(text, [[(0, 8), (9, 18), (20, 38)]])


# the two documents of the project


def recorded(source: str) -> list[tuple[str, int, int, str]]:
    with (ROOT / "data" / "sources" / f"{source}.csv").open() as table:
        rows = csv.DictReader(table)
        return [(r["locator"], int(r["start"]), int(r["end"]), r["sha256"]) for r in rows]


def text_of(source: str) -> str:
    document = DOCUMENTS / f"{source}.txt"
    if not document.is_file():
        pytest.skip(f"the document is not here: {document}")
    return document.read_bytes().decode()


def kept(text: str, paragraphs: Paragraphs) -> list[tuple[str, int, int, str]]:
    found = spans(text, numbered(paragraphs))
    return [(locator, span.start, span.end, span.sha256) for locator, span in found.items()]


def test_of_the_turkish_document_the_proposal_is_what_is_recorded() -> None:
    text = text_of("tr-article")
    proposed = propose(text, "tr")
    assert recorded("tr-article") == kept(text, proposed)
    assert [] == doubts(text, proposed)


def test_of_the_french_document_only_the_damaged_joints_are_not_found_and_all_are_doubted() -> None:
    text = text_of("fr-article")
    proposed = propose(text, "fr")
    wanted = {start: locator for locator, start, _, _ in recorded("fr-article")}
    found = {start for start, _ in flat(proposed)}
    assert found < set(wanted)
    assert ["p1.s2", "p3.s2", "p4.s3"] == sorted(wanted[start] for start in set(wanted) - found)
    assert 4 == len(doubts(text, proposed))  # the fourth joint is at the end of a paragraph


@pytest.mark.parametrize("source", ["fr-article", "tr-article"])
def test_with_a_line_for_each_sentence_the_recorded_table_comes_out(
    source: str, tmp_path: Path
) -> None:
    text = text_of(source)
    by_paragraph: dict[str, list[tuple[int, int]]] = {}
    for locator, start, end, _ in recorded(source):
        by_paragraph.setdefault(locator.partition(".")[0], []).append((start, end))
    lines = as_lines(text, list(by_paragraph.values()))
    assert recorded(source) == kept(text, breaks(tmp_path, text, lines))
