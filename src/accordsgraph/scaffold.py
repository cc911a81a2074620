"""Start a project: a folder that builds and validates at once, to be filled with an accord."""

from __future__ import annotations

from pathlib import Path
from string import Template

from accordsgraph.atomic import replace
from accordsgraph.errors import Place, Problem, ProjectError, unwritable
from accordsgraph.formatting import records
from accordsgraph.namespaces import KEY
from accordsgraph.project import bundle, check_base, read


def new_project(target: Path, accord: str, title: str, base: str) -> list[Path]:
    """Write a project for one accord from the templates; give the files written.

    Raises:
        ProjectError: the folder is not empty, or the key or base cannot be used.

    """
    if not KEY.fullmatch(accord):
        fix = "use at most 100 lower-case letters, digits and hyphens: bonn-2001"
        raise ProjectError(Problem("thing-key", f'"{accord}" cannot be a key', None, fix))
    if not title.strip() or set(title) & set('"\\\n\r'):
        fix = "write it without quotes, backslashes and line breaks"
        raise ProjectError(Problem("title", f"“{title}” cannot be a title", None, fix))
    check_base(base)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        fix = "name a new folder"
        raise ProjectError(
            Problem("not-empty", "there is something here already", Place(str(target)), fix)
        )
    values = {"accord": accord, "title": title, "base": base}
    labels = {"accord": title, "text": f"{title}: text", "signing": f"{title}: signing"}
    values |= {f"csv_{name}": _cell(label) for name, label in labels.items()}
    templates = bundle() / "templates" / "project"
    written = []
    for template in sorted(path for path in templates.rglob("*") if path.is_file()):
        name = Template(template.relative_to(templates).as_posix()).substitute(values)
        text = Template(template.read_text("utf-8")).substitute(values)
        try:
            replace(target / name, text.encode())
        except OSError as error:
            raise unwritable(target / name, error) from error
        written.append(target / name)
    for record in records(read(target)):
        replace(record.path, record.text.encode())
        written.append(record.path)
    return written


def _cell(text: str) -> str:
    return f'"{text}"' if "," in text or ";" in text else text
