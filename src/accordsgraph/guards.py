"""Refuse input that would crash an engine or reach outside, before any parser sees it.

The parsers below us abort the process on deep nesting, expand XML entities without limit, accept
truncated RDF/XML and ask the network for JSON-LD contexts. None of that can be caught afterwards.
"""

from __future__ import annotations

import codecs
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from accordsgraph.errors import Place, Problem, QueryError, SourceError

DEPTH = 100
"""Brackets that may be open at once; accords need four, our ontology six."""

LONGEST = 4_000_000
"""Characters a literal may hold; the parsers give up at 16 million bytes."""

TOKENS = (
    r'(?s)"""(?:[^"\\]++|\\.|"(?!""))*+"""'
    r"|'''(?:[^'\\]++|\\.|'(?!''))*+'''"
    r'|"(?:[^"\\\n\r]++|\\.)*+"'
    r"|'(?:[^'\\\n\r]++|\\.)*+'"
    r"|<(?:[^<>\"{}|^`\\\x00-\x20]|\\[uU][0-9A-Fa-f]{4,8})*+>"
    r"|\#[^\n\r]*"
    r"|\\."  # an escape in a local name: ex:a\#b
    r"|[()\[\]{}]"
)
"""Strings, IRIs, comments and brackets; a text, since most commands need not compile it."""


def decode(data: bytes, path: Path) -> str:
    """Decode the bytes of a text file as UTF-8, with or without a byte order mark.

    Raises:
        SourceError: the file is empty, not UTF-8 or not text; names the line.

    """
    if not data.removeprefix(codecs.BOM_UTF8).strip():
        fix = "fill it or name another"
        raise SourceError(Problem("file-empty", "this file is empty", Place(str(path)), fix))
    fix = "save it as text in UTF-8"
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = Place(str(path), data.count(b"\n", 0, error.start) + 1)
        raise SourceError(Problem("encoding", "this file is not UTF-8", place, fix)) from error
    if "\0" in text:
        place = Place(str(path), text.count("\n", 0, text.index("\0")) + 1)
        raise SourceError(Problem("encoding", "this file holds a zero byte", place, fix))
    return text


def check_length(text: str, path: Path) -> None:
    """Refuse a literal (or IRI, or comment) of more than :data:`LONGEST` characters."""
    if len(text) <= LONGEST:
        return
    if '"""' not in text and "'''" not in text and _has_short_lines(text):
        return
    for token in re.finditer(TOKENS, text):
        if token.end() - token.start() > LONGEST:
            place = Place(str(path), text.count("\n", 0, token.start()) + 1)
            message = f"something here holds more than {LONGEST:,} characters"
            raise SourceError(Problem("literal-long", message, place, "shorten it"))


def _has_short_lines(text: str) -> bool:
    start = 0
    while len(text) - start > LONGEST:
        start = text.rfind("\n", start, start + LONGEST + 1) + 1
        if not start:
            return False
    return True


def check_depth(text: str, path: Path) -> None:
    """Refuse brackets nested deeper than :data:`DEPTH` outside strings, IRIs and comments."""
    if sum(map(text.count, "([{")) <= DEPTH:
        return
    depth = 0
    for token in re.finditer(TOKENS, text):
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
    """Refuse XML that declares entities, nests too deep or is not well-formed (truncated, say)."""
    from xml.parsers import expat

    open_elements = 0

    def refuse(id: str, message: str, fix: str) -> None:
        raise SourceError(Problem(id, message, Place(str(path), parser.CurrentLineNumber), fix))

    def refuse_entity(*_: object) -> None:
        message = "this file declares XML entities; they can hide a bomb or read other files"
        refuse("xml-entity", message, "remove the DOCTYPE and write the IRIs out")

    def begin_doctype(_name: str, system: str | None, public: str | None, _subset: object) -> None:
        if system or public:
            message = f"this file refers to another one: {system or public}"
            refuse("xml-entity", message, "remove the DOCTYPE; nothing else is read or fetched")

    def begin_element(*_: object) -> None:
        nonlocal open_elements
        open_elements += 1
        if open_elements > DEPTH:
            message = f"more than {DEPTH} elements are open here at once"
            refuse("nesting", message, "write the inner things as things of their own")

    def end_element(*_: object) -> None:
        nonlocal open_elements
        open_elements -= 1

    parser = expat.ParserCreate()
    parser.EntityDeclHandler = refuse_entity
    parser.StartDoctypeDeclHandler = begin_doctype
    parser.StartElementHandler = begin_element
    parser.EndElementHandler = end_element
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
        document = json.loads(text, parse_int=str)  # not even a number of 5,000 digits fails
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
_SPACE = r"(?:\s|#[^\r\n]*[\r\n])*"
_SERVICE = (
    rf"(?i)(?<![:?$_a-df-qs-z])SERVICE{_SPACE}(?:SILENT)?{_SPACE}"  # 1SERVICE, trueSERVICE are read
    rf"(?:<[^<>]*>|[?$][^\s{{}}#]+|[^\s{{}}<>\"#:]*:[^\s{{]*){_SPACE}\{{"
)
"""What a parser may read as SERVICE, wherever it stands, were it in a string or a comment.

Only a full parser knows whether a ``<`` begins an IRI or compares, so the tokens below can be
misled; this cannot.
"""
_NAMES = 100
"""Times a query may say "service" before it is not searched but refused."""
_WORDS = r"[?$]?[\w.-]++(?::[\w.:%-]*+)?|:[\w.:%-]*+|\S"
_READS = {"SERVICE": "asks another server", "LOAD": "reads from an address"}
_UPDATES = ("INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH", "LOAD")


def check_query(text: str, file: str, graphs: tuple[str, ...]) -> bool:
    """Refuse a SPARQL query that reaches outside the dataset; tell whether it names its graphs.

    ``graphs`` are the IRIs that may stand after FROM.

    Raises:
        QueryError: SERVICE, LOAD or an update, a FROM that names no graph of the dataset, more
            brackets open than :data:`DEPTH`, or more than 200,000 characters.

    """
    if len(text) > _QUERY_LIMIT:
        fix = f"at most {_QUERY_LIMIT:,} characters"
        raise QueryError(Problem("query-long", "this query is too long", Place(file), fix))
    try:
        check_depth(text, Path(file))
    except SourceError as error:
        problem = replace(error.problems[0], fix="nest fewer groups and expressions")
        raise QueryError(problem) from error
    at = asks_service(text)
    if at is not None:
        raise _reaches("SERVICE", text, at, file)
    found = {_check_words(version, file, graphs) for version in versions(text)}
    return True in found


def asks_service(text: str) -> int | None:
    """Give the offset of a SERVICE in SPARQL text, written plainly or with escapes, else None."""
    for version in versions(text):
        names = [match.start() for match in re.finditer("SERVICE", version, re.IGNORECASE)]
        if len(names) > _NAMES:
            return names[0]
        found = re.search(_SERVICE, version) if names else None
        if found:
            return found.start()
    return None


def versions(text: str) -> tuple[str, ...]:
    """Give a text as written and as it is once its escapes are read."""
    plain = re.sub(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})", _unescape, text)
    return tuple(dict.fromkeys((text, plain)))


def _check_words(text: str, file: str, graphs: tuple[str, ...]) -> bool:
    names_graphs = False
    previous = ""
    for token in re.finditer(f"{TOKENS}|{_WORDS}", text):
        word = token[0].upper()
        if word.startswith("#"):
            continue
        if word == "SERVICE" or (word in _UPDATES and previous in ("", ">", ";")):
            raise _reaches(word, text, token.start(), file)
        if previous == "FROM" and word == "NAMED":
            continue
        if previous == "FROM":
            names_graphs = True
            if token[0].strip("<>") not in graphs:
                known = graphs[0].rpartition("/")[0] + "/…" if graphs else "none"
                message = f"FROM {token[0]} names no graph of this dataset"
                fix = f"write the full IRI of one of its graphs ({known}); nothing else is read"
                place = Place(file, text.count("\n", 0, token.start()) + 1)
                raise QueryError(Problem("query-reach", message, place, fix))
        previous = ">" if word.startswith("<") else word
    return names_graphs


def _reaches(word: str, text: str, offset: int, file: str) -> QueryError:
    place = Place(file, text.count("\n", 0, offset) + 1)
    if word in _READS:
        fix = "remove it; nothing is fetched"
        return QueryError(Problem("query-reach", f"{word} {_READS[word]}", place, fix))
    message = f"{word} changes data; a query only reads"
    return QueryError(Problem("query-update", message, place, "change the tables in data/"))


def _unescape(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code < 0x110000 else match[0]
