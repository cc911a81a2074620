"""A timeline holds what is dated, says how each date stands, and places nothing without a date."""

from __future__ import annotations

import csv
import json
import re
import shutil
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from io import StringIO
from itertools import combinations, product
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import ROOT, Run
from test_startup import imported

from accordsgraph.facts import Facts
from accordsgraph.namespaces import HOME, Names
from accordsgraph.pipeline import BuildReport
from accordsgraph.timelines import COLUMNS, FORMATS, Timeline, timeline
from accordsgraph.timelines.captions import caption, rows, words
from accordsgraph.timelines.svg import SIZE, Placed, layout

NAMES = Names()
WORLD = """
PREFIX ag: <https://w3id.org/accordsgraph/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX status: <https://w3id.org/accordsgraph/id/status/>
PREFIX fulfilment: <https://w3id.org/accordsgraph/id/fulfilment/>
PREFIX accord: <https://w3id.org/accordsgraph/id/accord/>
PREFIX commitment: <https://w3id.org/accordsgraph/id/commitment/>
PREFIX event: <https://w3id.org/accordsgraph/id/event/>
PREFIX instrument: <https://w3id.org/accordsgraph/id/instrument/>
PREFIX regime: <https://w3id.org/accordsgraph/id/regime/>
PREFIX source: <https://w3id.org/accordsgraph/id/source/>
PREFIX state: <https://w3id.org/accordsgraph/id/state/>
accord:a a ag:Accord, ag:NormativeObject ; skos:prefLabel "The Accord"@en .
accord:a ag:hasPart instrument:i .
instrument:i a ag:Instrument, ag:NormativeObject ; skos:prefLabel "The Text"@en .
accord:told a ag:Accord, ag:NormativeObject ; skos:prefLabel "An accord that an event dates"@en .
accord:unsigned a ag:Accord, ag:NormativeObject ; skos:prefLabel "Another accord"@en .
commitment:c a ag:Commitment ; skos:prefLabel "The promise"@en .
event:signing a ag:Signing, ag:Event ; skos:prefLabel "The signing"@en .
event:talks a ag:Negotiation, ag:Event ; skos:prefLabel "The talks"@en .
event:round a ag:Negotiation, ag:Event ; skos:prefLabel "A round <1> & more"@en .
event:round ag:subEventOf event:talks .
event:rumour a ag:Event ; skos:prefLabel "A rumour"@en ; ag:onlyReported true .
event:undated a ag:Event ; skos:prefLabel "Something"@en .
event:far a ag:Event ; skos:prefLabel "Far away"@en .
event:deed a ag:Event ; skos:prefLabel "The deed"@en .
event:begun a ag:Event ; skos:prefLabel "Only disputed"@en .
state:s a ag:State, ag:Agent ; skos:prefLabel "A state"@en .
source:x a ag:SourceDocument ; skos:prefLabel "Source X"@en .
fulfilment:fulfilled skos:prefLabel "fulfilled"@en .
ag:Signing skos:prefLabel "signing"@en . ag:Event skos:prefLabel "event"@en .
ag:Negotiation skos:prefLabel "negotiation"@en . ag:Commitment skos:prefLabel "commitment"@en .
ag:Accord skos:prefLabel "accord"@en . ag:party skos:prefLabel "party"@en .
<http://x/Sub> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <http://x/Sub> .
ag:Signing <http://www.w3.org/2000/01/rdf-schema#subClassOf> ag:Event .
ag:Negotiation <http://www.w3.org/2000/01/rdf-schema#subClassOf> ag:Event .
ag:Accord <http://www.w3.org/2000/01/rdf-schema#subClassOf> ag:NormativeObject .
"""
CLAIMS = """
event:signing signs accord:a accepted x
event:signing when 1988-04-14 accepted x y z
event:signing when 1988-04-15 contested y
event:signing when 1988 subsumed z
event:signing when 1998 rejected w
event:talks concerning accord:a accepted x
event:talks when 1981/1988-04-14 editorial x
event:round when 1982-06~ accepted y
event:rumour concerning accord:a reported x
event:rumour when 1985 reported x
event:undated concerning instrument:i accepted x
event:undated when XXXX-05-15 accepted x
event:far when 2001-12-05 accepted x
event:far concerning accord:told accepted x
event:begun concerning accord:a accepted x
event:begun when 1986 contested x
event:begun when 1987 contested y
accord:a entersIntoForce 1988-05-15 accepted x
instrument:i entersIntoForce 1988-05-15 editorial y
accord:a terminates [1990..] reported x
accord:a party state:s accepted x
commitment:c statedIn instrument:i accepted x
commitment:c dueFrom 1988-05-15 accepted x
commitment:c deadline 1989-02 accepted x
commitment:c fulfilledBy event:deed accepted x
commitment:c fulfilment fulfilment:fulfilled accepted x
event:deed when 1989-02-15 accepted y
"""


def store_of(claims: str, world: str = WORLD) -> ox.Store:
    """Make a store of things and claims; a line is subject, property, object, status, sources."""
    prefixes = dict(re.findall(r"PREFIX (\w+): <(.*)>", world))

    def term(text: str) -> str:
        prefix, colon, name = text.partition(":")
        if colon and prefix in prefixes:
            return f"<{prefixes[prefix]}{name}>"
        return f'"{text}"^^<http://id.loc.gov/datatypes/edtf/EDTF>'

    lines = [world, "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>"]
    for number, line in enumerate(claims.strip().splitlines()):
        subject, name, thing, status, *sources = line.split()
        claim = f"<{HOME}id/claim/{number:03}>"
        lines.append(
            f"{claim} a ag:Claim ; rdf:subject {term(subject)} ; rdf:predicate ag:{name} ; "
            f"rdf:object {term(thing)} ; ag:status status:{status} ."
        )
        for source in sources:
            passage = f"<{HOME}id/passage/{number:03}-{source}>"
            lines.append(
                f"{claim} ag:supportedBy {passage} . "
                f'{passage} ag:inDocument source:{source} ; ag:locator "text" .'
            )
    store = ox.Store()
    store.load("\n".join(lines), format=ox.RdfFormat.TURTLE)
    return store


@pytest.fixture(scope="module")
def world() -> ox.Store:
    return store_of(CLAIMS)


@pytest.fixture(scope="module")
def accord(world: ox.Store) -> Timeline:
    return timeline(Facts(world, NAMES), NAMES.thing("accord", "a"))


def placed(found: Timeline) -> list[str]:
    return [words(caption(row)) for row in rows(found.chronology)]


def test_a_timeline_of_an_accord_tells_its_story_in_the_order_of_time(accord: Timeline) -> None:
    assert [
        "From 1981 to 14 April 1988. The talks [x]; "
        "lasted between 6 years 3 months and 7 years 4 months",
        "About June 1982. A round <1> & more [y]",
        "1985. A rumour (reported) [x]",
        "1986. Only disputed (disputed) [x]; disputed: 1987 [y]",
        "14 April 1988. The signing [x y +1]; disputed: 15 April 1988 [y]; rejected: 1998 [w]",
        "15 May 1988. In force: The Accord; The Text [x y]",
        "15 May 1988. Due from then on: The promise [x]",
        "February 1989. Deadline: The promise [x]; outcome: fulfilled",
        "15 February 1989. The deed [y]; fulfils: The promise",
        "1990 or later. Ends: The Accord (reported) [x]",
    ] == placed(accord)


def test_what_has_no_date_or_no_year_stands_apart(accord: Timeline, world: ox.Store) -> None:
    assert ["Something"] == [entry.label for entry in accord.undated]
    assert "Without a date\n  15 May (year unknown). Something [x]\n" in accord.text()
    everything = timeline(Facts(world, NAMES))
    assert ["Another accord", "Something"] == [entry.label for entry in everything.undated]
    assert "Far away" in {entry.label for entry in everything.entries}
    assert len(everything.entries) == len(accord.entries) + 1


def test_a_timeline_of_an_agent_names_its_role(world: ox.Store) -> None:
    said = placed(timeline(Facts(world, NAMES), NAMES.thing("state", "s")))
    assert "15 May 1988. In force: The Accord [x]; role: party" in said
    assert any("The signing" in line for line in said)
    assert not any("The talks" in line for line in said)


def test_a_timeline_of_a_source_holds_what_it_dates(world: ox.Store) -> None:
    found = timeline(Facts(world, NAMES), NAMES.thing("source", "w"))
    assert ["The signing"] != [entry.label for entry in found.entries], "w is no source here"
    found = timeline(Facts(world, NAMES), NAMES.thing("source", "x"))
    assert {"The talks", "Far away"} < {entry.label for entry in found.entries}
    assert "A round <1> & more" not in {entry.label for entry in found.entries}


@pytest.mark.parametrize(
    ("since", "until", "labels"),
    [
        ("1988-05-16", "1988-12-31", []),
        ("1989-02-16", "1989-02-28", ["The promise"]),  # some day of February
        ("1982-07-01", "1984-12-31", ["The talks"]),
        ("1991", "", ["The Accord"]),  # it may end at any time since 1990
        ("", "1981-01-01", ["The talks"]),
    ],
)
def test_a_narrower_timeline_keeps_what_may_lie_there(
    world: ox.Store, since: str, until: str, labels: list[str]
) -> None:
    found = timeline(Facts(world, NAMES), NAMES.thing("accord", "a"), since=since, until=until)
    assert labels == [entry.label for entry in found.entries]
    assert ["Something"] == [entry.label for entry in found.undated]


# the formats


@pytest.mark.parametrize("width", [40, 80, 160])
def test_the_text_keeps_within_its_width(accord: Timeline, width: int) -> None:
    text = accord.text(width)
    assert max(map(len, text.splitlines())) <= width
    assert "The talks" in text


def test_the_text_draws_shapes_that_differ_in_more_than_colour(accord: Timeline) -> None:
    drawn = {line[20:].strip(): line[:20] for line in accord.text(80).splitlines()}

    def glyphs(words: str) -> set[str]:
        (line,) = (plot for said, plot in drawn.items() if said.startswith(words))
        return set(line) - {" ", "┊"}

    assert {"░", "━"} == glyphs("From 1981 to 14 April 1988.")
    assert {"≈"} == glyphs("About June 1982.")
    assert {"┄"} == glyphs("1985. A rumour (reported)")
    assert {"┈"} == glyphs("1986. Only disputed")
    assert {"●", "×"} == glyphs("14 April 1988.")
    assert {"┄", "▸"} == glyphs("1990 or later.")
    assert "\x1b" not in accord.text(80)


def test_csv_has_a_row_for_each_entry_with_all_that_is_known(accord: Timeline) -> None:
    head, *found = csv.reader(StringIO(accord.csv()))
    assert list(COLUMNS) == head
    assert len(accord.entries) + len(accord.undated) == len(found)
    signing = next(dict(zip(head, row, strict=True)) for row in found if row[8] == "The signing")
    assert {
        "date": "1988-04-14",
        "words": "14 April 1988",
        "begin_earliest": "1988-04-14",
        "begin_latest": "1988-04-14",
        "end_earliest": "1988-04-14",
        "end_latest": "1988-04-14",
        "kind": "signing",
        "thing": NAMES.thing("event", "signing"),
        "label": "The signing",
        "standing": "held",
        "sources": "x y z",
        "other_dates": "disputed: 1988-04-15 y; less precise: 1988 z; rejected: 1998 w",
        "remarks": "",
    } == signing


def test_json_tells_placed_from_undated(accord: Timeline) -> None:
    found = json.loads(accord.json())
    assert NAMES.thing("accord", "a") == found["entity"]
    assert [entry.label for entry in accord.entries] == [e["label"] for e in found["placed"]]
    (undated,) = found["undated"]
    assert ("XXXX-05-15", None) == (undated["date"], undated["begin_earliest"])
    about = next(e for e in found["placed"] if e["date"] == "1982-06~")
    assert about["approximate"]


def test_markdown_is_a_table_and_a_list(accord: Timeline) -> None:
    text = accord.markdown()
    assert text.startswith("# Timeline: The Accord\n\n11 entries with a date, 1 without\n")
    assert "| 1985 | A rumour | reported | x |  |" in text
    assert text.endswith("## Without a date\n\n- 15 May (year unknown). Something [x]\n")


class Tags(HTMLParser):
    """The tags of a page, and whether each that opens closes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        if tag not in ("meta",):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.open.pop()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)


def test_a_page_is_whole_and_escaped_and_has_no_script(accord: Timeline) -> None:
    page = accord.html()
    tags = Tags(page)
    assert [] == tags.open
    assert {"h1", "svg", "table", "main"} <= set(tags.seen)
    assert "script" not in tags.seen
    assert "A round &lt;1&gt; &amp; more" in page
    assert "<1>" not in page
    assert "http" not in re.sub(r'xmlns="[^"]*"', "", page), "it fetches nothing"


def test_a_notebook_shows_the_picture(accord: Timeline) -> None:
    assert [] == Tags(accord._repr_html_()).open
    assert accord.svg() in accord._repr_html_()


@pytest.mark.parametrize("fmt", FORMATS)
def test_the_same_timeline_has_the_same_bytes(world: ox.Store, accord: Timeline, fmt: str) -> None:
    again = timeline(Facts(store_of(CLAIMS), NAMES), NAMES.thing("accord", "a"))
    assert FORMATS[fmt](accord, None) == FORMATS[fmt](again, None)


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_timeline_without_entries_can_be_written(fmt: str) -> None:
    assert FORMATS[fmt](timeline(Facts(ox.Store(), NAMES)), None)


# the picture

SVG = "{http://www.w3.org/2000/svg}"


def test_the_picture_names_itself_and_knows_light_and_dark(accord: Timeline) -> None:
    root = ET.fromstring(accord.svg())  # noqa: S314, it is ours
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert desc is not None
    assert "img" == root.get("role")
    assert f"{title.get('id')} {desc.get('id')}" == root.get("aria-labelledby")
    assert "Timeline: The Accord" == title.text
    assert "prefers-color-scheme:dark" in accord.svg()
    said = [each.text for each in root.iterfind(f"{SVG}g/{SVG}title")]
    assert len(rows(accord.chronology)) == len(said)
    assert any("[x y z]" in (text or "") for text in said), "a tooltip names every source"


def test_what_is_reported_or_disputed_has_another_shape(accord: Timeline) -> None:
    _, drawn = layout(accord.chronology, 960, 0)
    svg = {each.row.first.label: "".join(each.shapes) for each in drawn}
    assert svg["The signing"].startswith("<circle")
    assert 'class="day disputed" d="M' in svg["The signing"]
    assert 'class="day rejected"' in svg["The signing"]
    assert 'class="within reported"' in svg["A rumour"]
    assert "roughly" in svg["A round <1> & more"]
    assert 'class="soft held"' in svg["The talks"]
    assert 'class="firm held"' in svg["The talks"]
    assert 'class="later reported"' in svg["The Accord"] or "later" in "".join(svg.values())


Room = tuple[float, float, float, float]


def apart(one: Room, other: Room) -> bool:
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


@pytest.mark.parametrize(
    ("width", "entity"),
    [*product([320, 480, 960, 1600], ["", "accord/geneva-1988", "state/soviet-union"])],
)
def test_no_two_texts_meet_and_all_stay_in_the_picture(
    geneva: BuildReport, width: int, entity: str
) -> None:
    assert geneva.built is not None
    iri = NAMES.thing(*entity.split("/")) if entity else ""
    found = timeline(Facts(geneva.built.store, NAMES), iri)
    _, drawn = layout(found.chronology, width, 0)
    texts = [room for each in drawn for room in each.words.boxes()]
    assert len(texts) >= len(drawn) > 10
    for left, _, right, _ in texts:
        assert 0 <= left
        assert right <= width
    ordered = sorted(texts, key=lambda room: room[1])
    for one, other in combinations(ordered, 2):
        if other[1] >= one[3]:
            continue
        assert apart(one, other), (one, other)


def test_words_stand_clear_of_their_marks(accord: Timeline) -> None:
    from accordsgraph.timelines.shapes import HEIGHT, shapes
    from accordsgraph.timelines.svg import MARGIN

    for width in (320, 960):
        scale, drawn = layout(accord.chronology, width, 0)
        for each in drawn:
            boxes = shapes(each.row.first, scale)
            left, right = min(b.left for b in boxes), max(b.right for b in boxes)
            top = each.words.y - SIZE
            beside = [
                room
                for room in each.words.boxes()
                if room[0] < MARGIN + right and MARGIN + left < room[2]
            ]
            assert all(room[1] >= top for room in beside)
            if beside:
                assert min(room[1] for room in beside) >= _middle(each.shapes) + HEIGHT / 2


def _middle(svg: list[str]) -> float:
    top = re.search(r' y="([\d.]+)"', "".join(svg))
    middle = re.search(r' cy="([\d.]+)"', "".join(svg))
    return float(middle[1]) if middle else float(top[1]) + 4.5 if top else 0.0


def test_the_room_of_lines_is_that_of_their_words() -> None:
    from accordsgraph.timelines.lettering import Word

    lines = [[Word("what", "mm")], [Word("what", "m")]]
    (first, second) = Placed(lines, 100, 50, "end").boxes()
    assert (100, 100) == (first[2], second[2])
    assert first[0] < second[0]
    assert first[3] <= second[1] + SIZE


# the verb


@pytest.fixture(scope="module")
def built_copy(geneva: BuildReport, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Geneva project with its build."""
    assert geneva.built is not None
    folder = tmp_path_factory.mktemp("geneva")
    for name in ("data", "ontology", "queries"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copytree(geneva.built.path.parent, folder / "build")
    return folder


def test_the_verb_draws_what_a_person_names(run: Run, built_copy: Path) -> None:
    named = run(
        "timeline", "accords de geneve", "--from", "1988-04", "--to", "1988-05", cwd=built_copy
    )
    assert (0, "") == (named.returncode, named.stderr)
    assert "Timeline: Geneva Accords (1988)" in named.stdout
    assert "14 April 1988. Signing of the Geneva Accords (1988)" in named.stdout
    assert "Pérez de Cuéllar" not in named.stdout
    assert "\x1b" not in named.stdout
    svg = run("timeline", "geneva-1988", "--format", "svg", "--width", "500", cwd=built_copy)
    assert 'width="500"' in svg.stdout
    french = run("timeline", "geneva-1988", "--lang", "fr", cwd=built_copy)
    assert "Accords de Genève" in french.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["genva-1988"], "error[unknown-thing]"),
        (["--from", "1989", "--to", "1988"], "back to 1988"),
        (["--from", "next year"], "error[date]"),
        (["--from", "../1988"], "must be a day, a month or a year"),
        (["--to", "XXXX-05"], "must be a day, a month or a year"),
    ],
)
def test_a_wrong_limit_or_name_is_said(
    run: Run, built_copy: Path, arguments: list[str], says: str
) -> None:
    done = run("timeline", *arguments, cwd=built_copy)
    assert (2, "") == (done.returncode, done.stdout)
    assert says in done.stderr


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_timeline_imports_nothing_heavy(built_copy: Path, fmt: str) -> None:
    assert (0, []) == imported("timeline", "geneva-1988", "--format", fmt, cwd=built_copy)[::2]


def test_the_picture_of_the_documentation_is_that_of_the_data(geneva: BuildReport) -> None:
    assert geneva.built is not None
    found = timeline(Facts(geneva.built.store, NAMES), NAMES.thing("event", "geneva-process"))
    picture = ROOT / "docs" / "geneva-process.svg"
    command = f"accordsgraph timeline event/geneva-process --format svg > docs/{picture.name}"
    assert picture.read_text("utf-8") == found.svg(), f"run: {command}"
