"""Keep the built dataset: N-Quads and a manifest that says from which inputs it was made.

The manifest is the only thing that is replaced, in one step, and it names the N-Quads by their
digest: a reader sees the old build or the new one, never half of each, also after a kill.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from accordsgraph import __version__
from accordsgraph.atomic import PREFIX, replace
from accordsgraph.errors import Place, Problem, ProjectError
from accordsgraph.project import Project

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Built:
    """A built dataset on disk: its N-Quads and the digests of what it was made from."""

    path: Path
    inputs: dict[str, str]
    version: str
    counts: dict[str, int]

    @cached_property
    def store(self) -> ox.Store:
        """The dataset in an Oxigraph store in memory."""
        store = ox.Store()
        # lenient: Oxigraph checked every IRI when it wrote them; again takes as long as the rest
        store.load(path=str(self.path), format=ox.RdfFormat.N_QUADS, lenient=True)
        return store


def digests(project: Project) -> dict[str, str]:
    """Give the sha-256 of every input of a project by its name."""
    return {
        project.shown(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in project.inputs()
        if path.is_file()
    }


def save(folder: Path, n_quads: bytes, inputs: dict[str, str], counts: dict[str, int]) -> Built:
    """Write a build; until the last step the previous one stays what readers see."""
    try:
        data = folder / f"dataset-{hashlib.sha256(n_quads).hexdigest()[:16]}.nq"
        replace(data, n_quads)
        manifest = {
            "dataset": data.name,
            "accordsgraph": __version__,
            "counts": counts,
            "inputs": inputs,
        }
        replace(folder / MANIFEST, json.dumps(manifest, indent=2).encode() + b"\n")
        for other in folder.glob("*"):
            if other.name not in (MANIFEST, data.name) and _ours(other):
                other.unlink(missing_ok=True)
    except OSError as error:
        message = f"the build cannot be written: {error.strerror}"
        raise ProjectError(
            Problem("build-write", message, Place(str(folder)), "free the folder")
        ) from error
    return Built(data, inputs, __version__, counts)


def current(project: Project) -> Built | None:
    """Give the build that is there, None when there is none that can be read."""
    return read_build(project.build)


def read_build(folder: Path) -> Built | None:
    """Give the build in a folder, None when there is none that can be read."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        path = folder / manifest["dataset"]
        found = Built(path, manifest["inputs"], manifest["accordsgraph"], manifest["counts"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if path.is_file() else None


def is_fresh(built: Built, project: Project) -> bool:
    """Tell whether a build was made by this version from the inputs as they are now."""
    return built.version == __version__ and built.inputs == digests(project)


def _ours(path: Path) -> bool:
    return path.name.startswith((PREFIX, "dataset-"))
