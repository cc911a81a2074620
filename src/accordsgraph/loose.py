"""Work on loose files instead of a project: any RDF, any ontology, any shapes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from accordsgraph.dataset import Dataset
from accordsgraph.engine import Engine
from accordsgraph.errors import Problem, SourceError
from accordsgraph.findings import in_order
from accordsgraph.namespaces import GRAPHS
from accordsgraph.pipeline import Checked, Clock, Progress, check_dataset
from accordsgraph.project import bundle
from accordsgraph.syntax import read_rdf


def load(files: list[Path], ontologies: list[Path]) -> Dataset:
    """Read files into a dataset, with our ontology and vocabulary unless others are given.

    Triples in one of our own named graphs go back there, all others into the record.

    Raises:
        SourceError: files that cannot be read or parsed, all of them at once.

    """
    dataset = Dataset()
    problems: list[Problem] = []
    ours = bundle() / "ontology"
    for path in ontologies or [ours / "accords.ttl"]:
        _add(dataset, "ontology", path, problems)
    if not ontologies:
        _add(dataset, "vocabulary", ours / "vocabulary.ttl", problems)
    for path in files:
        _add(dataset, "", path, problems)
    if problems:
        raise SourceError(problems)
    return dataset


def check(
    files: list[Path],
    ontologies: list[Path],
    shapes: list[Path],
    progress: Progress,
    engine: Engine = "fast",
) -> Checked:
    """Validate files with our shapes in both phases, or with the given ones.

    Raises:
        SourceError: a file cannot be read.
    """
    clock = Clock(progress)
    dataset = clock.step("read", lambda: load(files, ontologies))
    ours = bundle() / "ontology" / "shapes"
    first = shapes or [ours / "asserted.ttl"]
    second = [] if shapes else [ours / "closure.ttl"]
    checked = check_dataset(dataset, first, second, clock, engine)
    return replace(checked, findings=tuple(in_order(checked.findings)))


def _add(dataset: Dataset, graph: str, path: Path, problems: list[Problem]) -> None:
    try:
        file = read_rdf(path)
    except SourceError as error:
        problems += error.problems
        return
    if graph:
        dataset.add_file(graph, file)
        return
    layers = {dataset.names.graph(name): name for name in GRAPHS}
    for triple, name in file.quads:
        dataset.graphs[layers.get(name, "record")].add(triple)
    dataset.files.append(file)
