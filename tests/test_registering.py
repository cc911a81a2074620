"""Registering a document writes its row and the table of its sentences, and no word of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from accordsgraph.documents import Document, digest
from accordsgraph.errors import AccordsError
from accordsgraph.project import Project
from accordsgraph.registering import Registered, check_source, register, title_of
from accordsgraph.splitting import Sentence, spans

TEXT = "The envoys met. They agreed."
SENTENCES = [Sentence("p1.s1", 0, 15), Sentence("p1.s2", 16, 28)]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "data" / "things").mkdir(parents=True)
    return Project(tmp_path, "A project")


def add(project: Project, text: str = TEXT, **cells: str) -> Registered:
    cells = {"key": "lake", "en": "", "language": "en", "address": "", **cells}
    document = Document(project.root / "lake.txt", text.encode())
    return register(project, document, spans(text, SENTENCES), cells)


def sources(project: Project) -> str:
    return (project.data / "things" / "source.csv").read_text("utf-8")


def passages(project: Project) -> str:
    return (project.data / "sources" / "lake.csv").read_text("utf-8")


def problems(project: Project, **given: str | bool) -> list[tuple[str, str]]:
    arguments: dict[str, str | bool]
    arguments = {"key": "lake", "language": "en", "address": "", "again": False, **given}
    with pytest.raises(AccordsError) as caught:
        check_source(project, **arguments)  # type: ignore[arg-type]
    return [(problem.id, problem.message) for problem in caught.value.problems]


def test_offsets_and_digests_are_written_and_no_words(project: Project) -> None:
    registered = add(project)
    assert (
        "locator,start,end,sha256\n"
        f"p1.s1,0,15,{digest('The envoys met.')}\n"
        f"p1.s2,16,28,{digest('They agreed.')}\n"
    ) == passages(project)
    assert f"key,en,language,sha256\nlake,Lake,en,{digest(TEXT)}\n" == sources(project)
    assert {"lake.csv", "source.csv"} == {path.name for path in registered.paths}
    assert () == registered.changed
    written = "".join(path.read_text("utf-8") for path in registered.paths)
    assert not [word for word in ("envoys", "agreed") if word in written]


def test_what_is_known_of_the_source_is_written_into_its_row(project: Project) -> None:
    add(project, en="On the lake", address="https://example.org/lake")
    row = f"lake,On the lake,en,https://example.org/lake,{digest(TEXT)}\n"
    assert f"key,en,language,address,sha256\n{row}" == sources(project)


def test_a_source_that_was_only_cited_keeps_what_its_row_says(project: Project) -> None:
    path = project.data / "things" / "source.csv"
    path.write_text(
        "key,class,en,fr,note,language\n"
        "lake,,On the lake,Sur le lac,Seen in print,fr\n"
        "a-book,,A book,,,\nlake,,Described twice,,,\n"
    )
    add(project, language="en", address="https://example.org/lake")
    assert (
        "key,class,en,fr,note,language,address,sha256\n"
        "a-book,,A book,,,,,\n"
        f"lake,,On the lake,Sur le lac,Seen in print,en,https://example.org/lake,{digest(TEXT)}\n"
        "lake,,Described twice,,,,,\n"
    ) == sources(project)


def test_written_anew_the_passages_with_other_words_are_named(project: Project) -> None:
    add(project)
    assert ("p1.s2",) == add(project, TEXT.replace("They", "Both")).changed
    assert digest("Both agreed.") in passages(project)
    shorter = register(
        project,
        Document(project.root / "lake.txt", b"The envoys met."),
        spans("The envoys met.", SENTENCES[:1]),
        {"key": "lake"},
    )
    assert ("p1.s2",) == shorter.changed
    assert f"lake,Lake,en,{digest('The envoys met.')}\n" in sources(project)


def test_all_that_cannot_be_registered_is_said_at_once(project: Project) -> None:
    assert [
        ("thing-key", '"The Lake" cannot be a key'),
        ("source-language", '"English" is no language'),
        ("source-address", '"example.org" is no web address'),
    ] == problems(project, key="The Lake", language="English", address="example.org")


@pytest.mark.parametrize("language", ["en", "pt-BR", "prs", "zh-Hans-CN"])
def test_a_language_is_a_tag(project: Project, language: str) -> None:
    check_source(project, "lake", language, "https://example.org/a?b=c", again=False)


def test_a_document_is_registered_once_unless_it_is_to_be_written_anew(project: Project) -> None:
    add(project)
    assert [("source-registered", '"lake" is registered already')] == problems(project)
    check_source(project, "lake", "en", "", again=True)


def test_a_folder_that_cannot_be_written_is_an_error(project: Project) -> None:
    (project.data / "sources").write_text("a file, no folder")
    with pytest.raises(AccordsError) as caught:
        add(project)
    assert ["file-unwritable"] == [problem.id for problem in caught.value.problems]
    assert not (project.data / "things" / "source.csv").exists()


def test_a_title_is_made_out_of_the_key() -> None:
    assert "Fr article 1988" == title_of("fr-article-1988")
