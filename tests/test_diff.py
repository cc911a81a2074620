"""What changed is said in words, thing by thing; nothing that people wrote changes unsaid."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from accordsgraph.assembly import assemble
from accordsgraph.diff import snapshots
from accordsgraph.diff.changes import HOW, WHAT, Difference
from accordsgraph.diff.comparing import compare
from accordsgraph.diff.nameless import name_blank_nodes
from accordsgraph.diff.snapshots import Snapshot
from accordsgraph.diff.words import Words
from accordsgraph.diff.writing import Written, as_json, as_markdown, as_text, summary
from accordsgraph.exporting import export
from accordsgraph.formats import RDF_FORMATS
from accordsgraph.namespaces import HOME, TERMS
from accordsgraph.pipeline import close_dataset
from accordsgraph.project import Project, read
from accordsgraph.scaffold import new_project
from accordsgraph.syntax import term

Edit = tuple[str, str, str]
Say = Callable[..., list[str]]


@pytest.fixture(scope="module")
def base() -> Snapshot:
    """The Geneva project as people wrote it."""
    return snapshots.of_project(read(ROOT), "before")


def edited(folder: Path, *edits: Edit) -> Snapshot:
    """Give the Geneva project with texts of its files replaced; each must stand there once."""
    shutil.copytree(ROOT / "data", folder / "data", dirs_exist_ok=True)
    if any(name.startswith("ontology") for name, _, _ in edits):
        shutil.copytree(ROOT / "ontology", folder / "ontology", dirs_exist_ok=True)
    for name, old, new in edits:
        path = folder / name
        text = path.read_text("utf-8")
        assert text.count(old) == 1, (name, old, text.count(old))
        path.write_text(text.replace(old, new), "utf-8")
    return snapshots.of_project(read(folder), "after")


def written(old: Snapshot, new: Snapshot, consequences: bool = False) -> Written:
    difference = compare(old, new)
    words = Words(old, new, difference, "en")
    return Written(difference, words, old.title, new.title, consequences)


def sentences(old: Snapshot, new: Snapshot) -> list[str]:
    said = written(old, new)
    return [
        f"{said.words.entity(change).name}: {said.words.sentence(change)}"
        for change in said.difference.changes
    ]


@pytest.fixture
def say(base: Snapshot, tmp_path: Path) -> Say:
    """Say what some edits of the Geneva project changed."""

    def said(*edits: Edit) -> list[str]:
        return sentences(base, edited(tmp_path, *edits))

    return said


ROWS = "data/accords/geneva-1988.csv"
INTERRELATIONS = "geneva-1988-interrelationships"
GUARANTEES = "geneva-1988-guarantees"


def row(subject: str, predicate: str, value: str) -> str:
    """Give the line of a statement in the table of the Geneva Accords."""
    lines = (ROOT / ROWS).read_text("utf-8").splitlines(keepends=True)
    (found,) = [line for line in lines if line.startswith(f"{subject},{predicate},{value},")]
    return found


WITNESS = row(INTERRELATIONS, "witness", "soviet-union")
NEW_WITNESS = f"{INTERRELATIONS},witness,pakistan,reported,fr-article#p1.s2,,,,,\n"
PERSON = row(f"{GUARANTEES}/signatory/soviet-union", "representedBy", "eduard-shevardnadze")
ADOPTION = "Adoption of the Tashkent Declaration (1999)"
CASES: dict[str, tuple[Edit, list[str]]] = {
    "statement removed": (
        (ROWS, WITNESS, ""),
        [
            "Geneva Accords, Interrelationships: witness Soviet Union removed, "
            "documentary-history-middle-east p607, foreign-affairs-1988 text, fr-article p1.s2, "
            "springer-9780230376052 text"
        ],
    ),
    "statement added": (
        (
            ROWS,
            WITNESS,
            WITNESS + NEW_WITNESS,
        ),
        [
            "Geneva Accords, Interrelationships: "
            "witness Pakistan added as reported, fr-article p1.s2"
        ],
    ),
    "evidence withdrawn": (
        (ROWS, WITNESS, WITNESS.replace("fr-article#p1.s2 ", "")),
        [
            "Geneva Accords, Interrelationships: witness Soviet Union: "
            "evidence withdrawn, fr-article p1.s2"
        ],
    ),
    "attributed": (
        (ROWS, WITNESS, WITNESS.replace("#text,,,,,", "#text,,pakistan,,,")),
        ["Geneva Accords, Interrelationships: witness Soviet Union: now given as said by Pakistan"],
    ),
    "disputed": (
        (ROWS, WITNESS, WITNESS.replace("#text,,,,,", "#text,,,pax-v4#row-409,,")),
        [
            "Geneva Accords, Interrelationships: witness Soviet Union: "
            "now disputed by pax-v4 row-409"
        ],
    ),
    "said of a role": (
        (ROWS, PERSON, ""),
        [
            "Geneva Accords, Guarantees: signatory Soviet Union, represented by Eduard "
            "Shevardnadze removed, foreign-affairs-1988 text, un-chronicle-1988 text"
        ],
    ),
    "value changed": (
        (ROWS, "signing-geneva-1988,when,1988-04-14,", "signing-geneva-1988,when,1988-04-15,"),
        ["Signing of the Geneva Accords (1988): date changed from 1988-04-14 to 1988-04-15"],
    ),
    "value and evidence changed": (
        (
            "data/accords/tashkent-1999.csv",
            "tashkent-1999-adoption,when,1999-07-19,accepted,pax-v4#row-553,",
            "tashkent-1999-adoption,when,1999-08,accepted,maley-2002#p9,",
        ),
        [
            f"{ADOPTION}: date changed from 1999-07-19 to 1999-08",
            f"{ADOPTION}: date 1999-08: evidence added, maley-2002 p9",
            f"{ADOPTION}: date 1999-08: evidence withdrawn, pax-v4 row-553",
        ],
    ),
    "status changed": (
        (ROWS, WITNESS, WITNESS.replace(",accepted,", ",contested,")),
        [
            "Geneva Accords, Interrelationships: witness Soviet Union: "
            "status changed from accepted to contested"
        ],
    ),
    "evidence added": (
        (ROWS, WITNESS, WITNESS.replace(",accepted,", ",accepted,ap-1985-06-21#text ")),
        [
            "Geneva Accords, Interrelationships: witness Soviet Union: "
            "evidence added, ap-1985-06-21 text"
        ],
    ),
    "nature": (
        (ROWS, WITNESS, WITNESS.replace("#text,,,,,", "#text,presupposed,,,,")),
        ["Geneva Accords, Interrelationships: witness Soviet Union: now marked as presupposed"],
    ),
    "note": (
        (ROWS, WITNESS, WITNESS.replace("guarantor is said of the whole", "a remark")),
        [
            "Geneva Accords, Interrelationships: witness Soviet Union: note changed from “Witness "
            "of this text, not party; guarantor is said of the whole” to “Witness of this text, "
            "not party; a remark”"
        ],
    ),
    "label changed": (
        ("data/things/state.csv", "canada,,Canada,Canada,", "canada,,Canada,Le Canada,"),
        ["Canada: French name changed from “Canada” to “Le Canada”"],
    ),
    "label gone": (
        ("data/things/state.csv", "canada,,Canada,Canada,", "canada,,Canada,,"),
        ["Canada: French name “Canada” removed"],
    ),
    "other name gone": (
        ("data/things/movement.csv", "Résistance afghane@fr", ""),
        ["Afghan mujahideen: other French name “Résistance afghane” removed"],
    ),
    "note of a thing": (
        ("data/things/state.csv", "through all its regimes", "under every regime"),
        [
            "Afghanistan: note changed from “The state, through all its regimes” "
            "to “The state, under every regime”"
        ],
    ),
    "class changed": (
        ("data/things/event.csv", "afghan-civil-war,Conflict,", "afghan-civil-war,Event,"),
        ["Civil war in Afghanistan: class changed from armed conflict to event"],
    ),
    "thing added": (
        (
            "data/things/topic.csv",
            "ceasefire,,",
            "amnesty,,amnesty,amnistie,af,,tr,,\nceasefire,,",
        ),
        ["amnesty: added: concept, topic:amnesty"],
    ),
    "boundaries": (
        ("data/sources/fr-article.csv", "p1.s2,288,908,", "p1.s2,288,907,"),
        [
            "French article on the Geneva Accords: "
            "passage p1.s2: boundaries changed from 288–908 to 288–907"
        ],
    ),
    "digest": (
        ("data/sources/fr-article.csv", "p1.s2,288,908,caba", "p1.s2,288,908,abba"),
        ["French article on the Geneva Accords: passage p1.s2: the digest of its words changed"],
    ),
    "ontology": (
        (
            "ontology/accords.ttl",
            "Relates an accord to a text that embodies it, alone",
            "Relates an accord to a text that holds it, alone",
        ),
        [
            "has instrument (ag:hasInstrument): definition changed from “Relates an accord to a "
            "text that embodies it, alone or among others.” to “Relates an accord to a text that "
            "holds it, alone or among others.”"
        ],
    ),
    "setting": (
        ("data/dataset.toml", 'version = "0.1.0"', 'version = "0.2.0"'),
        ["The dataset: version changed from “0.1.0” to “0.2.0”"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_change_is_said_in_words_and_nothing_else_is(say: Say, name: str) -> None:
    edit, expected = CASES[name]
    assert expected == say(edit)


def test_a_thing_under_another_key_is_renamed_not_removed(base: Snapshot, tmp_path: Path) -> None:
    """Participations, passages and claims are named after it, and none of them changed."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    for path in tmp_path.rglob("*.csv"):
        text = path.read_text("utf-8")
        for old, new in (("soviet-union", "ussr"), ("un-chronicle-1988", "chronicle")):
            text = re.sub(rf"(?<![\w-]){old}(?![\w-])", new, text)
        path.write_text(text, "utf-8")
    links = tmp_path / "data" / "links" / "wikidata.sssom.tsv"
    links.write_text(
        links.read_text("utf-8").replace("state:soviet-union\t", "state:ussr\t"), "utf-8"
    )
    said = sentences(base, snapshots.of_project(read(tmp_path), "after"))
    assert "Soviet Union: key changed from state:soviet-union to state:ussr" in said
    assert [line for line in said if "key changed" not in line and "link to" not in line] == []
    assert 2 == sum("key changed" in line for line in said)


def test_rows_that_disagree_no_longer_are_told_from_both_sides(say: Say) -> None:
    lines = (ROOT / "data/accords/islamabad-1993.csv").read_text("utf-8").splitlines(keepends=True)
    words = [line for line in lines if ",islamabad-iran," in line]
    name = "data/accords/islamabad-1993.csv"
    said = say((name, words[0], words[0].replace(",islamabad-iran,", ",,")))
    assert len(words) == len(said)
    assert all("no longer in conflict with" in sentence for sentence in said)


def test_what_the_tables_say_of_wikidata_without_a_link_is_compared_too(say: Say) -> None:
    path = "data/links/wikidata.sssom.tsv"
    lines = (ROOT / path).read_text("utf-8").splitlines(keepends=True)
    none = next(line for line in lines if "NoTermFound" in line)
    item = next(line for line in lines if "wikidata:Q843" in line)
    said = say((path, none, ""), (path, item, item.replace("wikidata:Q843", "wikidata:Q844")))
    name = none.split("\t")[1]
    assert f"{name}: the finding that Wikidata has no item removed" in said
    assert "Pakistan: Wikidata item changed from wd:Q843 to wd:Q844" in said
    assert 2 == len(said)


def test_rows_that_are_wrong_are_left_out_and_named(tmp_path: Path) -> None:
    new = edited(tmp_path, ("data/things/place.csv", "bonn,,", "bonnn,,"))
    assert {"unknown-key", "link"} == {finding.id for finding in new.findings}


# What holds of any data


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[ox.Quad], Project]:
    """A small project with what follows from it, as quads."""
    folder = tmp_path_factory.mktemp("small") / "p"
    new_project(folder, "my-accord-2000", "My accord", "https://example.org/mine/")
    project = read(folder)
    dataset = assemble(project).dataset
    close_dataset(dataset)
    return list(dataset.quads()), project


@pytest.mark.parametrize("fmt", RDF_FORMATS)
def test_an_export_in_any_format_says_the_same_as_the_build(
    closed: tuple[list[ox.Quad], Project], tmp_path: Path, fmt: str
) -> None:
    quads, project = closed
    path = tmp_path / f"export{RDF_FORMATS[fmt].endings[0]}"
    pairs = [((term(q[0]), term(q[1]), term(q[2])), str(q.graph_name)[1:-1]) for q in quads]
    path.write_text(export(pairs, fmt, project.names), "utf-8")
    built = snapshots.of_quads(quads, "build", project.names)
    exported = snapshots.of_file(path, fmt, project.names)
    for pair in ((built, exported), (exported, built), (exported, exported)):
        found = compare(*pair)
        assert ((), ()) == (found.changes, found.consequences), fmt


def test_a_file_without_graphs_tells_what_is_written_from_what_follows(
    closed: tuple[list[ox.Quad], Project], tmp_path: Path
) -> None:
    quads, project = closed
    role = min(
        (q for q in quads if q.predicate.value == TERMS + "signatory" and "inferred" in str(q)),
        key=str,
    )
    agent = str(role.object).strip("<>").rpartition("/")[2]
    less = [q for q in quads if f"--signatory--{agent}" not in str(q) and q != role]
    whole, part = (snapshots.of_quads(side, "a", project.names) for side in (quads, less))
    loose = []
    for name, side in (("whole", quads), ("part", less)):
        path = tmp_path / f"{name}.nt"
        path.write_text("".join(f"{q.triple} .\n" for q in side), "utf-8")
        loose.append(snapshots.of_file(path, name, project.names))
    expected = compare(whole, part)
    assert 1 == len(expected.changes)
    assert len(expected.consequences or ()) > 1
    for one, other in ((whole, loose[1]), (loose[0], part), (loose[0], loose[1])):
        found = compare(one, other)
        assert expected.changes == found.changes
        assert set(expected.consequences or ()) == set(found.consequences or ())


def test_what_follows_is_counted_and_listed_only_when_asked(
    closed: tuple[list[ox.Quad], Project],
) -> None:
    quads, project = closed
    whole = snapshots.of_quads(quads, "old", project.names)
    role = min(
        (q for q in quads if q.predicate.value == TERMS + "signatory" and "inferred" in str(q)),
        key=str,
    )
    less = snapshots.of_quads([q for q in quads if q != role], "new", project.names)
    text = as_text(written(whole, less))
    assert "What follows from it: 0 statements more, 1 fewer, about 1 thing (--cons" in text
    listed = as_text(written(whole, less, consequences=True))
    assert ": signatory Second party no longer follows\n" in listed
    assert {"added": 0, "removed": 1} == json.loads(as_json(written(whole, less)))["consequences"]


def test_no_triple_that_people_wrote_goes_without_a_word(base: Snapshot) -> None:
    every = [
        (layer, triple) for layer, found in base.layers.items() for triple in sorted(found, key=str)
    ]
    for layer, triple in random.Random(1988).sample(every, 40):  # noqa: S311
        layers = {**base.layers, layer: base.layers[layer] - {triple}}
        less = Snapshot("after", layers, base.names)
        for old, new in ((base, less), (less, base)):
            changes = written(old, new).difference.changes
            inner = isinstance(triple.subject, ox.BlankNode)  # its owner has lost it, not its name
            assert changes or inner, (layer, triple)
            assert all(change.what in WHAT and change.how in HOW for change in changes)
            assert all(sentences(old, new))


def test_a_number_written_otherwise_is_said(base: Snapshot) -> None:
    layers = dict(base.layers)
    (claim,) = [
        t for t in layers["claims"] if t.predicate.value.endswith("#object") and "integer" in str(t)
    ][:1]
    other = ox.Triple(claim.subject, claim.predicate, _zero_before(claim.object))
    layers["claims"] = (layers["claims"] - {claim}) | {other}
    said = sentences(base, Snapshot("after", layers, base.names))
    assert any(f"changed from {_text(claim)} to 0{_text(claim)}" in line for line in said), said


def _zero_before(number: object) -> ox.Literal:
    assert isinstance(number, ox.Literal)
    return ox.Literal("0" + number.value, datatype=number.datatype)


def _text(triple: ox.Triple) -> str:
    assert isinstance(triple.object, ox.Literal)
    return triple.object.value


NODES = st.sampled_from([*(ox.BlankNode(name) for name in "abcde"), ox.NamedNode("x:n")])
GRAPHS = st.lists(
    st.builds(
        ox.Quad,
        NODES,
        st.sampled_from([ox.NamedNode("x:p"), ox.NamedNode("x:q")]),
        st.one_of(NODES, st.sampled_from([ox.Literal("1"), ox.Literal("2")])),
    ),
    max_size=12,
)


@given(GRAPHS, st.randoms(use_true_random=False))
def test_other_names_of_blank_nodes_and_another_order_are_no_difference(
    quads: list[ox.Quad], chance: random.Random
) -> None:
    names = dict(zip("abcde", chance.sample("vwxyz", 5), strict=True))

    def named(term: object) -> object:
        return ox.BlankNode(names[term.value]) if isinstance(term, ox.BlankNode) else term

    other = [ox.Quad(named(q.subject), q.predicate, named(q.object), q.graph_name) for q in quads]  # type: ignore[arg-type]
    chance.shuffle(other)
    assert name_blank_nodes(quads) == name_blank_nodes(other)


@given(GRAPHS)
def test_what_is_said_of_a_blank_node_changes_its_name(quads: list[ox.Quad]) -> None:
    more = [*quads, ox.Quad(ox.BlankNode("a"), ox.NamedNode("x:new"), ox.Literal("3"))]
    assert name_blank_nodes(quads) != name_blank_nodes(more)


def test_circles_of_blank_nodes_are_told_apart_by_what_is_far_away() -> None:
    def circle(names: str) -> frozenset[ox.Quad]:
        pairs = zip(names, names[1:] + names[0], strict=True)
        lines = [f"_:{one} <x:p> _:{other} ." for one, other in pairs]
        text = "\n".join([*lines, f"_:{names[0]} <x:q> 1 ."])
        return name_blank_nodes(ox.parse(text, format=ox.RdfFormat.TURTLE))

    assert circle("abcd") == circle("cdba")
    assert len(circle("abcd")) == 5
    assert circle("abcd") != circle("abc")


def test_blank_nodes_of_equal_content_are_one() -> None:
    lines = "_:a <x:p> 1 . _:b <x:p> 1 . <x:n> <x:has> _:a, _:b ."
    one = "_:a <x:p> 1 . <x:n> <x:has> _:a ."
    parsed = [name_blank_nodes(ox.parse(text, format=ox.RdfFormat.TURTLE)) for text in (lines, one)]
    assert parsed[0] == parsed[1]


# How it is written


def test_text_is_wrapped_for_a_terminal_and_not_in_a_pipe(base: Snapshot, tmp_path: Path) -> None:
    edit = CASES["ontology"][0]
    said = written(base, edited(tmp_path, edit, CASES["label changed"][0]))
    narrow, piped = as_text(said, 60), as_text(said)
    assert max(map(len, narrow.splitlines())) <= 60
    assert narrow.split() == piped.split()
    assert [
        "From before to after: 1 name changed, 1 other change",
        "",
        "Canada: French name changed from “Canada” to “Le Canada”",
        "",
    ] == piped.splitlines()[:4]


def test_several_changes_of_one_thing_stand_under_its_name(base: Snapshot, tmp_path: Path) -> None:
    edit = (
        ROWS,
        WITNESS,
        WITNESS.replace("fr-article#p1.s2 ", "").replace(",accepted", ",contested"),
    )
    lines = as_text(written(base, edited(tmp_path, edit))).splitlines()
    assert [
        "Geneva Accords, Interrelationships",
        "  witness Soviet Union: status changed from accepted to contested",
        "  witness Soviet Union: evidence withdrawn, fr-article p1.s2",
    ] == lines[2:]


def test_markdown_reads_as_release_notes(base: Snapshot, tmp_path: Path) -> None:
    label = ("data/things/state.csv", "canada,,Canada,Canada,", "canada,,Canada,<b>*Le* Canada,")
    new = edited(tmp_path, label, CASES["boundaries"][0], CASES["value changed"][0])
    assert as_markdown(written(base, new)).splitlines() == [
        "# Changes from before to after",
        "",
        "1 statement changed, 1 name changed, 1 other change.",
        "",
        "## Accords, actors and events",
        "",
        "### Canada",
        "",
        r"- French name changed from “Canada” to “\<b\>\*Le\* Canada”",
        "",
        "### Signing of the Geneva Accords (1988)",
        "",
        "- date changed from 1988-04-14 to 1988-04-15",
        "",
        "## Sources",
        "",
        "### French article on the Geneva Accords",
        "",
        "- passage p1.s2: boundaries changed from 288–908 to 288–907",
    ]


def test_json_holds_the_words_and_the_terms(base: Snapshot, tmp_path: Path) -> None:
    new = edited(tmp_path, CASES["evidence withdrawn"][0], CASES["label changed"][0])
    document = json.loads(as_json(written(base, new)))
    assert ("before", "after") == (document["from"], document["to"])
    evidence, label = document["changes"]
    assert ("evidence", "removed", ["fr-article#p1.s2"]) == (
        evidence["what"],
        evidence["how"],
        evidence["keys"],
    )
    assert f"{HOME}id/state/soviet-union" == evidence["statement"]["object"]
    assert "accepted" == evidence["statement"]["status"]
    assert {"value": "Le Canada", "language": "fr"} == label["after"]
    assert "Canada: French name changed from “Canada” to “Le Canada”" == label["words"]
    assert "state:canada" == label["entity"]["key"]


def test_no_difference_is_said_too(base: Snapshot) -> None:
    said = written(base, base)
    assert "No differences between before and before\n" == as_text(said) == as_markdown(said)
    assert [] == json.loads(as_json(said))["changes"]
    assert "nothing that people wrote" == summary(Difference((), (), {}))
