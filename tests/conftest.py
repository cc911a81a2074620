"""What all tests share: the checkout as a project, built once, and the command line."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from rdflib import SKOS, Graph, URIRef

from accordsgraph.documents import Span
from accordsgraph.errors import Place
from accordsgraph.findings import Finding
from accordsgraph.namespaces import Names
from accordsgraph.passages import Passages
from accordsgraph.pipeline import BuildReport, build
from accordsgraph.project import Project, read
from accordsgraph.statements import COLUMNS as STATEMENT_COLUMNS
from accordsgraph.statements import Reader, Statement
from accordsgraph.syntax import read_rdf
from accordsgraph.tables import write_table
from accordsgraph.terms import AG, Terms, read_terms
from accordsgraph.things import Thing, Things, know_vocabulary

ROOT = Path(__file__).parent.parent
Run = Callable[..., "subprocess.CompletedProcess[str]"]
ReadRows = Callable[..., tuple[list[Statement], list[Finding]]]


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def project() -> Project:
    """The Geneva project."""
    return read(ROOT)


@pytest.fixture(scope="session")
def geneva(project: Project, tmp_path_factory: pytest.TempPathFactory) -> BuildReport:
    """The Geneva project, built into a folder of its own."""
    return build(project, build_folder=tmp_path_factory.mktemp("build"))


@pytest.fixture
def run() -> Run:
    """Run the command line in a process of its own."""

    def command(
        *arguments: object, cwd: Path = ROOT, stdin: str = "", env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "accordsgraph", *map(str, arguments)],
            cwd=cwd,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
            env={**os.environ, **(env or {})},
        )

    return command


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the Geneva project that a test may break."""
    for name in ("data", "ontology", "queries"):
        shutil.copytree(ROOT / name, tmp_path / "copy" / name)
    return tmp_path / "copy"


# the same examples in every run: no clock, no database of earlier failures
settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def terms() -> Terms:
    """The properties and classes of our ontology."""
    return read_terms(read_rdf(ROOT / "ontology" / "accords.ttl").graph())


@pytest.fixture(scope="session")
def vocabulary() -> Graph:
    """Our vocabulary: statuses, natures, roles, …"""
    return read_rdf(ROOT / "ontology" / "vocabulary.ttl").graph()


WORLD = """
accord/geneva-1988 PeaceAccord, accord/bonn-2001 PeaceAccord
instrument/guarantees Declaration, instrument/interrelationships BilateralAgreement
state/pakistan State, state/afghanistan State, state/soviet-union State
place/afghanistan Place, place/geneva Place
person/abdul-wakil Person, regime/republic-1987 Regime, movement/mujahideen ArmedMovement
event/war Conflict, event/other-war Conflict, event/signing Signing, event/signing-bonn Signing
commitment/withdrawal Commitment, commitment/half-withdrawal Commitment
topic/timetable, kind/agreement
source/fr-article SourceDocument, source/un-chronicle SourceDocument
"""


@pytest.fixture
def reader(terms: Terms, vocabulary: Graph) -> Reader:
    """What is known of a small world of things and two sources, one of them held in full."""
    names, things = Names(), Things()
    know_vocabulary(things, vocabulary, names)
    for name in WORLD.replace(",", "\n").split("\n"):
        (path, _, cls) = name.strip().partition(" ")
        kind, _, key = path.partition("/")
        if key:
            iri = URIRef(names.thing(kind, key))
            things.add(Thing(kind, key, iri, AG[cls] if cls else SKOS.Concept))
    spans = {f"p1.s{n}": Span(n * 10, n * 10 + 9, "0" * 64, Place("fr.csv", n)) for n in (1, 2)}
    passages = Passages({"fr-article", "un-chronicle"}, {"fr-article": spans})
    return Reader(names, terms, things, passages)


@pytest.fixture
def read_rows(reader: Reader, tmp_path: Path) -> ReadRows:
    """Read rows of statements about the small world; '' where a row leaves cells out."""

    def read(*rows: str) -> tuple[list[Statement], list[Finding]]:
        header = [*STATEMENT_COLUMNS.required, *STATEMENT_COLUMNS.optional]
        cells = [row.split(",") for row in rows]
        path = tmp_path / "statements.csv"
        path.write_text(
            write_table(header, (row + [""] * (len(header) - len(row)) for row in cells)),
            encoding="utf-8",
        )
        return reader.read(path)

    return read
