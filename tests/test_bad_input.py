"""The hostile and the clumsy user: one sentence, the right line, exit 2, nothing half done."""

from __future__ import annotations

import codecs
import faulthandler
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from conftest import Run

from accordsgraph.assembly import assemble
from accordsgraph.cli import cli
from accordsgraph.cli.reporting import report_errors
from accordsgraph.errors import ProjectError, SourceError
from accordsgraph.findings import Finding
from accordsgraph.formatting import format_project, stale_records
from accordsgraph.project import read
from accordsgraph.scaffold import new_project
from accordsgraph.store import save
from accordsgraph.syntax import read_rdf

Told = Callable[..., "Answer"]
PROGRAM = [sys.executable, "-m", "accordsgraph"]

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="queries run unlimited here")


ANY = -1
_LINES = {0: "$", ANY: r":\d"}


class Answer:
    """What a command answered."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    def is_error(self, id: str, file: str = "", line: int = 0, fix: str = "") -> None:
        """Assert one error with its place and remedy, exit 2, and no other word."""
        assert self.code == 2, self.err
        assert self.err.count("error[") == 1, self.err
        assert f"error[{id}]: " in self.err, self.err
        assert "Traceback" not in self.err
        assert "  fix: " in self.err, self.err
        assert fix in self.err.partition("  fix: ")[2], self.err
        if file:
            place = next(part for part in self.err.splitlines() if part.startswith("  at:  "))
            assert re.search(rf"{re.escape(file)}{_LINES.get(line, f':{line}(:|$)')}", place), (
                self.err
            )
        assert self.out == ""


@pytest.fixture
def tell(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Told:
    """Run the command line in this process."""

    def command(*arguments: object) -> Answer:
        given = [str(argument) for argument in arguments]
        monkeypatch.setattr(sys, "argv", ["accordsgraph", *given])
        run = partial(cli.main, given, prog_name="accordsgraph", standalone_mode=False)
        code = report_errors(run, given)
        return Answer(code, *capfd.readouterr())

    return command


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new project, never changed."""
    folder = tmp_path_factory.mktemp("new") / "project"
    new_project(folder, "lake-1990", "Lake Accord", "https://example.org/accords/")
    return folder


@pytest.fixture
def small(pristine: Path, tmp_path: Path) -> Path:
    """A new project that a test may break."""
    return shutil.copytree(pristine, tmp_path / "project")


@pytest.fixture
def server() -> Iterator[socket.socket]:
    """A server on this machine that nobody may speak to."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield listening
        with pytest.raises(BlockingIOError):
            listening.accept()


def address(server: socket.socket) -> str:
    return f"http://127.0.0.1:{server.getsockname()[1]}/"


PREFIXES = b"""@prefix ag: <https://w3id.org/accordsgraph/ontology#> .
@prefix accord: <https://w3id.org/accordsgraph/id/accord/> .
"""
GOOD = PREFIXES + b'accord:a a ag:Accord ; ag:name "Lake"@en .\n'
DEEP = 50_000
LONG = b"x" * 20_000_000

# Files of RDF that cannot be read


def nested(before: bytes, opened: bytes, closed: bytes) -> bytes:
    return before + opened * DEEP + b"1" + closed * DEEP


RDF_HEAD = b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
BOMB = b"".join(
    [
        b'<?xml version="1.0"?>\n<!DOCTYPE r [\n<!ENTITY a0 "lol">\n',
        *(b'<!ENTITY a%d "%s">\n' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12)),
        b"]>\n" + RDF_HEAD + b'<rdf:Description rdf:about="x:a">&a11;</rdf:Description></rdf:RDF>',
    ]
)
UNREADABLE: dict[str, tuple[str, bytes, str]] = {
    "empty": ("bad.ttl", b"", "file-empty 0 fill it"),
    "only a byte order mark": ("bad.ttl", codecs.BOM_UTF8, "file-empty 0 fill it"),
    "wrong extension": ("bad.docx", GOOD, "file-ending 0 .ttl"),
    "no extension": ("bad", GOOD, "file-ending 0 .ttl"),
    "invalid UTF-8": (
        "bad.ttl",
        PREFIXES + 'accord:a ag:name "Genève" .'.encode("latin-1"),
        "encoding 3 UTF-8",
    ),
    "UTF-16": ("bad.ttl", GOOD.decode().encode("utf-16"), "encoding 1 UTF-8"),
    "zero byte": ("bad.ttl", GOOD + b"\0", "encoding 4 UTF-8"),
    "zero bytes only": ("bad.ttl", bytes(4096), "encoding 1 UTF-8"),
    "an image": ("bad.ttl", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(99), "encoding 1 UTF-8"),
    "truncated": ("bad.ttl", GOOD[:-10], "syntax 3 cut off"),
    "truncated in long quotes": (
        "bad.ttl",
        PREFIXES + b'accord:a ag:name """La\n\n\n',
        "syntax 3 cut off",
    ),
    "unknown prefix": ("bad.ttl", GOOD + b"\nfoo:a a ag:Accord .\n" * 30, "syntax 5 @prefix foo:"),
    "forgotten prefix": (
        "bad.ttl",
        GOOD + b"state:a a ag:State .",
        "syntax 4 @prefix state: <https://w3id.org/accordsgraph/id/state/> .",
    ),
    "space in an IRI": (
        "bad.ttl",
        PREFIXES + b"accord:a ag:amends <http://x/a b> .",
        "syntax 3 correct",
    ),
    "20 MB in Turtle": (
        "bad.ttl",
        PREFIXES + b'accord:a ag:name "' + LONG + b'"@en .',
        "literal-long 3 shorten",
    ),
    "20 MB in N-Triples": ("bad.nt", b'<x:a> <x:b> "' + LONG + b'" .', "literal-long 1 shorten"),
    "20 MB in JSON-LD": (
        "bad.jsonld",
        b'{"@id": "x:a",\n"x:b": "' + LONG + b'"}',
        "literal-long 2 shorten",
    ),
    "deep Turtle": (
        "bad.ttl",
        nested(PREFIXES + b"accord:a ag:hasPart ", b"[ ag:hasPart ", b"]"),
        "nesting 3 IRI",
    ),
    "deep lists": (
        "bad.ttl",
        nested(PREFIXES + b"accord:a ag:hasPart ", b"(", b")"),
        "nesting 3 IRI",
    ),
    "deep after an open quote": (
        "bad.ttl",
        nested(PREFIXES + b'accord:a ag:name "\n', b"[", b"]"),
        "nesting 4 IRI",
    ),
    "deep JSON-LD": ("bad.jsonld", nested(b"", b'{"@id":"x:a","x:p":', b"}"), "nesting 1 IRI"),
    "deep arrays": ("bad.jsonld", nested(b"", b"[", b"]"), "nesting 1 IRI"),
    "deep RDF/XML": (
        "bad.rdf",
        nested(RDF_HEAD, b"<rdf:li>", b"</rdf:li>"),
        "nesting 2 of their own",
    ),
    "no JSON": ("bad.jsonld", b'{"@id":\n "x", ', "syntax 2 correct"),
    "entity bomb": ("bad.rdf", BOMB, "xml-entity 3 DOCTYPE"),
    "truncated RDF/XML": (
        "bad.rdf",
        RDF_HEAD + b'<rdf:Description rdf:about="x:a"/>\n',
        "syntax 3 cut off",
    ),
    "RDF/XML cut in a tag": ("bad.rdf", RDF_HEAD + b"<rdf:Descr", "syntax 2 cut"),
    "web page": ("bad.rdf", b"<html/>", "syntax 0 correct"),
    "glob characters": ("a[1]*?.ttl", GOOD[:-3], "syntax 3 cut off"),
}


@pytest.mark.parametrize(("name", "data", "said"), UNREADABLE.values(), ids=UNREADABLE)
def test_unreadable_rdf(name: str, data: bytes, said: str, tmp_path: Path, tell: Told) -> None:
    id, line, fix = said.split(" ", 2)
    path = tmp_path / name
    path.write_bytes(data)
    tell("validate", "--data", path).is_error(id, name, int(line), fix)
    assert [child.name for child in tmp_path.iterdir()] == [name]


def test_missing_file(tmp_path: Path, tell: Told) -> None:
    tell("validate", "--data", tmp_path / "nowhere.ttl").is_error(
        "file-missing", "nowhere.ttl", 0, "check its name"
    )
    tell("validate", "--data", tmp_path / "nowhere").is_error("file-missing", "nowhere")


def test_folder_instead_of_a_file(tmp_path: Path, tell: Told) -> None:
    tell("validate", "--data", tmp_path).is_error("file-is-folder", tmp_path.name, 0, "a file")


def test_circle_of_links(tmp_path: Path, tell: Told) -> None:
    for name in ("loop.ttl", "loop"):
        (tmp_path / name).symlink_to(tmp_path / name)
    tell("validate", "--data", tmp_path / "loop.ttl").is_error("file-unreadable", "loop.ttl")
    tell("validate", "--project", tmp_path / "loop").is_error("project-missing", "loop")


def test_all_errors_of_all_files_at_once(tmp_path: Path, tell: Told) -> None:
    (tmp_path / "one.ttl").write_bytes(
        PREFIXES + b"accord:a ag:amends <x y> .\n\naccord:b a _x .\n"
    )
    (tmp_path / "two.ttl").write_bytes(b"")
    answer = tell("validate", "--data", tmp_path / "one.ttl", "--data", tmp_path / "two.ttl")
    assert answer.code == 2
    assert [part.rpartition("/")[2] for part in answer.err.splitlines() if " at: " in part] == [
        "one.ttl:3:20",
        "one.ttl:5:12",
        "two.ttl",
    ]


def test_empty_standard_input(run: Run) -> None:
    result = run("validate", "--data", "-")
    Answer(result.returncode, result.stdout, result.stderr).is_error(
        "file-empty", "standard input", 0, "fill it"
    )


def test_file_called_minus(tmp_path: Path, run: Run) -> None:
    (tmp_path / "-").write_bytes(GOOD)
    result = run("export", "--data", "-", cwd=tmp_path)
    Answer(result.returncode, result.stdout, result.stderr).is_error("file-empty", "standard input")


@pytest.mark.parametrize(
    "data",
    [
        codecs.BOM_UTF8 + GOOD,
        GOOD.replace(b"\n", b"\r\n"),
        GOOD.replace(b"\n", b"\r"),
        GOOD.rstrip(),
    ],
    ids=["byte order mark", "CRLF", "CR", "no last line end"],
)
def test_accepted_turtle(data: bytes, tmp_path: Path, tell: Told) -> None:
    (tmp_path / "good.ttl").write_bytes(GOOD)
    (tmp_path / "odd.ttl").write_bytes(data)
    good, odd = (tell("export", "--data", tmp_path / name) for name in ("good.ttl", "odd.ttl"))
    assert odd.code == 0
    assert odd.out == good.out
    assert '"Lake"@en' in odd.out


def test_lines_of_a_file_with_cr(tmp_path: Path) -> None:
    path = tmp_path / "old.ttl"
    path.write_bytes(GOOD.replace(b"\n", b"\r"))
    file = read_rdf(path)
    assert [file.place(*triple).line for triple, _ in file.quads] == [3, 3]


def test_remote_context_is_not_fetched(server: socket.socket, tmp_path: Path, tell: Told) -> None:
    where = address(server)
    for number, context in enumerate(
        (
            f'"@context": "{where}"',
            f'"@context": [{{}}, "{where}"]',
            f'"@context": {{"@import": "{where}"}}',
            f'"@context": {{"p": {{"@id": "x:p", "@context": "{where}"}}}}',
            f'"@\\u0063ontext": "{where}"',
        )
    ):
        path = tmp_path / f"bad{number}.jsonld"
        path.write_text(f'{{"@id": "x:a",\n{context},\n"x:p": 1}}')
        tell("export", "--data", path).is_error(
            "remote-context", path.name, 2, "write the context into the file"
        )


@pytest.mark.parametrize(
    "declared",
    ['r SYSTEM "{}"', 'r [<!ENTITY x SYSTEM "{}">]', 'r [<!ENTITY % x SYSTEM "{}"> %x;]'],
)
def test_external_entities_are_not_fetched(
    declared: str, server: socket.socket, tmp_path: Path, tell: Told
) -> None:
    path = tmp_path / "bad.rdf"
    path.write_bytes(f"<!DOCTYPE {declared.format(address(server))}>\n".encode() + RDF_HEAD)
    tell("export", "--data", path).is_error("xml-entity", "bad.rdf", 1, "DOCTYPE")


# Files of RDF that can be read and are wrong

WRONG = """@prefix ag: <https://w3id.org/accordsgraph/ontology#> .
@prefix accord: <https://w3id.org/accordsgraph/id/accord/> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix event: <https://w3id.org/accordsgraph/id/event/> .
@prefix participation: <https://w3id.org/accordsgraph/id/participation/> .
@prefix state: <https://w3id.org/accordsgraph/id/state/> .
accord:one a ag:PeaceAccord ; ag:garantor state:north .
state:north a ag:State .
accord:two a ag:PeaceAccord ; ag:hasSignature participation:two--signatory--north .
participation:two--signatory--north a ag:Participation ; ag:participant state:north ;
  ag:representedBy state:north .
accord:three a ag:PeaceAccord ; ag:amends accord:nowhere .
event:four a ag:Event ;
  ag:when "1988-04-14"^^edtf:EDTF , "1988-04-15"^^edtf:EDTF .
event:five a ag:Event ; ag:when "1988-02-30"^^edtf:EDTF .
accord:six a ag:PeaceAccord ; ag:supersedes accord:seven .
accord:seven a ag:PeaceAccord ; ag:supersedes accord:six .
accord:eight a ag:PeaceAccord ; ag:supersedes accord:nine .
accord:nine a ag:PeaceAccord ; ag:supersedes accord:ten .
accord:ten a ag:PeaceAccord ; ag:supersedes accord:eight .
event:eleven a ag:Evnet .
event:twelve a ag:Event ; ag:name "C:\\\\q \\\\g<9>"@en ; ag:when "14.04.1988"^^edtf:EDTF .
"""


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    path = tmp_path_factory.mktemp("wrong") / "wrong.ttl"
    path.write_text(WRONG)
    command = [*PROGRAM, "validate", "--data", str(path), "--format", "json"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (1, "")
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize(
    ("id", "line", "message", "fix"),
    [
        ("AG-S60", 7, "ag:garantor", "spelling"),
        ("AG-S61", 21, "ag:Evnet", "spelling"),
        ("AG-S17", 11, "needs a person", "ag:participant"),
        ("AG-S62", 12, "accord:nowhere", "add it or correct the IRI"),
        ("AG-S24", 14, "two dates", "keep one"),
        ("date", 15, '"1988-02-30" is not a date: there is no such day', "correct it"),
        ("AG-S82", 22, "EDTF", "1988-04-14"),
        ("AG-S44", 16, "supersedes itself", "remove one link"),
        ("AG-S44", 20, "supersedes itself", "remove one link"),
        ("AG-S63", 22, "has no claim", "add an accepted"),
    ],
)
def test_finding(
    id: str, line: int, message: str, fix: str, findings: list[dict[str, Any]]
) -> None:
    found = [f for f in findings if f["id"] == id and f["line"] == line]
    assert found, [f["line"] for f in findings if f["id"] == id]
    assert all(f["file"].endswith("wrong.ttl") and f["level"] == "violation" for f in found)
    assert any(message in f["message"] and fix in f["fix"] for f in found), found


def test_a_localised_date_is_said_once(findings: list[dict[str, Any]]) -> None:
    assert [f["id"] for f in findings if f["line"] == 22 and "date" in f["id"]] == []


# Shapes

SHAPE = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ag: <https://w3id.org/accordsgraph/ontology#> .
<x:S> a sh:NodeShape ; sh:targetClass ag:Accord ;
"""


def query_shape(query: str) -> str:
    return f'{SHAPE} sh:sparql [ sh:message "no: {{?value}}" ; sh:select """{query}""" ] .'


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        (query_shape("SELECT $this { VALUES ?x { 1 } }"), ("shape-query", 4, "FILTER")),
        (query_shape("SELECT $this { $this ?p ?o minus {?a ?b ?c} }"), ("shape-query", 4, "")),
        (query_shape("SELECT $this { SERVICE <{}> { ?a ?b ?c } }"), ("shape-query", 4, "")),
        (query_shape(r"SELECT $this { s\\u0065rvice <{}> { ?a ?b ?c } }"), ("shape-query", 4, "")),
        (query_shape("SELECT $this FROM <{}> { ?a ?b ?c }"), ("shape-query", 4, "")),
        (query_shape("SELECT WHERE"), ("shape", 4, "correct")),
        (SHAPE + " sh:property [ sh:minCount 1 ] .", ("shape", 4, "correct")),
        (SHAPE + ' sh:property [ sh:path ag:name ; sh:minCount "x" ] .', ("shape", 4, "correct")),
        (SHAPE + ' sh:property [ sh:path ag:name ; sh:pattern "(" ] .', ("shape", 0, "correct")),
        ("<x:a> <x:b> 1 .", ("shape-none", 0, "SHACL")),
        (SHAPE, ("syntax", 4, "")),
    ],
    ids=[
        "VALUES",
        "MINUS",
        "SERVICE",
        "SERVICE with escapes",
        "FROM",
        "no SPARQL",
        "no path",
        "no number",
        "no pattern",
        "no shape",
        "cut off",
    ],
)
def test_wrong_shapes(
    shape: str, said: tuple[str, int, str], server: socket.socket, tmp_path: Path, tell: Told
) -> None:
    (tmp_path / "good.ttl").write_bytes(GOOD)
    (tmp_path / "shapes.ttl").write_text(shape.replace("<{}>", f"<{address(server)}>"))
    (tmp_path / "ontology.ttl").write_text("# nothing\n")
    ontology = ("--ontology", tmp_path / "ontology.ttl")
    answer = tell(
        "validate",
        "--data",
        tmp_path / "good.ttl",
        "--shapes",
        tmp_path / "shapes.ttl",
        *ontology,
    )
    id, line, fix = said
    answer.is_error(id, "shapes.ttl", line, fix)


def test_backslashes_in_a_message(tmp_path: Path, tell: Told) -> None:
    (tmp_path / "data.ttl").write_bytes(PREFIXES + rb'accord:a a ag:Accord ; ag:name "\\q \\1" .')
    shape = query_shape(
        "SELECT $this ?value { $this <https://w3id.org/accordsgraph/ontology#name> ?value }"
    )
    (tmp_path / "shapes.ttl").write_text(shape)
    (tmp_path / "ontology.ttl").write_text("# nothing\n")
    files = [f"--{name}={tmp_path / name}.ttl" for name in ("data", "shapes", "ontology")]
    answer = tell("validate", *files)
    assert (answer.code, answer.err) == (1, "")
    assert r"\q \1" in answer.out
    assert "data.ttl:3" in answer.out


# Tables


def table(project: Path, name: str) -> Path:
    return project / "data" / f"{name}.csv"


def add(project: Path, name: str, *rows: str) -> int:
    """Add rows to a table; give the line of the last one."""
    path = table(project, name)
    text = path.read_text() + "".join(f"{row}\n" for row in rows)
    path.write_text(text)
    return text.count("\n")


def found_in(project: Path) -> list[Finding]:
    return assemble(read(project)).findings


ROWS = {
    "misspelt property": (
        "lake-1990,garantor,first-party,accepted,my-source#p1",
        'unknown-property write "guarantor"',
    ),
    "property without evidence": (
        "lake-1990,onlyReported,true,accepted,my-source#p1",
        "property-without-claim data/things/",
    ),
    "wrong type": (
        "lake-1990-text/signatory/first-party,representedBy,first-party,accepted,my-source#p1",
        "wrong-type another thing",
    ),
    "misspelt key": (
        "lake-1990,guarantor,frist-party,accepted,my-source#p1",
        'unknown-key write "first-party"',
    ),
    "key with upper case": (
        "lake-1990,guarantor,First-Party,accepted,my-source#p1",
        'unknown-key write "first-party"',
    ),
    "key nothing is near to": (
        "lake-1990,guarantor,zzz,accepted,my-source#p1",
        'unknown-key add a row "zzz"',
    ),
    "very long key": (
        f"lake-1990,guarantor,{'x' * 9000},accepted,my-source#p1",
        "unknown-key add a row",
    ),
    "localised date": (
        "signing-lake-1990,when,31.01.2000,accepted,my-source#p1",
        "date write 2000-01-31",
    ),
    "date with slashes": (
        "signing-lake-1990,when,31/1/2000,accepted,my-source#p1",
        "date write 2000-01-31",
    ),
    "date in words": (
        "signing-lake-1990,when,31 janvier 2000,accepted,my-source#p1",
        "date write 1988-04-14",
    ),
    "date with a time": (
        "signing-lake-1990,when,2000-01-31T12:00:00Z,accepted,my-source#p1",
        "date write 2000-01-31",
    ),
    "impossible date": (
        "signing-lake-1990,when,2001-02-29,accepted,my-source#p1",
        "date correct it",
    ),
    "period that ends first": (
        "signing-lake-1990,when,2001/1999,accepted,my-source#p1",
        "date correct one of the two",
    ),
    "no passage": ("lake-1990,guarantor,first-party,accepted,", "no-passage source#locator"),
    "no such source": (
        "lake-1990,guarantor,first-party,accepted,my-sauce#p1",
        "unknown-source my-source#p1",
    ),
    "no such passage": (
        "lake-1990,guarantor,first-party,accepted,my-source#p9",
        "unknown-passage it has p1",
    ),
    "no form of a passage": (
        "lake-1990,guarantor,first-party,accepted,page-7",
        "passage-form source#locator",
    ),
    "no such status": ("lake-1990,guarantor,first-party,true,my-source#p1", "unknown-key accepted"),
    "text without language": (
        "lake-1990,name,The Accord,accepted,my-source#p1",
        "language The Accord@en",
    ),
    "words for a number": (
        "signing-lake-1990,count,three million,accepted,my-source#p1",
        "wrong-type 3000000",
    ),
    "the same statement again": (
        "lake-1990,party,first-party,editorial,my-source#p1",
        "statement-twice move the passages to the row at",
    ),
}


@pytest.mark.parametrize(("row", "said"), ROWS.values(), ids=ROWS)
def test_wrong_row(row: str, said: str, small: Path) -> None:
    id, fix = said.split(" ", 1)
    (small / "data/sources").mkdir()
    table(small, "sources/my-source").write_text(f"locator,start,end,sha256\np1,0,9,{'0' * 64}\n")
    line = add(small, "accords/lake-1990", row + "," * 5)
    [finding] = found_in(small)
    assert (finding.id, finding.level) == (id, "violation")
    assert fix in finding.fix
    assert finding.place is not None
    assert finding.place.file == str(table(small, "accords/lake-1990"))
    assert finding.place.line == line


THINGS = {
    "key with upper case": ("First-Party,,A,,,", "thing-key lower-case"),
    "very long key": (f"{'x' * 300},,A,,,", "thing-key at most 100"),
    "empty key": (",,A,,,", "thing-key lower-case"),
    "two same keys": ("first-party,,A,,,", "thing-twice state.csv:2"),
    "misspelt class": ("third-party,Stat,A,,,", "thing-class write State"),
}


@pytest.mark.parametrize(("row", "said"), THINGS.values(), ids=THINGS)
def test_wrong_thing(row: str, said: str, small: Path) -> None:
    id, fix = said.split(" ", 1)
    columns = table(small, "things/state").read_text().splitlines()[0].count(",")
    cells = row.split(",")[: columns + 1]
    line = add(small, "things/state", ",".join([*cells, *[""] * (columns + 1 - len(cells))]))
    [finding] = found_in(small)
    assert (finding.id, finding.level) == (id, "violation")
    assert fix in finding.fix
    assert len(finding.message) < 200
    assert str(finding.place) == f"{table(small, 'things/state')}:{line}"


STATEMENTS = "subject,property,object,status,passages\nlake-1990,party,second-party,accepted,"
TABLES: dict[str, tuple[str, bytes, str]] = {
    "empty": ("accords/new", b"", "table-empty 1 subject,property"),
    "missing column": (
        "accords/new",
        b"subject,property,object,status\n",
        "table-column 1 subject,property",
    ),
    "extra column": (
        "accords/new",
        STATEMENTS.replace("passages", "passages,notes").encode(),
        'table-column 1 rename it to "note"',
    ),
    "column twice": (
        "accords/new",
        STATEMENTS.replace("passages", "passages,note,note").encode(),
        "table-column 1 rename one",
    ),
    "too many cells": (
        "accords/new",
        f"{STATEMENTS}my-source#p1,and more".encode(),
        "table-row 2 double quotes",
    ),
    "too few cells": ("accords/new", STATEMENTS[:-1].encode(), "table-row 2 separators"),
    "unclosed quote": (
        "accords/new",
        f'{STATEMENTS}"my-source#p1\n\n\n'.encode(),
        "table-quotes 2 write a quote inside it twice",
    ),
    "zero byte": ("accords/new", f"{STATEMENTS}my-source\0#p1".encode(), "encoding 2 CSV UTF-8"),
    "Windows letters": (
        "accords/new",
        f"{STATEMENTS}Genève".encode("cp1252"),
        "encoding 2 CSV UTF-8",
    ),
    "UTF-16 cut off": ("accords/new", STATEMENTS.encode("utf-16")[:-1], "encoding 2 CSV UTF-8"),
    "20 MB": ("accords/new", STATEMENTS.encode() + LONG, "table-cell 2 shorten"),
    "20,000 letters": ("accords/new", STATEMENTS.encode() + LONG[:20_000], "table-cell 2 shorten"),
    "a spreadsheet": (
        "accords/new",
        b"PK\x03\x04\x14\x00\x06\x00\x08\x00\xe9\xff" * 20,
        "encoding 1 CSV UTF-8",
    ),
    "property that needs evidence": (
        "things/place",
        b"key,en,guarantor\nlake,Lake,first-party\n",
        "table-column 1 data/accords/",
    ),
    "misspelt column": (
        "things/place",
        b"key,en,adress\nlake,Lake,x\n",
        'table-column 1 rename it to "address"',
    ),
    "misspelt type": ("things/palce", b"key,en\nlake,Lake\n", "thing-type 0 place.csv"),
    "passages of nothing": (
        "sources/nothing",
        b"locator,start,end,sha256\n",
        "unknown-source 0 data/things/source.csv",
    ),
}


@pytest.mark.parametrize(("name", "data", "said"), TABLES.values(), ids=TABLES)
def test_wrong_table(name: str, data: bytes, said: str, small: Path, tell: Told) -> None:
    id, line, fix = said.split(" ", 2)
    path = table(small, name)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    before = sorted(small.rglob("*"))
    tell("claims", "report", "--project", small).is_error(id, path.name, int(line), fix)
    tell("format", "--project", small).is_error(id, path.name, int(line), fix)
    assert sorted(small.rglob("*")) == before


def test_folder_and_circle_of_links_as_tables(small: Path, tell: Told) -> None:
    table(small, "things/place").mkdir()
    tell("claims", "report", "--project", small).is_error("file-is-folder", "place.csv")
    table(small, "things/place").rmdir()
    table(small, "things/place").symlink_to("place.csv")
    tell("claims", "report", "--project", small).is_error("file-unreadable", "place.csv")


@pytest.mark.parametrize(
    "saved",
    [
        lambda text: text.replace(",", ";").encode(),
        lambda text: text.replace(",", "\t").encode(),
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace("\n", "\n,,,,,,,,,\n").encode(),
        lambda text: re.sub(r"[^,\n]+", r'"\g<0>"', text).encode(),
    ],
    ids=["semicolons", "tabs", "BOM", "CRLF", "CR", "UTF-16", "empty rows", "quotes"],
)
def test_accepted_tables(saved: Callable[[str], bytes], small: Path) -> None:
    path = table(small, "accords/lake-1990")
    good = assemble(read(small)).all_statements
    wanted = path.read_text()
    path.write_bytes(saved(wanted))
    found = assemble(read(small))
    assert found.findings == []
    assert [(s.subject, s.predicate, s.object, s.note) for s in found.all_statements] == [
        (s.subject, s.predicate, s.object, s.note) for s in good
    ]
    [formatted] = [f for f in format_project(read(small)) if f.path == path.resolve()]
    assert formatted.text == wanted


def test_glob_characters_in_the_name_of_a_project(small: Path) -> None:
    odd = small.rename(small.parent / "a[1]*?")
    project = read(odd)
    assert len(assemble(project).all_statements) > 5
    assert stale_records(project, assemble(project)) == []


# Records


def test_edited_record(small: Path, tell: Told) -> None:
    record = small / "data/record/lake-1990.ttl"
    lines = record.read_text().splitlines()
    line = next(n for n, text in enumerate(lines, 1) if "second-party" in text)
    lines[line - 1] = lines[line - 1].replace("second-party", "third-party")
    record.write_text("\n".join(lines) + "\n")
    (record.parent / "left-over.ttl").write_text("")

    answer = tell("validate", "--project", small)
    assert answer.code == 0, "a warning"
    assert f"at:  {record}:{line}\n  fix: run accordsgraph format" in answer.out
    assert f"at:  {record.parent / 'left-over.ttl'}\n  fix: remove it" in answer.out
    assert answer.out.count("warning[record-stale]") == 2

    edited = record.read_bytes()
    answer = tell("format", "--check", "--project", small)
    assert answer.code == 1
    assert f"would change {record}" in answer.out
    assert f"run: accordsgraph format --project {small}" in answer.err
    assert record.read_bytes() == edited

    assert tell("format", "--project", small).code == 0
    assert tell("format", "--check", "--project", small).code == 0


def test_stale_and_missing_records(small: Path) -> None:
    record = small / "data/record/lake-1990.ttl"
    add(small, "accords/lake-1990", "lake-1990,guarantor,first-party,accepted,my-source#p1,,,,,")
    project = read(small)
    [stale] = stale_records(project, assemble(project))
    assert (stale.id, stale.level) == ("record-stale", "warning")
    record.unlink()
    [missing] = stale_records(project, assemble(project))
    assert missing.place is not None
    assert missing.place.file == str(record)


def test_a_record_is_not_written_from_half_of_the_rows(small: Path, tell: Told) -> None:
    record = small / "data/record/lake-1990.ttl"
    before = record.read_bytes()
    line = add(
        small, "accords/lake-1990", "lake-1990,garantor,first-party,accepted,my-source#p1,,,,,"
    )
    tell("format", "--project", small).is_error("unknown-property", "lake-1990.csv", line)
    assert record.read_bytes() == before
    assert stale_records(read(small), assemble(read(small))) == []


def test_wrong_rows_are_not_passed_over(small: Path, tell: Told) -> None:
    line = add(
        small, "accords/lake-1990", "lake-1990,garantor,first-party,accepted,my-source#p1,,,,,"
    )
    answer = tell("claims", "report", "--project", small)
    assert answer.code == 1
    assert f"lake-1990.csv:{line}" in answer.err


def test_adopting_what_no_table_can_hold(small: Path, tell: Told) -> None:
    path = small / "theirs.ttl"
    path.write_text("""@prefix ag: <https://w3id.org/accordsgraph/ontology#> .
@prefix accord: <https://example.org/accords/id/accord/> .
accord:lake-1990 ag:guarantor <http://example.com/far> ;
  ag:concerns "peace" .
""")
    before = sorted(small.rglob("*"))
    adopt = partial(tell, "claims", "adopt", path, "--project", small)
    adopt("--accord", "Theirs").is_error("thing-key", fix="lower-case")
    adopt("--accord", "theirs", "--status", "true").is_error("unknown-key", fix="accepted")
    adopt("--accord", "theirs", "--passages", "book").is_error("passage-form", fix="source#")
    answer = adopt("--accord", "theirs")
    assert answer.code == 1
    assert answer.err.count("warning[not-adopted]") == 2
    assert f"{path}:3" in answer.err
    assert f"{path}:4" in answer.err
    assert sorted(small.rglob("*")) == before


# Builds


def test_violations_are_not_built(small: Path, tell: Told) -> None:
    line = add(
        small, "accords/lake-1990", "lake-1990,garantor,first-party,accepted,my-source#p1,,,,,"
    )
    answer = tell("build", "--project", small)
    assert answer.code == 1
    assert f"lake-1990.csv:{line}" in answer.err
    assert "wrote     nothing" in answer.err
    assert not (small / "build").exists()
    tell("query", "accords-and-dates", "--project", small, "--no-build").is_error(
        "not-built", "project", 0, "accordsgraph build"
    )


def test_a_file_in_the_place_of_the_build(small: Path) -> None:
    (small / "build").write_text("mine")
    with pytest.raises(ProjectError, match=r"error\[build-write\].*\n.*/build\n  fix: free"):
        save(small / "build", b"", {}, {}, {})
    assert (small / "build").read_text() == "mine"


def test_no_right_to_write_the_build(small: Path) -> None:
    if not hasattr(os, "geteuid") or os.geteuid() == 0:
        pytest.skip("root may write everywhere, so the right to write cannot be taken away")
    (small / "build").mkdir()
    (small / "build").chmod(0o500)
    try:
        with pytest.raises(ProjectError, match=r"error\[build-write\].*\n.*/build\n  fix: free"):
            save(small / "build", b"", {}, {}, {})
        assert list((small / "build").iterdir()) == []
    finally:
        (small / "build").chmod(0o700)


# Projects


def test_project_that_is_not_there(tmp_path: Path, tell: Told) -> None:
    for verb in ("validate", "build", "reason", "export", "queries", "format"):
        tell(verb, "--project", tmp_path / "nowhere").is_error(
            "project-missing", "nowhere", 0, "accordsgraph new"
        )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ('title = "A\n', ("toml", 1, "correct")),
        ('title = "A"\nbase == 1\n', ("toml", 2, "correct")),
        ("a = " + "[" * DEEP, ("toml", 1, "correct")),
        ('title = "A"\n\nlicence = "CC0"\n', ("setting", 3, 'write "license"')),
        ("title = 7\n", ("setting", 1, "")),
        ('title = "A"\nlanguages = "en"\n', ("setting", 2, "")),
        ('title = "A"\nlanguages = [1, 2]\n', ("setting", 2, "")),
        ('base = "https://example.org/"\n', ("setting", 1, "title")),
        ('title = "A"\nbase = "example.org"\n', ("setting", 2, "ends with /")),
        ('title = "A"\nbase = "https://[/"\n', ("setting", 2, "ends with /")),
        ('title = "A"\nbase = "https://example.org/%zz/"\n', ("setting", 2, "ends with /")),
        ('title = "A"\n# Genève\n', ("encoding", 2, "UTF-8")),
    ],
    ids=[
        "open quote",
        "two signs",
        "deep",
        "unknown key",
        "no text",
        "no list",
        "list of numbers",
        "no title",
        "base without scheme",
        "base without host",
        "base with a wrong escape",
        "latin-1",
    ],
)
def test_wrong_dataset_toml(
    toml: str, said: tuple[str, int, str], tmp_path: Path, tell: Told
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/dataset.toml").write_bytes(toml.encode("latin-1"))
    id, line, fix = said
    tell("validate", "--project", tmp_path).is_error(id, "dataset.toml", line, fix)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--accord", "Lake 1990"], ("thing-key", "lower-case")),
        (["--accord", "x" * 300], ("thing-key", "at most 100")),
        (["--base", "lake"], ("setting", "ends with /")),
        (["--title", 'The "Lake"'], ("title", "without quotes")),
        (["--title", " "], ("title", "")),
    ],
)
def test_new_with_wrong_values(
    options: list[str], said: tuple[str, str], tmp_path: Path, tell: Told
) -> None:
    tell("new", tmp_path / "lake", *options).is_error(said[0], fix=said[1])
    assert list(tmp_path.iterdir()) == []


def test_new_where_something_is(small: Path, tell: Told) -> None:
    before = {path: path.stat().st_mtime_ns for path in small.rglob("*")}
    tell("new", small).is_error("not-empty", "project", 0, "new folder")
    tell("new", small / "README.md").is_error("not-empty", "README.md", 0, "new folder")
    assert {path: path.stat().st_mtime_ns for path in small.rglob("*")} == before


def test_new_below_a_file(small: Path, tell: Told) -> None:
    tell("new", small / "README.md" / "lake").is_error("file-unwritable", ".gitignore")


# Verbs and options


def test_usage(tell: Told) -> None:
    tell("validat").is_error("unknown-verb", fix="did you mean validate?")
    tell("xyzzy").is_error("unknown-verb", fix="accordsgraph --help")
    tell("validate", "--dta", "x").is_error("usage", fix="accordsgraph validate --help")
    tell("validate", "--format", "docx").is_error("usage", fix="accordsgraph validate --help")
    tell("validate", "--shapes", "x.ttl").is_error("usage", fix="accordsgraph validate --help")
    tell("claims", "adopt").is_error("usage", fix="accordsgraph claims adopt --help")
    tell("claims", "report", "--format", "turtle").is_error("usage")
    tell("export", "--format", "docx").is_error("usage", fix="accordsgraph export --help")
    for nothing in ((), ("query",), ("claims",)):
        answer = tell(*nothing)
        assert answer.code == 2
        assert answer.err.startswith("Usage: ")


# Queries


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    path = tmp_path / "lake.ttl"
    path.write_bytes(
        GOOD
        + b"""@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix state: <https://w3id.org/accordsgraph/id/state/> .
accord:lake-1990 a ag:Accord ; skos:prefLabel "Lake Accord"@en .
state:north a ag:State ; skos:prefLabel "North"@en .
"""
    )
    return path


def test_saved_queries(lake: Path, tell: Told) -> None:
    ask = partial(tell, "query")
    ask("role-by-instrument", "--data", lake).is_error(
        "unknown-query", fix="did you mean roles-by-instrument?"
    )
    ask("xyzzy", "--data", lake).is_error("unknown-query", fix="accordsgraph queries")
    tell("queries", "xyzzy").is_error("unknown-query", fix="accordsgraph queries")
    roles = partial(ask, "roles-by-instrument", "--data", lake)
    roles("--acord", "x").is_error("parameter-unknown", fix="--accord")
    roles("lake-1990").is_error("parameter-unknown", fix="--accord")
    roles("--accord").is_error("usage")
    roles("--role", "king").is_error("parameter-type", fix="--role guarantor")
    roles("--accord", "lake-1991").is_error("parameter-type", fix="did you mean lake-1990?")
    roles("--accord", "zzz").is_error("parameter-type", fix="accordsgraph query")
    roles("--accord", "north").is_error("parameter-type", fix="accordsgraph query")
    roles("--accord", "").is_error("parameter-type", fix="accordsgraph query")
    roles("--accord", "> } INSERT").is_error("parameter-type", fix="accordsgraph query")
    roles("--format", "turtle").is_error("result-format", fix="csv")
    roles("--timeout", "-1").is_error("usage")
    at = partial(ask, "state-name-at-date", "--data", lake, "--date")
    at("14.4.1988").is_error("parameter-type", fix="--date 1988-04-14")
    at("1988-02-30").is_error("parameter-type", fix="--date 1988-04-14")


@pytest.mark.parametrize(
    "text",
    [
        "a b/c",
        "<a b>",
        "accord:a b",
        "http://[",
        "accord:%zz",
        "/",
        ":",
        "<>",
        "{",
        "a\nb",
        "\udcff",
    ],
)
def test_texts_that_name_nothing(text: str, lake: Path, tell: Told) -> None:
    tell("export", text, "--data", lake).is_error("unknown-thing", fix="give a key")
    roles = tell("query", "roles-by-instrument", "--data", lake, "--accord", text)
    roles.is_error("parameter-type", fix="accordsgraph query")


def saved(project: Path, text: str) -> Path:
    path = project / "queries/saved/mine.rq"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    return path


HEAD = '#+ title = "Mine"\n#+ question = "Which?"\n#+ theme = "roles"\n'
BODY = "SELECT * { VALUES ?accord { } ?accord ?p ?o }"
PARAMETER = '#+ [parameters.accord]\n#+ type = "ag:Accord"\n#+ help = "Which"\n'


@pytest.mark.parametrize(
    ("text", "line", "fix"),
    [
        (BODY, 1, "add #+ title"),
        ('#+ title = "A\n' + BODY, 1, "correct"),
        ("# mine\n#+ a = " + "[" * DEEP + "\n" + BODY, 1, "correct"),
        (HEAD + "#+ x y\n" + BODY, 4, "correct"),
        (HEAD.replace("theme", "them") + BODY, 1, "add #+ theme"),
        (HEAD.replace('"roles"', '"wars"') + BODY, 3, "themes are"),
        (HEAD.replace('"roles"', "7") + BODY, 3, "docs/queries.md"),
        (HEAD + "#+ parameters = 7\n" + BODY, 4, "docs/queries.md"),
        (HEAD + "#+ [parameters]\n#+ accord = 7\n" + BODY, 5, "[parameters.accord]"),
        (HEAD + PARAMETER.replace("help", "halp") + BODY, 4, "add #+ help"),
        (HEAD + PARAMETER.replace("ag:Accord", "accord") + BODY, 4, "types are"),
        (HEAD + PARAMETER + "#+ choices = [1]\n" + BODY, 4, "quote it"),
        (HEAD + PARAMETER.replace(".accord", ".Accord") + BODY, 4, "lower-case"),
        (HEAD + PARAMETER + "SELECT * { ?s ?p ?o }", 4, "write VALUES ?accord"),
    ],
)
def test_wrong_head(text: str, line: int, fix: str, small: Path, tell: Told) -> None:
    saved(small, text)
    for command in (("query", "mine"), ("queries",), ("queries", "mine")):
        answer = tell(*command, "--project", small)
        assert answer.code == 2
        assert answer.err.startswith("error[query-head]: ")
        assert f"mine.rq:{line}\n" in answer.err
        assert fix in answer.err


def test_missing_parameter(small: Path, lake: Path, tell: Told) -> None:
    saved(small, HEAD + PARAMETER + '#+ example = "lake-1990"\n' + BODY)
    ask = partial(tell, "query", "mine", "--project", small, "--data", lake)
    ask().is_error("parameter-missing", fix="accordsgraph query mine --accord lake-1990")
    assert ask("--accord", "lake-1990").code == 0


def asked(tmp_path: Path, lake: Path, tell: Told, text: str, *options: str) -> Answer:
    path = tmp_path / "mine.rq"
    path.write_text(text)
    return tell("query", path, "--data", lake, *options)


@pytest.mark.parametrize(
    ("text", "line", "fix"),
    [
        ("SELECT *\n{ ?s ?p }\n", 2, "just before"),
        ("SELECT * { ?s ?p ?o } }", 1, "just before"),
        ("SELECT * {\n ?s foo:p ?o }", 2, "PREFIX foo:"),
        ("SELECT * { ?s ?p ?o", 1, "close every bracket"),
        ('SELECT * { ?s ?p "open\n" }', 1, "just before"),
        ("SELECT ?x { ?s ?p ?o } GROUP BY ?s", 1, "just before"),
        ("What did they sign?", 1, "just before"),
    ],
)
def test_wrong_syntax(
    text: str, line: int, fix: str, tmp_path: Path, lake: Path, tell: Told
) -> None:
    asked(tmp_path, lake, tell, text).is_error("query-syntax", "mine.rq", line, fix)


def test_wrong_syntax_on_standard_input(lake: Path, run: Run) -> None:
    for text, id in (("SELECT *\n{ ?s ?p }", "query-syntax"), ("", "file-empty")):
        result = run("query", "-", "--data", lake, stdin=text)
        answer = Answer(result.returncode, result.stdout, result.stderr)
        answer.is_error(id, "standard input", 2 if text else 0)


def test_query_files(tmp_path: Path, lake: Path, tell: Told) -> None:
    ask = partial(tell, "query")
    ask(tmp_path / "nowhere.rq", "--data", lake).is_error("file-missing", "nowhere.rq")
    (tmp_path / "folder.rq").mkdir()
    ask(tmp_path / "folder.rq", "--data", lake).is_error("file-is-folder", "folder.rq")
    (tmp_path / "empty.rq").touch()
    ask(tmp_path / "empty.rq", "--data", lake).is_error("file-empty", "empty.rq")
    (tmp_path / "latin.rq").write_bytes("SELECT *\n{ ?s ?p 'è' }".encode("latin-1"))
    ask(tmp_path / "latin.rq", "--data", lake).is_error("encoding", "latin.rq", 2, "UTF-8")
    (tmp_path / "mine.txt").write_text("SELECT * { ?s ?p ?o }")
    ask(tmp_path / "mine.txt", "--data", lake).is_error("file-ending", "mine.txt", 0, "rename it")


REACHING = [
    "SELECT * { SERVICE <{}> { ?s ?p ?o } }",
    "SELECT * {\n sErViCe silent<{}>{?s ?p ?o} }",
    "SELECT * { BIND(<{}> AS ?where) SERVICE ?where { ?s ?p ?o } }",
    "PREFIX x: <{}> SELECT * { SERVICE x: { ?s ?p ?o } }",
    "PREFIX x: <{}> SELECT * { SERVICEx:a{ ?s ?p ?o } }",
    "SELECT * { ?s ?p 1SERVICE<{}>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p trueSERVICE<{}>{ ?s ?p ?o } }",
    r"SELECT * { \u0053ERVICE <{}> { ?s ?p ?o } }",
    r"SELECT * { # \u000a SERVICE <{}> { ?s ?p ?o } }",
    "SELECT * { FILTER(1<2)SERVICE#>\n<{}>{ ?s ?p ?o } }",
    "SELECT * { FILTER(1<'a>')SERVICE <{}> { ?s ?p ?o } FILTER('b'='b') }",
    'SELECT * { FILTER(1<"#>")SERVICE <{}> { ?s ?p ?o } }',
    "SELECT * { SERVICE # to\r # there\n <{}> # now\n { ?s ?p ?o } }",
    "ASK { { SELECT * { OPTIONAL { SERVICE <{}> { ?s ?p ?o } } } } }",
    "SELECT * FROM <{}> { ?s ?p ?o }",
    "SELECT * from named <{}> { GRAPH ?g { ?s ?p ?o } }",
    "PREFIX x: <{}> SELECT * FROM x:a { ?s ?p ?o }",
    r"SELECT * \u0046ROM <{}> { ?s ?p ?o }",
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "LOAD <{}>",
    "# c\nLOAD SILENT <{}> INTO GRAPH <x:g>",
]


@pytest.mark.parametrize("query", REACHING)
def test_nothing_is_fetched(
    query: str, server: socket.socket, tmp_path: Path, lake: Path, tell: Told
) -> None:
    text = query.replace("<{}>", f"<{address(server)}>")
    asked(tmp_path, lake, tell, text).is_error("query-reach", "mine.rq", ANY)


def test_the_engine_alone_would_fetch() -> None:
    """Without the guard the queries above do connect; else they would prove nothing."""
    met: list[object] = []

    def meet(listening: socket.socket) -> None:
        connection, peer = listening.accept()
        met.append(peer)
        connection.close()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=meet, args=(listening,))
        thread.start()
        query = f"SELECT * {{ FILTER(1<2)SERVICE#>\n<{address(listening)}> {{ ?s ?p ?o }} }}"
        with pytest.raises(OSError, match=r".+"):
            list(ox.Store().query(query))  # type: ignore[arg-type]
        thread.join(5)
    assert len(met) == 1


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <x:a> <x:b> 1 }",
        "PREFIX x: <x:>\ninsert { ?s ?p 1 } WHERE { ?s ?p ?o }",
        "BASE <x:y> Delete WHERE { ?s ?p ?o }",
        r"DEL\u0045TE WHERE { ?s ?p ?o }",
        "WITH <x:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "DROP ALL",
        "CLEAR DEFAULT",
    ],
)
def test_nothing_is_changed(text: str, tmp_path: Path, lake: Path, tell: Told) -> None:
    asked(tmp_path, lake, tell, text).is_error("query-update", "mine.rq", ANY, "data/")


@pytest.mark.parametrize(
    "text",
    [
        'SELECT * { ?s ?p ?o FILTER(?o != "at your SERVICE, LOAD and FROM") }',
        "PREFIX x: <http://x.org/service/from#> SELECT * { ?s x:service ?service ; x:load ?load }",
        "SELECT ?service ?from { ?from ?service ?o } # SERVICE of love",
        "PREFIX x: <x:> SELECT * { ?s x:from ?o ; x:add <x:a> ; x:with ?w }",
        "SELECT ?my_service ?x { ?my_service ?p ?x }",
    ],
)
def test_harmless_words(text: str, tmp_path: Path, lake: Path, tell: Told) -> None:
    assert asked(tmp_path, lake, tell, text).code == 0


@needs_fork
@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o FILTER(" + "(" * DEEP + "1" + ")" * DEEP + ") }",
        "SELECT * " + "{" * DEEP + "}" * DEEP,
        "SELECT * {" + "OPTIONAL{" * 3000 + "}" * 3001,
        "SELECT * { ?s ?p ?o FILTER(" + "!" * DEEP + "true) }",
        "SELECT * { ?s ?p ?o FILTER(1" + "+1" * DEEP + "=1) }",
        "SELECT * { ?s ?p ?o FILTER(" + "-" * DEEP + "1) }",
        "SELECT * { ?s " + "^" * DEEP + "<x:p> ?o }",
        "SELECT * {{}" + "UNION{}" * 20_000 + "}",
        "x" * 300_000,
        "SERVICE" * 28_000,
        "SERVICE#" * 24_000,
    ],
    ids=["( )", "{ }", "OPTIONAL", "!", "+", "-", "^", "UNION", "long", "SERVICE", "SERVICE#"],
)
def test_deep_and_long_queries(text: str, tmp_path: Path, lake: Path, tell: Told) -> None:
    dumps = faulthandler.is_enabled()
    faulthandler.disable()  # pytest's would dump the stack of the child that dies
    answer = asked(tmp_path, lake, tell, text)
    if dumps:
        faulthandler.enable(sys.__stderr__)  # type: ignore[arg-type]
    assert answer.code == 2
    assert answer.err.count("error[") == 1
    assert "mine.rq" in answer.err
    assert "fix: " in answer.err
    assert "bug" not in answer.err


ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture
def crowd(tmp_path: Path) -> Path:
    path = tmp_path / "crowd.nt"
    path.write_text("".join(f"<x:{n}> <x:p> <x:{n + 1}> .\n" for n in range(2000)))
    return path


@needs_fork
@pytest.mark.parametrize("limit", ["1", "0.2"])
def test_endless_query(limit: str, crowd: Path, tmp_path: Path, tell: Told) -> None:
    start = time.monotonic()
    answer = asked(tmp_path, crowd, tell, ENDLESS, "--timeout", limit)
    answer.is_error("query-timeout", "mine.rq", 0, "--timeout 600")
    assert f"longer than {limit} seconds" in answer.err
    assert time.monotonic() - start < 5
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@pytest.mark.parametrize("limit", ["0", "1e9", "1e300", "inf", "nan"])
def test_limit_that_is_none(limit: str, lake: Path, tmp_path: Path, tell: Told) -> None:
    answer = asked(tmp_path, lake, tell, "ASK {}", "--timeout", limit, "--format", "table")
    assert (answer.code, answer.out, answer.err) == (0, "yes\n", "")


@pytest.fixture
def endless(crowd: Path, tmp_path: Path) -> Callable[..., subprocess.Popen[str]]:
    """Start an endless query in a process group of its own."""
    (tmp_path / "mine.rq").write_text(ENDLESS)

    def start(limit: str, **settings: Any) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [*PROGRAM, "query", "mine.rq", "--data", str(crowd), "--timeout", limit],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            **settings,
        )

    return start


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Give exit code and words of a command once it and the child that asks have ended."""
    try:
        out, err = process.communicate(timeout=30)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    return process.returncode, out, err


@needs_fork
def test_endless_query_where_alarms_are_ignored(
    endless: Callable[..., subprocess.Popen[str]],
) -> None:
    ignore = partial(signal.signal, signal.SIGALRM, signal.SIG_IGN)
    with endless("1", preexec_fn=ignore) as process:
        code, out, err = ended(process)
    assert (code, out) == (2, "")
    assert "error[query-timeout]" in err


@needs_fork
def test_query_of_a_killed_command_ends_with_its_time(
    endless: Callable[..., subprocess.Popen[str]],
) -> None:
    with endless("3") as process:
        time.sleep(2)
        process.kill()
        assert ended(process)[0] == -signal.SIGKILL


@needs_fork
def test_query_that_eats_memory(crowd: Path, tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    doubled = " ".join(f"BIND(CONCAT(?a{n}, ?a{n}) AS ?a{n + 1})" for n in range(34))
    (tmp_path / "mine.rq").write_text(f'SELECT * {{ BIND("xxxx" AS ?a0) {doubled} }}')
    limit = 600_000_000
    result = subprocess.run(
        [*PROGRAM, "query", "mine.rq", "--data", str(crowd)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
    )
    assert result.returncode == 2
    assert "error[query-crash]: the query needed more memory" in result.stderr
    assert result.stderr.count("\n") == 3, "no words of the engine"


@needs_fork
def test_interrupted_query(endless: Callable[..., subprocess.Popen[str]]) -> None:
    # the tests may run in the background, where an interrupt is ignored
    heed = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    with endless("600", preexec_fn=heed) as process:
        time.sleep(2)
        process.send_signal(signal.SIGINT)
        code, out, err = ended(process)
    assert (code, out, err.strip()) == (130, "", "")


def test_kinds_of_results(tmp_path: Path, lake: Path, tell: Told) -> None:
    graph = "CONSTRUCT WHERE { ?s ?p ?o }"
    asked(tmp_path, lake, tell, graph, "--format", "csv").is_error("result-format", fix="turtle")
    rows = "SELECT * { ?s ?p ?o }"
    asked(tmp_path, lake, tell, rows, "--format", "turtle").is_error("result-format", fix="csv")
    asked(tmp_path, lake, tell, rows, "--format", "docx").is_error("usage")


# Exports


def test_unknown_things_and_graphs(lake: Path, tell: Told) -> None:
    tell("export", "lake-1991", "--data", lake).is_error("unknown-thing", fix="lake-1990")
    tell("export", "--graph", "recrod", "--data", lake).is_error("unknown-graph")


def test_closed_pipe(crowd: Path) -> None:
    process = subprocess.Popen(
        [*PROGRAM, "export", "--data", str(crowd)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(30) == 0
    process.stderr.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full disk to write on here")
def test_full_disk(lake: Path) -> None:
    with Path("/dev/full").open("w") as full:
        command = [*PROGRAM, "export", "--data", str(lake)]
        result = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    Answer(result.returncode, "", result.stderr).is_error("system", fix="space left")


# Formatting of files


def test_format_of_wrong_files(tmp_path: Path, tell: Told) -> None:
    path = tmp_path / "mine.ttl"
    path.write_bytes(b"# a remark\n" + GOOD)
    tell("format", path).is_error("format-comment", "mine.ttl", 1, "editorialNote")
    path.write_bytes(GOOD[:-3])
    tell("format", path).is_error("syntax", "mine.ttl", 3)
    assert path.read_bytes() == GOOD[:-3]
    (tmp_path / "mine.nt").write_bytes(b"<x:a> <x:b> <x:c> .\n")
    tell("format", tmp_path / "mine.nt").is_error("format-turtle", "mine.nt", 0, "export")


def test_library_says_the_same(small: Path) -> None:
    table(small, "things/place").write_bytes(b"")
    with pytest.raises(SourceError, match=r"error\[table-empty\].*\n.*place.csv:1\n  fix: "):
        assemble(read(small))
