"""Tell how a query uses each variable: as a term, its value, its form or its datatype.

A literal the store would rewrite stands in it under a datatype of ours (``lexical``). A query over
such data must compare the value, but match, count and give back the term; what it does with each
variable can be read from the brackets around it.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto

from accordsgraph.engine.shacl.select_query import Query, Token
from accordsgraph.engine.shacl.shapes import NotCoveredError

_OF_TERMS = frozenset(
    {"BOUND", "ISIRI", "ISURI", "ISBLANK", "ISLITERAL", "SAMETERM", "LANG", "COUNT", "SAMPLE"}
)
_OF_FORMS = {"STR", "DATATYPE"}
_PASSING = ("COALESCE", "IF", "BIND", "SELECT", "")
_LOSING = ("MIN", "MAX", "GROUP_CONCAT")


class Use(Enum):
    """What an expression makes of a variable, or a pattern of a constant."""

    VALUE = auto()
    STR = auto()
    DATATYPE = auto()
    FUNCTION = auto()
    CONSTANT = auto()


def uses(query: Query) -> dict[int, Use]:
    """Give the use of each token that must be written otherwise, by its number.

    ``FUNCTION`` marks the name of STR or DATATYPE, which the expression for its variable replaces.

    Raises:
        NotCoveredError: the query takes the form of what is no variable, or the least of literals.

    """
    found: dict[int, Use] = {}
    frames: list[str] = []  # "{", "(" of a pattern, or the name of a function or clause
    for number, token in enumerate(query.tokens):
        if token.text in "{(":
            frames.append(_opened(query.tokens, number, frames))
        elif token.text in ")}" and frames:
            frames.pop()
        elif frames:
            found.update(_used(query.tokens, number, frames))
        if token.is_word(*_OF_FORMS, *_LOSING):
            _check(query.tokens, number)
    return found


def _used(tokens: list[Token], number: int, frames: list[str]) -> Iterator[tuple[int, Use]]:
    """Give what must be written otherwise because of one token inside some brackets."""
    if frames[-1] in ("{", "("):
        if tokens[number].kind in ("number", "string"):
            yield number, Use.CONSTANT
    elif tokens[number].kind == "variable":
        use = _use(tokens, number, frames)
        if use:
            yield number, use
        if use in (Use.STR, Use.DATATYPE):
            yield number - 2, Use.FUNCTION


def _opened(tokens: list[Token], number: int, frames: list[str]) -> str:
    """Name the bracket that opens here."""
    if tokens[number].text == "{":
        return "{"
    before = tokens[number - 1]
    in_expression = bool(frames) and frames[-1] not in ("{", "(")
    calls = before.kind in ("word", "name", "iri")
    if in_expression:
        return before.text.upper() if calls else ""
    if before.is_word("FILTER", "BIND", "HAVING"):
        return before.text.upper()
    if calls and number > 1 and tokens[number - 2].is_word("FILTER", "HAVING"):
        return before.text.upper()
    return "(" if frames else "SELECT"


def _use(tokens: list[Token], number: int, frames: list[str]) -> Use | None:
    before, after = tokens[number - 1], tokens[number + 1]
    if before.is_word("AS"):
        return None
    is_alone = (before.text in "(," or before.is_word("DISTINCT")) and (
        after.text in ",)" or after.is_word("AS")
    )
    function = frames[-1]
    if is_alone and function in _OF_TERMS:
        return None
    if is_alone and function in _OF_FORMS and tokens[number - 2].is_word(function):
        return Use.STR if function == "STR" else Use.DATATYPE
    if is_alone and _is_passed_on(tokens, number, frames):
        return None
    return Use.VALUE


def _is_passed_on(tokens: list[Token], number: int, frames: list[str]) -> bool:
    """Tell whether a variable becomes the value of an AS by no more than COALESCE and IF."""
    start = number
    for function in reversed(frames):
        opening = _opening(tokens, start)
        between = tokens[opening + 1 : number]
        if function not in _PASSING:
            return False
        if function == "IF" and not any(token.text == "," for token in _outer(between)):
            return False
        if function in ("BIND", "SELECT"):
            return True
        start = opening - (function != "")
        before, closing = tokens[start - 1], _closing(tokens, opening)
        after = tokens[closing + 1]
        if before.text not in "(," or not (after.text in ",)" or after.is_word("AS")):
            return False
    return False


def _outer(tokens: list[Token]) -> list[Token]:
    """Give the tokens that stand in no brackets of their own."""
    depth = 0
    outer = []
    for token in tokens:
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if depth == 0:
            outer.append(token)
    return outer


def _opening(tokens: list[Token], number: int) -> int:
    """Find the bracket that is open before a token."""
    depth = 1
    while depth:
        number -= 1
        depth += {")": 1, "(": -1}.get(tokens[number].text, 0)
    return number


def _closing(tokens: list[Token], number: int) -> int:
    """Find the bracket that closes one."""
    depth = 1
    while depth:
        number += 1
        depth += {"(": 1, ")": -1}.get(tokens[number].text, 0)
    return number


def _check(tokens: list[Token], number: int) -> None:
    """Refuse to take the form of anything but a variable, and functions that lose it."""
    argument = tokens[number + 1 : number + 4]
    texts = [token.text for token in argument]
    is_lone = len(texts) == 3 and texts[0] == "(" and texts[2] == ")"
    if tokens[number].is_word(*_LOSING) or not is_lone:
        name = tokens[number].text
        raise NotCoveredError(
            f"uses {name} in sh:sparql, and the data has literals not in plain form"
        )
