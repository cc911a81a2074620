"""Quoting: the words of a passage come from the reader's file, after its digest has matched."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import ROOT

from accordsgraph import quoting
from accordsgraph.documents import digest
from accordsgraph.errors import Place, SourceError
from accordsgraph.evidence import Passage
from accordsgraph.namespaces import RDF, TERMS, Names
from accordsgraph.pipeline import BuildReport
from accordsgraph.quoting import OA, Quotes, read_records, search

TEXT = (
    "The envoys met at the lake in spring.\nThey agreed, and all of them signed the text, "
    "on the second day of the talks. 1\nNobody  kept it for a whole year."
)
SENTENCES = {"p1.s1": (0, 37), "p2.s1": (38, 115), "p3.s1": (118, len(TEXT))}
FIRST, SECOND, LAST = (Passage("lake", locator) for locator in SENTENCES)
NAMES = Names("https://example.org/a/")


def describe(store: ox.Store, key: str, text: str, sentences: dict[str, tuple[int, int]]) -> None:
    def add(kind: str, name: str, **values: object) -> ox.NamedNode:
        node = ox.NamedNode(NAMES.thing(kind, name))
        for predicate, value in values.items():
            namespace = OA if predicate in ("start", "end", "hasSelector") else TERMS
            term = value if isinstance(value, ox.NamedNode) else ox.Literal(value)  # type: ignore[arg-type]
            store.add(ox.Quad(node, ox.NamedNode(namespace + predicate), term))
            # the same may be said in several graphs
            graph = ox.NamedNode(NAMES.graph("inferred"))
            store.add(ox.Quad(node, ox.NamedNode(namespace + predicate), term, graph))
        return node

    source = add("source", key, sha256=digest(text), language="en")
    store.add(ox.Quad(source, ox.NamedNode(RDF + "type"), ox.NamedNode(TERMS + "SourceDocument")))
    for locator, (start, end) in sentences.items():
        name = f"{key}--{locator.replace('.', '-')}"
        selector = add("selector", name, start=start, end=end)
        sha256 = digest(text[start:end])
        add(
            "passage", name, locator=locator, sha256=sha256, inDocument=source, hasSelector=selector
        )


@pytest.fixture
def store() -> ox.Store:
    """A dataset with one document held in full."""
    store = ox.Store()
    describe(store, "lake", TEXT, SENTENCES)
    return store


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_bytes(text.encode())
    return folder / name


def refusal(store: ox.Store, folder: Path) -> tuple[str, str]:
    with pytest.raises(SourceError) as caught:
        Quotes(store, folder)
    (problem,) = caught.value.problems
    return problem.id, problem.message


# quotations


def test_a_passage_is_quoted_with_a_few_words_of_context(store: ox.Store, tmp_path: Path) -> None:
    write(tmp_path, "lake.txt", TEXT)
    quotation = Quotes(store, tmp_path).quote(SECOND)
    assert quotation is not None
    assert TEXT[38:115] == quotation.words
    assert (38, 115, "en", SECOND) == (
        *(quotation.start, quotation.end, quotation.language, quotation.passage),
    )
    assert (
        f"… met at the lake in spring. “{TEXT[38:115]}” 1 Nobody kept it for a …"
        == quotation.in_context()
    )


def test_at_the_ends_of_a_document_there_is_no_ellipsis(store: ox.Store, tmp_path: Path) -> None:
    write(tmp_path, "lake.txt", TEXT)
    first, last = (Quotes(store, tmp_path).quote(passage) for passage in (FIRST, LAST))
    assert first is not None
    assert last is not None
    assert ("", " They agreed, and all of them …") == (first.before, first.after)
    assert ("… second day of the talks. 1 ", "") == (last.before, last.after)
    assert "Nobody kept it for a whole year." == last.words  # on one line, spaces as one


def test_context_keeps_to_the_space_of_the_document(store: ox.Store, tmp_path: Path) -> None:
    text = "Served.,two came. Went."
    describe(store, "joint", text, {"p1.s1": (0, 7), "p1.s2": (8, 17)})
    write(tmp_path, "joint.txt", text)
    quotes = Quotes(store, tmp_path)
    assert "joint p1.s1: “Served.”,two came. Went." == quotes.say(Passage("joint", "p1.s1"))
    assert "joint p1.s2: Served.,“two came.” Went." == quotes.say(Passage("joint", "p1.s2"))


def test_a_long_document_is_searched_only_around_the_passage(tmp_path: Path) -> None:
    text = "Long" * 200 + " one two. Here. three four " + "five" * 200 + " six"
    start = text.index("Here.")
    store = ox.Store()
    describe(store, "long", text, {"p1": (start, start + 5)})
    write(tmp_path, "long.txt", text)
    assert "long p1: … one two. “Here.” three four …" == Quotes(store, tmp_path).say(
        Passage("long", "p1")
    )


def test_without_a_folder_it_is_said_where_a_passage_is(store: ox.Store) -> None:
    quotes = Quotes(store)
    assert quotes.quote(SECOND) is None
    assert "lake p2.s1, characters 38 to 115" == quotes.say(SECOND)
    assert "un-chronicle art-II" == quotes.say(Passage("un-chronicle", "art-II"))
    assert "lake p9" == quotes.say(Passage("lake", "p9"))


def test_of_a_document_that_is_not_in_the_folder_it_is_said_where(
    store: ox.Store, tmp_path: Path
) -> None:
    write(tmp_path, "other.txt", "Something else altogether.")
    (tmp_path / "folder").mkdir()
    (tmp_path / "nowhere.txt").symlink_to(tmp_path / "none")
    assert "lake p1.s1, characters 0 to 37" == Quotes(store, tmp_path).say(FIRST)


# finding the file


@pytest.mark.parametrize("name", ["lake.txt", "scan of 1988.text", "x"])
def test_a_document_is_found_by_its_digest_whatever_its_name(
    store: ox.Store, tmp_path: Path, name: str
) -> None:
    write(tmp_path, "a.txt", "Another.")
    path = write(tmp_path, name, TEXT)
    assert {"lake": path} == {k: d.path for k, d in Quotes(store, tmp_path).documents.items()}


def test_one_file_can_be_two_sources(store: ox.Store, tmp_path: Path) -> None:
    describe(store, "pond", TEXT, {"p1": (0, 37)})
    write(tmp_path, "lake.txt", TEXT)
    assert {"lake", "pond"} == set(Quotes(store, tmp_path).documents)


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("spring", "summer", "it differs from p1.s1 on"),
        ("second", "third", "it differs from p2.s1 on"),
        ("year.", "year.\n", "it differs outside its passages"),
    ],
)
@pytest.mark.parametrize("name", ["lake.txt", "lake"])
def test_a_changed_document_is_refused_and_it_is_said_from_where_on(
    store: ox.Store, tmp_path: Path, old: str, new: str, where: str, name: str
) -> None:
    write(tmp_path, name, TEXT.replace(old, new))
    message = f'this is not "lake" as it was registered: {where}'
    assert ("source-changed", message) == refusal(store, tmp_path)


def test_a_changed_document_of_another_name_is_known_by_what_still_stands(
    store: ox.Store, tmp_path: Path
) -> None:
    write(tmp_path, "x.txt", TEXT + "\nMore.")
    assert "source-changed" == refusal(store, tmp_path)[0]


def test_a_short_sentence_in_common_makes_no_other_text_a_changed_one(tmp_path: Path) -> None:
    store = ox.Store()
    describe(store, "lake", "AGREEMENT\nThe parties agree.", {"p1": (0, 9), "p2": (10, 28)})
    write(tmp_path, "x.txt", "AGREEMENT\nSomething else.")
    assert {} == Quotes(store, tmp_path).documents


def test_a_document_saved_in_another_encoding_is_refused(store: ox.Store, tmp_path: Path) -> None:
    (tmp_path / "lake.txt").write_bytes(TEXT.encode("utf-16"))
    assert refusal(store, tmp_path)[1].endswith("it is no longer text in UTF-8")


def test_what_is_no_text_is_passed_over(store: ox.Store, tmp_path: Path) -> None:
    (tmp_path / "lake.pdf").write_bytes(b"%PDF \xff\xfe")
    assert {} == Quotes(store, tmp_path).documents


def test_a_changed_copy_beside_the_document_is_no_matter(store: ox.Store, tmp_path: Path) -> None:
    write(tmp_path, "lake.txt", TEXT + "!")
    path = write(tmp_path, "z.txt", TEXT)
    assert path == Quotes(store, tmp_path).documents["lake"].path


def test_of_several_files_the_one_named_like_the_source_is_taken(
    store: ox.Store, tmp_path: Path
) -> None:
    describe(store, "pond", "Another.", {"p1": (0, 8)})
    for name in ("a.txt", "lake.txt", "z.txt"):
        write(tmp_path, name, TEXT)
    assert "lake.txt" == Quotes(store, tmp_path).documents["lake"].path.name
    for name in ("a.txt", "lake.txt", "z.txt"):
        write(tmp_path, name, TEXT + "!")
    with pytest.raises(SourceError) as caught:
        Quotes(store, tmp_path)
    (problem,) = caught.value.problems
    assert Place(str(tmp_path / "lake.txt")) == problem.place


def test_a_file_too_large_to_be_a_text_is_not_read(
    store: ox.Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quoting, "LARGEST", len(TEXT.encode()) - 1)
    write(tmp_path, "lake.txt", TEXT)
    assert {} == Quotes(store, tmp_path).documents


def test_a_folder_that_is_none_is_an_error(store: ox.Store, tmp_path: Path) -> None:
    for folder in (tmp_path / "none", write(tmp_path, "lake.txt", TEXT)):
        assert "sources-folder" == refusal(store, folder)[0]


def test_a_document_whose_digest_was_written_by_hand_must_be_text(tmp_path: Path) -> None:
    store = ox.Store()
    describe(store, "lake", TEXT, SENTENCES)
    data = "Café".encode("latin-1")
    source = ox.NamedNode(NAMES.thing("source", "lake"))
    for quad in list(store.quads_for_pattern(source, ox.NamedNode(TERMS + "sha256"), None)):
        store.remove(quad)
    sha256 = ox.Literal(hashlib.sha256(data).hexdigest())
    store.add(ox.Quad(source, ox.NamedNode(TERMS + "sha256"), sha256))
    (tmp_path / "x").write_bytes(data)
    assert "encoding" == refusal(store, tmp_path)[0]


def test_offsets_that_were_changed_by_hand_are_refused_when_quoted(
    store: ox.Store, tmp_path: Path
) -> None:
    selector = ox.NamedNode(NAMES.thing("selector", "lake--p2-s1"))
    for quad in list(store.quads_for_pattern(selector, ox.NamedNode(OA + "end"), None)):
        store.remove(quad)
    store.add(ox.Quad(selector, ox.NamedNode(OA + "end"), ox.Literal(60)))
    write(tmp_path, "lake.txt", TEXT)
    quotes = Quotes(store, tmp_path)
    assert quotes.quote(FIRST) is not None
    with pytest.raises(SourceError) as caught:
        quotes.quote(SECOND)
    (problem,) = caught.value.problems
    assert ("passage-digest", "lake: the digest recorded for p2.s1 is not that of its words") == (
        *(problem.id, problem.message),
    )


# what is recorded


def test_records_have_the_passages_in_the_order_of_the_document(store: ox.Store) -> None:
    (record,) = read_records(store).values()
    assert ("lake", digest(TEXT), "en") == record[:3]
    assert list(SENTENCES) == list(record.spans)
    assert SENTENCES == {locator: (s.start, s.end) for locator, s in record.spans.items()}
    describe(store, "many", TEXT, {"p1.s10": (30, 36), "p1.s2": (4, 10)})
    assert ["p1.s2", "p1.s10"] == list(read_records(store)["many"].spans)
    assert {"lake": quoting.Found()} == search(ROOT / "queries", {"lake": record})


@pytest.mark.parametrize("source", ["fr-article", "tr-article"])
def test_every_passage_of_the_two_documents_can_be_quoted(geneva: BuildReport, source: str) -> None:
    folder = ROOT.parent / "shared" / "sources"
    if not folder.is_dir():
        pytest.skip(f"the documents are not here: {folder}")
    assert geneva.built is not None
    quotes = Quotes(geneva.built.store, folder)
    text = quotes.documents[source].text
    locators = list(quotes.records[source].spans)
    assert locators
    for locator in locators:
        quotation = quotes.quote(Passage(source, locator))
        assert quotation is not None
        assert quotation.words == " ".join(text[quotation.start : quotation.end].split())
        assert source[:2] == quotation.language
