"""Documents held in full: digests tell whether a file is one, offsets where its sentences are."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordsgraph.documents import Span, check_document, read_document
from accordsgraph.errors import Place, SourceError

NOWHERE = Place("x")


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


TEXT = "Première phrase. İkinci cümle. 第三句。"


def spans_of(text: str, *cuts: int) -> dict[str, Span]:
    ends = [*cuts, len(text)]
    return {
        f"p1.s{n}": Span(start, end, digest(text[start:end]), NOWHERE)
        for n, (start, end) in enumerate(zip([0, *cuts], ends, strict=True), 1)
    }


def test_a_document_matches_the_digests_recorded_of_it() -> None:
    assert [] == check_document(TEXT.encode(), digest(TEXT), spans_of(TEXT, 17, 31))


def test_another_document_is_told_before_any_of_its_passages() -> None:
    assert ["the document is not the one whose digest was recorded"] == check_document(
        TEXT.encode() + b"\n", digest(TEXT), spans_of(TEXT, 17, 31)
    )


def test_each_passage_whose_words_differ_is_named() -> None:
    spans = spans_of(TEXT, 17, 31)
    spans["p1.s2"] = Span(18, 31, spans["p1.s2"].sha256, NOWHERE)
    spans["p1.s3"] = Span(31, 900, digest("x"), NOWHERE)
    assert [
        "the digest recorded for p1.s2 is not that of its words",
        "the digest recorded for p1.s3 is not that of its words",
    ] == check_document(TEXT.encode(), digest(TEXT), spans)


@given(st.text(min_size=2, max_size=30), st.data())
def test_offsets_count_characters_in_any_script(text: str, data: st.DataObject) -> None:
    try:
        encoded = text.encode()
    except UnicodeEncodeError:  # a lone half of a pair: no text file holds it
        return
    cut = data.draw(st.integers(1, len(text) - 1))
    spans = spans_of(text, cut)
    assert [] == check_document(encoded, digest(text), spans)
    moved = {"p1.s1": Span(0, cut - 1, spans["p1.s1"].sha256, NOWHERE)}
    assert 1 == len(check_document(encoded, digest(text), moved))


# files


def test_nothing_is_changed_before_characters_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes("\ufeffErste Zeile.\r\nÇa.".encode())
    document = read_document(path)
    assert "\ufeffErste Zeile.\r\nÇa." == document.text
    assert hashlib.sha256(path.read_bytes()).hexdigest() == document.sha256


@pytest.mark.parametrize(
    ("data", "id"),
    [("Café".encode("latin-1"), "encoding"), (b"a\0b", "encoding"), (b" \n", "file-empty")],
)
def test_what_is_no_text_is_no_document(tmp_path: Path, data: bytes, id: str) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(data)
    with pytest.raises(SourceError) as caught:
        read_document(path)
    assert [id] == [problem.id for problem in caught.value.problems]


def test_a_document_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        read_document(tmp_path / "x.txt")
    assert ["file-missing"] == [problem.id for problem in caught.value.problems]
