"""The two documents compared, and how a comparison is written.

``tests/compare.csv`` holds for every statement of the two documents how it stands to the other
document, and in which lines of the comparison by hand it is discussed; it holds the promise by
itself. Where that comparison lies beside the checkout, the two are compared.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import ROOT, Run
from test_startup import imported

from accordsgraph.assembly import assemble
from accordsgraph.comparing import Comparison, compare, write_comparison
from accordsgraph.evidence import Claim, Evidence
from accordsgraph.matching import Compared, Relation
from accordsgraph.mentions import Mentions
from accordsgraph.namespaces import HOME, TERMS
from accordsgraph.pipeline import BuildReport
from accordsgraph.project import Project
from accordsgraph.record import claim_iri

LIST = ROOT / "tests" / "compare.csv"
LEDGER = ROOT / "tests" / "ledger.csv"
SHARED = ROOT.parent / "shared" / "evidence" / "claims_compare.md"
Key = tuple[str, str, str]


@pytest.fixture(scope="module")
def evidence(geneva: BuildReport) -> Evidence:
    assert geneva.built is not None
    return Evidence(geneva.built.store)


@pytest.fixture(scope="module")
def two(evidence: Evidence, project: Project) -> Comparison:
    return compare(evidence, project.names, "fr-article", "tr-article")


@pytest.fixture(scope="module")
def keys(project: Project) -> dict[str, Key]:
    """What each claim says, as the table has it: subject, property, object."""
    cells = {}
    for path in project.tables("accords"):
        with path.open(encoding="utf-8", newline="") as file:
            for line, row in enumerate(csv.reader(file), 1):
                cells[str(path), line] = (row[0], row[1], row[2])
    return {
        str(claim_iri(statement, project.names)): cells[statement.place.file, statement.place.line]
        for statement in assemble(project).all_statements
    }


@pytest.fixture(scope="module")
def built(geneva: BuildReport, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with its build."""
    assert geneva.built is not None
    folder = tmp_path_factory.mktemp("geneva") / "geneva"
    for name in ("data", "ontology", "queries"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copytree(geneva.built.path.parent, folder / "build")
    return folder


def rows() -> list[dict[str, str]]:
    with LIST.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_two_documents_stand_to_each_other_as_the_list_says(
    two: Comparison, keys: dict[str, Key]
) -> None:
    found: Counter[tuple[str, ...]] = Counter()
    for line in two.shown_lines:
        first, last = (keys[side.claim.iri] for side in (line.sides[0], line.sides[-1]))
        assert first[:2] == last[:2]
        other = last[2] if last != first else ""
        found[line.relation.value, line.source, *first, other] += 1
    listed: Counter[tuple[str, ...]] = Counter(
        (r["relation"], r["source"], r["subject"], r["property"], r["object"], r["other"])
        for r in rows()
        if r["relation"] != "neither"
    )
    assert (Counter(), Counter()) == (listed - found, found - listed)


def test_what_the_list_says_is_in_neither_document_is(
    two: Comparison, evidence: Evidence, keys: dict[str, Key]
) -> None:
    mentions = Mentions(evidence.store)

    def spoken_of(claim: Claim) -> set[str]:
        return {str(thing).strip("<>").rpartition("/")[2] for thing in mentions.of(claim)}

    for row in rows():
        if row["relation"] != "neither":
            continue
        about = [
            line.relation
            for line in two.lines
            if (not row["subject"] or row["subject"] in spoken_of(line.sides[0].claim))
            and row["property"] in ("", keys[line.sides[0].claim.iri][1])
        ]
        assert {Relation.NEITHER} == set(about), row


def ids(text: str) -> set[str]:
    """Read ids and ranges of ids of the ledger."""
    found = set()
    for first, last in re.findall(r"((?:FR|TR)-\d{3})(?:…(?:FR|TR)-(\d{3}))?", text):
        document, number = first.split("-")
        found |= {f"{document}-{n:03}" for n in range(int(number), int(last or number) + 1)}
    return found


def by_hand() -> dict[str, str]:
    """Give the lines of sections 2 to 4 of the comparison by hand, by the names of the list."""
    text = SHARED.read_text("utf-8")

    def section(number: int) -> str:
        found = re.search(rf"^## {number}\. .*?\n(.*?)(?=^## )", text, re.DOTALL | re.MULTILINE)
        assert found, number
        return found[1]

    table = [line for line in section(2).splitlines() if line.startswith("| ")][1:]
    lines = {f"2.{n}": line for n, line in enumerate(table, 1)}
    for name, bold in (("fr", "Only French"), ("tr", "Only Turkish"), ("neither", "In neither")):
        [lines[f"3.{name}"]] = [x for x in section(3).splitlines() if f"**{bold}**" in x]
    lines |= {f"4.{line[0]}": line for line in section(4).splitlines() if line[:1].isdigit()}
    corrected = re.search(r"^5\. .*?; (.*?) are said by the Turkish", text, re.MULTILINE)
    assert corrected
    lines["3.tr"] += corrected[1]
    return lines


by_hand_only = pytest.mark.skipif(
    not SHARED.is_file(), reason="the comparison by hand does not lie beside the checkout"
)


@by_hand_only
def test_every_line_of_the_comparison_by_hand_is_in_the_list_and_no_other() -> None:
    with LEDGER.open(encoding="utf-8", newline="") as file:
        ledger: dict[Key, set[str]] = {}
        for entry in csv.DictReader(file):
            said = (entry["subject"], entry["property"], entry["object"])
            ledger.setdefault(said, set()).add(entry["ledger"])
    lines = by_hand()
    for row in rows():
        assert set(row["sections"].split()) <= set(lines), row
    for name, text in lines.items():
        of_it = [row for row in rows() if name in row["sections"].split()]
        assert of_it, name
        expressed = [
            ledger.get((r["subject"], r["property"], r["object"]), set())
            | ledger.get((r["subject"], r["property"], r["other"]), set())
            for r in of_it
        ]
        wanted = ids(text)
        assert wanted <= set().union(*expressed), name
        if wanted:
            assert all(found & wanted for found in expressed), name


@by_hand_only
def test_the_list_judges_as_the_comparison_by_hand() -> None:
    agreeing = {"both", "together", "more-precise"}
    for name, text in by_hand().items():
        relations = {r["relation"] for r in rows() if name in r["sections"].split()}
        if name.startswith("2."):
            same = text.rstrip(" |").rpartition("| ")[2]
            related = name in ("2.6", "2.11", "2.12", "2.13", "2.15")  # its fifth correction
            if related:
                assert {"only-one", "not-mentioned"} >= relations, name
            elif same.startswith("yes"):
                assert agreeing & relations, name
        if name in ("3.fr", "3.tr"):
            assert "both" not in relations
            assert "more-precise" not in relations
        if name in ("4.1", "4.3"):
            assert "conflict" in relations
        elif name.startswith("4."):  # a difference that is no contradiction
            assert "conflict" not in relations, name


def test_the_counts_are_those_of_the_questions_on_the_two_documents(two: Comparison) -> None:
    """Competency question 16 counts the same agreement another way."""
    [_, number] = (ROOT / "queries/expected/cq16-agreed-by-both.csv").read_text().split()
    assert int(number) == two.counts[Relation.BOTH]
    assert len(two.lines) == sum(two.counts.values())
    assert two.independent


def test_a_copy_is_not_counted_as_a_second_source(evidence: Evidence, project: Project) -> None:
    found = compare(evidence, project.names, "wikipedia-en-geneva-accords", "fr-article")
    assert ("wikipedia-en-geneva-accords",) == found.shared
    both = [line for line in found.lines if line.relation is Relation.BOTH]
    assert both
    assert all(line.sides[0].witnesses == 1 for line in both)
    text = write_comparison(found, "table")
    assert "not independent: fr-article comes from wikipedia-en-geneva-accords" in text
    assert "Both say it, and count as one (3)" in text


def test_two_copies_of_a_third_are_one_witness(two: Comparison) -> None:
    text = write_comparison(replace(two, shared=("gazette",)), "markdown")
    assert "both come from gazette" in text


def test_turning_the_sources_round_turns_the_comparison_round(
    two: Comparison, evidence: Evidence, project: Project
) -> None:
    def said(lines: tuple[Compared, ...], turned: bool) -> Counter[tuple[object, ...]]:
        ends = (-1, 0) if turned else (0, -1)
        return Counter(
            (x.relation, x.source, *(x.sides[end].claim.iri for end in ends)) for x in lines
        )

    turned = compare(evidence, project.names, "tr-article", "fr-article")
    assert said(two.lines, turned=False) == said(turned.lines, turned=True)


def test_about_a_thing_shows_what_neither_says_of_it(evidence: Evidence, project: Project) -> None:
    cordovez = HOME + "id/person/diego-cordovez"
    found = compare(evidence, project.names, "fr-article", "tr-article", cordovez)
    assert {Relation.NEITHER} == {line.relation for line in found.shown_lines}
    assert "Neither says it, but others do" in write_comparison(found, "table")


def test_json_has_every_line_with_both_sides(two: Comparison) -> None:
    document = json.loads(write_comparison(two, "json"))
    assert len(two.shown_lines) == len(document["statements"])
    assert {relation.value: count for relation, count in two.counts.items()} == document["counts"]
    fall = next(
        s for s in document["statements"] if s["relation"] == "more-precise" and "fall" in str(s)
    )
    assert "tr-article" == fall["source"]
    assert ("1992", "1992-04") == (fall["first"]["value"], fall["second"]["value"])
    assert ["tr-article#p4.s2"] == fall["second"]["passages"]
    assert all(s["first"] or s["second"] for s in document["statements"])


def test_csv_has_one_row_a_line_and_keys_for_programs(two: Comparison) -> None:
    found = list(csv.DictReader(write_comparison(two, "csv").splitlines()))
    assert len(two.shown_lines) == len(found)
    assert {"accord:geneva-1988", "event:fall-of-najibullah"} <= {row["subject"] for row in found}
    [row] = [r for r in found if r["relation"] == "overlap"]
    assert ("../1989-02-15", "1979/..") == (row["first_value"], row["second_value"])


def test_a_denial_is_marked_in_every_format(evidence: Evidence, project: Project) -> None:
    found = compare(evidence, project.names, "fr-article", "maley-2002")
    found = found.showing([Relation.DENIED])
    rows_ = list(csv.DictReader(write_comparison(found, "csv").splitlines()))
    assert {("says", "denies")} == {(row["first_says"], row["second_says"]) for row in rows_}
    for line in json.loads(write_comparison(found, "json"))["statements"]:
        assert ("says", "denies") == (line["first"]["says"], line["second"]["says"])
    assert "denies: authorised (reported) [p149]" in write_comparison(found, "table")


def test_words_are_those_of_a_historian(two: Comparison) -> None:
    text = write_comparison(two, "table")
    assert "Signing of the Geneva Accords (1988), date: 14 April 1988" in text
    assert "15 May (year unknown)" in text
    assert "stated duration: nine years  " in text
    assert "stated duration: about three years" in text
    assert "not a party, Afghan mujahideen, led to" in text
    assert "name: “Cenevre Anlaşması” (tr)" in text
    for technical in ("http", "ag:", "EDTF", "@fr", "participation:"):
        assert technical not in text


def test_names_come_in_the_language_that_is_asked_for(evidence: Evidence, project: Project) -> None:
    found = compare(evidence, project.names, "fr-article", "tr-article", language="tr")
    text = write_comparison(found, "markdown")
    assert "Sovyetler Birliği" in text
    assert "name: Cenevre Anlaşması" not in text
    assert "“Accords de Genève” (fr)" in text


class Tags(HTMLParser):
    """Checks that tags close in order and keeps what was seen."""

    VOID = ("meta", "br")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen[tag] += 1
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.open.pop()


def test_the_page_is_whole_and_has_no_script(two: Comparison) -> None:
    page = write_comparison(two, "html")
    tags = Tags()
    tags.feed(page)
    assert [] == tags.open
    assert 0 == tags.seen["script"] + tags.seen["link"] + tags.seen["img"]
    assert tags.seen["tr"] > len(two.shown_lines)
    assert "prefers-color-scheme" in page or "color-scheme: light dark" in page
    assert two._repr_html_() in page


def test_what_comes_from_data_is_escaped() -> None:
    store = ox.Store()
    name = '<script>alert("&")</script>'
    store.load(
        f'<x:war> <http://www.w3.org/2004/02/skos/core#prefLabel> """{name}"""@en . '
        f"<x:c/1> a <{TERMS}Claim> ; <http://www.w3.org/1999/02/22-rdf-syntax-ns#subject> <x:war> ;"
        "<http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate> <x:p> ;"
        "<http://www.w3.org/1999/02/22-rdf-syntax-ns#object> <x:o> ;"
        f"<{TERMS}supportedBy> <x:p/1> . <x:p/1> <{TERMS}inDocument> <x:s/a> .",
        format=ox.RdfFormat.TURTLE,
    )
    found = compare(Evidence(store), Project(Path(), "t").names, "a", "b")
    assert name not in write_comparison(found, "html")
    assert "&lt;script&gt;" in write_comparison(found, "html")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["fr-articel", "tr-article"], "error[unknown-source]"),
        (["geneva-1988", "tr-article"], "error[unknown-source]"),
        (["fr-article", "source/fr-article"], "error[same-source]"),
        (["fr-article", "tr-article", "--about", "genva-1988"], "did you mean geneva-1988"),
        (["fr-article"], "error[usage]"),
    ],
)
def test_what_cannot_be_compared_is_said(
    run: Run, built: Path, arguments: list[str], expected: str
) -> None:
    done = run("compare", *arguments, cwd=built)
    assert 2 == done.returncode
    assert expected in done.stderr


def test_passages_stand_below_in_the_words_of_who_holds_them(two: Comparison) -> None:
    held = {"p1.s2": "les <instruments>", "p3.s5": "dört madde"}
    quoted = two.showing([Relation.CONFLICT]).quoting(
        lambda passage: held.get(passage.locator, "") if passage.source != "x" else ""
    )
    assert {"fr-article#p1.s2", "tr-article#p3.s5"} == set(map(str, quoted.quoted))
    text = write_comparison(quoted, "table")
    assert text.index("Passages of fr-article") < text.index("Passages of tr-article")
    assert "p1.s2    les <instruments>" in text
    assert "les &lt;instruments&gt;" in write_comparison(quoted, "html")
    assert (
        "dört madde" == json.loads(write_comparison(quoted, "json"))["quoted"]["tr-article#p3.s5"]
    )
    neither = two.showing([Relation.NEITHER]).quoting(lambda passage: "words")
    assert {} == neither.quoted


@pytest.mark.skipif(
    not (ROOT.parent / "shared" / "sources").is_dir(),
    reason="the two documents do not lie beside the checkout",
)
def test_documents_that_are_held_are_quoted(run: Run, built: Path) -> None:
    folder = ROOT.parent / "shared" / "sources"
    options = ("--only", "overlap", "--format", "markdown", "--sources", folder)
    done = run("compare", "fr-article", "tr-article", *options, cwd=built)
    assert (0, "") == (done.returncode, done.stderr)
    words = (folder / "tr-article.txt").read_text("utf-8")[207:401].split()
    assert " ".join(words[:5]) in done.stdout


def test_the_command_writes_what_is_asked_for(run: Run, built: Path) -> None:
    done = run("compare", "fr-article", "tr-article", "--only", "conflict", cwd=built)
    assert (0, "") == (done.returncode, done.stderr)
    assert 3 == len(done.stdout.splitlines())
    about = ("--about", "cenevre anlasmasi (1988)", "--format", "markdown")
    done = run("compare", "fr-article", "tr-article", *about, cwd=built)
    assert "compared: Geneva Accords (1988)" in done.stdout
    assert "Saur Revolution" not in done.stdout


@pytest.mark.parametrize("fmt", ["csv", "json", "table", "markdown", "html"])
def test_reading_a_build_imports_nothing_heavy(built: Path, fmt: str) -> None:
    code, out, heavy = imported("compare", "fr-article", "tr-article", "--format", fmt, cwd=built)
    assert (0, []) == (code, heavy)
    assert "tr-article" in out
