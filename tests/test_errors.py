"""Every error says what is wrong, where, and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from accordsgraph.errors import (
    AccordsError,
    DateError,
    MissingExtraError,
    ParameterError,
    Place,
    Problem,
    ProjectError,
    QueryError,
    SourceError,
    sentence,
    short,
    shown,
    unreadable,
    unwritable,
)


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place("rows.csv"), "rows.csv"),
        (Place("rows.csv", 4), "rows.csv:4"),
        (Place("rows.csv", 4, 2), "rows.csv:4:2"),
        (Place("rows.csv", 0, 2), "rows.csv"),
    ],
)
def test_a_place_is_written_as_editors_jump_to_it(place: Place, text: str) -> None:
    assert text == str(place)


def test_places_sort_by_file_line_and_column() -> None:
    places = [Place("b", 1), Place("a", 10), Place("a", 2, 9), Place("a", 2, 1)]
    assert [Place("a", 2, 1), Place("a", 2, 9), Place("a", 10), Place("b", 1)] == sorted(places)


def test_a_path_inside_the_current_folder_is_shown_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert str(Path("data", "rows.csv")) == shown(str(tmp_path / "data" / "rows.csv"))
    assert "data/rows.csv" == shown("data/rows.csv")
    outside = str(tmp_path.parent / "rows.csv")
    assert outside == shown(outside)


def test_a_sentence_has_three_lines_and_leaves_out_what_is_not_known() -> None:
    full = Problem("row-key", "this is no key", Place("rows.csv", 4), "write a-b")
    assert "error[row-key]: this is no key\n  at:  rows.csv:4\n  fix: write a-b" == sentence(
        "error", full
    )
    assert "info[row-key]: this is no key" == sentence("info", Problem("row-key", "this is no key"))


def test_a_problem_gives_its_fields_for_json() -> None:
    problem = Problem("row-key", "this is no key", Place("rows.csv", 4, 1), "write a-b")
    assert {
        "id": "row-key",
        "message": "this is no key",
        "file": "rows.csv",
        "line": 4,
        "column": 1,
        "fix": "write a-b",
    } == problem.as_dict()
    nowhere = Problem("row-key", "this is no key").as_dict()
    assert (None, None, None, "") == tuple(nowhere[k] for k in ("file", "line", "column", "fix"))


def test_an_error_holds_one_problem_or_several_and_says_them_all() -> None:
    one, two = Problem("a", "first"), Problem("b", "second")
    assert (one,) == AccordsError(one).problems
    assert (one, two) == SourceError(iter([one, two])).problems
    assert "error[a]: first\nerror[b]: second" == str(SourceError([one, two]))


def test_every_error_is_one_that_a_caller_can_catch_at_once() -> None:
    kinds = (ProjectError, SourceError, QueryError, ParameterError, DateError, MissingExtraError)
    assert all(issubclass(kind, AccordsError) for kind in kinds)
    assert issubclass(ParameterError, QueryError)


def test_a_missing_package_is_named_with_the_command_that_installs_it() -> None:
    (problem,) = MissingExtraError("framing", "frames").problems
    assert "framing needs a package that is not installed" == problem.message
    assert 'pip install "accordsgraph[frames]"' == problem.fix


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    found = []
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(OSError) as caught:  # noqa: PT011, the kind depends on the system
            path.read_bytes()
        (problem,) = unreadable(path, caught.value).problems
        found.append((problem.id, problem.place))
    assert [
        ("file-missing", Place(str(tmp_path / "none.csv"))),
        ("file-is-folder", Place(str(tmp_path))),
    ] == found


def test_any_other_reason_is_quoted() -> None:
    path = Path("rows.csv")
    denied = unreadable(path, PermissionError(13, "Permission denied")).problems[0]
    assert ("file-unreadable", "this file cannot be read: Permission denied") == (
        denied.id,
        denied.message,
    )
    assert "this file cannot be read: odd" == unreadable(path, OSError("odd")).problems[0].message
    full = unwritable(path, OSError(28, "No space left on device")).problems[0]
    assert ("file-unwritable", "this file cannot be written: No space left on device") == (
        full.id,
        full.message,
    )
    assert (
        "this file cannot be written: odd" == unwritable(path, OSError("odd")).problems[0].message
    )


def test_a_quotation_is_cut_to_a_length_a_sentence_can_hold() -> None:
    assert "abc" == short("abc", 3)
    assert "ab…" == short("abcd", 3)
    assert 80 == len(short("x" * 1000))
