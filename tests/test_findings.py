"""Findings are values: sorted, counted, compared with a level."""

from __future__ import annotations

from itertools import permutations

import pytest

from accordsgraph.errors import Place
from accordsgraph.findings import Finding, in_order, reaches, summary


def finding(id: str, level: str, place: Place | None = None, message: str = "m") -> Finding:
    return Finding(id, message, place, level=level)


def test_a_finding_is_a_violation_about_nothing_unless_it_says_otherwise() -> None:
    found = Finding("row-key", "no key", Place("rows.csv", 3), "write a")
    assert {
        "level": "violation",
        "id": "row-key",
        "message": "no key",
        "file": "rows.csv",
        "line": 3,
        "column": 0,
        "fix": "write a",
        "focus": "",
        "path": "",
        "value": "",
    } == found.as_dict()


def test_the_level_comes_first_and_the_triple_last() -> None:
    found = Finding("A", "m", None, "", "info", "x:s", "x:p", "o").as_dict()
    assert [
        "level",
        "id",
        "message",
        "file",
        "line",
        "column",
        "fix",
        "focus",
        "path",
        "value",
    ] == (list(found))
    assert ("x:s", "x:p", "o") == (found["focus"], found["path"], found["value"])


def test_findings_are_ordered_by_level_place_and_code_whatever_order_they_come_in() -> None:
    wanted = [
        finding("Z", "violation", Place("a.csv", 2)),
        finding("A", "violation", Place("a.csv", 10)),
        finding("B", "violation", Place("a.csv", 10)),
        finding("A", "violation"),
        finding("A", "warning", Place("a.csv", 1)),
        finding("A", "info", Place("a.csv", 1)),
    ]
    for order in permutations(wanted, len(wanted)):
        assert wanted == in_order(order)


def test_the_same_finding_twice_is_kept_once() -> None:
    found = finding("A", "info", Place("a", 1))
    assert [found] == in_order([found, finding("A", "info", Place("a", 1))])


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        ((), "no violations, no warnings, no infos"),
        (("violation", "warning", "warning"), "1 violation, 2 warnings, no infos"),
        (("info", "violation", "violation"), "2 violations, no warnings, 1 info"),
    ],
)
def test_findings_are_counted_in_words(levels: tuple[str, ...], words: str) -> None:
    assert words == summary(finding("A", level) for level in levels)


@pytest.mark.parametrize(
    ("level", "reached"),
    [
        ("never", []),
        ("violation", ["violation"]),
        ("warning", ["violation", "warning"]),
        ("info", ["violation", "warning", "info"]),
    ],
)
def test_a_level_is_reached_by_findings_at_or_above_it(level: str, reached: list[str]) -> None:
    every = ("violation", "warning", "info")
    assert reached == [name for name in every if reaches([finding("A", name)], level)]
    assert not reaches([], level)
