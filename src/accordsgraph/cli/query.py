"""The verb query: each saved query is a command of its own, so that parameters complete."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pyoxigraph as ox

from accordsgraph.asking import Result, ask, bind
from accordsgraph.cli import options
from accordsgraph.cli.reporting import report_errors
from accordsgraph.errors import Place, Problem, ProjectError, QueryError, unreadable
from accordsgraph.formats import RESULT_FORMATS
from accordsgraph.guards import decode
from accordsgraph.labels import Labels
from accordsgraph.limits import run_limited
from accordsgraph.project import Project
from accordsgraph.queries import Parameter, SavedQuery, catalogue, check_parameters, find_query
from accordsgraph.results import write_result
from accordsgraph.store import Built, current, is_fresh

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class Queries(click.Group):
    """The saved queries as commands; a file name or - is a command as well."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the saved queries of the project at hand."""
        return list(catalogue(options.project_of(None)))

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Make the command that asks a saved query, a file or standard input."""
        if name == "-" or name.endswith((".rq", ".sparql")):
            return _command(name, None)
        folder = _named_folder(sys.argv)
        try:
            return _command(name, find_query(options.project_of(folder), name))
        except QueryError as error:
            if not Path(name).is_file() or error.problems[0].id != "unknown-query":
                raise
            fix = f"rename it, or: accordsgraph query - < {name}"
            message = "the name of a query file ends with .rq or .sparql"
            raise QueryError(Problem("file-ending", message, Place(name), fix)) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Point to the list with the questions."""
        with formatter.section("Queries"):
            formatter.write_text("accordsgraph queries lists them with the questions they answer.")


@click.command("query", cls=Queries, subcommand_metavar="NAME|FILE.rq|- [OPTIONS]")
def command() -> None:
    """Ask a saved query, a query file or standard input.

    \b
    Example:
      accordsgraph query roles-by-instrument --accord geneva-1988
      accordsgraph query my-question.rq --format csv
      echo 'SELECT * { ?accord a ag:Accord }' | accordsgraph query -
    """


class _Value(click.ParamType[str]):
    """A value of a parameter; completes to the keys of things it can name."""

    name = "value"

    def __init__(self, parameter: Parameter) -> None:
        self.parameter = parameter
        self.name = parameter.type.removeprefix("ag:").removeprefix("xsd:").lower()

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Offer choices, or the keys of the things in the built dataset."""
        from click.shell_completion import CompletionItem

        offered = list(self.parameter.choices)
        built = current(options.project_of(None)) if self.parameter.is_thing else None
        if built:
            names, wanted = options.project_of(None).names, self.parameter.type
            which = "" if wanted == "any" else f"?thing a/rdfs:subClassOf* {wanted} ."
            result = ask(
                built.store,
                f"SELECT DISTINCT ?thing {{ {which} ?thing skos:prefLabel ?l }}",
                names,
            )
            found = (names.split(row["thing"].value) for row in result)  # type: ignore[union-attr]
            offered += sorted(split[1] for split in found if split)
        return [CompletionItem(text) for text in offered if text.startswith(incomplete)]


def _command(name: str, saved: SavedQuery | None) -> click.Command:
    command = click.Command(
        name,
        params=[
            click.Option([f"--{p.name}"], type=_Value(p), help=_help(p)) for p in saved.parameters
        ]
        if saved
        else [],
        callback=partial(_ask, name, saved),
        help=f"{saved.question}\n\n\b\nExample:\n  {saved.example}"
        if saved
        else "Ask a query of your own.",
        context_settings={"ignore_unknown_options": bool(saved), "allow_extra_args": bool(saved)},
    )
    for option in (
        options.no_build,
        click.option(
            "--timeout",
            type=click.FloatRange(min=0),
            default=60.0,
            show_default=True,
            help="Seconds a query may take; 0 = no limit.",
        ),
        click.option(
            "--lang",
            "language",
            default="en",
            show_default=True,
            help="Language of labels in tables.",
        ),
        options.output_format(*RESULT_FORMATS),
        options.data,
        options.project,
    ):
        taken = {p.name for p in command.params}
        option(command)
        added: list[click.Parameter] = command.__dict__.pop("__click_params__", [])
        command.params += [p for p in added if p.name not in taken]
    return command


def _help(parameter: Parameter) -> str:
    example = f"  Example: {parameter.example}" if parameter.example else ""
    return parameter.help + example


def _ask(
    name: str,
    saved: SavedQuery | None,
    folder: Path | None,
    files: tuple[Path, ...],
    fmt: str | None,
    timeout: float,
    no_build: bool,
    language: str = "en",
    **values: Any,
) -> int:
    given = {parameter: str(value) for parameter, value in values.items() if value is not None}
    if saved:
        extra = click.get_current_context().args
        check_parameters(saved, {**given, **dict.fromkeys(map(_option_name, extra), "")})
    project = options.project_of(folder)
    text, file = (saved.text, str(saved.path)) if saved else _read(name)
    built = None if files else built_dataset(project, no_build)

    def work() -> int:
        store = built.store if built else _loaded(files)
        asked = bind(store, saved, given, project.names) if saved else text
        result = ask(store, asked, project.names, file)
        labels = Labels(store, project.names, given.get("lang", language))
        chosen, width = _output(fmt, result)
        click.echo(write_result(result, chosen, labels, width), nl=False)
        return 0

    return run_limited(partial(report_errors, work), timeout, Place(file))


def _read(name: str) -> tuple[str, str]:
    """Read the text of a query file or of standard input; give it with the name for messages."""
    if name == "-":
        return decode(sys.stdin.buffer.read(), Path("standard input")), "standard input"
    path = Path(name)
    try:
        return decode(path.read_bytes(), path), name
    except OSError as error:
        raise unreadable(path, error) from error


def built_dataset(project: Project, no_build: bool) -> Built:
    """Give the built dataset, building it first when it is missing or its inputs changed."""
    built = current(project)
    if built and (no_build or is_fresh(built, project)):
        return built
    if no_build:
        problem = Problem(
            "not-built", "this project is not built", Place(str(project.root)), "accordsgraph build"
        )
        raise ProjectError(problem)
    from accordsgraph.pipeline import build

    why = "inputs changed" if built else "not built yet"
    click.echo(f"building ({why}) …", err=True)
    report = build(project, options.Progress())
    if report.built is None:
        from accordsgraph.reports import as_text

        worst = [finding for finding in report.findings if finding.level == "violation"]
        click.echo(as_text(worst), err=True, nl=False)
        problem = Problem(
            "not-built",
            "the project has violations and was not built",
            Place(str(project.root)),
            "mend them, or ask the previous build with --no-build",
        )
        raise ProjectError(problem)
    return report.built


def _loaded(files: tuple[Path, ...]) -> ox.Store:
    """Load files, each into a graph of its own, so that the union is what they say together."""
    from accordsgraph.dataset import to_quad
    from accordsgraph.syntax import read_rdf

    store = ox.Store()
    for number, file in enumerate(files, 1):
        home = f"urn:file:{number}"
        for triple, graph in read_rdf(file).quads:
            store.add(to_quad(triple, graph or home))
    return store


def _output(fmt: str | None, result: Result) -> tuple[str, int | None]:
    """Choose the format: a table on a terminal, CSV or Turtle in a pipe, else as told."""
    width = options.width()
    if fmt:
        return fmt, width
    if isinstance(result, ox.QueryTriples):
        return "turtle", None
    return ("table", width) if width else ("csv", None)


def _option_name(text: str) -> str:
    return text.lstrip("-").partition("=")[0]


def _named_folder(arguments: list[str]) -> Path | None:
    """Find --project before click has parsed it: the saved queries depend on it."""
    for number, argument in enumerate(arguments):
        if argument.startswith("--project="):
            return Path(argument.partition("=")[2])
        if argument == "--project" and number + 1 < len(arguments):
            return Path(arguments[number + 1])
    return None
