"""Reckon how much room words take in a picture, and break them into lines.

Widths are those of the widest common sans-serif fonts (DejaVu Sans, Verdana), in parts of the
size of the letters: in any other font the words take less.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from accordsgraph.timelines.captions import Run

_WIDTHS = {
    letter: width
    for letters, width in (
        (" ijlIJı,./\\'‘’·", 0.34),
        ("ft!()[]|:;-", 0.41),
        ('rsz"?*_“”–', 0.53),
        ("ckvxyLF", 0.6),
        ("abdeghnopqu0123456789ESTYPK", 0.66),
        ("ABCRVXZ", 0.7),
        ("DGHNOQU&", 0.79),
        ("wM#+<=>~^≈", 0.87),
        ("mW@%—…", 1.0),
    )
    for letter in letters
}
_OTHER = 1.1
_BOLD = 1.14


class Word(NamedTuple):
    """A word with the style of its run."""

    style: str
    text: str


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Give the most room a text can take in letters of a size, in the same unit."""
    return sum(map(_letter, text)) * size * (_BOLD if bold else 1)


def line_width(words: Sequence[Word], size: float) -> float:
    """Give the most room that words in a line can take."""
    space = _letter(" ") * size * _BOLD
    widths = (text_width(word.text, size, bold=word.style == "date") for word in words)
    return sum(widths) + space * max(len(words) - 1, 0)


def wrapped(runs: Sequence[Run], size: float, width: float) -> list[list[Word]]:
    """Break words into lines no wider than ``width``; a word that is wider is cut."""
    words = [
        Word(run.style, part)
        for run in runs
        for word in run.text.split()
        for part in _cut(word, size, width, bold=run.style == "date")
    ]
    lines: list[list[Word]] = [[]]
    for word in words:
        if lines[-1] and line_width([*lines[-1], word], size) > width:
            lines.append([])
        lines[-1].append(word)
    return lines


def spans(words: Sequence[Word]) -> list[Word]:
    """Join the words of a line that have the same style."""
    return [
        Word(style, " ".join(word.text for word in group))
        for style, group in groupby(words, key=lambda word: word.style)
    ]


def _cut(word: str, size: float, width: float, *, bold: bool) -> list[str]:
    parts = [""]
    for letter in word:
        if parts[-1] and text_width(parts[-1] + letter, size, bold=bold) > width:
            parts.append("")
        parts[-1] += letter
    return parts


def _letter(letter: str) -> float:
    """Give the width of a letter; an accent takes no room, a letter of another script much."""
    base = unicodedata.normalize("NFD", letter)[0]
    if unicodedata.combining(base):
        return 0.0
    return _WIDTHS.get(base, _OTHER)
