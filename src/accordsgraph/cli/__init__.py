"""The command line: thin verbs over the library, one file each.

Results go to standard output, all else to standard error. Exit 0 done; 1 done, with findings;
2 usage or input error; 3 our bug. Nothing heavy is imported before a verb needs it.
"""

from __future__ import annotations

import gc
import importlib
import os
import sys
from functools import partial
from typing import NoReturn

import click

from accordsgraph import __version__
from accordsgraph.cli.reporting import report_errors
from accordsgraph.errors import AccordsError, Problem, nearest

VERBS = {
    "build": "Read, reason, validate and save the project.",
    "validate": "Check a project or files; say what is wrong, where, and what to do.",
    "reason": "Write what follows from a project or files under the ontology.",
    "query": "Ask a saved query, a query file or standard input.",
    "show": "Show all that is known of a thing, who says it, and what is in dispute.",
    "timeline": "Draw what happened when, as exactly as sources say and no more.",
    "queries": "List the saved queries by theme, or describe one.",
    "explain": "Say why a statement holds: the proof, who says it, or what speaks against it.",
    "compare": "Compare two sources statement by statement, with their passages side by side.",
    "coverage": "Show which sentences, things and terms no claim or question has reached yet.",
    "export": "Write the dataset, a graph or a thing with its neighbourhood in an RDF format.",
    "diff": "Say in words what changed between two builds, files or revisions.",
    "format": "Bring tables and records (or Turtle files) into their one form.",
    "claims": "Report on the evidence, or adopt statements from RDF.",
    "sources": "Register documents you hold in full, list the sources, check files against them.",
    "new": "Start a project for your own accord.",
}


class Verbs(click.Group):
    """Imports a verb only when it is called; the list of verbs needs none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the verbs in the order of the work."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import a verb."""
        if name not in VERBS:
            return None
        module = importlib.import_module(f"accordsgraph.cli.{name}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb; suggest one for a name that is none."""
        name = args[0]
        if name not in VERBS and not name.startswith("-") and not ctx.resilient_parsing:
            near = nearest(name, VERBS)
            fix = f"did you mean {near[0]}?" if near else "accordsgraph --help lists the verbs"
            raise AccordsError(Problem("unknown-verb", f'there is no verb "{name}"', None, fix))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of verbs from the table above."""
        with formatter.section("Verbs"):
            formatter.write_dl(list(VERBS.items()))


@click.command(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="accordsgraph")
@click.option("--debug", is_flag=True, help="Show the traceback of a bug of ours.")
def cli(debug: bool) -> None:
    """Who signed, guaranteed, witnessed and mediated which accord, and which source says so.

    Without a project (a folder with data/dataset.toml) the Geneva Accords of 1988 are used.
    """


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and exit with its code."""
    given = sys.argv[1:] if arguments is None else arguments
    run = partial(cli.main, given, prog_name="accordsgraph", standalone_mode=False)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy starts threads nobody here uses
    gc.set_threshold(100_000)  # what is imported stays: no search through it for what could go
    code = report_errors(run, given)
    gc.freeze()  # nor at the end, when the system takes back all
    sys.exit(code)
