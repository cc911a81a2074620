"""Write a report of several tables: for a terminal, as Markdown, as a page for a browser.

The page is one file without script; all that comes from data is escaped. It is dark where the
reader's system is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from accordsgraph.results import markdown, table

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; margin: 0 0 1rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0;
  border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent);
  overflow-wrap: break-word; }
th { font-weight: 600; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
""".strip()


@dataclass(frozen=True)
class Section:
    """A heading, a sentence or none, and a table with its head; no rows is no table."""

    title: str
    head: list[str]
    rows: list[list[str]]
    note: str = ""


@dataclass(frozen=True)
class Report:
    """A title, the sentences that sum it up, and its sections."""

    title: str
    lead: list[str]
    sections: list[Section]

    def _repr_html_(self) -> str:
        """Show the report in a notebook."""
        return as_html(self)


def as_text(report: Report, width: int | None = None) -> str:
    """Write a report for a terminal of ``width`` characters, without one for a pipe."""
    parts = ["\n".join(_wrapped(line, width) for line in [report.title, *report.lead]) + "\n"]
    for section in report.sections:
        head = [section.title] + ([section.note] if section.note else [])
        drawn = table(section.head, section.rows, width) if section.rows else ""
        parts.append("\n".join(_wrapped(line, width) for line in head) + "\n\n" + drawn)
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def as_markdown(report: Report) -> str:
    """Write a report as Markdown."""
    parts = [f"# {report.title}\n", "".join(f"{line}  \n" for line in report.lead)]
    for section in report.sections:
        parts.append(f"## {section.title}\n")
        if section.note:
            parts.append(section.note + "\n")
        if section.rows:
            parts.append(markdown(section.head, section.rows))
    return "\n".join(parts)


def as_html(report: Report) -> str:
    """Write a report as a piece of HTML that a page or a notebook can take in."""
    parts = [f"<h1>{escape(report.title)}</h1>", *_paragraph(report.lead)]
    for section in report.sections:
        parts.append(f"<section>\n<h2>{escape(section.title)}</h2>")
        parts += _paragraph([section.note] if section.note else [])
        if section.rows:
            parts.append(_table(section))
        parts.append("</section>")
    return "<article>\n" + "\n".join(parts) + "\n</article>\n"


def as_page(report: Report, language: str = "en") -> str:
    """Write a report as a whole page that needs nothing else."""
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(report.title)}</title>\n<style>\n{_STYLE}\n</style>\n</head>\n"
        f"<body>\n{as_html(report)}</body>\n</html>\n"
    )


def _paragraph(lines: Iterable[str]) -> list[str]:
    text = "<br>\n".join(map(escape, lines))
    return [f"<p>{text}</p>"] if text else []


def _table(section: Section) -> str:
    def row(cells: list[str], tag: str, attributes: str = "") -> str:
        return f"<tr>{''.join(f'<{tag}{attributes}>{escape(c)}</{tag}>' for c in cells)}</tr>"

    body = "\n".join(row(cells, "td") for cells in section.rows)
    head = row(section.head, "th", ' scope="col"')
    return f"<table>\n<thead>{head}</thead>\n<tbody>\n{body}\n</tbody>\n</table>"


def _wrapped(line: str, width: int | None) -> str:
    if width is None or len(line) <= width:
        return line
    import textwrap  # slow to import, and seldom needed

    return textwrap.fill(line, max(width, 40))
