"""What no claim and no question has reached yet is named."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import Run
from test_startup import imported

from accordsgraph.asked import questions, terms_of
from accordsgraph.assembly import assemble
from accordsgraph.coverage import Coverage, cover, write_coverage
from accordsgraph.evidence import Evidence
from accordsgraph.namespaces import HOME, STANDARD_PREFIXES, TERMS
from accordsgraph.pipeline import BuildReport
from accordsgraph.project import Project, read

HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in STANDARD_PREFIXES.items())
WORLD = """
<id/source/held> skos:prefLabel "Held"@en . <id/source/seen> skos:prefLabel "Seen"@en .
<id/source/never> skos:prefLabel "Never"@en .
<id/person/ann> skos:prefLabel "Ann"@en . <id/person/bob> skos:prefLabel "Bob"@en .
<id/person/cid> skos:prefLabel "Cid"@en . <id/event/war> skos:prefLabel "War"@en .
<id/stance/anger> ag:holder <id/person/bob> ; skos:prefLabel "Anger"@en .
<id/part> ag:participant <id/person/cid> . <id/event/war> ag:hasParticipation <id/part> .
"""
SENTENCES = "".join(
    f'</p{n}> ag:inDocument <id/source/held> ; ag:locator "p1.s{n}" ; oa:hasSelector </s{n}> .\n'
    for n in (1, 2, 10, 11)
)


def covered(*triples: str, project: Project | None = None) -> Coverage:
    store = ox.Store()
    seen = '</q> ag:inDocument <id/source/seen> ; ag:locator "page-3" .\n'
    text = HEAD + WORLD + SENTENCES + seen + "\n".join(triples)
    store.load(text, format=ox.RdfFormat.TURTLE, base_iri=HOME)
    return cover(Evidence(store), project or Project(Path("nowhere"), "t"))


def claim(said: str, *passages: str, link: str = "supportedBy") -> str:
    subject, predicate, value = said.split()
    cited = "".join(f" ; ag:{link} <{p}>" for p in passages)
    return (
        f"<c{abs(hash((said, passages)))}> a ag:Claim ; rdf:subject {subject} ; "
        f"rdf:predicate {predicate} ; rdf:object {value}{cited} ."
    )


def test_a_sentence_is_used_by_claims_it_supports_and_claims_it_denies() -> None:
    found = covered(
        claim("<id/event/war> ag:actor <id/person/ann>", "/p1", "/q"),
        claim("<id/event/war> ag:actor <id/person/bob>", "/p1"),
        claim("<id/event/war> ag:actor <id/person/cid>", "/p10", link="disputedBy"),
        '</p11> ag:omittedBecause "a greeting"@en .',
    )
    [held] = found.sources
    locators = [(s.passage.locator, s.claims, s.reason) for s in held.sentences]
    assert [
        ("p1.s1", 2, ""),
        ("p1.s2", 0, ""),
        ("p1.s10", 1, ""),
        ("p1.s11", 0, "a greeting"),
    ] == locators
    assert (2, 1, 66) == (held.used, held.omitted, held.percent)
    assert ["p1.s2"] == [sentence.passage.locator for sentence in held.missing]
    assert {"seen": 1} == found.cited
    assert ("never",) == found.uncited


def test_a_document_from_which_there_is_nothing_to_take_is_covered() -> None:
    found = covered(*(f'</p{n}> ag:omittedBecause "an index"@en .' for n in (1, 2, 10, 11)))
    assert (0, 4, 100) == (
        found.sources[0].used,
        found.sources[0].omitted,
        found.sources[0].percent,
    )


def test_a_thing_is_mentioned_also_as_holder_and_as_who_takes_part() -> None:
    every = covered().things
    assert {"person": 3, "event": 1, "stance": 1} == {k: len(v) for k, v in every.items()}
    found = covered(
        claim("<id/stance/anger> ag:attitude <x:angry>", "/p1"),
        claim('<id/part> ag:namedAs "Cid"', "/p1"),
    ).things
    assert {"person": (HOME + "id/person/ann",)} == {k: v for k, v in found.items() if v}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * { ?s ag:when ?o }", {"when"}),
        ("SELECT * { ?s ag:when/ag:party|^ag:host ?o }", {"when", "party", "host"}),
        ("SELECT * { ?s ag:when ?o . }", {"when"}),
        (
            "PREFIX other: <https://w3id.org/accordsgraph/ontology#>\nASK { ?s other:when 1 }",
            {"when"},
        ),
        ("SELECT * { ?s <https://w3id.org/accordsgraph/ontology#when> ?o }", {"when"}),
        ("SELECT * { ?s ?p ?o } # ag:when", set()),
        ("#+ title = 'ag:when'\n#+ type = \"ag:Accord\"\nSELECT * { ?s ?p ?o }", {"Accord"}),
        ("SELECT * { ?s ?p 'ag:when', \"ag:party\", '''x\nag:host''', \"a\\\"ag:role\" }", set()),
        ("SELECT * { ?s ?p ?o FILTER (?o < 3 && ?o > 2) ?s ag:when ?d }", {"when"}),
        ("SELECT * { ?s unknown:when ?o }", set()),
    ],
)
def test_terms_are_read_from_queries_but_not_from_texts_and_comments(
    query: str, expected: set[str]
) -> None:
    found = terms_of(query, STANDARD_PREFIXES)
    assert expected == {iri.removeprefix(TERMS) for iri in found if iri.startswith(TERMS)} - {""}


@pytest.fixture(scope="module")
def geneva_coverage(geneva: BuildReport, project: Project) -> Coverage:
    assert geneva.built is not None
    return cover(Evidence(geneva.built.store), project)


def test_every_sentence_of_our_two_documents_is_covered(geneva_coverage: Coverage) -> None:
    found = {one.source: (len(one.sentences), one.percent) for one in geneva_coverage.sources}
    assert {"fr-article": (9, 100), "tr-article": (13, 100)} == found
    assert () == geneva_coverage.uncited
    assert 0 == sum(map(len, geneva_coverage.things.values()))


def test_terms_that_no_question_names_are_named(
    geneva_coverage: Coverage, project: Project
) -> None:
    names = {iri.removeprefix(TERMS) for iris in geneva_coverage.terms.values() for iri in iris}
    assert {"Annex", "within"} <= names
    assert not {"guarantor", "Accord", "when"} & names
    everything = "\n".join(questions(project))
    for name in names:  # nothing that stands in a query is called untouched
        assert f"ag:{name} " not in "\n".join(
            line for line in everything.splitlines() if not line.startswith("#")
        ), name


def test_a_row_taken_out_shows(copy: Path) -> None:
    table = copy / "data" / "accords" / "geneva-1988.csv"
    rows = table.read_text("utf-8").splitlines(keepends=True)
    table.write_text("".join(r for r in rows if "fr-article#p4.s2" not in r), "utf-8")
    dataset = assemble(read(copy)).dataset
    store = ox.Store()
    store.extend(dataset.quads())
    found = cover(Evidence(store), read(copy))
    [french] = [one for one in found.sources if one.source == "fr-article"]
    assert ["p4.s2"] == [sentence.passage.locator for sentence in french.missing]
    assert 88 == french.percent
    text = write_coverage(found, "table")
    assert "fr-article#p4.s2  not modelled yet" in text
    assert "event:civil-war-after-1989" in text


def test_a_reason_beside_a_citation_is_a_finding(copy: Path) -> None:
    table = copy / "data" / "sources" / "tr-article.csv"
    head, first, *others = table.read_text("utf-8").splitlines()
    reasons = [f"{head},omittedBecause", f"{first},a heading", *(f"{row}," for row in others)]
    table.write_text("\n".join(reasons) + "\n", "utf-8")
    [finding] = [f for f in assemble(read(copy)).findings if f.id == "passage-omitted"]
    assert "violation" == finding.level
    assert '"tr-article#p1.s1" is marked as giving no statement' in finding.message
    assert finding.place is not None
    assert ("tr-article.csv", 2) == (Path(finding.place.file).name, finding.place.line)


def test_json_tells_each_sentence_and_each_gap(geneva_coverage: Coverage) -> None:
    document = json.loads(write_coverage(geneva_coverage, "json"))
    french = document["sources"][0]
    assert ("fr-article", 100, 9) == (french["source"], french["percent"], len(french["sentences"]))
    assert all(sentence["claims"] > 0 for sentence in french["sentences"])
    assert "ag:Annex" in document["terms_not_asked"]
    assert document["terms"]["class"] + document["terms"]["property"] > 100


def test_the_command_says_it(run: Run, geneva: BuildReport, copy: Path) -> None:
    assert geneva.built is not None
    shutil.copytree(geneva.built.path.parent, copy / "build")
    done = run("coverage", cwd=copy)
    assert (0, "") == (done.returncode, done.stderr)
    assert "fr-article  9          9     0                0        100 %" in done.stdout
    done = run("coverage", "--format", "markdown", "--lang", "fr", cwd=copy)
    assert "| class | ag:Annex | annexe |" in done.stdout
    assert (0, []) == imported("coverage", cwd=copy)[::2]


def test_a_notebook_shows_a_table(geneva_coverage: Coverage) -> None:
    shown = geneva_coverage._repr_html_()
    assert shown.count("<table>") == shown.count("</table>") == 2
