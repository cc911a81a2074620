"""The verb build."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from accordsgraph.cli import options


@click.command("build")
@options.project
@options.engine
def command(folder: Path | None, engine: Literal["fast", "reference"]) -> int:
    """Read, reason, validate and save the project.

    A project with violations is not saved; the previous build stays.

    \b
    Example:
      accordsgraph build
    """
    from accordsgraph.findings import summary
    from accordsgraph.pipeline import build
    from accordsgraph.reports import as_text

    project = options.project_of(folder)
    progress = options.Progress()
    report = build(project, progress, engine=engine)
    progress.done()
    options.announce(report.announcements)
    shown = [f for f in report.findings if f.level != "info"]
    if shown:
        click.echo(as_text(shown), err=True, nl=False)
    counts, seconds = report.counts, report.seconds
    asserted = sum(counts[name] for name in ("things", "record", "claims", "sources", "links"))
    click.echo(
        f"read      {counts['statements']} statements: {asserted} triples ({seconds['read']:.1f} s)"
    )
    click.echo(
        f"inferred  {counts['inferred']} triples, derived {counts['derived']}"
        f" ({seconds['reason']:.1f} s)"
    )
    checking = sum(taken for step, taken in seconds.items() if step.startswith("validate"))
    click.echo(f"found     {summary(report.findings)} ({checking:.1f} s)")
    if report.built is None:
        click.echo(
            "wrote     nothing: mend the violations first; the previous build stays", err=True
        )
        return 1
    click.echo(f"wrote     {report.built.path}")
    return 0
