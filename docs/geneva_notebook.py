"""Run docs/geneva.ipynb: the cells below with what they show, without a notebook server.

``docs/generate.py`` writes it; any notebook program opens it.
"""

from __future__ import annotations

import ast
import json
from typing import Any

CELLS = (
    (
        "markdown",
        """# The Geneva Accords of 1988: who guaranteed, who only witnessed, and who says so

A start for peace researchers. It needs `pip install 'accordsgraph[data]'` and nothing else:
the built graph comes with the package.""",
    ),
    (
        "code",
        """import accordsgraph as ag

graph = ag.open_dataset()
geneva = graph.entity("geneva-1988")
geneva.label, geneva.key""",
    ),
    (
        "markdown",
        """## Roles differ from text to text

A saved query gives a row for each role, with the sources that say so. Things are shown by their
labels; `.to_pandas()` makes a table for your own counting.""",
    ),
    (
        "code",
        """roles = ag.run_query("roles-by-instrument", graph, accord="geneva-1988").to_pandas()
told = roles.drop_duplicates(["text", "in_role", "agent"])
told.groupby("in_role").size().to_dict()""",
    ),
    (
        "markdown",
        """## Why does the graph say so?

What nobody wrote is proven, down to the row of a table and the passage of a source.""",
    ),
    ("code", 'graph.explain("geneva-1988-guarantees", "guarantor", "soviet-union")'),
    ("markdown", "And what is not there? A source can speak against it:"),
    ("code", 'graph.explain("geneva-1988", "party", "Afghan mujahideen")'),
    (
        "markdown",
        """## What was promised by when, and was it kept?""",
    ),
    ("code", 'ag.run_query("commitments-and-outcomes", graph, accord="geneva-1988")'),
    (
        "markdown",
        """## In time

A day is a point, a month a soft span, an interval a bar. What has no date is not placed.""",
    ),
    ("code", "geneva.timeline()"),
    (
        "markdown",
        """## Two sources side by side

The French and the Turkish document: what both say, where one is more precise, where they
conflict.""",
    ),
    ("code", 'graph.compare("fr-article", "tr-article")'),
)


def notebook() -> str:
    """Run the cells and write the notebook, https://nbformat.readthedocs.io/ (version 4.5)."""
    names: dict[str, Any] = {}
    cells = [_cell(number, kind, text, names) for number, (kind, text) in enumerate(CELLS, 1)]
    language = {"name": "python", "file_extension": ".py", "mimetype": "text/x-python"}
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    whole = {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": language},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def _cell(number: int, kind: str, text: str, names: dict[str, Any]) -> dict[str, Any]:
    cell: dict[str, Any] = {
        "cell_type": kind,
        "id": f"cell-{number}",
        "metadata": {},
        "source": text.splitlines(keepends=True),
    }
    if kind == "code":
        count = sum(kind == "code" for kind, _ in CELLS[:number])
        cell |= {"execution_count": count, "outputs": _outputs(_run(text, names), count)}
    return cell


def _run(text: str, names: dict[str, Any]) -> Any:
    """Run a cell; give the value of its last line when that is an expression."""
    *body, last = ast.parse(text).body
    if not isinstance(last, ast.Expr):
        body, last = [*body, last], ast.Expr(ast.Constant(None))
    exec(compile(ast.Module(body, []), "cell", "exec"), names)  # noqa: S102, our own cells
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names)  # noqa: S307


def _outputs(value: object, count: int) -> list[dict[str, Any]]:
    if value is None:
        return []
    shown: dict[str, Any] = {}
    if hasattr(value, "_repr_html_"):
        shown["text/html"] = value._repr_html_().splitlines(keepends=True)
        shown["text/plain"] = [f"<{type(value).__name__}>"]
    else:
        shown["text/plain"] = [repr(value)]
    return [
        {"data": shown, "execution_count": count, "metadata": {}, "output_type": "execute_result"}
    ]
