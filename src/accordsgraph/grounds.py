"""Say why the statements hold that findings speak of: what was written, or from what it follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox

from accordsgraph.evidence import Term
from accordsgraph.explaining import Explainer, Triple
from accordsgraph.explanations import as_text, in_words
from accordsgraph.findings import Finding
from accordsgraph.pipeline import Checked
from accordsgraph.store import save


def grounds(checked: Checked, findings: Iterable[Finding]) -> Iterator[tuple[Finding, str]]:
    """Give each finding about a statement of the graph with the explanation of that statement."""
    places = {line: str(place) for line, place in checked.dataset.written_at()}
    with TemporaryDirectory() as folder:
        built = save(Path(folder), checked.n_quads(), {}, {}, places)
        explainer = Explainer(built, checked.dataset.names)
        words = in_words(explainer.labels)
        for finding in findings:
            triple = _statement(built.store, finding)
            if triple:
                yield finding, as_text(explainer.explain(triple), words)


def _statement(store: ox.Store, finding: Finding) -> Triple | None:
    """Give the triple a finding speaks of, found by what it names."""
    try:
        focus, path = ox.NamedNode(finding.focus), ox.NamedNode(finding.path)
    except ValueError:  # a blank node, a longer path, or none
        return None
    for quad in store.quads_for_pattern(focus, path, None):
        value = quad.object
        if isinstance(value, Term) and finding.value in ("", value.value):
            return focus, path.value, value
    return None
