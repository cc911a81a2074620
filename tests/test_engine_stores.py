"""Files become numbers and a closed store; how a file is written or divided does not matter."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import numpy as np
import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import Graph
from reasoning_strategies import data, graph, ontologies

from accordsgraph.engine.owl import loading
from accordsgraph.engine.owl.closed_store import ClosedStore
from accordsgraph.engine.owl.closure import ClosedGraph
from accordsgraph.engine.owl.contradictions import contradictions
from accordsgraph.engine.owl.loading import n_triples, read_triples, sorted_n_triples
from accordsgraph.engine.owl.relations import Relation, by_predicate, pack, slices, swapped
from accordsgraph.engine.owl.terms import Terms
from accordsgraph.reasoning import close

CANONICAL = r"""<https://example.org/a> <https://example.org/p> <https://example.org/b> .
<https://example.org/a> <https://example.org/p> "a \"word\" \\ and\na line . of it" .
<https://example.org/a> <https://example.org/p> "mot"@fr .
<https://example.org/b> <https://example.org/p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .
"""
ONTOLOGY = """
x:hasPart a owl:TransitiveProperty ; owl:inverseOf x:partOf .
x:number a owl:InverseFunctionalProperty .
x:Part a owl:Class . x:partOf rdfs:domain x:Part .
"""
names = count()


def written(folder: Path, text: str, suffix: str = "nt") -> Path:
    path = folder / f"{next(names)}.{suffix}"
    path.write_text(text, newline="")
    return path


def turtle(folder: Path, text: str) -> Path:
    path = folder / f"{next(names)}.ttl"
    graph(text).serialize(path, format="turtle")
    return path


def read(path: Path, blank: bytes = b"") -> tuple[set[tuple[str, ...]], bool]:
    terms = Terms()
    found = read_triples(path, terms, blank)
    rows = found.columns.T.tolist()
    return {tuple(terms.names[n].decode() for n in row) for row in rows}, found.verbatim


def triples(store: ox.Store) -> set[tuple[str, str, str]]:
    return {(str(q.subject), str(q.predicate), str(q.object)) for q in store}


# reading


def test_canonical_n_triples_are_taken_as_they_are(tmp_path: Path) -> None:
    rows, verbatim = read(written(tmp_path, CANONICAL))
    assert verbatim
    assert len(rows) == 4
    parsed = ox.parse(CANONICAL, format=ox.RdfFormat.N_TRIPLES)
    assert rows == {(str(q.subject), str(q.predicate), str(q.object)) for q in parsed}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (" .\n", " . # said in passing\n"),
        (" .\n", ".\n"),
        (" .\n", " .\r\n"),
        (" .\n", "\t.\n"),
        ("> <", ">\t<"),
        ("> <", ">  <"),
        ("@fr", "@FR"),
        ('"mot"', r'"m\u006Ft"'),
        ("https://example.org/b", r"https://example.org/\u0062"),
        ('"mot"@fr .\n', '"mot"@fr .\n# a remark .\n\n'),
        ('line . of it"', 'line . of it"^^<http://www.w3.org/2001/XMLSchema#string>'),
        ("", "\n"),
    ],
)
def test_other_ways_of_writing_say_the_same(tmp_path: Path, old: str, new: str) -> None:
    text = CANONICAL.replace(old, new) if old else CANONICAL + new
    rows, verbatim = read(written(tmp_path, text))
    assert rows == read(written(tmp_path, CANONICAL))[0]
    assert not verbatim or new == "\n"


@pytest.mark.parametrize("size", [1, 7, 64])
def test_where_a_file_is_cut_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    texts = [CANONICAL.replace("mot", "été"), CANONICAL.replace(" .\n", ".\n")]
    expected = [read(written(tmp_path, text)) for text in texts]
    monkeypatch.setattr(loading, "_CHUNK", size)
    monkeypatch.setattr(loading, "_ROWS", 1)
    assert [read(written(tmp_path, text)) for text in texts] == expected
    test_lines_are_written_in_their_order(tmp_path)


@pytest.mark.parametrize("end", [".\n", " .\r\n", " . # said\n"])
def test_a_file_that_is_not_canonical_is_known_by_its_beginning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    path = written(tmp_path, f"<x:a> <x:p> <x:b>{end}" * 5)
    monkeypatch.setattr(loading, "_CHUNK", 30)
    with path.open("rb") as file:
        with pytest.raises(loading._NotCanonicalError):
            list(loading._split(file))
        assert file.tell() <= 60


def test_turtle_is_read_as_the_same_triples(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    Graph().parse(data=CANONICAL, format="nt").serialize(path, format="turtle")
    assert read(path) == (read(written(tmp_path, CANONICAL))[0], False)


def test_terms_of_a_file_read_again_are_not_kept_twice(tmp_path: Path) -> None:
    terms = Terms()
    read_triples(written(tmp_path, CANONICAL.replace("@fr", "@FR")), terms)
    assert b'"mot"@FR' not in terms
    assert terms.names[terms[b'"mot"@fr']] == b'"mot"@fr'
    assert len(terms) == len(terms.names)


def test_blank_nodes_of_two_files_keep_apart(tmp_path: Path) -> None:
    path = written(tmp_path, "_:a <https://example.org/p> _:b .\n")
    assert read(path, b"one")[0] == {("_:onea", "<https://example.org/p>", "_:oneb")}
    assert not read(path, b"one")[1]


@pytest.mark.parametrize(
    "text", ["<a> <b>", "<https://x/a> <https://x/b> .\n", '"a" <p:p> <o:o> .\n']
)
def test_a_file_that_is_no_rdf_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(SyntaxError):
        read(written(tmp_path, text))


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    terms = Terms()
    columns = read_triples(written(tmp_path, CANONICAL), terms).columns
    lines = b"".join(n_triples(by_predicate(*columns), terms)).decode()
    assert sorted(lines.splitlines()) == sorted(CANONICAL.splitlines())


def test_lines_are_written_in_their_order(tmp_path: Path) -> None:
    terms = Terms()
    longer = CANONICAL + "".join(
        f"<https://example.org/{name}> <https://example.org/p> {value} .\n"
        for name in ("a", "aa", "a-a", "é")
        for value in ('"x"', '"x"@en', '"x y"', "<https://example.org/a>", "_:b", "_:ba")
    )
    columns = read_triples(written(tmp_path, longer), terms).columns
    lines = b"".join(sorted_n_triples(by_predicate(*columns), terms))
    assert lines.splitlines() == sorted({line.encode() for line in longer.splitlines()})
    assert not list(sorted_n_triples({}, terms))


def test_an_empty_file_has_no_triples(tmp_path: Path) -> None:
    assert read(written(tmp_path, "")) == (set(), True)


# relations


@pytest.mark.parametrize("number", [1, 3, 2_000])
@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 2**32))
def test_a_relation_grows_by_few_pairs_as_by_many(number: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    pairs = chance.permutation(np.unique(pack(*chance.integers(0, 300, (2, 7_000)))))
    old, new = np.sort(pairs[number:]), np.sort(pairs[:number])
    relation = Relation(old)
    assert len(relation.inverse) == len(old)  # from now on it is kept up to date
    grown = relation.plus(new)
    assert grown.pairs.tolist() == sorted(pairs.tolist())
    assert grown.inverse.tolist() == sorted(swapped(pairs).tolist())
    assert grown.minus(new).pairs.tolist() == old.tolist()
    assert grown.minus(new).inverse.tolist() == relation.inverse.tolist()


def test_pairs_of_a_term_are_found_whatever_stands_at_their_other_end() -> None:
    pairs = pack(np.array([1, 2, 2, 2, 3]), np.array([9, 0, 4, 2**32 - 1, 0]))
    low, high = slices(pairs, np.array([0, 1, 2, 3, 4]))
    assert list(zip(low.tolist(), high.tolist(), strict=True)) == [
        (0, 0),
        (0, 1),
        (1, 4),
        (4, 5),
        (5, 5),
    ]


# a closed store


def test_a_store_answers_about_what_follows(tmp_path: Path) -> None:
    store = ClosedStore([turtle(tmp_path, ONTOLOGY)])
    facts = written(tmp_path, CANONICAL.replace("example.org/p", "example.org/hasPart"))
    assert store.add(facts) == 3  # a has the part of b; b is part of a, so it is a part
    assert (
        "<https://example.org/b>",
        "<https://example.org/partOf>",
        "<https://example.org/a>",
    ) in (triples(store.store))


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(ontology=ontologies, parts=st.lists(data, min_size=1, max_size=4))
def test_a_store_filled_in_parts_is_closed_as_one(
    tmp_path_factory: pytest.TempPathFactory, ontology: str, parts: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("parts")
    whole, store = Graph(bind_namespaces="none"), ClosedStore([turtle(folder, ontology)])
    schema = graph(ontology)
    for part in parts:
        facts = graph(part)
        for triple in facts:
            whole.add(triple)
        facts.serialize(folder / "part.nt", format="nt", encoding="utf-8")
        store.add(folder / "part.nt")
    everything = {*whole, *close(whole, schema).inferred}
    # the names of blank nodes of the data are kept, those of the ontology are never told
    lines = {" ".join(_canonical(node.n3()) for node in triple) for triple in everything}
    assert {" ".join(triple) for triple in triples(store.store)} == lines
    with (folder / "all.nt").open("wb") as file:
        store.write(file)
    assert (folder / "all.nt").read_bytes() == "".join(
        sorted(f"{line} .\n" for line in lines)
    ).encode()


def _canonical(term: str) -> str:
    return str(next(iter(ox.parse(f"<s:s> <p:p> {term} .", format=ox.RdfFormat.TURTLE))).object)


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(ontology=ontologies, facts=data, cut=st.floats(0, 1))
def test_adding_later_finds_the_same_contradictions(
    tmp_path_factory: pytest.TempPathFactory, ontology: str, facts: str, cut: float
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    terms = Terms()
    schema = read_triples(turtle(folder, ontology), terms, b"o").columns
    columns = read_triples(turtle(folder, facts), terms, b"d").columns
    middle = int(cut * columns.shape[1])
    found = []
    for cuts in ([], [middle]):
        closed = ClosedGraph(terms)
        closed.add(by_predicate(*schema))
        for part in np.split(columns, cuts, axis=1):
            closed.add(by_predicate(*part))
        found.append((set(contradictions(closed)), set(closed.triples())))
    assert found[0] == found[1]
