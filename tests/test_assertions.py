"""What a dataset asserts of itself: too little stops the build, too much warns, lines are named."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import ROOT, Run

from accordsgraph.assembly import Assembled, assemble
from accordsgraph.counting import check_assertions
from accordsgraph.errors import AccordsError
from accordsgraph.evidence import independent, origins
from accordsgraph.findings import Finding
from accordsgraph.pipeline import close_dataset
from accordsgraph.project import Project, read

Check = Callable[[str], list[Finding]]


@pytest.fixture(scope="module")
def assembled() -> Assembled:
    """The Geneva dataset, closed but not validated."""
    found = assemble(read(ROOT))
    close_dataset(found.dataset)
    return found


def project_with(folder: Path, text: str) -> Project:
    (folder / "data").mkdir(exist_ok=True)
    (folder / "data" / "dataset.toml").write_text(f'title = "t"\n{text}', "utf-8")
    return read(folder)


@pytest.fixture
def check(assembled: Assembled, tmp_path: Path) -> Check:
    """Hold the Geneva dataset to other assertions than its own."""

    def store() -> ox.Store:
        found = ox.Store()
        found.extend(assembled.dataset.quads())
        return found

    def checked(text: str) -> list[Finding]:
        project = project_with(tmp_path, f"[[assertions]]\n{text}")
        return check_assertions(project, assembled.dataset, assembled.all_statements, store)

    return checked


def problems(folder: Path, text: str) -> list[tuple[int, str]]:
    with pytest.raises(AccordsError) as caught:
        project_with(folder, text)
    assert {"setting"} == {problem.id for problem in caught.value.problems}
    assert all(problem.fix for problem in caught.value.problems)
    return [
        (p.place.line if p.place else 0, f"{p.message} → {p.fix}") for p in caught.value.problems
    ]


GOOD = 'name = "n"\nclass = "Event"\nmin = 1\n'


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("clas = 3", 6, '"clas" is no key of an assertion → write "class"'),
        ('title = "u"', 6, "move it above the first [[assertions]]"),
        ("property = 'party'", 6, "counts class and property"),
        ("max = 0", 6, "max is below min"),
        ("max = -1", 6, '"max" of a count must be a whole number'),
        ("max = true", 6, '"max" of a count must be a whole number'),
        ('max = "60 %"', 6, '"max" of a count must be a whole number'),
        ("sources = 2", 6, '"sources" does not go with "class"'),
        ("parameters = 3", 6, '"parameters" must be a table'),
        ('parameters = { accord = "a" }', 6, '"parameters" does not go with "class"'),
        ('having = "when"', 5, '"min" of a share must be a percentage → write min = "60 %"'),
    ],
)
def test_a_wrong_key_is_an_error_with_its_line(
    tmp_path: Path, text: str, line: int, says: str
) -> None:
    found = problems(tmp_path, f"[[assertions]]\n{GOOD}{text}")
    assert any(at == line and says in message for at, message in found), found


def test_every_wrong_assertion_is_reported_at_once(tmp_path: Path) -> None:
    text = '\n[[assertions]]\nname = "a"\n\n[[assertions]]\nclass = "Event"\nmin = "x"\n'
    found = problems(tmp_path, text)
    assert [
        (3, "this assertion counts nothing → keep one of class, property, statements, query"),
        (3, "this assertion has no bound → add min, max or both"),
        (6, 'this assertion has no name → add name = "what you expect"'),
        (8, '"min" of a count must be a whole number → write min = 40'),
    ] == found


def test_two_of_one_name_are_an_error(tmp_path: Path) -> None:
    found = problems(tmp_path, f"[[assertions]]\n{GOOD}[[assertions]]\n{GOOD}")
    assert [(7, "two assertions are called “n” → rename one")] == found


@pytest.mark.parametrize("text", ["assertions = 3", "[assertions]\nx = 1", "assertions = [3]"])
def test_assertions_are_tables(tmp_path: Path, text: str) -> None:
    assert [(2, "assertions are written as tables → begin each with the line [[assertions]]")] == (
        problems(tmp_path, text)
    )


def test_the_parameters_of_a_query_are_texts(tmp_path: Path) -> None:
    text = '[[assertions]]\nname = "n"\nquery = "q"\nmin = 1\n[assertions.parameters]\naccord = 3\n'
    assert [(6, 'the parameter "accord" must be a text → write accord = "3"')] == (
        problems(tmp_path, text)
    )


def test_too_few_is_a_violation_at_the_line_of_the_floor(check: Check) -> None:
    (found,) = check('name = "Guarantors"\nproperty = "guarantor"\nmin = 5')
    assert ("assertion", "violation") == (found.id, found.level)
    assert "“Guarantors”: 4 statements with guarantor; at least 5 must be" == found.message
    assert found.place is not None
    assert ("dataset.toml", 5) == (Path(found.place.file).name, found.place.line)
    assert "accordsgraph diff" in found.fix


def test_too_many_only_warns(check: Check) -> None:
    (found,) = check('name = "Guarantors"\nproperty = "guarantor"\nmax = 3')
    assert ("assertion", "warning") == (found.id, found.level)
    assert "“Guarantors”: 4 statements with guarantor; at most 3 were expected" == found.message


@pytest.mark.parametrize(
    "text",
    [
        'property = "guarantor"\nmin = 4\nmax = 4',
        'class = "Signing"\nhaving = "when"\nmin = "100 %"\nmax = "100%"',
        'class = "ag:PeaceAccord"\nmin = 8\nmax = 8',
        'property = "schema:sameAs"\nmin = 50',
        'statements = "rejected"\nmin = 5\nmax = 5',
        'query = "accords-and-dates"\nmin = 8',
        'query = "roles-by-instrument"\nmin = 2\n[assertions.parameters]\naccord = "geneva-1988"\n'
        'role = "guarantor"',
    ],
)
def test_what_holds_is_not_spoken_of(check: Check, text: str) -> None:
    assert [] == check(f'name = "n"\n{text}')


def test_a_class_counts_what_is_inferred_to_be_of_it(check: Check) -> None:
    (events,) = check('name = "n"\nclass = "Event"\nmax = 0')
    (signings,) = check('name = "n"\nclass = "Signing"\nmax = 0')
    assert int(events.message.split()[1]) > int(signings.message.split()[1]) > 0


def test_a_share_names_what_lacks_it(check: Check) -> None:
    (found,) = check('name = "Dated"\nclass = "Commitment"\nhaving = "debtor"\nmin = "100 %"')
    assert "of class Commitment (96.2 %) have debtor; at least 100 % must be" in found.message
    assert "add debtor to us-arms-cutoff; or lower min" == found.fix


def test_a_share_of_nothing_is_too_small(check: Check) -> None:
    (found,) = check('name = "n"\nclass = "LegalAct"\nhaving = "when"\nmin = "1 %"')
    assert "“n”: there is nothing of class LegalAct; at least 1 % must be" == found.message


def test_sources_that_copy_do_not_make_two(check: Check, assembled: Assembled) -> None:
    (found,) = check('name = "n"\nstatements = "all"\nsources = 2\nmin = "100 %"')
    two = {
        id(statement)
        for statement in assembled.all_statements
        if len({passage.source for passage in statement.passages}) > 1
    }
    copied = [
        statement
        for statement in assembled.all_statements
        if {p.source for p in statement.passages} == {"fr-article", "wikipedia-en-geneva-accords"}
    ]
    number = int(found.message.split("“n”: ")[1].split()[0])
    assert len(two) - len(copied) == number


@pytest.mark.parametrize(
    ("sources", "number"),
    [
        ({"fr"}, 1),
        ({"fr", "wikipedia"}, 1),
        ({"fr", "tr"}, 1),  # both copy the third
        ({"fr", "un"}, 2),
        ({"both", "wikipedia", "un"}, 2),
        ({"both"}, 1),
        ({"one", "other"}, 1),
        (set(), 0),
    ],
)
def test_independent_sources_share_no_origin(sources: set[str], number: int) -> None:
    copies = {
        "fr": ["middle"],
        "middle": ["wikipedia"],
        "tr": ["wikipedia"],
        "both": ["wikipedia", "un"],
        "one": ["other"],
        "other": ["one"],
    }
    assert number == independent(sources, copies)
    assert frozenset({"wikipedia"}) == origins("fr", copies)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('class = "Evnt"\nmin = 1', 4, '"Evnt" is no class of the ontology → write "Event"'),
        ('property = "signatry"\nmin = 1', 4, 'no property of the ontology → write "signatory"'),
        ('property = "ag:nothing"\nmin = 1', 4, '"ag:nothing" is no property'),
        ('class = "Event"\nhaving = "wen"\nmin = "1 %"', 5, 'write "when"'),
        ('statements = "acepted"\nmin = 1', 4, 'there is no status "acepted" → write "accepted"'),
        ('query = "acords"\nmin = 1', 4, 'there is no saved query "acords"'),
        (
            'query = "roles-by-instrument"\nparameters = { accord = "x" }\nmin = 1',
            5,
            "names nothing",
        ),
    ],
)
def test_what_does_not_exist_is_a_violation_at_its_line(
    check: Check, text: str, line: int, says: str
) -> None:
    (found,) = check(f'name = "n"\n{text}')
    assert ("assertion-unknown", "violation") == (found.id, found.level)
    assert says in f"{found.message} → {found.fix}"
    assert found.place is not None
    assert line == found.place.line


def test_our_own_dataset_holds_what_it_asserts(assembled: Assembled) -> None:
    project = read(ROOT)
    assert len(project.assertions) >= 15
    none = ox.Store  # no assertion of ours asks a query: that would slow each build
    assert [] == check_assertions(project, assembled.dataset, assembled.all_statements, none)


def test_each_of_our_floors_would_notice_a_loss(assembled: Assembled) -> None:
    project = read(ROOT)
    floors = [a for a in project.assertions if a.min is not None]
    raised = [a._replace(min=101.0 if a.is_share else a.min * 2 + 1, max=None) for a in floors]  # type: ignore[operator]
    strict = replace(project, assertions=tuple(raised))
    found = check_assertions(strict, assembled.dataset, assembled.all_statements, ox.Store)
    assert [a.at("min").line for a in floors] == [f.place.line for f in found if f.place]


def test_nothing_is_built_from_data_that_lost_something(tmp_path: Path, run: Run) -> None:
    assert run("new", tmp_path / "p").returncode == 0
    path = tmp_path / "p" / "data" / "dataset.toml"
    path.write_text(
        path.read_text("utf-8") + '[[assertions]]\nname = "Texts"\nclass = "Instrument"\nmin = 2\n',
        "utf-8",
    )
    done = run("build", "--project", tmp_path / "p")
    assert 1 == done.returncode
    assert "violation[assertion]: “Texts”: 1 of class Instrument; at least 2 must be" in done.stderr
    assert "data/dataset.toml:9" in done.stderr
    assert not (tmp_path / "p" / "build" / "manifest.json").exists()
    shutil.rmtree(tmp_path / "p")
