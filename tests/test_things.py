"""Things are rows with a key, a class and labels; each other column is a property."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import RDF, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from accordsgraph.errors import Place, Problem, SourceError
from accordsgraph.findings import Finding
from accordsgraph.namespaces import HOME, XSD, Names
from accordsgraph.statements import Reader
from accordsgraph.terms import AG, Terms
from accordsgraph.things import Thing, Things, describe, know_vocabulary, read_things, resolve
from accordsgraph.values import ValueProblem

NAMES = Names()


def rows_of(
    terms: Terms, path: Path, text: str, things: Things | None = None
) -> tuple[list[str], list[Finding]]:
    path.write_text(text, encoding="utf-8")
    found, findings = read_things(path, NAMES, terms, things or Things())
    return [f"{row.thing.kind}/{row.thing.key} {row.thing.cls}" for row in found], findings


def described(
    terms: Terms, path: Path, text: str, things: Things
) -> tuple[list[tuple[str, Node]], list[Finding]]:
    path.write_text(text, encoding="utf-8")
    ((row,), _) = read_things(path, NAMES, terms, things)
    values, findings = describe(row, NAMES, terms, things)
    assert {row.thing.iri} == {subject for subject, _, _ in values}
    return [(NAMES.curie(predicate), value) for _, predicate, value in values], findings


def problem_of(
    reader: Reader, text: str, classes: tuple[URIRef, ...] = (), scheme: str = ""
) -> tuple[str, str, str]:
    with pytest.raises(ValueProblem) as caught:
        resolve(text, classes, scheme, reader.terms, reader.things)
    return caught.value.id, caught.value.message, caught.value.fix


def one(findings: list[Finding]) -> tuple[str, int, str, str]:
    (finding,) = findings
    assert finding.place
    assert "violation" == finding.level
    return finding.id, finding.place.line, finding.message, finding.fix


# reading keys and classes


def test_a_row_is_a_thing_of_the_type_the_file_is_called_and_of_its_class(
    terms: Terms, tmp_path: Path
) -> None:
    things = Things()
    path = tmp_path / "event.csv"
    text = "key,class,en\nwar,Conflict,the war\nother,,something\n"
    rows, findings = rows_of(terms, path, text, things)
    assert [f"event/war {AG.Conflict}", f"event/other {AG.Event}"] == rows
    assert [] == findings
    (war,) = things.find("war")
    iri = URIRef(HOME + "id/event/war")
    assert Thing("event", "war", iri, AG.Conflict, Place(str(path), 2)) == war


def test_a_concept_is_a_concept_whatever_its_row_says(terms: Terms, tmp_path: Path) -> None:
    rows, findings = rows_of(terms, tmp_path / "topic.csv", "key,en\npeace,peace\n")
    assert ([f"topic/peace {SKOS.Concept}"], []) == (rows, findings)


def test_a_table_of_nothing_is_no_problem(terms: Terms, tmp_path: Path) -> None:
    assert ([], []) == rows_of(terms, tmp_path / "state.csv", "key,en\n")


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("states.csv", "rename the file to state.csv"),
        ("xyz.csv", "types: accord, act, attitude, commitment"),
        ("role.csv", "types: accord, act, attitude, commitment"),
    ],
)
def test_a_file_called_after_no_type_is_refused(
    terms: Terms, tmp_path: Path, name: str, fix: str
) -> None:
    with pytest.raises(SourceError) as caught:
        rows_of(terms, tmp_path / name, "key,en\n")
    (problem,) = caught.value.problems
    assert ("thing-type", Place(str(tmp_path / name))) == (problem.id, problem.place)
    assert f'"{name.removesuffix(".csv")}" is no type of thing' == problem.message
    assert problem.fix.startswith(fix)


@pytest.mark.parametrize("key", ["Pakistan", "", "a b", "-a", "türkiye", "a" * 101])
def test_a_key_of_other_letters_is_a_finding(terms: Terms, tmp_path: Path, key: str) -> None:
    rows, findings = rows_of(terms, tmp_path / "state.csv", f"key,en\nok,x\n{key},x\n")
    assert [f"state/ok {AG.State}"] == rows
    id, line, message, fix = one(findings)
    shown = key if len(key) <= 80 else "a" * 79 + "…"
    assert ("thing-key", 3, f'"{shown}" cannot be a key') == (id, line, message)
    assert "lower-case letters" in fix


@pytest.mark.parametrize(
    ("cls", "fix"),
    [
        ("Sate", "write State"),
        ("Xyzzy", "use a class of the ontology, or leave the cell empty"),
    ],
)
def test_a_class_that_is_not_in_the_ontology_is_a_finding(
    terms: Terms, tmp_path: Path, cls: str, fix: str
) -> None:
    rows, findings = rows_of(terms, tmp_path / "state.csv", f"key,class,en\na,{cls},x\n")
    assert ([], ("thing-class", 2, f'"{cls}" is no class', fix)) == (rows, one(findings))


def test_a_thing_described_twice_is_a_finding_that_names_the_other_row(
    terms: Terms, tmp_path: Path
) -> None:
    path = tmp_path / "state.csv"
    rows, findings = rows_of(terms, path, "key,en\na,x\nb,x\na,y\n")
    assert [f"state/a {AG.State}", f"state/b {AG.State}"] == rows
    fix = f"remove one of the two; the other stands at {path}:2"
    assert ("thing-twice", 4, '"a" is described twice', fix) == one(findings)


def test_a_key_may_stand_once_in_each_of_two_types(terms: Terms, tmp_path: Path) -> None:
    things = Things()
    rows_of(terms, tmp_path / "state.csv", "key,en\nafghanistan,x\n", things)
    _, findings = rows_of(terms, tmp_path / "place.csv", "key,en\nafghanistan,x\n", things)
    assert [] == findings
    assert ["state", "place"] == [thing.kind for thing in things.find("afghanistan")]
    assert ["place"] == [thing.kind for thing in things.find("place/afghanistan")]
    assert [] == things.find("person/afghanistan")


def columns_problems(terms: Terms, path: Path, header: str) -> list[Problem]:
    with pytest.raises(SourceError) as caught:
        rows_of(terms, path, f"{header}\n{',' * header.count(',')}x\n")
    return list(caught.value.problems)


def test_columns_that_are_no_property_or_need_evidence_are_all_named(
    terms: Terms, tmp_path: Path
) -> None:
    path = tmp_path / "regime.csv"
    problems = columns_problems(terms, path, "key,en,regimOf,ledBy,zzzzzz")
    assert [
        ('the column "regimOf" is no property of the ontology', 'rename it to "regimeOf"'),
        (
            '"ledBy" needs evidence and cannot stand in a table of things',
            "write a row in data/accords/ for each value",
        ),
        (
            'the column "zzzzzz" is no property of the ontology',
            "remove it, or move it to note",
        ),
    ] == [(p.message, p.fix) for p in problems]
    assert {("table-column", Place(str(path), 1))} == {(p.id, p.place) for p in problems}


# describing


def test_labels_notes_and_names_become_triples(reader: Reader, tmp_path: Path) -> None:
    text = (
        "key,class,en,fr,tr,ru,alt,translated,note\n"
        "geneva,,Geneva,Genève,Cenevre,,the city@en | la ville@fr,fr  tr,beside the lake\n"
    )
    values, findings = described(reader.terms, tmp_path / "state.csv", text, reader.things)
    assert [
        ("rdf:type", AG.State),
        ("skos:prefLabel", Literal("Geneva", lang="en")),
        ("skos:prefLabel", Literal("Genève", lang="fr")),
        ("skos:prefLabel", Literal("Cenevre", lang="tr")),
        ("skos:editorialNote", Literal("beside the lake", lang="en")),
        ("skos:altLabel", Literal("the city", lang="en")),
        ("skos:altLabel", Literal("la ville", lang="fr")),
        ("ag:translatedLabel", Literal("fr")),
        ("ag:translatedLabel", Literal("tr")),
    ] == values
    assert [] == findings


def test_a_concept_stands_in_the_scheme_of_its_type(reader: Reader, tmp_path: Path) -> None:
    values, _ = described(reader.terms, tmp_path / "topic.csv", "key,en\nx,y\n", reader.things)
    assert [
        ("rdf:type", SKOS.Concept),
        ("skos:inScheme", URIRef(HOME + "id/scheme/topic")),
        ("skos:prefLabel", Literal("y", lang="en")),
    ] == values


def test_a_concept_can_name_broader_ones_of_its_own_table(reader: Reader, tmp_path: Path) -> None:
    text = "key,en,broader\nx,y,timetable | agreement\n"
    values, findings = described(reader.terms, tmp_path / "topic.csv", text, reader.things)
    assert ("skos:broader", URIRef(HOME + "id/topic/timetable")) in values
    assert ["wrong-type"] == [finding.id for finding in findings]
    [problem] = columns_problems(reader.terms, tmp_path / "state.csv", "key,en,broader")
    assert 'the column "broader" is no property of the ontology' == problem.message


def test_further_columns_are_properties_of_things_concepts_and_literals(
    reader: Reader, tmp_path: Path
) -> None:
    text = "key,en,modality,onlyReported\nx,y,prohibition,true\n"
    values, findings = described(reader.terms, tmp_path / "commitment.csv", text, reader.things)
    assert [
        ("ag:modality", URIRef(HOME + "id/modality/prohibition")),
        ("ag:onlyReported", Literal("true", datatype=URIRef(XSD + "boolean"))),
    ] == values[2:]
    assert [] == findings


def test_a_cell_of_links_may_hold_several(reader: Reader, tmp_path: Path) -> None:
    text = "key,en,derivesFrom\nx,y,fr-article | source/un-chronicle |\n"
    values, _ = described(reader.terms, tmp_path / "source.csv", text, reader.things)
    assert [
        ("ag:derivesFrom", URIRef(HOME + "id/source/fr-article")),
        ("ag:derivesFrom", URIRef(HOME + "id/source/un-chronicle")),
    ] == values[2:]


def test_each_wrong_value_is_a_finding_and_the_right_ones_remain(
    reader: Reader, tmp_path: Path
) -> None:
    text = (
        "key,en,alt,onlyReported,modality,regimeOf\n"
        "x,y,no language | ok@en,perhaps,timetable,pakistn\n"
    )
    values, findings = described(reader.terms, tmp_path / "regime.csv", text, reader.things)
    assert [("skos:altLabel", Literal("ok", lang="en"))] == values[2:]
    assert [
        ("language", 'alt: "no language" names no language', "write no language@en"),
        ("wrong-type", 'onlyReported: "perhaps" is no boolean', "write true or false"),
        (
            "wrong-type",
            'modality: "timetable" is Concept, not a concept of data/things/modality.csv '
            "or of the vocabulary",
            "name another thing, or correct its class",
        ),
        ("unknown-key", 'regimeOf: there is no thing "pakistn"', 'write "pakistan"'),
    ] == [(f.id, f.message, f.fix) for f in findings]
    assert {Place(str(tmp_path / "regime.csv"), 2)} == {f.place for f in findings}


# references


def test_a_reference_is_a_key_or_type_and_key(reader: Reader) -> None:
    iri = URIRef(HOME + "id/state/pakistan")
    for text in ("pakistan", "state/pakistan"):
        assert iri == resolve(text, (), "", reader.terms, reader.things).iri


def test_the_wanted_class_or_scheme_decides_between_two_things(reader: Reader) -> None:
    terms, things = reader.terms, reader.things
    assert "state" == resolve("afghanistan", (AG.Agent,), "", terms, things).kind
    assert "place" == resolve("afghanistan", (AG.Place, AG.Event), "", terms, things).kind
    things.add(Thing("topic", "agreement", URIRef("x:y"), SKOS.Concept))
    assert "kind" == resolve("agreement", (), "kind", terms, things).kind


def test_a_reference_to_two_things_is_a_problem_that_gives_the_choice(reader: Reader) -> None:
    assert (
        "two-things",
        '"afghanistan" can mean several things',
        "write state/afghanistan or place/afghanistan",
    ) == problem_of(reader, "afghanistan")


def test_a_thing_of_another_class_is_a_problem_that_names_both(reader: Reader) -> None:
    fix = "name another thing, or correct its class"
    assert ("wrong-type", '"pakistan" is State, not of class Event or Place', fix) == problem_of(
        reader, "pakistan", (AG.Event, AG.Place)
    )
    assert (
        "wrong-type",
        '"afghanistan" is State or Place, not a concept of data/things/topic.csv '
        "or of the vocabulary",
        fix,
    ) == problem_of(reader, "afghanistan", scheme="topic")


@pytest.mark.parametrize(
    ("text", "classes", "scheme", "message", "fix"),
    [
        ("pakistn", (AG.Agent,), "", 'there is no thing "pakistn"', 'write "pakistan"'),
        ("state/pakistn", (), "", 'there is no thing "state/pakistn"', 'write "pakistan"'),
        (
            "timetabl",
            (AG.State,),
            "",
            'there is no thing "timetabl"',
            'add a row "timetabl" to data/things/state.csv',
        ),
        ("acepted", (), "status", 'there is no status "acepted"', 'write "accepted"'),
        (
            "zzz",
            (),
            "modality",
            'there is no modality "zzz"',
            "write one of obligation, permission, prohibition",
        ),
        (
            "kind/zzz",
            (),
            "kind",
            'there is no kind "kind/zzz"',
            'add a row "zzz" to data/things/kind.csv',
        ),
        (
            "zzz",
            (AG.Claim,),
            "",
            'there is no thing "zzz"',
            'add a row "zzz" to a table in data/things/',
        ),
        (
            "zzz",
            (),
            "",
            'there is no thing "zzz"',
            'add a row "zzz" to a table in data/things/',
        ),
    ],
)
def test_an_unknown_key_is_a_problem_that_offers_only_what_fits(
    reader: Reader, text: str, classes: tuple[URIRef, ...], scheme: str, message: str, fix: str
) -> None:
    assert ("unknown-key", message, fix) == problem_of(reader, text, classes, scheme)


def test_where_an_agent_can_be_added_all_its_tables_are_named(reader: Reader) -> None:
    _, _, fix = problem_of(reader, "zzz", (AG.Agent,))
    assert (
        'add a row "zzz" to data/things/'
        "movement.csv or org.csv or person.csv or regime.csv or state.csv"
    ) == fix


# the vocabulary


def test_concepts_of_the_vocabulary_are_known_by_key(vocabulary: Graph) -> None:
    things = Things()
    know_vocabulary(things, vocabulary, NAMES)
    (found,) = things.find("status/accepted")
    assert URIRef(HOME + "id/status/accepted") == found.iri
    assert 6 == len([t for ts in things.by_key.values() for t in ts if t.kind == "status"])
    assert 10 == len([t for ts in things.by_key.values() for t in ts if t.kind == "role"])


def test_concepts_that_are_none_of_the_vocabulary_stay_unknown() -> None:
    graph, things = Graph(), Things()
    for iri in ("https://example.org/x", HOME + "id/state/pakistan", HOME + "id/topic/peace"):
        graph.add((URIRef(iri), RDF.type, SKOS.Concept))
    know_vocabulary(things, graph, NAMES)
    assert {} == things.by_key


def test_a_row_that_repeats_a_concept_of_the_vocabulary_says_so(
    terms: Terms, tmp_path: Path
) -> None:
    things = Things()
    things.add(Thing("topic", "peace", URIRef(HOME + "id/topic/peace"), SKOS.Concept))
    _, findings = rows_of(terms, tmp_path / "topic.csv", "key,en\npeace,x\n", things)
    assert "remove one of the two; the other stands at the vocabulary" == one(findings)[3]
