"""Write the pages of the documentation that repeat what other files say.

    python docs/generate.py          write them
    python docs/generate.py --check  exit 1 and name those that are out of date

docs/vocabulary.md comes from the ontology, docs/checks.md from the shapes, docs/cli.md from the
commands, the list at the end of docs/queries.md from the saved queries, and the table of roles in
README.md from the statements. docs/geneva.ipynb is run (:mod:`geneva_notebook`).
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from geneva_notebook import notebook
from rdflib import OWL, RDF, RDFS, SH, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from accordsgraph.cli import VERBS, cli
from accordsgraph.cli.query import command as query
from accordsgraph.namespaces import HOME, SHAPES, TERMS
from accordsgraph.project import read
from accordsgraph.queries import THEMES, catalogue

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
COMMAND = "python docs/generate.py"
AG = Namespace(TERMS)
SCHEMA = Namespace("https://schema.org/")
NOTE = "<!-- Written by docs/generate.py; do not edit. -->\n\n"
LIST = "## The saved queries\n"
TABLE = "<!-- The table is written by docs/generate.py from data/accords/geneva-1988.csv. -->\n"
TABLE_END = "<!-- end of the table -->"
TEXTS = {
    "geneva-1988-non-interference": "I. ",
    "geneva-1988-guarantees": "II. ",
    "geneva-1988-refugees": "III. ",
    "geneva-1988-interrelationships": "IV. ",
    "geneva-1988-memorandum": "",
}
ROLES = (
    *("party", "signatory", "guarantor", "witness", "mediator", "depositary", "nonParty"),
    *("thirdParty", "host", "observer"),
)
COLUMNS = {
    *("actKind", "address", "countIsApproximate", "dateSeen", "derivesFrom", "holder"),
    *("language", "modality", "omittedBecause", "onlyReported", "publishedBy", "publishedOn"),
    *("regimeOf", "sha256", "subEventOf", "towards", "within"),
}
"""The properties that people write as columns of tables of things or sentences."""
KINDS = {
    OWL.TransitiveProperty: "transitive",
    OWL.SymmetricProperty: "symmetric",
    OWL.AsymmetricProperty: "asymmetric",
    OWL.IrreflexiveProperty: "irreflexive",
}


def main() -> int:
    """Write the pages, or compare them."""
    old = []
    for path, text in pages().items():
        if not path.is_file() or path.read_text("utf-8") != text:
            old.append(path.relative_to(ROOT).as_posix())
            if "--check" not in sys.argv:
                path.write_text(text, "utf-8", newline="\n")
    sys.stdout.write("".join(f"{name}\n" for name in old))
    return 1 if old and "--check" in sys.argv else 0


def pages() -> dict[Path, str]:
    """Give the text each generated page should have."""
    queries = DOCS / "queries.md"
    by_hand = queries.read_text("utf-8").partition(LIST)[0]
    readme = ROOT / "README.md"
    before, _, rest = readme.read_text("utf-8").partition(TABLE)
    return {
        DOCS / "geneva.ipynb": notebook(),
        readme: f"{before}{TABLE}\n{role_matrix()}\n{TABLE_END}{rest.partition(TABLE_END)[2]}",
        DOCS / "vocabulary.md": vocabulary(),
        DOCS / "checks.md": checks(),
        DOCS / "cli.md": commands(),
        queries: by_hand + LIST + "\n" + saved_queries(),
    }


def role_matrix() -> str:
    """Tabulate who has which role in which text of the Geneva Accords, from the rows."""
    with (ROOT / "data" / "accords" / "geneva-1988.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["status"] in ("accepted", "editorial")]
    texts = [row["object"] for row in rows if row["property"] == "hasInstrument"]
    texts.sort(key=lambda text: (*TEXTS, text).index(text))
    cells: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if row["property"] in ROLES and row["subject"] in ("geneva-1988", *texts):
            role = "not a party" if row["property"] == "nonParty" else row["property"]
            said = role if row["status"] == "accepted" else f"*{role}*"
            cells.setdefault((row["subject"], row["object"]), []).append(said)
    agents = list(dict.fromkeys(agent for _, agent in sorted(cells, key=lambda cell: cell[0])))
    agents.sort(key=lambda agent: -sum(1 for _, other in cells if other == agent))
    names = {**_names("instrument"), "geneva-1988": "the Accords as a whole"}
    for kind in ("state", "org", "movement"):
        names |= _names(kind)
    return _table(
        ("", *(names[agent] for agent in agents)),
        (
            (
                TEXTS.get(text, "") + names[text].removeprefix("Geneva Accords, "),
                *(", ".join(cells.get((text, agent), [])) for agent in agents),
            )
            for text in ("geneva-1988", *texts)
        ),
    )


def _names(kind: str) -> dict[str, str]:
    path = ROOT / "data" / "things" / f"{kind}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["key"]: row["en"] for row in csv.DictReader(file)}


def vocabulary() -> str:
    """Describe the classes, properties and concepts."""
    ontology = Graph().parse(ROOT / "ontology" / "accords.ttl")
    concepts = Graph().parse(ROOT / "ontology" / "vocabulary.ttl")
    parts = [
        "# Vocabulary\n\n",
        NOTE,
        f"The prefix `ag:` stands for `{TERMS}`.\n"
        "In the tables of a project a term is written without it: `guarantor`, `PeaceAccord`.\n"
        "Each thing has an English, a French and a Turkish label.\n\n",
        "## Classes\n\n",
        "Written in the column `class`; an empty cell means the usual class of the table.\n\n",
        _table(
            ("class", "is a", "en", "fr", "tr", "what it is"),
            (
                (
                    _code(cls),
                    _codes(ontology.objects(cls, RDFS.subClassOf)),
                    *_labels(ontology, cls, RDFS.label),
                    _said(ontology, cls),
                )
                for cls in _terms(ontology, OWL.Class)
            ),
        ),
    ]
    properties = [*_terms(ontology, OWL.ObjectProperty), *_terms(ontology, OWL.DatatypeProperty)]
    claimed = {p for p in properties if ontology.value(p, AG.needsClaim) == Literal(True)}  # noqa: FBT003
    columns = {p for p in properties if p.removeprefix(TERMS) in COLUMNS}
    for title, text, wanted in (
        (
            "Properties written as statements",
            "Each is a row of `data/accords/`, with its status and its passages.\n"
            "Where “of” is empty, it can be said of anything.",
            claimed,
        ),
        (
            "Properties written as columns",
            "Each can be a column of a table in `data/things/`; it needs no passage.\n"
            "The column `translated` writes `translatedLabel`.",
            columns,
        ),
        (
            "Properties the tool writes",
            "Nobody writes these: the tool makes them from the rows, computes or infers them.",
            set(properties) - claimed - columns,
        ),
    ):
        rows = (
            (
                _code(p),
                *_labels(ontology, p, RDFS.label),
                _codes(_of(ontology, p)),
                _value(ontology, p),
                _said(ontology, p) + _character(ontology, p),
            )
            for p in sorted(wanted)
        )
        head = ("property", "en", "fr", "tr", "of", "value", "what it says")
        parts += [f"\n## {title}\n\n{text}\n\n", _table(head, rows)]
    for scheme in _terms(concepts, SKOS.ConceptScheme):
        members = sorted(concepts.subjects(SKOS.inScheme, scheme))
        name = _label(concepts, scheme, SKOS.prefLabel, "en")
        parts.append(f"\n## {name[0].upper()}{name[1:]}\n\n{_said(concepts, scheme)}\n")
        rows = (
            (
                f"`{str(c).rpartition('/')[2]}`",
                *_labels(concepts, c, SKOS.prefLabel),
                _said(concepts, c),
            )
            for c in members
        )
        if members:
            parts += ["\n", _table(("key", "en", "fr", "tr", "what it means"), rows)]
    return "".join(parts)


def checks() -> str:
    """List the shapes: code, level, what is wrong, what to do."""
    parts = [
        "# Checks\n\n",
        NOTE,
        "`accordsgraph validate` and `accordsgraph build` run the shapes of `ontology/shapes/`.\n"
        "A violation keeps the project from being built, a warning and an info do not.\n"
        "`{…}` stands for the thing that the finding names.\n"
        "The messages speak of properties as `ag:debtor`; in a table this is the property "
        "`debtor`.\n"
        "[errors.md](errors.md) lists the errors and findings that come before the shapes.\n",
    ]
    for name, title in (
        ("asserted", "What people wrote"),
        ("closure", "What follows from it"),
        ("ontology", "The ontology itself (run by the tests)"),
    ):
        shapes = Graph().parse(ROOT / "ontology" / "shapes" / f"{name}.ttl")
        codes = sorted(
            s for s in set(shapes.subjects(SH.severity)) if str(s).startswith(SHAPES + "AG-")
        )
        rows = []
        for shape in codes:
            messages = {
                str(message)
                for node in (shape, *shapes.objects(shape, SH.sparql))
                for message in shapes.objects(node, SH.message)
            }
            level = str(shapes.value(shape, SH.severity)).rpartition("#")[2].lower()
            rows += [
                (f"`{str(shape).removeprefix(SHAPES)}`", level, *_halves(message))
                for message in sorted(messages)
            ]
        parts += [
            f"\n## {title}\n\n",
            _table(("code", "level", "what is wrong", "what to do"), rows),
        ]
    return "".join(parts)


def commands() -> str:
    """Give the help of every verb."""
    parts = [
        "# Commands\n\n",
        NOTE,
        "Results go to standard output, all else to standard error.\n"
        "A result is a table on a terminal and CSV in a pipe, unless `--format` says otherwise.\n\n"
        "| exit code | meaning |\n| --- | --- |\n"
        "| 0 | done |\n"
        "| 1 | done, with findings at or above `--fail-on`, or with files to change |\n"
        "| 2 | the command, a file or a value is wrong |\n"
        "| 3 | a bug of ours; `--debug` shows the traceback |\n\n",
        _help(cli, "accordsgraph"),
    ]
    context = click.Context(cli, info_name="accordsgraph")
    for verb in VERBS:
        command = cli.get_command(context, verb)
        assert command is not None  # noqa: S101
        parts += [f"\n## {verb}\n\n", _help(command, f"accordsgraph {verb}")]
        if verb == "query":
            own = query.get_command(context, "-")
            assert own is not None  # noqa: S101
            parts += [
                "\nEvery query takes these options; "
                "a saved one takes its parameters besides ([queries.md](queries.md)).\n\n",
                _help(own, "accordsgraph query -"),
            ]
        elif isinstance(command, click.Group):
            for name, part in command.commands.items():
                title = f"{verb} {name}"
                parts += [f"\n### {title}\n\n", _help(part, f"accordsgraph {title}")]
    return "".join(parts)


def saved_queries() -> str:
    """List the saved queries by theme, each with its question, parameters and example."""
    found = catalogue(read(ROOT)).values()
    parts = [NOTE]
    for theme in THEMES:
        parts.append(f"### {theme}\n\n")
        for saved in found:
            if saved.theme == theme:
                parts.append(f"**{saved.name}**: {saved.question}\n\n")
                parts += [
                    f"- `--{p.name}`: {p.help}{_choices(p.choices)}\n" for p in saved.parameters
                ]
                parts.append(f"- example: `{saved.example}`\n\n")
    return "".join(parts).rstrip("\n") + "\n"


def _choices(choices: Iterable[str]) -> str:
    return f" One of {', '.join(choices)}." if choices else ""


def _help(command: click.Command, name: str) -> str:
    context = click.Context(command, info_name=name, terminal_width=80, **cli.context_settings)
    return f"```text\n{command.get_help(context)}\n```\n"


def _terms(graph: Graph, kind: Node) -> list[URIRef]:
    found = (s for s in graph.subjects(RDF.type, kind) if str(s).startswith(HOME))
    return sorted(s for s in found if isinstance(s, URIRef))


def _labels(graph: Graph, term: Node, predicate: URIRef) -> tuple[str, ...]:
    return tuple(_label(graph, term, predicate, language) for language in ("en", "fr", "tr"))


def _label(graph: Graph, term: Node, predicate: URIRef, language: str) -> str:
    found = (o for o in graph.objects(term, predicate) if isinstance(o, Literal))
    return next((str(o) for o in found if o.language == language), "")


def _said(graph: Graph, term: Node) -> str:
    notes = sorted(map(str, graph.objects(term, SKOS.scopeNote)))
    return " ".join([_label(graph, term, SKOS.definition, "en"), *notes]).strip()


def _of(graph: Graph, term: Node) -> Iterator[Node]:
    yield from graph.objects(term, RDFS.domain)
    yield from graph.objects(term, SCHEMA.domainIncludes)


def _value(graph: Graph, term: Node) -> str:
    scheme = graph.value(term, AG.inScheme)
    if scheme:
        return f"{str(scheme).rpartition('/')[2]} (concept)"
    found = [*graph.objects(term, RDFS.range), *graph.objects(term, SCHEMA.rangeIncludes)]
    names = {o for o in found if isinstance(o, URIRef)}
    return _codes(names or [AG.Participation] if found else [])


def _character(graph: Graph, term: Node) -> str:
    kinds = set(graph.objects(term, RDF.type))
    said = [word for kind, word in KINDS.items() if kind in kinds]
    return f" ({', '.join(said)})" if said else ""


def _code(node: Node) -> str:
    name = str(node).removeprefix(TERMS)
    for prefix, namespace in (("edtf", "http://id.loc.gov/datatypes/edtf/"), ("skos", SKOS)):
        if name.startswith(str(namespace)):
            name = f"{prefix}:{name.removeprefix(str(namespace))}"
    if "#" in name:
        name = f"{'xsd' if 'XMLSchema' in name else 'rdf'}:{name.rpartition('#')[2]}"
    return f"`{name}`"


def _codes(nodes: Iterable[Node]) -> str:
    return ", ".join(sorted(_code(node) for node in nodes if isinstance(node, URIRef)))


def _halves(message: str) -> tuple[str, str]:
    what, _, remedy = message.partition("; ")
    names = (("{?", "{"), ("{$", "{"))
    for old, new in names:
        what, remedy = what.replace(old, new), remedy.replace(old, new)
    return what, remedy


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [list(head)]
    lines.append(["---"] * len(lines[0]))
    lines += [[cell.replace("|", "\\|").replace("<", "&lt;") for cell in row] for row in rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    sys.exit(main())
