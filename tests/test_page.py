"""A page reads well at any width, and nothing that is written into it can change it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordsgraph.markup import as_html, as_markdown
from accordsgraph.page import Grid, Item, Page, Section, Tag, as_text

FR = Tag("fr", "French article", ("p1.s1", "p1.s2"))
UN = Tag("un-chronicle-1988", "UN Chronicle, 1988", ("text",))


def page(*items: Item, grid: Grid | None = None, intro: str = "") -> Page:
    return Page("Title", "accord", ("A note.",), (Section("Facts", items, grid, intro),))


def text(*items: Item, width: int | None = None) -> list[str]:
    return as_text(page(*items), width).splitlines()[5:]


# text


def test_an_item_is_a_line_with_judgement_and_sources() -> None:
    item = Item("agreement", "kind", ("contested", "vague"), (FR, UN), (Tag("tr"),))
    assert ["  kind  agreement (contested, vague) [fr un-chronicle-1988] against [tr]"] == text(
        item
    )


def test_terms_stand_in_a_column_and_are_not_repeated() -> None:
    assert [
        "  date    14 April 1988",
        "  signer  one",
        "          two",
        "  date    other",
    ] == text(
        Item("14 April 1988", "date"),
        Item("one", "signer"),
        Item("two", "signer"),
        Item("other", "date"),
    )


def test_notes_quotes_and_parts_stand_below() -> None:
    part = Item("Wakil", "by")
    item = Item("Afghanistan", "signer", notes=("a note",), quotes=("fr p1.s1: words",))
    assert [
        "  signer  Afghanistan",
        "          – a note",
        "          | fr p1.s1: words",
        "            by  Wakil",
    ] == text(Item(item.text, item.term, notes=item.notes, quotes=item.quotes, items=(part,)))


def test_long_lines_are_broken_between_words_only_and_hang() -> None:
    tags = tuple(Tag(f"a-long-key-{number}") for number in range(9))
    lines = text(Item("word " * 20, "term", tags=tags), width=40)
    assert all(len(line) <= 40 for line in lines)
    assert all(line.startswith(" " * 8) for line in lines[1:])
    whole = " ".join(" ".join(lines).split())
    assert all(tag.name in whole.split() or tag.name in whole for tag in tags)
    assert not any(line.endswith("-") for line in lines)


def test_a_term_that_is_too_long_stands_on_a_line_of_its_own() -> None:
    assert ["  " + "k" * 30, " " * 28 + "text"] == text(
        Item("text", "k" * 30), Item("other", "x" * 24), width=80
    )[:2]


def test_without_a_width_no_line_is_broken() -> None:
    assert ["  term  " + "word " * 99 + "end"] == text(Item("word " * 99 + "end", "term"))


def test_a_wide_terminal_does_not_make_long_lines() -> None:
    assert max(map(len, text(Item("word " * 99), width=200))) <= 100


GRID = Grid(
    ("Afghanistan", "Soviet Union", "United States"),
    (
        ("as a whole", (("party [fr]",), ("guarantor [fr]",), ("guarantor [fr]",))),
        ("Interrelationships", (("party [fr]", "signatory [fr]"), ("witness [fr]",), ())),
    ),
)


def drawn(width: int | None) -> list[str]:
    return as_text(page(grid=GRID), width).splitlines()[5:]


def test_a_grid_has_a_row_for_each_name_and_a_line_for_each_entry() -> None:
    assert [
        "                      Afghanistan     Soviet Union    United States",
        "  ------------------------------------------------------------------",
        "  as a whole          party [fr]      guarantor [fr]  guarantor [fr]",
        "  Interrelationships  party [fr]      witness [fr]",
        "                      signatory [fr]",
    ] == drawn(None)
    assert drawn(None) == drawn(120)


@pytest.mark.parametrize("width", [20, 36, 40, 54, 60, 69, 70])
def test_columns_without_room_follow_below_and_none_is_lost(width: int) -> None:
    lines = drawn(width)
    heads = [line for line, next_line in pairwise(lines) if "---" in next_line]
    assert "".join(heads).split() == " ".join(GRID.head).split()
    entries = re.findall(r"\w+ \[fr\]", "\n".join(lines))
    assert 6 == len(entries)
    if width >= 40:
        assert max(map(len, lines)) <= width


# Markdown and HTML


class Reading(HTMLParser):
    """Reads HTML strictly: every element is closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.text: list[str] = []
        self.titles: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.titles += [value or "" for name, value in attrs if name == "title"]
        assert {name for name, _ in attrs} <= {"class", "lang", "title", "scope"} or tag == "meta"
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(markup: str) -> Reading:
    reading = Reading()
    reading.feed(markup)
    reading.close()
    assert [] == reading.open
    return reading


def every(text: str) -> Page:
    """A page that has a text in every place."""
    tag = Tag(text, text, (text,))
    item = Item(text, text, (text,), (tag,), (tag,), (text,), (text,), (Item(text),))
    grid = Grid((text,), ((text, ((text,),)),))
    return Page(text, text, (text,), (Section(text, (item,), grid, text),))


@given(st.text(alphabet="ab<>&\"'`*_|[]()#~\\!/= \n", min_size=1, max_size=12))
def test_nothing_that_is_written_becomes_markup(text: str) -> None:
    plain, tricky = read(as_html(every("x"))), read(as_html(every(text)))
    assert plain.seen == tricky.seen
    assert tricky.titles == [text, text]
    assert "".join(tricky.text).count(text) >= 14


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "a | b", "[x](javascript:1)", "*x* _y_ `z`", "<b>", "~~x~~"],
)
def test_markdown_shows_what_is_written(text: str) -> None:
    escaped = re.sub(r"([\\`*_\[\]<>|#~])", r"\\\1", text)
    assert as_markdown(every("QQ")).replace("QQ", "") == as_markdown(every(text)).replace(
        escaped, ""
    )


def test_markdown_has_headings_lists_and_a_table() -> None:
    item = Item("agreement", "kind", ("contested",), (FR,), notes=("a note",), quotes=("words",))
    assert as_markdown(page(item, grid=GRID, intro="Read it.")).splitlines() == [
        *("# Title", "", "accord", "", "A note.", "", "## Facts", "", "Read it.", ""),
        "|  | Afghanistan | Soviet Union | United States |",
        "| --- | --- | --- | --- |",
        r"| as a whole | party \[fr\] | guarantor \[fr\] | guarantor \[fr\] |",
        r"| Interrelationships | party \[fr\]<br>signatory \[fr\] | witness \[fr\] |  |",
        "",
        r"- **kind**: agreement (contested) \[fr\]",
        "  - *a note*",
        "  - > words",
    ]


def test_html_names_the_sources_and_the_places_in_them() -> None:
    html = as_html(page(Item("agreement", tags=(FR, UN))))
    assert '<abbr title="French article">fr</abbr> p1.s1 p1.s2; ' in html
    assert '<abbr title="UN Chronicle, 1988">un-chronicle-1988</abbr> text' in html


def test_html_is_a_page_of_its_own_or_a_part_of_one() -> None:
    whole, part = as_html(page(Item("x"))), as_html(page(Item("x")), whole=False)
    assert whole.startswith("<!doctype html>")
    assert {"html", "head", "title", "body", "h1", "h2"} <= read(whole).seen
    assert {"style", "article", "section", "h2", "h3", "ul", "li"} == read(part).seen - {
        "p",
        "em",
        "bdi",
    }
    assert '<meta name="color-scheme" content="light dark">' in whole
    assert not re.search("color:|background|http", whole)


def test_html_and_text_say_the_same() -> None:
    item = Item(
        "agreement", "kind", ("vague",), (FR,), (UN,), ("a note",), ("words",), (Item("part"),)
    )
    said = "".join(read(as_html(page(item, grid=GRID))).text)
    for word in words(as_text(page(item, grid=GRID))):
        assert word in said


def words(text: str) -> Iterator[str]:
    yield from (word for word in re.findall(r"[\w.]+", text))
