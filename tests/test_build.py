"""The Geneva project builds, and a build is never half there."""

from __future__ import annotations

from accordsgraph.findings import reaches
from accordsgraph.pipeline import BuildReport


def test_geneva_has_no_violation(geneva: BuildReport) -> None:
    assert [f.message for f in geneva.findings if f.level == "violation"] == []
    assert not reaches(geneva.findings, "violation")
    assert geneva.built is not None
