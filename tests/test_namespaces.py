"""Names: every IRI of ours has one CURIE, and every CURIE one IRI."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordsgraph.namespaces import (
    GRAPHS,
    HOME,
    KEY,
    LOCAL_NAME,
    MINTED_TYPES,
    STANDARD_PREFIXES,
    TERMS,
    THING_CLASSES,
    VOCABULARY_TYPES,
    Names,
)

ELSEWHERE = "https://example.org/accords/"
bases = st.sampled_from([HOME, ELSEWHERE])
keys = st.from_regex(r"[a-z0-9]{1,9}(-{1,2}[a-z0-9]{1,9}){0,3}", fullmatch=True)
kinds = st.sampled_from([*THING_CLASSES, *MINTED_TYPES, *VOCABULARY_TYPES])


def test_every_kind_of_iri_has_a_prefix_and_they_are_sorted() -> None:
    prefixes = Names().prefixes
    wanted = {*STANDARD_PREFIXES, *THING_CLASSES, *MINTED_TYPES, *VOCABULARY_TYPES}
    assert sorted(wanted) == list(prefixes)
    assert len(prefixes) == len(set(prefixes.values()))


@given(bases, st.sampled_from(sorted(Names().prefixes)), st.from_regex(LOCAL_NAME, fullmatch=True))
def test_a_curie_and_its_iri_lead_to_each_other(base: str, prefix: str, local: str) -> None:
    names = Names(base)
    iri = names.prefixes[prefix] + local
    assert f"{prefix}:{local}" == names.curie(iri)
    assert iri == names.expand(f"{prefix}:{local}")


@given(bases, st.text(max_size=12))
def test_any_iri_is_shortened_to_what_expands_to_it_again(base: str, rest: str) -> None:
    names = Names(base)
    for namespace in (*names.prefixes.values(), "https://example.org/other/"):
        iri = namespace + re.sub(r"[\s<>\"{}|\\^`\x00-\x20]", "", rest)
        assert iri == names.expand(names.curie(iri))


@pytest.mark.parametrize(
    "local", ["", "a/b", "a.", "-a", "a,b", "a(b)", "a%20b", "é", "a:b", ".a", "a#b"]
)
def test_what_turtle_could_not_write_is_not_shortened(local: str) -> None:
    iri = HOME + "id/state/" + local
    assert iri == Names().curie(iri)


def test_the_longest_namespace_wins() -> None:
    inside_schema = Names("https://schema.org/")
    assert "state:x" == inside_schema.curie("https://schema.org/id/state/x")
    assert "schema:sameAs" == inside_schema.curie("https://schema.org/sameAs")


def test_terms_and_shapes_have_prefixes_and_graphs_have_none() -> None:
    assert "ag:Accord" == Names().curie(TERMS + "Accord")
    assert "agsh:AG-S01" == Names().curie(HOME + "shapes#AG-S01")
    assert HOME + "graph/record" == Names().curie(HOME + "graph/record")


@pytest.mark.parametrize(
    ("text", "iri"),
    [
        ("<urn:x:y>", "urn:x:y"),
        ("state:pakistan", HOME + "id/state/pakistan"),
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("state:", HOME + "id/state/"),
        ("schema://x", "schema://x"),
        ("pakistan", None),
        ("unknown:pakistan", None),
        ("https://example.org/a b", None),
        ("", None),
    ],
)
def test_a_curie_an_iri_or_a_bracketed_iri_is_expanded(text: str, iri: str | None) -> None:
    assert iri == Names().expand(text)


@given(bases, kinds, keys)
def test_the_iri_of_a_thing_is_split_into_type_and_key(base: str, kind: str, key: str) -> None:
    names = Names(base)
    iri = names.thing(kind, key)
    assert (kind, key) == names.split(iri)
    assert iri.startswith(HOME if kind in VOCABULARY_TYPES else base)


@pytest.mark.parametrize(
    "iri", ["https://example.org/x", HOME + "id/state", HOME + "id/state/", HOME + "graph/record"]
)
def test_what_is_no_thing_of_ours_is_not_split(iri: str) -> None:
    assert Names().split(iri) is None
    assert Names(ELSEWHERE).split(iri) is None


def test_a_project_of_its_own_base_shares_terms_and_vocabulary_only() -> None:
    names = Names(ELSEWHERE)
    assert ELSEWHERE + "id/state/pakistan" == names.thing("state", "pakistan")
    assert HOME + "id/role/signatory" == names.thing("role", "signatory")
    assert "role:signatory" == names.curie(HOME + "id/role/signatory")
    assert "ag:Accord" == names.curie(TERMS + "Accord")
    assert HOME + "id/state/pakistan" == names.curie(HOME + "id/state/pakistan")
    assert ("state", "pakistan") == names.split(HOME + "id/state/pakistan")
    graphs = [names.graph(name) for name in GRAPHS]
    assert [f"{ELSEWHERE}graph/{name}" for name in GRAPHS] == graphs


@pytest.mark.parametrize(
    ("key", "fits"),
    [
        ("geneva-1988", True),
        ("a", True),
        ("a--b", True),
        ("1", True),
        ("", False),
        ("-a", False),
        ("a-", False),
        ("Geneva", False),
        ("genève", False),
        ("a_b", False),
        ("a b", False),
        ("a/b", False),
        ("a\n", False),
        ("a" * 100, True),
        ("a" * 101, False),
    ],
)
def test_a_key_is_short_and_of_plain_letters_digits_and_hyphens(key: str, fits: bool) -> None:
    assert fits == bool(KEY.fullmatch(key))
