"""Statements are rows with their evidence; whatever is wrong with a row is said at once."""

from __future__ import annotations

import pytest
from conftest import ReadRows
from rdflib import Literal, URIRef

from accordsgraph.findings import Finding
from accordsgraph.namespaces import EDTF, HOME, XSD
from accordsgraph.passages import Passage
from accordsgraph.statements import Reader, Statement, check_together

EVIDENCE = "accepted,fr-article#p1.s1"


def thing(kind: str, key: str) -> URIRef:
    return URIRef(f"{HOME}id/{kind}/{key}")


def statement_of(read_rows: ReadRows, row: str) -> Statement:
    statements, findings = read_rows(row)
    assert [] == findings
    (statement,) = statements
    return statement


def problems_of(read_rows: ReadRows, *rows: str) -> list[tuple[str, str, str]]:
    statements, findings = read_rows(*rows)
    assert [] == statements
    assert {"violation"} == {finding.level for finding in findings}
    return [(finding.id, finding.message, finding.fix) for finding in findings]


# what a row says


def test_a_row_says_a_proposition_its_status_and_its_evidence(
    reader: Reader, read_rows: ReadRows
) -> None:
    found = statement_of(
        read_rows,
        "geneva-1988,concerns,timetable,reported,fr-article#p1.s1 un-chronicle#p150,"
        "inferred vague,pakistan,fr-article#p1.s2,which-day other-word,so we read it",
    )
    assert found.place.line == 2
    assert (
        Statement(
            thing("accord", "geneva-1988"),
            reader.terms.properties["concerns"],
            thing("topic", "timetable"),
            "reported",
            (Passage("fr-article", "p1.s1"), Passage("un-chronicle", "p150")),
            (Passage("fr-article", "p1.s2"),),
            ("inferred", "vague"),
            thing("state", "pakistan"),
            ("which-day", "other-word"),
            "so we read it",
            found.place,
        )
        == found
    )


def test_cells_left_empty_say_nothing(read_rows: ReadRows) -> None:
    found = statement_of(read_rows, f"guarantees,supersedes,geneva-1988,{EVIDENCE}")
    assert ((), (), None, (), "") == (
        found.against,
        found.natures,
        found.attributed,
        found.conflicts,
        found.note,
    )


@pytest.mark.parametrize(
    ("row", "value"),
    [
        ("signing,when,1988-04~", Literal("1988-04~", datatype=URIRef(EDTF), normalize=False)),
        ("guarantees,officialTitle,Déclaration@fr", Literal("Déclaration", lang="fr")),
        ("war,count,3000000", Literal("3000000", datatype=URIRef(XSD + "integer"))),
        ("guarantees,reference,S/19835", Literal("S/19835")),
        ("war,ledTo,accord/bonn-2001", thing("accord", "bonn-2001")),
        ("signing,tookPlaceAt,afghanistan", thing("place", "afghanistan")),
        ("geneva-1988,party,afghanistan", thing("state", "afghanistan")),
        ("geneva-1988,characterizedAs,agreement", thing("kind", "agreement")),
    ],
)
def test_the_object_is_what_the_property_wants(
    read_rows: ReadRows, row: str, value: URIRef | Literal
) -> None:
    found = statement_of(read_rows, f"{row},{EVIDENCE}").object
    assert value == found
    assert str(value) == str(found)


@pytest.mark.parametrize(
    ("status", "in_record"),
    [
        ("accepted", True),
        ("editorial", True),
        ("reported", False),
        ("subsumed", False),
        ("contested", False),
        ("rejected", False),
    ],
)
def test_only_accepted_and_editorial_statements_are_said_in_our_voice(
    read_rows: ReadRows, status: str, in_record: bool
) -> None:
    row = f"signing,when,1988,{status},fr-article#p1.s1"
    assert in_record == statement_of(read_rows, row).in_record


def test_a_participation_is_named_by_whole_role_and_agent(read_rows: ReadRows) -> None:
    signatory = thing("participation", "guarantees--signatory--soviet-union")
    outsider = thing("participation", "geneva-1988--non-party--mujahideen")
    rows = (
        f"guarantees/signatory/soviet-union,representedBy,abdul-wakil,{EVIDENCE}",
        f"geneva-1988/nonParty/mujahideen,namedAs,résistance@fr,{EVIDENCE}",
        f"war,ledTo,guarantees/signatory/soviet-union,{EVIDENCE}",
        f"guarantees/signatory/soviet-union,ledTo,war,{EVIDENCE}",
    )
    statements, findings = read_rows(*rows)
    assert [] == findings
    assert [signatory, outsider, thing("event", "war"), signatory] == [
        statement.subject for statement in statements
    ]
    assert signatory == statements[2].object


# what is wrong with it


@pytest.mark.parametrize(
    ("subject", "id", "message", "fix"),
    [
        ("genva-1988", "unknown-key", 'there is no thing "genva-1988"', 'write "geneva-1988"'),
        (
            "zzz",
            "unknown-key",
            'there is no thing "zzz"',
            'add a row "zzz" to data/things/accord.csv or instrument.csv or provision.csv',
        ),
        (
            "state/pakistan",
            "wrong-type",
            '"state/pakistan" is State, not of class NormativeObject',
            "name another thing, or correct its class",
        ),
    ],
)
def test_a_subject_that_is_unknown_or_of_another_class(
    read_rows: ReadRows, subject: str, id: str, message: str, fix: str
) -> None:
    row = f"{subject},supersedes,geneva-1988,{EVIDENCE}"
    assert [(id, message, fix)] == problems_of(read_rows, row)


def test_a_subject_that_can_mean_two_things(read_rows: ReadRows) -> None:
    assert [
        (
            "two-things",
            '"afghanistan" can mean several things',
            "write state/afghanistan or place/afghanistan",
        )
    ] == problems_of(read_rows, f"afghanistan,ledTo,war,{EVIDENCE}")


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("signatroy", 'write "signatory"'),
        ("zzzzz", "docs/vocabulary.md lists the properties"),
        ("", "docs/vocabulary.md lists the properties"),
    ],
)
def test_a_property_that_is_not_in_the_ontology(read_rows: ReadRows, name: str, fix: str) -> None:
    assert [("unknown-property", f'"{name}" is no property of the ontology', fix)] == problems_of(
        read_rows, f"geneva-1988,{name},pakistan,{EVIDENCE}"
    )


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        (
            "modality",
            "if it describes a thing, give it a column in data/things/; else it is computed",
        ),
        (
            "hasSignature",
            'write "signatory" with the agent; the tool makes the participation',
        ),
    ],
)
def test_a_property_that_takes_no_evidence(read_rows: ReadRows, name: str, fix: str) -> None:
    assert [
        ("property-without-claim", f'"{name}" is not stated with evidence', fix)
    ] == problems_of(read_rows, f"geneva-1988,{name},pakistan,{EVIDENCE}")


def test_what_is_said_of_a_participation_is_not_said_of_an_accord(read_rows: ReadRows) -> None:
    assert [
        (
            "not-a-participation",
            '"representedBy" is said of a participation, not of "geneva-1988"',
            "write whole/role/agent: geneva-1988/signatory/…",
        )
    ] == problems_of(read_rows, f"geneva-1988,representedBy,abdul-wakil,{EVIDENCE}")


@pytest.mark.parametrize(
    ("subject", "id", "message", "fix"),
    [
        (
            "guarantees/signatroy/pakistan",
            "unknown-role",
            '"signatroy" is no role',
            'write "signatory"',
        ),
        (
            "guarantees/zzz/pakistan",
            "unknown-role",
            '"zzz" is no role',
            "roles: depositary, guarantor, host, mediator, nonParty, observer, party, signatory, "
            "thirdParty, witness",
        ),
        (
            "guarantees/supersedes/pakistan",
            "unknown-role",
            '"supersedes" is no role',
            "roles: depositary, guarantor, host, mediator, nonParty, observer, party, signatory, "
            "thirdParty, witness",
        ),
        (
            "guarantes/signatory/pakistan",
            "unknown-key",
            'there is no thing "guarantes"',
            'write "guarantees"',
        ),
        (
            "guarantees/signatory/war",
            "wrong-type",
            '"war" is Conflict, not of class Agent',
            "name another thing, or correct its class",
        ),
    ],
)
def test_a_participation_whose_parts_are_wrong(
    read_rows: ReadRows, subject: str, id: str, message: str, fix: str
) -> None:
    row = f"{subject},representedBy,abdul-wakil,{EVIDENCE}"
    assert [(id, message, fix)] == problems_of(read_rows, row)
    assert [(id, message, fix)] == problems_of(read_rows, f"war,ledTo,{subject},{EVIDENCE}")


@pytest.mark.parametrize(
    ("row", "id", "message", "fix"),
    [
        (
            "signing,when,14.04.1988",
            "date",
            '"14.04.1988" is not a date: it is not EDTF',
            "write 1988-04-14",
        ),
        (
            "signing,when,1989-02-29",
            "date",
            '"1989-02-29" is not a date: there is no such day',
            "correct it",
        ),
        (
            "guarantees,officialTitle,Declaration",
            "language",
            '"Declaration" names no language',
            "write Declaration@en",
        ),
        ("war,count,many", "wrong-type", '"many" is no integer', "write digits only: 3000000"),
        ("guarantees,reference,", "empty-object", "the object is empty", "write its value"),
        ("geneva-1988,party,", "empty-object", "the object is empty", "name a thing"),
        (
            "geneva-1988,party,pakistn",
            "unknown-key",
            'there is no thing "pakistn"',
            'write "pakistan"',
        ),
        (
            "geneva-1988,party,war",
            "wrong-type",
            '"war" is Conflict, not of class Agent',
            "name another thing, or correct its class",
        ),
        (
            "geneva-1988,concerns,agreement",
            "wrong-type",
            '"agreement" is Concept, not a concept of data/things/topic.csv or of the vocabulary',
            "name another thing, or correct its class",
        ),
        (
            "geneva-1988,party,guarantees/signatory/pakistan",
            "unknown-key",
            'there is no thing "guarantees/signatory/pakistan"',
            'write "pakistan"',
        ),
    ],
)
def test_an_object_that_is_not_what_the_property_wants(
    read_rows: ReadRows, row: str, id: str, message: str, fix: str
) -> None:
    assert [(id, message, fix)] == problems_of(read_rows, f"{row},{EVIDENCE}")


@pytest.mark.parametrize(
    ("status", "fix"),
    [
        ("acepted", 'write "accepted"'),
        ("zzz", "write one of accepted, contested, editorial, rejected, reported, subsumed"),
        ("", "write one of accepted, contested, editorial, rejected, reported, subsumed"),
    ],
)
def test_a_status_that_does_not_exist(read_rows: ReadRows, status: str, fix: str) -> None:
    assert [("unknown-key", f'there is no status "{status}"', fix)] == problems_of(
        read_rows, f"signing,when,1988,{status},fr-article#p1.s1"
    )


def test_a_concept_of_another_scheme_is_no_status(read_rows: ReadRows) -> None:
    ((id, message, _),) = problems_of(read_rows, "signing,when,1988,inferred,fr-article#p1.s1")
    assert ("wrong-type", True) == (id, message.startswith('"inferred" is Concept, not'))


def test_a_nature_that_does_not_exist(read_rows: ReadRows) -> None:
    assert [("unknown-key", 'there is no nature "infered"', 'write "inferred"')] == problems_of(
        read_rows, f"signing,when,1988,{EVIDENCE},infered vague"
    )


def test_what_is_attributed_to_no_agent(read_rows: ReadRows) -> None:
    row = f"signing,when,1988,{EVIDENCE},,war"
    ((id, message, _),) = problems_of(read_rows, row)
    assert ("wrong-type", '"war" is Conflict, not of class Agent') == (id, message)


def test_a_statement_without_a_passage(read_rows: ReadRows) -> None:
    assert [
        (
            "no-passage",
            "this statement names no passage",
            "add source#locator: fr-article#p1.s2",
        )
    ] == problems_of(read_rows, "signing,when,1988,accepted,")


@pytest.mark.parametrize(
    ("passage", "id", "fix"),
    [
        ("fr-article", "passage-form", "write source#locator: fr-article#p1.s2"),
        ("fr-artcle#p1.s1", "unknown-source", "write fr-article#p1.s1"),
        ("fr-article#p9.s9", "unknown-passage", "it has p1.s1, p1.s2"),
    ],
)
def test_a_passage_that_does_not_exist_for_or_against(
    read_rows: ReadRows, passage: str, id: str, fix: str
) -> None:
    for row in (
        f"signing,when,1988,accepted,fr-article#p1.s1 {passage}",
        f"signing,when,1988,{EVIDENCE},,,un-chronicle#p1 {passage}",
    ):
        ((found, _, found_fix),) = problems_of(read_rows, row)
        assert (id, fix) == (found, found_fix)


def test_all_that_is_wrong_with_a_row_is_said_and_the_other_rows_are_read(
    read_rows: ReadRows,
) -> None:
    statements, findings = read_rows(
        f"signing,when,1988,{EVIDENCE}",
        "zzz,when,14.4.1988,acepted,,infered,nobody,x#y",
        f"signing,when,1988-04,{EVIDENCE}",
        f"zzz,when,14.4.1988,{EVIDENCE}",
    )
    assert [2, 4] == [statement.place.line for statement in statements]
    assert ["unknown-key", "unknown-key", "unknown-source", "no-passage", "unknown-key"] == [
        finding.id for finding in findings if finding.place and finding.place.line == 3
    ]
    assert ["unknown-key", "date"] == [
        finding.id for finding in findings if finding.place and finding.place.line == 5
    ]


# rows together


def together(read_rows: ReadRows, *rows: str) -> list[Finding]:
    statements, findings = read_rows(*rows)
    assert [] == findings
    return check_together(statements)


def test_a_statement_in_two_rows_is_a_finding_that_names_the_first(read_rows: ReadRows) -> None:
    rows = (
        f"signing,when,1988,{EVIDENCE}",
        f"signing,when,1988-04,{EVIDENCE}",
        "event/signing,when,1988,reported,un-chronicle#p1",
    )
    (finding,) = together(read_rows, *rows)
    first = read_rows(*rows)[0][0].place
    assert ("statement-twice", "violation") == (finding.id, finding.level)
    assert finding.place
    assert finding.place.line == 4
    assert f"move the passages to the row at {first} and remove this one" == finding.fix


def test_a_conflict_word_that_no_other_row_shares_is_a_warning(read_rows: ReadRows) -> None:
    (finding,) = together(
        read_rows,
        f"signing,when,1988,{EVIDENCE},,,,which-day",
        f"signing,when,1988-04,{EVIDENCE},,,,which-day alone",
    )
    assert ("conflict-of-one", "warning") == (finding.id, finding.level)
    assert 'no other row shares the conflict word "alone"' == finding.message
    assert finding.place
    assert finding.place.line == 3


def test_statements_that_differ_and_share_their_words_are_no_finding(read_rows: ReadRows) -> None:
    assert [] == together(
        read_rows,
        f"signing,when,1988,{EVIDENCE},,,,which-day",
        f"signing,when,1987,{EVIDENCE},,,,which-day",
        f"war,when,1987,{EVIDENCE}",
    )
