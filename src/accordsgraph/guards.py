"""Refuse input that would crash an engine or reach outside, before any parser sees it.

The parsers below us abort the process on deep nesting, expand XML entities without limit, accept
truncated RDF/XML and ask the network for JSON-LD contexts. None of that can be caught afterwards.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.parsers import expat

from accordsgraph.errors import Place, Problem, QueryError, SourceError

DEPTH = 200
"""Brackets that may be open at once; accords need four, our ontology six."""

_TOKENS = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n\r]|\\.)*"'
    r"|'(?:[^'\\\n\r]|\\.)*'"
    r"|<[^<>\"{}|^`\\\x00-\x20]*>"
    r"|\#[^\n]*"
    r"|[()\[\]{}]",
    re.DOTALL,
)


def decode(data: bytes, path: Path) -> str:
    """Decode the bytes of a text file as UTF-8, with or without a byte order mark.

    Raises:
        SourceError: the file is empty or not UTF-8; names the line.

    """
    place = Place(str(path))
    if not data.strip():
        raise SourceError(
            Problem("file-empty", "this file is empty", place, "fill it or name another")
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problem = Problem(
            "encoding", "this file is not UTF-8", Place(str(path), line), "save it as UTF-8"
        )
        raise SourceError(problem) from error


def check_depth(text: str, path: Path) -> None:
    """Refuse brackets nested deeper than :data:`DEPTH` outside strings, IRIs and comments."""
    if sum(map(text.count, "([{")) <= DEPTH:
        return
    depth = 0
    for token in _TOKENS.finditer(text):
        if token[0] in ("(", "[", "{"):
            depth += 1
            if depth > DEPTH:
                line = text.count("\n", 0, token.start()) + 1
                raise SourceError(
                    Problem(
                        "nesting",
                        f"more than {DEPTH} brackets are open here at once",
                        Place(str(path), line),
                        "write the inner things as things of their own, with an IRI",
                    )
                )
        elif token[0] in (")", "]", "}"):
            depth -= 1


def check_xml(data: bytes, path: Path) -> None:
    """Refuse XML that declares entities or is not well-formed (truncated, for instance)."""

    def refuse(*_: object) -> None:
        raise SourceError(
            Problem(
                "xml-entity",
                "this file declares XML entities; they can hide a bomb or read other files",
                Place(str(path), parser.CurrentLineNumber),
                "remove the DOCTYPE and write the IRIs out",
            )
        )

    parser = expat.ParserCreate()
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)  # noqa: FBT003, expat names no argument
    except expat.ExpatError as error:
        message = f"this is not well-formed XML: {expat.errors.messages[error.code]}"
        place = Place(str(path), error.lineno, error.offset + 1)
        raise SourceError(
            Problem(
                "syntax", message, place, "correct it, or fetch the file again if it is cut off"
            )
        ) from error


def check_json(text: str, path: Path) -> None:
    """Refuse JSON-LD that is no JSON or asks for a context from the network."""
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        place = Place(str(path), error.lineno, error.colno)
        raise SourceError(
            Problem("syntax", f"this is not JSON: {error.msg}", place, "correct it")
        ) from error
    for address in _contexts(document):
        line = text.count("\n", 0, max(text.find(json.dumps(address)), 0)) + 1
        raise SourceError(
            Problem(
                "remote-context",
                f"this JSON-LD asks for a context from the network: {address}",
                Place(str(path), line),
                "write the context into the file; nothing is fetched",
            )
        )


def _contexts(node: Any) -> list[str]:
    """List the addresses used as ``@context`` or ``@import`` anywhere in a JSON document."""
    found: list[str] = []
    waiting = [node]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            for name in ("@context", "@import"):
                context = value.get(name)
                several = context if isinstance(context, list) else [context]
                found += [part for part in several if isinstance(part, str)]
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return found


_QUERY_LIMIT = 200_000
_WORDS = re.compile(r"[?$:]?[A-Za-z_][\w.-]*:?|[?$]\w+|\S")
_FORBIDDEN = {
    "SERVICE": ("asks another server", "remove it; nothing is fetched"),
    "LOAD": ("loads from an address", "remove it; nothing is fetched or changed"),
}
_UPDATES = ("INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH")


def check_query(text: str, file: str, graphs: tuple[str, ...]) -> bool:
    """Refuse a SPARQL query that reaches outside the dataset; tell whether it names its graphs.

    ``graphs`` are the IRIs that may stand after FROM.

    Raises:
        QueryError: SERVICE, LOAD or an update, a FROM that names no graph of the dataset, more
            brackets open than :data:`DEPTH`, or more than 200,000 characters.

    """
    if len(text) > _QUERY_LIMIT:
        raise QueryError(
            Problem(
                "query-long",
                "this query is too long",
                Place(file),
                f"at most {_QUERY_LIMIT:,} characters",
            )
        )
    try:
        check_depth(text, Path(file))
    except SourceError as error:
        raise QueryError(error.problems) from error
    unescaped = re.sub(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})", _unescape, text)
    found = {_check_words(version, file, graphs) for version in (text, unescaped)}
    return True in found


def _check_words(text: str, file: str, graphs: tuple[str, ...]) -> bool:
    names_graphs = False
    previous = [""]
    for token in re.finditer(f"{_TOKENS.pattern}|{_WORDS.pattern}", text, re.DOTALL):
        word = token[0].upper()
        if word.startswith("#"):
            continue
        place = Place(file, text.count("\n", 0, token.start()) + 1)
        if word in _FORBIDDEN:
            does, fix = _FORBIDDEN[word]
            raise QueryError(Problem("query-reach", f"{word} {does}", place, fix))
        if word in _UPDATES and previous[-1] in ("", ">", ";"):
            message = f"{word} changes data; a query only reads"
            raise QueryError(Problem("query-update", message, place, "change the tables in data/"))
        if previous[-1] == "FROM" and word == "NAMED":
            continue
        if previous[-1] == "FROM":
            names_graphs = True
            if token[0].strip("<>") not in graphs:
                known = graphs[0].rpartition("/")[0] + "/…" if graphs else "none"
                message = f"FROM {token[0]} names no graph of this dataset"
                fix = f"write the full IRI of one of its graphs ({known}); nothing else is read"
                raise QueryError(Problem("query-reach", message, place, fix))
        previous.append(">" if word.startswith("<") else word)
    return names_graphs


def _unescape(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code < 0x110000 else match[0]
