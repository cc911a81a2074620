"""accordsgraph: the knowledge graph of peace accords, and the tool to make such graphs.

Everything of the public interface is here and is imported when it is first used::

    import accordsgraph as ag

    project = ag.find_project()
    report = ag.build(project)
    for finding in report.findings:
        print(finding.message)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from accordsgraph.dataset import Dataset as Dataset
    from accordsgraph.errors import AccordsError as AccordsError
    from accordsgraph.findings import Finding as Finding
    from accordsgraph.library import Entity as Entity
    from accordsgraph.library import export as export
    from accordsgraph.library import open_dataset as open_dataset
    from accordsgraph.library import run_query as run_query
    from accordsgraph.pipeline import build as build
    from accordsgraph.pipeline import check as validate
    from accordsgraph.project import Project as Project
    from accordsgraph.project import find as find_project

_PLACES = {
    "AccordsError": ("errors", "AccordsError"),
    "Dataset": ("dataset", "Dataset"),
    "Entity": ("library", "Entity"),
    "Finding": ("findings", "Finding"),
    "Project": ("project", "Project"),
    "build": ("pipeline", "build"),
    "export": ("library", "export"),
    "find_project": ("project", "find"),
    "open_dataset": ("library", "open_dataset"),
    "run_query": ("library", "run_query"),
    "validate": ("pipeline", "check"),
}

__all__ = [
    "AccordsError",
    "Dataset",
    "Entity",
    "Finding",
    "Project",
    "build",
    "export",
    "find_project",
    "open_dataset",
    "run_query",
    "validate",
]


def __getattr__(name: str) -> Any:
    """Import a name of the public interface when it is first used (PEP 562)."""
    if name not in _PLACES:
        raise AttributeError(f"module 'accordsgraph' has no attribute {name!r}")
    module, attribute = _PLACES[name]
    return getattr(import_module(f"accordsgraph.{module}"), attribute)


def __dir__() -> list[str]:
    """List the public interface."""
    return [*__all__, "__version__"]
