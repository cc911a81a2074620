"""The verb explain."""

from __future__ import annotations

from pathlib import Path

import click

from accordsgraph.cli import options
from accordsgraph.cli.query import built_dataset


@click.command("explain")
@click.argument("subject")
@click.argument("property")
@click.argument("object")
@options.project
@click.option("--all", "every", is_flag=True, help="Give every proof, not only the shortest.")
@options.output_format("text", "json", "turtle", "mermaid", default="text")
@options.no_build
def command(
    subject: str,
    property: str,
    object: str,
    folder: Path | None,
    every: bool,
    fmt: str,
    no_build: bool,
) -> int:
    """Say why a statement holds: the proof, who says it, or what speaks against it.

    Things are named by key, label, CURIE or IRI; the property by its name or label.

    \b
    Example:
      accordsgraph explain geneva-1988-guarantees guarantor soviet-union
      accordsgraph explain geneva-1988 precedes peshawar-1992 --format mermaid
    """
    from dataclasses import replace

    from accordsgraph import explanations
    from accordsgraph.explaining import Explainer
    from accordsgraph.naming import find_property, find_thing, find_value

    project = options.project_of(folder)
    built = built_dataset(project, no_build)
    names = project.names
    explainer = Explainer(built, names)
    about = find_thing(built.store, subject, names)
    relation = find_property(built.store, property, names)
    value = find_value(explainer.evidence, relation, object, names)
    found = explainer.explain((about, relation.value, value))
    if not every:
        found = replace(found, steps=found.steps[:1])
    words = explanations.in_words(explainer.labels)
    if fmt == "turtle":
        text = explanations.as_turtle(found, names.prefixes)
    else:
        writers = {
            "text": explanations.as_text,
            "json": explanations.as_json,
            "mermaid": explanations.as_mermaid,
        }
        text = writers[fmt](found, words)
    click.echo(text, nl=False)
    return 0
