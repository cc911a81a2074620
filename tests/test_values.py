"""Cells become the literal their property wants, or a problem that says what to write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Literal, URIRef

from accordsgraph.errors import Place
from accordsgraph.namespaces import EDTF, LANG_STRING, XSD
from accordsgraph.terms import Property
from accordsgraph.values import ValueProblem, literal


def wants(datatype: str) -> Property:
    return Property("count", URIRef("x:count"), needs_claim=True, datatype=datatype)


def problem_of(text: str, datatype: str) -> ValueProblem:
    with pytest.raises(ValueProblem) as caught:
        literal(text, wants(datatype), Place("rows.csv", 2))
    assert caught.value.message == str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    ("text", "body", "language"),
    [
        ("Cenevre Anlaşması@tr", "Cenevre Anlaşması", "tr"),
        ("accords @fr", "accords", "fr"),
        ("write to a@b@en-GB", "write to a@b", "en-GB"),
        ("دری@prs-Arab", "دری", "prs-Arab"),
    ],
)
def test_a_text_carries_its_language(text: str, body: str, language: str) -> None:
    found = literal(text, wants(LANG_STRING))
    assert (body, language) == (str(found), found.language)


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("accords", "write accords@en"),
        ("accords@EN", "write accords@en"),
        ("accords@english", "write accords@en"),
        ("accords@", "write accords@en"),
        ("@fr", "write text@en"),
        ("a@b.org", "write a@b.org@en"),
        ("", "write text@en"),
    ],
)
def test_a_text_without_a_language_is_a_problem(text: str, fix: str) -> None:
    problem = problem_of(text, LANG_STRING)
    assert ("language", f'"{text}" names no language', fix) == (
        problem.id,
        problem.message,
        problem.fix,
    )


def test_a_date_keeps_its_lexical_form() -> None:
    found = literal("1988-04~", wants(EDTF))
    assert ("1988-04~", URIRef(EDTF)) == (str(found), found.datatype)


def test_a_localised_date_is_a_problem_with_the_edtf_to_write() -> None:
    problem = problem_of("14.04.1988", EDTF)
    assert ("date", '"14.04.1988" is not a date: it is not EDTF', "write 1988-04-14") == (
        problem.id,
        problem.message,
        problem.fix,
    )


@pytest.mark.parametrize(
    ("datatype", "text"),
    [
        ("integer", "0"),
        ("integer", "-3"),
        ("integer", "3000000"),
        ("integer", "9" * 18),
        ("boolean", "true"),
        ("boolean", "false"),
        ("duration", "P9Y"),
        ("duration", "P1Y6M"),
        ("duration", "P10M"),
        ("duration", "P276D"),
        ("duration", "P0D"),
        ("date", "2026-11-22"),
        ("anyURI", "https://example.org/a?b=c#d"),
        ("anyURI", "http://example.org"),
    ],
)
def test_a_value_of_the_right_form_is_kept_as_it_is(datatype: str, text: str) -> None:
    found = literal(text, wants(XSD + datatype))
    assert (text, URIRef(XSD + datatype)) == (str(found), found.datatype)
    assert not found.ill_typed


@pytest.mark.parametrize(
    ("datatype", "text"),
    [
        ("integer", "3,000"),
        ("integer", "03"),
        ("integer", "-0"),
        ("integer", "+3"),
        ("integer", "3.0"),
        ("integer", "٣"),
        ("integer", "9" * 19),
        ("integer", ""),
        ("boolean", "yes"),
        ("boolean", "True"),
        ("boolean", "1"),
        ("duration", "P"),
        ("duration", "9 years"),
        ("duration", "PT3H"),
        ("duration", "P3W"),
        ("duration", "P" + "9" * 5000 + "Y"),
        ("date", "2026-02-29"),
        ("date", "2026-11"),
        ("date", "2026-11-22Z"),
        ("date", "٢٠٢٦-١١-٢٢"),
        ("anyURI", "example.org"),
        ("anyURI", "ftp://example.org"),
        ("anyURI", "https://example.org/a b"),
        ("anyURI", "https://example.org/<a>"),
    ],
)
def test_a_value_of_another_form_is_a_problem(datatype: str, text: str) -> None:
    problem = problem_of(text, XSD + datatype)
    assert ("wrong-type", f'"{text}" is no {datatype}') == (problem.id, problem.message)
    assert problem.fix.startswith("write ")


@pytest.mark.parametrize(
    ("text", "canonical"),
    [("P18M", "P1Y6M"), ("P1Y12M", "P2Y"), ("P07D", "P7D"), ("P0Y", "P0D"), ("P1Y0M3D", "P1Y3D")],
)
def test_a_duration_that_readers_of_rdf_rewrite_is_a_problem(text: str, canonical: str) -> None:
    problem = problem_of(text, XSD + "duration")
    assert ("duration-form", f"write {canonical}") == (problem.id, problem.fix)
    assert canonical == str(literal(canonical, wants(XSD + "duration")))


@given(st.tuples(*[st.integers(0, 999)] * 3))
def test_any_duration_is_accepted_in_the_form_it_is_given_back(
    numbers: tuple[int, int, int],
) -> None:
    text = "P{}Y{}M{}D".format(*numbers)
    try:
        written = str(literal(text, wants(XSD + "duration")))
    except ValueProblem as problem:
        written = problem.fix.removeprefix("write ")
    found = literal(written, wants(XSD + "duration"))
    assert written == str(Literal(written, datatype=found.datatype))
    years, months, days = numbers
    value = found.toPython()
    total = (getattr(value, "years", 0) * 12 + getattr(value, "months", 0), value.days)
    assert (years * 12 + months, days) == total


def test_a_plain_string_takes_any_text() -> None:
    assert Literal("S/19835") == literal("S/19835", wants(XSD + "string"))
    assert literal("01", wants(XSD + "string")).datatype is None


def test_a_datatype_of_a_project_s_own_keeps_the_text() -> None:
    found = literal("01", wants("https://example.org/type"))
    assert ("01", URIRef("https://example.org/type")) == (str(found), found.datatype)
