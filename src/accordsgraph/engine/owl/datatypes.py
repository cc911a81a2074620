"""The datatypes of OWL 2 RL: what a literal is an instance of, and whether it can be one at all.

Lexical spaces are those of https://www.w3.org/TR/xmlschema11-2/; the datatypes are those of
https://www.w3.org/TR/owl2-profiles/#Entities_3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

XSD = "http://www.w3.org/2001/XMLSchema#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

_BROADER = {
    "dateTimeStamp": "dateTime",
    "integer": "decimal",
    "long": "integer",
    "int": "long",
    "short": "int",
    "byte": "short",
    "nonNegativeInteger": "integer",
    "positiveInteger": "nonNegativeInteger",
    "unsignedLong": "nonNegativeInteger",
    "unsignedInt": "unsignedLong",
    "unsignedShort": "unsignedInt",
    "unsignedByte": "unsignedShort",
    "nonPositiveInteger": "integer",
    "negativeInteger": "nonPositiveInteger",
    "normalizedString": "string",
    "token": "normalizedString",
    "language": "token",
    "Name": "token",
    "NCName": "Name",
    "NMTOKEN": "Name",
}
_APART = (
    "anyURI",
    "base64Binary",
    "boolean",
    "dateTime",
    "decimal",
    "double",
    "float",
    "hexBinary",
    "string",
    "PlainLiteral",
    "XMLLiteral",
)
_ZONE = r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
_DAY = r"-?(?:[1-9][0-9]{3,}|0[0-9]{3})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_TIME = r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)"
_NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_FLOAT = rf"(?:{_NUMBER}(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN)"
_WORDS = r"(?:[^\s]+(?: [^\s]+)*)?"
LEXICAL = {
    "boolean": "true|false|1|0",
    "decimal": _NUMBER,
    "integer": r"[+-]?[0-9]+",
    "double": _FLOAT,
    "float": _FLOAT,
    "dateTime": f"{_DAY}T{_TIME}{_ZONE}?",
    "dateTimeStamp": f"{_DAY}T{_TIME}{_ZONE}",
    "date": f"{_DAY}{_ZONE}?",
    "time": f"{_TIME}{_ZONE}?",
    "hexBinary": r"(?:[0-9a-fA-F]{2})*",
    "base64Binary": r"(?:(?:[A-Za-z0-9+/] ?){4})*"
    r"(?:(?:[A-Za-z0-9+/] ?){2}[AEIMQUYcgkosw048] ?=|[A-Za-z0-9+/] ?[AQgw] ?= ?=)?",
    "normalizedString": r"[^\t\n\r]*",
    "token": _WORDS,
    "language": r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
    "Name": r"[^\W\d][\w.:·-]*|:[\w.:·-]*",
    "NCName": r"[^\W\d][\w.·-]*",
    "NMTOKEN": r"[\w.:·-]+",
}
BOUNDS = {
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-128, 127),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 255),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
}
_ANY = {XSD + "string", XSD + "anyURI", *(_RDF + n for n in ("XMLLiteral", "HTML", "PlainLiteral"))}
QUOTE = ord('"')
"""What the name of a literal begins with."""
SUPPORTED = frozenset({XSD + name for name in (*LEXICAL, *BOUNDS)} | _ANY)
"""The datatypes whose values this engine knows, as IRIs."""


@cache
def broader(datatype: str) -> tuple[str, ...]:
    """Give the datatypes every value of a datatype also has, the nearest first."""
    above = _BROADER.get(datatype.removeprefix(XSD))
    return (XSD + above, *broader(XSD + above)) if above else ()


def disjoint() -> Iterator[tuple[str, str]]:
    """Give each pair of datatypes no value can have both of."""
    iris = [(_RDF if name.endswith("Literal") else XSD) + name for name in _APART]
    for number, one in enumerate(iris):
        for other in iris[number + 1 :]:
            if not (one == XSD + "string" and other == _RDF + "PlainLiteral"):
                yield one, other


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(LEXICAL["integer" if name in BOUNDS else name])


def is_wrong(lexical: str, datatype: str) -> bool:
    """Tell whether a lexical form is none of its datatype; False for a datatype not known here."""
    if datatype in _ANY or datatype not in SUPPORTED:
        return False
    name = datatype.removeprefix(XSD)
    if not _pattern(name).fullmatch(lexical):
        return True
    if name in BOUNDS:
        low, high = BOUNDS[name]
        value = int(lexical)
        return (low is not None and value < low) or (high is not None and value > high)
    return name.startswith("date") and not _exists(lexical.lstrip("-").split("T")[0])


def _exists(day: str) -> bool:
    """Tell whether a day is in the calendar; a year of five digits has the days of 4 of them."""
    year, month, number = (
        int(part[:2] if i else part) for i, part in enumerate(day.split("-")[:3])
    )
    try:
        date(year % 400 + 400, month, number)
    except ValueError:
        return False
    return True


def lexical(name: bytes) -> str:
    """Give the lexical form of a literal, escaped as in N-Triples."""
    return name[1 : name.rfind(b'"')].decode()


def datatype(name: bytes) -> str | None:
    """Give the datatype of a literal, None for one in a language and for what is no literal."""
    if name[0] != QUOTE or name[-1] not in _ENDS:
        return None
    return name[name.rfind(b'"') + 4 : -1].decode() or XSD + "string"


_ENDS = b'">'
