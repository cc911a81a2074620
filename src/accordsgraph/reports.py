"""Write findings: sentences for people, JSON Lines for programs, SARIF for code review.

SARIF is https://docs.oasis-open.org/sarif/sarif/v2.1.0/; code hosts show it on the line of a diff.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from accordsgraph import __version__
from accordsgraph.errors import sentence, shown
from accordsgraph.findings import Finding, summary

_SARIF_LEVELS = {"violation": "error", "warning": "warning", "info": "note"}


def as_text(findings: Sequence[Finding]) -> str:
    """Write findings as sentences with place and remedy, and count them."""
    parts = [sentence(finding.level, finding) for finding in findings]
    return "\n".join([*parts, summary(findings)]) + "\n"


def as_json(findings: Sequence[Finding]) -> str:
    """Write findings as JSON Lines, one object each."""
    return "".join(json.dumps(f.as_dict(), ensure_ascii=False) + "\n" for f in findings)


def as_sarif(findings: Sequence[Finding]) -> str:
    """Write findings as one SARIF 2.1.0 log."""
    rules = [{"id": code} for code in sorted({finding.id for finding in findings})]
    driver = {"name": "accordsgraph", "version": __version__, "rules": rules}
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": [_sarif(f) for f in findings]}],
    }
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _sarif(finding: Finding) -> dict[str, object]:
    text = finding.message + (f"; {finding.fix}" if finding.fix else "")
    result: dict[str, object] = {
        "ruleId": finding.id,
        "level": _SARIF_LEVELS[finding.level],
        "message": {"text": text},
    }
    if finding.place:
        region = {"region": {"startLine": finding.place.line}} if finding.place.line else {}
        uri = shown(finding.place.file).replace("\\", "/")
        result["locations"] = [{"physicalLocation": {"artifactLocation": {"uri": uri}, **region}}]
    return result
