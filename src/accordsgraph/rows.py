"""The rows a query answers with, for Python: terms of rdflib, shown by their labels."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING, Any

from rdflib import Literal
from rdflib.term import Node

from accordsgraph.dataset import oxigraph
from accordsgraph.errors import MissingExtraError
from accordsgraph.labels import Labels

if TYPE_CHECKING:
    from pandas import DataFrame

Row = dict[str, Node | None]


class Rows(list[Row]):
    """The answer of a SELECT: one dictionary a row; a notebook shows it as a table of labels."""

    def __init__(self, rows: Iterable[Row], columns: Iterable[str], labels: Labels) -> None:
        super().__init__(rows)
        self.columns = list(columns)
        self._labels = labels

    def labelled(self) -> list[dict[str, Any]]:
        """Give the rows with labels in the place of things, Python values in that of literals."""
        return [{name: self._shown(row[name]) for name in self.columns} for row in self]

    def to_pandas(self) -> DataFrame:
        """Give the rows as a table of pandas, as :meth:`labelled` does.

        Raises:
            MissingExtraError: pandas is not installed.

        """
        try:
            import pandas as pd
        except ImportError as error:
            raise MissingExtraError("a table of pandas", "data") from error
        return pd.DataFrame(self.labelled(), columns=self.columns)

    def _repr_html_(self) -> str:
        """Show the rows in a notebook."""
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name in self.columns)
        rows = ([escape(str(cell or "")) for cell in row.values()] for row in self.labelled())
        cells = (("".join(f"<td>{cell}</td>" for cell in row)) for row in rows)
        body = "".join(f"<tr>{row}</tr>\n" for row in cells)
        return f"<table><thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody></table>"

    def _shown(self, node: Node | None) -> Any:
        if isinstance(node, Literal):
            return str(node) if node.language or node.value is None else node.value
        return self._labels.shown(oxigraph(node)) if node is not None else None
