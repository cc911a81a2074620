"""Write pages as Markdown and HTML, every text escaped; nothing in them runs or is fetched."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from accordsgraph.page import Grid, Item, Page, Tag, said_in


def as_markdown(page: Page) -> str:
    """Write a page in Markdown (CommonMark with tables)."""
    parts = [f"# {_md(page.title)}", _md(page.subtitle), *map(_md, page.notes)]
    for section in page.sections:
        parts.append(f"## {_md(section.title)}")
        if section.intro:
            parts.append(_md(section.intro))
        if section.grid:
            parts.append("\n".join(_markdown_grid(section.grid)))
        if section.items:
            parts.append("\n".join(_markdown_items(section.items, "")))
    return "\n\n".join(parts) + "\n"


def as_html(page: Page, *, whole: bool = True) -> str:
    """Write a page in HTML: a document of its own, or an ``article`` for one that is there."""
    level = 1 if whole else 2
    body = [f"<h{level}>{_esc(page.title)}</h{level}>", f"<p>{_esc(page.subtitle)}</p>"]
    body += [f"<p><em>{_esc(note)}</em></p>" for note in page.notes]
    for section in page.sections:
        body += ["<section>", f"<h{level + 1}>{_esc(section.title)}</h{level + 1}>"]
        if section.intro:
            body.append(f"<p>{_esc(section.intro)}</p>")
        if section.grid:
            body += _html_grid(section.grid)
        if section.items:
            body += _html_items(section.items)
        body.append("</section>")
    start = f'<article class=accordsgraph lang="{_esc(page.language)}">'
    article = "\n".join([start, *body, "</article>"])
    style = f"<style>\n{_STYLE}</style>\n"
    if not whole:
        return f"{style}{article}\n"
    return (
        f'<!doctype html>\n<html lang="{_esc(page.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{_esc(page.title)}</title>\n{style}</head>\n<body>\n{article}\n</body>\n</html>\n"
    )


def _markdown_items(items: Iterable[Item], indent: str) -> Iterator[str]:
    for item in items:
        term = f"**{_md(item.term)}**: " if item.term else ""
        yield f"{indent}- {term}{_md(said_in(item))}"
        yield from (f"{indent}  - *{_md(note)}*" for note in item.notes)
        yield from (f"{indent}  - > {_md(quote)}" for quote in item.quotes)
        yield from _markdown_items(item.items, indent + "  ")


def _markdown_grid(grid: Grid) -> Iterator[str]:
    yield f"|  | {' | '.join(map(_md, grid.head))} |"
    yield "| --- " * (len(grid.head) + 1) + "|"
    for name, cells in grid.rows:
        entries = (_md(name), *("<br>".join(map(_md, cell)) for cell in cells))
        yield f"| {' | '.join(entries)} |"


def _md(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>|#~])", r"\\\1", text.replace("\n", " "))


_STYLE = """\
.accordsgraph { max-width: 60rem; margin: 1rem auto; padding: 0 1rem; line-height: 1.5; }
.accordsgraph table { border-collapse: collapse; display: block; overflow-x: auto; }
.accordsgraph th, .accordsgraph td { padding: .25rem .75rem .25rem 0; text-align: left;
  vertical-align: top; border-bottom: thin solid; }
.accordsgraph dt { font-weight: bold; }
.accordsgraph dd { margin: 0 0 .25rem 1.5rem; }
.accordsgraph ul { padding-left: 1.25rem; }
.accordsgraph .by, .accordsgraph .note, .accordsgraph blockquote { font-size: .875em; }
.accordsgraph .note { margin: 0; }
.accordsgraph blockquote { margin: .25rem 0; padding-left: .75rem; border-left: medium solid; }
.accordsgraph abbr { text-decoration: underline dotted; }
"""


def _html_items(items: Iterable[Item]) -> Iterator[str]:
    """Write items with a term as a list of definitions, others as a plain list."""
    items = tuple(items)
    tag = "dl" if any(item.term for item in items) else "ul"
    yield f"<{tag}>"
    before = ""
    for item in items:
        if tag == "dl" and item.term != before:
            yield f"<dt>{_esc(item.term)}</dt>"
        before = item.term
        cell = "dd" if tag == "dl" else "li"
        yield f"<{cell}>{_html_said(item)}"
        yield from (f"<p class=note>{_esc(note)}</p>" for note in item.notes)
        yield from (f"<blockquote>{_esc(quote)}</blockquote>" for quote in item.quotes)
        if item.items:
            yield from _html_items(item.items)
        yield f"</{cell}>"
    yield f"</{tag}>"


def _html_said(item: Item) -> str:
    parts = [f"<bdi>{_esc(item.text)}</bdi>"]
    if item.remarks:
        parts.append(f"<em>({_esc(', '.join(item.remarks))})</em>")
    if item.tags:
        parts.append(f"<span class=by>[{_html_tags(item.tags)}]</span>")
    if item.against:
        parts.append(f"<span class=by>against [{_html_tags(item.against)}]</span>")
    return " ".join(parts)


def _html_tags(tags: tuple[Tag, ...]) -> str:
    return "; ".join(
        f'<abbr title="{_esc(tag.title)}">{_esc(tag.name)}</abbr>'
        + "".join(f" {_esc(place)}" for place in tag.places)
        for tag in tags
    )


def _html_grid(grid: Grid) -> Iterator[str]:
    yield "<table>"
    heads = "".join(f"<th scope=col>{_esc(head)}</th>" for head in grid.head)
    yield f"<thead><tr><td></td>{heads}</tr></thead>"
    yield "<tbody>"
    for name, cells in grid.rows:
        written = "".join(f"<td>{'<br>'.join(map(_esc, cell))}</td>" for cell in cells)
        yield f"<tr><th scope=row>{_esc(name)}</th>{written}</tr>"
    yield "</tbody></table>"


def _esc(text: str) -> str:
    return html.escape(text, quote=True)
