"""The report on the evidence, and rows made out of RDF."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Run

from accordsgraph.assembly import assemble
from accordsgraph.claims import report
from accordsgraph.project import Project, read
from accordsgraph.scaffold import new_project

BONN = """
@prefix ag: <https://w3id.org/accordsgraph/ontology#> .
@prefix id: <https://example.org/a/id/> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://example.org/a/id/accord/bonn-2001>
  ag:hasPartyRole <https://example.org/a/id/participation/p1> ;
  ag:settles <https://example.org/a/id/event/some-war> .
<https://example.org/a/id/participation/p1> a ag:Participation ;
  ag:participant <https://example.org/a/id/org/northern-front> ; ag:namedAs "Front"@en .
<https://example.org/a/id/org/northern-front> a ag:Organization ;
  skos:prefLabel "Northern Front"@en ; skos:altLabel "Front"@en .
<https://example.org/a/id/event/some-war> a ag:Conflict ; skos:prefLabel "Some war"@en ;
  ag:when "1990/2001"^^edtf:EDTF .
<https://example.org/a/id/event/some-war> <https://example.org/strange> 5 .
"""


@pytest.fixture
def small(tmp_path: Path) -> Project:
    new_project(tmp_path / "p", "bonn-2001", "Bonn Agreement", "https://example.org/a/")
    return read(tmp_path / "p")


def test_every_statement_is_accounted_for(project: Project) -> None:
    assembled = assemble(project)
    rows = assembled.all_statements
    found = report(rows, assembled.dataset.graphs["sources"], project.names)
    assert len(rows) == sum(found.total.values()) == sum(found.by_agreement.values())
    assert 0 == found.without_passage
    for source in ("fr-article", "tr-article"):
        cited = sum(any(p.source == source for p in row.passages) for row in rows)
        assert cited == sum(found.per_source[source].values())


def test_a_copy_is_no_second_witness(project: Project) -> None:
    """The French document follows the English encyclopaedia: together they are one source."""
    assembled = assemble(project)
    both = [
        s
        for s in assembled.all_statements
        if {p.source for p in s.passages} == {"fr-article", "wikipedia-en-geneva-accords"}
    ]
    found = report(both, assembled.dataset.graphs["sources"], project.names)
    assert both
    assert {1: len(both)} == found.by_agreement


def test_the_report_comes_as_table_csv_markdown_and_json(run: Run) -> None:
    assert run("claims", "report").stdout.startswith("source,accepted,editorial,reported")
    assert "| fr-article |" in run("claims", "report", "--format", "markdown").stdout
    assert "two or more independent sources" in run("claims", "report", "--format", "table").stdout
    counts = json.loads(run("claims", "report", "--format", "json").stdout)
    assert 0 == counts["without_passage"]


def test_rdf_becomes_rows_that_validate(small: Project, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "bonn.ttl"
    path.write_text(BONN)
    options = ("--project", small.root, "--accord", "bonn-2001", "--passages", "my-source#p2")
    done = run("claims", "adopt", path, *options)
    assert 1 == done.returncode
    assert "warning[not-adopted]" in done.stderr
    assert f"{path}:15" in done.stderr
    rows = (small.data / "accords" / "bonn-2001.csv").read_text()
    for row in (
        "bonn-2001,party,northern-front,editorial,my-source#p2,,,,,",
        "bonn-2001/party/northern-front,namedAs,Front@en,editorial,my-source#p2,,,,,",
        "some-war,when,1990/2001,editorial,my-source#p2,,,,,",
    ):
        assert row in rows.splitlines()
    assert (
        "northern-front,,Northern Front,,,Front@en,,"
        in (small.data / "things" / "org.csv").read_text()
    )
    assembled = assemble(small)
    assert [] == assembled.findings
    again = run("claims", "adopt", path, *options)
    assert "" == again.stdout


def test_a_table_key_is_checked_before_anything_is_written(small: Project, run: Run) -> None:
    before = sorted(small.root.rglob("*"))
    done = run("claims", "adopt", "/nowhere.ttl", "--project", small.root, "--accord", "x")
    assert 2 == done.returncode
    assert "error[file-missing]" in done.stderr
    assert before == sorted(small.root.rglob("*"))
