"""The verb export."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pyoxigraph as ox
from rdflib import URIRef

from accordsgraph.asking import find_things, suggestions
from accordsgraph.cli import options
from accordsgraph.cli.query import built_dataset
from accordsgraph.errors import Problem, QueryError
from accordsgraph.exporting import Quads
from accordsgraph.formats import RDF_FORMATS
from accordsgraph.namespaces import Names


@click.command("export")
@click.argument("thing", required=False)
@options.project
@options.data
@options.output_format(*RDF_FORMATS, default="turtle")
@click.option("--graph", help="Only this named graph: record, claims, things, ...")
@click.option(
    "--frame", type=click.Choice(["accord"]), help="One nested JSON-LD document per accord."
)
@options.no_build
def command(
    thing: str | None,
    folder: Path | None,
    files: tuple[Path, ...],
    fmt: str,
    graph: str | None,
    frame: str | None,
    no_build: bool,
) -> None:
    """Write the dataset, a graph or a thing with its neighbourhood in an RDF format.

    \b
    Example:
      accordsgraph export > geneva.ttl
      accordsgraph export geneva-1988 --format json-ld --frame accord
      accordsgraph export --graph record --format n-triples
    """
    from accordsgraph import exporting
    from accordsgraph.syntax import read_rdf

    project = options.project_of(folder)
    sources = list(files) if files else [built_dataset(project, no_build).path]
    quads = [quad for file in sources for quad in read_rdf(file).quads]
    iri = _find(thing, quads, project.names) if thing else None
    if graph:
        quads = exporting.only_graph(quads, graph, project.names)
    if frame:
        documents = exporting.frame(quads, project.names)
        if iri:
            documents = [d for d in documents if project.names.expand(str(d["id"])) == str(iri)]
        if iri and not documents:
            problem = Problem("not-an-accord", f"{thing} is no accord, and only accords are framed")
            raise QueryError(problem)
        click.echo(json.dumps(documents[0] if iri else documents, indent=2, ensure_ascii=False))
        return
    if iri:
        quads = exporting.neighbourhood(quads, iri)
    graphs = {name for _, name in quads if name}
    if len(graphs) > 1 and not exporting.holds_graphs(fmt):
        click.echo(f"{fmt} holds no named graphs: {len(graphs)} graphs were joined", err=True)
    click.echo(exporting.export(quads, fmt, project.names), nl=False)


def _find(text: str, quads: Quads, names: Names) -> URIRef:
    """Give the thing a key, CURIE, IRI or label names among the quads."""
    from accordsgraph.dataset import to_quad

    store = ox.Store()
    store.extend(to_quad(triple, graph) for triple, graph in quads)
    found = find_things(store, text, names)
    if len(found) == 1:
        return URIRef(found[0].value)
    if found:
        fix = "write " + " or ".join(names.curie(thing.value) for thing in found)
        raise QueryError(Problem("two-things", f'"{text}" can mean several things', None, fix))
    near = suggestions(store, text, names)
    fix = f"did you mean {' or '.join(near)}?" if near else "give a key, CURIE, IRI or label"
    raise QueryError(Problem("unknown-thing", f'nothing here is called "{text}"', None, fix))
