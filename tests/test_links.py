"""Links are judgements: only a match becomes a triple, whatever else is recorded."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import URIRef

from accordsgraph.errors import Place, SourceError
from accordsgraph.links import read_links
from accordsgraph.namespaces import HOME, Names
from accordsgraph.statements import Reader

HEAD = (
    "#curie_map:\n#  state: x\n"
    "subject_id\tsubject_label\tpredicate_id\tobject_id\tmapping_justification\n"
)
FIX = "write type:key, such as state:pakistan"


def read(
    reader: Reader, path: Path, *rows: tuple[str, str, str], names: Names | None = None
) -> tuple[list[tuple[str, ...]], list[tuple[str, str, Place | None]]]:
    lines = (f"{s}\tlabel\t{p}\t{o}\tsemapv:ManualMappingCuration\n" for s, p, o in rows)
    path.write_text(HEAD + "".join(lines))
    links, findings = read_links(path, names or Names(), reader.things)
    assert {"link"} >= {finding.id for finding in findings}
    assert {str(path)} >= {place.file for _, place in links}
    return [tuple(map(str, triple)) for triple, _ in links], [
        (f.message, f.fix, f.place) for f in findings
    ]


def test_a_match_becomes_a_link_to_the_entity(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "wikidata.sssom.tsv"
    links, findings = read(reader, path, ("state:pakistan", "schema:sameAs", "wikidata:Q843"))
    wanted = (
        HOME + "id/state/pakistan",
        "https://schema.org/sameAs",
        "http://www.wikidata.org/entity/Q843",
    )
    assert ([wanted], []) == (links, findings)


def test_a_link_keeps_its_row(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "links.tsv"
    path.write_text(HEAD + "state:pakistan\t\tschema:sameAs\twikidata:Q843\tx\n")
    (((subject, _, _), place),), _ = read_links(path, Names(), reader.things)
    assert (URIRef(HOME + "id/state/pakistan"), Place(str(path), 4)) == (subject, place)


def test_a_project_of_its_own_base_links_its_own_things(reader: Reader, tmp_path: Path) -> None:
    row = ("state:pakistan", "schema:sameAs", "wikidata:Q843")
    names = Names("https://example.org/")
    ((subject, _, _),), _ = read(reader, tmp_path / "l.tsv", row, names=names)
    assert "https://example.org/id/state/pakistan" == subject


def test_looked_for_and_not_found_is_no_link_and_no_finding(reader: Reader, tmp_path: Path) -> None:
    row = ("event:signing", "schema:sameAs", "sssom:NoTermFound")
    assert ([], []) == read(reader, tmp_path / "l.tsv", row)


@pytest.mark.parametrize(
    ("row", "message", "fix"),
    [
        (
            ("state:pakistn", "schema:sameAs", "wikidata:Q843"),
            'there is no thing "state:pakistn"',
            "write state:pakistan",
        ),
        (
            ("state:afghanistn", "schema:sameAs", "wikidata:Q843"),
            'there is no thing "state:afghanistn"',
            "write state:afghanistan or place:afghanistan",
        ),
        (
            ("pakistan", "schema:sameAs", "wikidata:Q843"),
            'there is no thing "pakistan"',
            "write state:pakistan",
        ),
        (
            ("state/pakistan", "schema:sameAs", "wikidata:Q843"),
            'there is no thing "state/pakistan"',
            "write state:pakistan",
        ),
        (("zzz:zzz", "schema:sameAs", "wikidata:Q843"), 'there is no thing "zzz:zzz"', FIX),
        (("", "schema:sameAs", "wikidata:Q843"), 'there is no thing ""', FIX),
        (("a:b:c", "schema:sameAs", "wikidata:Q843"), 'there is no thing "a:b:c"', FIX),
        (
            ("state:pakistan", "owl:sameAs", "wikidata:Q843"),
            '"owl:sameAs" is not used for links',
            "write schema:sameAs",
        ),
        (
            ("state:pakistan", "schema:sameAs", "wikidata:843"),
            '"wikidata:843" is no Wikidata item',
            "write wikidata:Q… or sssom:NoTermFound",
        ),
        (
            ("state:pakistan", "schema:sameAs", "wikidata:Q0"),
            '"wikidata:Q0" is no Wikidata item',
            "write wikidata:Q… or sssom:NoTermFound",
        ),
        (
            ("state:pakistan", "schema:sameAs", "wikidata:Q1٢"),
            '"wikidata:Q1٢" is no Wikidata item',
            "write wikidata:Q… or sssom:NoTermFound",
        ),
        (
            ("state:pakistan", "schema:sameAs", ""),
            '"" is no Wikidata item',
            "write wikidata:Q… or sssom:NoTermFound",
        ),
    ],
)
def test_a_row_that_links_nothing_is_a_finding(
    reader: Reader, tmp_path: Path, row: tuple[str, str, str], message: str, fix: str
) -> None:
    path = tmp_path / "l.tsv"
    good = ("state:afghanistan", "schema:sameAs", "wikidata:Q889")
    links, findings = read(reader, path, row, good)
    assert [HOME + "id/state/afghanistan"] == [link[0] for link in links]
    assert [(message, fix, Place(str(path), 4))] == findings


def test_a_table_without_its_columns_is_an_error(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "l.tsv"
    path.write_text("#head\nsubject_id\tobject_id\n")
    with pytest.raises(SourceError) as caught:
        read_links(path, Names(), reader.things)
    assert {Place(str(path), 2)} == {problem.place for problem in caught.value.problems}
    assert 2 == len(caught.value.problems)
