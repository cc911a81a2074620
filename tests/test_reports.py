"""Findings are written for people, for programs and for code review."""

from __future__ import annotations

import json

import accordsgraph
from accordsgraph.errors import Place
from accordsgraph.findings import Finding
from accordsgraph.reports import as_json, as_sarif, as_text

ROW = Finding("row-key", "“Genève” is no key", Place("data\\rows.csv", 3, 1), "write geneva")
FILE = Finding("AG-S04", "a label is missing", Place("ontology.ttl"), level="warning")
NOWHERE = Finding("AG-S01", "this is odd", None, "look", "info", "x:focus", "x:path", "value")
FOUND = [ROW, FILE, NOWHERE]


def test_text_is_sentences_and_a_count() -> None:
    assert (
        "violation[row-key]: “Genève” is no key\n"
        "  at:  data\\rows.csv:3:1\n"
        "  fix: write geneva\n"
        "warning[AG-S04]: a label is missing\n"
        "  at:  ontology.ttl\n"
        "info[AG-S01]: this is odd\n"
        "  fix: look\n"
        "1 violation, 1 warning, 1 info\n"
    ) == as_text(FOUND)
    assert "no violations, no warnings, no infos\n" == as_text([])


def test_json_is_one_object_a_line_in_readable_letters() -> None:
    text = as_json(FOUND)
    lines = text.splitlines()
    assert [f.as_dict() for f in FOUND] == [json.loads(line) for line in lines]
    assert "Genève" in lines[0]
    assert text.endswith("}\n")
    assert "" == as_json([])


def test_sarif_names_the_tool_the_rules_and_each_result() -> None:
    log = json.loads(as_sarif([*FOUND, ROW]))
    assert ("2.1.0", "https://json.schemastore.org/sarif-2.1.0.json") == (
        log["version"],
        log["$schema"],
    )
    (run,) = log["runs"]
    assert {
        "name": "accordsgraph",
        "version": accordsgraph.__version__,
        "rules": [{"id": "AG-S01"}, {"id": "AG-S04"}, {"id": "row-key"}],
    } == run["tool"]["driver"]
    assert [
        {
            "ruleId": "row-key",
            "level": "error",
            "message": {"text": "“Genève” is no key; write geneva"},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "data/rows.csv"},
                        "region": {"startLine": 3},
                    }
                }
            ],
        },
        {
            "ruleId": "AG-S04",
            "level": "warning",
            "message": {"text": "a label is missing"},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": "ontology.ttl"}}}],
        },
        {"ruleId": "AG-S01", "level": "note", "message": {"text": "this is odd; look"}},
    ] == run["results"][:3]


def test_sarif_of_nothing_is_still_a_log() -> None:
    (run,) = json.loads(as_sarif([]))["runs"]
    assert ([], []) == (run["results"], run["tool"]["driver"]["rules"])
