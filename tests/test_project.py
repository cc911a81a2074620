"""Where a project is, what its dataset.toml may say, and what comes from the bundle."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT

from accordsgraph import project as projects
from accordsgraph.errors import AccordsError
from accordsgraph.project import bundle, find, read


def write(folder: Path, text: str) -> Path:
    (folder / "data").mkdir(parents=True, exist_ok=True)
    (folder / "data" / "dataset.toml").write_text(text, "utf-8")
    return folder


def problem(folder: Path) -> tuple[str, int, str]:
    with pytest.raises(AccordsError) as caught:
        read(folder)
    found = caught.value.problems[0]
    return found.id, found.place.line if found.place else 0, found.message + " " + found.fix


def test_a_project_is_found_from_any_folder_in_it(tmp_path: Path) -> None:
    write(tmp_path, 'title = "t"')
    (tmp_path / "data" / "things").mkdir()
    assert tmp_path.resolve() == find(tmp_path / "data" / "things").root


def test_without_a_project_the_bundled_one_is_used(tmp_path: Path) -> None:
    assert bundle().resolve() == find(tmp_path).root
    assert ROOT == bundle()


def test_what_a_project_does_not_bring_comes_from_the_bundle(tmp_path: Path) -> None:
    project = read(write(tmp_path, 'title = "t"\nbase = "https://example.org/x/"'))
    assert bundle() / "ontology" == project.ontology
    assert (bundle() / "queries", tmp_path / "queries") == project.queries
    assert "https://example.org/x/id/accord/a-1" == project.names.thing("accord", "a-1")
    assert "bundled/ontology/accords.ttl" in {project.shown(p) for p in project.inputs()}
    assert "data/dataset.toml" in {project.shown(path) for path in project.inputs()}


def test_a_byte_order_mark_is_no_harm(tmp_path: Path) -> None:
    write(tmp_path, '\ufefftitle = "t"')
    assert "t" == read(tmp_path).title


@pytest.mark.parametrize(
    ("text", "id", "line", "says"),
    [
        ("title = ", "toml", 1, "not TOML"),
        ('title = "t"\n[broken\nx = 1', "toml", 2, "not TOML"),
        ('title = "t"\ntilte = "u"', "setting", 2, '"tilte" is no setting write "title"'),
        ("title = 3", "setting", 1, "must be a text"),
        ('description = "d"', "setting", 1, 'add title = "…"'),
        ('title = "t"\nlanguages = "en"', "setting", 2, "must be a list"),
        ('title = "t"\nbase = "example.org"', "setting", 2, "ends with /"),
        ('title = "t"\nbase = "https://a b/"', "setting", 2, "ends with /"),
    ],
)
def test_a_wrong_setting_is_named_with_its_line(
    tmp_path: Path, text: str, id: str, line: int, says: str
) -> None:
    found = problem(write(tmp_path, text))
    assert (id, line) == found[:2]
    assert says in found[2]


def test_a_folder_without_a_project_says_how_to_start_one(tmp_path: Path) -> None:
    assert "accordsgraph new" in problem(tmp_path)[2]


def test_a_project_that_cannot_be_written_builds_in_the_users_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(projects, "_writable", lambda _folder: False)
    first, second = (read(write(tmp_path / name, 'title = "t"')) for name in "ab")
    assert first.build.is_relative_to(tmp_path / "cache")
    assert first.build != second.build


def test_temporary_files_of_spreadsheets_are_no_tables(tmp_path: Path) -> None:
    project = read(write(tmp_path, 'title = "t"'))
    (tmp_path / "data" / "things").mkdir()
    for name in ("state.csv", "~$state.csv", ".~lock.state.csv", "state.csv.bak"):
        (tmp_path / "data" / "things" / name).write_text("key,en\n")
    assert ["state.csv"] == [path.name for path in project.tables("things")]
