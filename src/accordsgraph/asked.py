"""Know which terms the questions of a project name: its competency questions and saved queries."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from accordsgraph.guards import decode
from accordsgraph.project import Project

_TOKEN = re.compile(
    r"""<(?P<iri>[^<>"{}|^`\\\s]*)>"""
    r'''|"""(?:[^\\]|\\.)*?"""|"(?:[^"\\\n]|\\.)*"'''
    r"""|'''(?:[^\\]|\\.)*?'''|'(?:[^'\\\n]|\\.)*'"""
    r"""|\#\+\s*type\s*=\s*"(?P<type>[\w:]+)"|\#[^\n]*"""
    r"""|(?P<prefix>[\w.-]*):\s*<(?P<namespace>[^<>\s]*)>"""
    r"""|(?P<name>[\w.-]*:[\w.-]*\w)""",
    re.DOTALL,
)


def questions(project: Project) -> list[str]:
    """Give the texts of all competency questions and saved queries."""
    files: dict[tuple[str, str], Path] = {}
    for folder in project.queries:
        for name in ("competency", "saved"):
            files |= {(name, path.name): path for path in (folder / name).glob("*.rq")}
    return [decode(path.read_bytes(), path) for _, path in sorted(files.items())]


def terms_of(query: str, prefixes: Mapping[str, str]) -> set[str]:
    """Give the IRIs a query names, also as the class of a parameter; not those in its comments.

    >>> sorted(terms_of("PREFIX e: <x:> SELECT * { ?s e:p 'e:q' # e:r", {}))
    ['x:', 'x:p']

    """
    known = dict(prefixes)
    found = set()
    for token in _TOKEN.finditer(query):
        if token["namespace"] is not None:
            known[token["prefix"]] = token["namespace"]
        if iri := token["iri"] or token["namespace"]:
            found.add(iri)
        if name := token["name"] or token["type"]:
            prefix, _, local = name.partition(":")
            if prefix in known:
                found.add(known[prefix] + local)
    return found
