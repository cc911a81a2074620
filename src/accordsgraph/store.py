"""Keep the built dataset: N-Quads and a manifest that says from which inputs it was made.

Beside the N-Quads lies where each statement was written. The manifest is the only thing that is
replaced, in one step, and it names both by their digest: a reader sees the old build or the new
one, never half of each, also after a kill.
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
    places_path: Path

    @cached_property
    def store(self) -> ox.Store:
        """The dataset in an Oxigraph store in memory."""
        store = ox.Store()
        # lenient: Oxigraph checked every IRI when it wrote them; again takes as long as the rest
        store.load(path=str(self.path), format=ox.RdfFormat.N_QUADS, lenient=True)
        return store

    @cached_property
    def places(self) -> dict[str, str]:
        """Where each statement was written: file:line, from the folder of the project, by triple.

        A triple is named as N-Triples write it, without the full stop.
        """
        places: dict[str, str] = json.loads(self.places_path.read_bytes())
        return places


def digests(project: Project) -> dict[str, str]:
    """Give the sha-256 of every input of a project by its name."""
    return {
        project.shown(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in project.inputs()
        if path.is_file()
    }


def save(
    folder: Path,
    n_quads: bytes,
    inputs: dict[str, str],
    counts: dict[str, int],
    places: dict[str, str],
) -> Built:
    """Write a build; until the last step the previous one stays what readers see."""
    try:
        data = _write(folder, "dataset", ".nq", n_quads)
        located = json.dumps(places, sort_keys=True, ensure_ascii=False).encode()
        where = _write(folder, "places", ".json", located)
        manifest = {
            "dataset": data.name,
            "places": where.name,
            "accordsgraph": __version__,
            "counts": counts,
            "inputs": inputs,
        }
        replace(folder / MANIFEST, json.dumps(manifest, indent=2).encode() + b"\n")
        for other in folder.glob("*"):
            if other.name not in (MANIFEST, data.name, where.name) and _ours(other):
                other.unlink(missing_ok=True)
    except OSError as error:
        message = f"the build cannot be written: {error.strerror}"
        raise ProjectError(
            Problem("build-write", message, Place(str(folder)), "free the folder")
        ) from error
    return Built(data, inputs, __version__, counts, where)


def current(project: Project) -> Built | None:
    """Give the build that is there, None when there is none that can be read."""
    return read_build(project.build)


def read_build(folder: Path) -> Built | None:
    """Give the build in a folder, None when there is none that can be read."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        path, where = (folder / manifest[name] for name in ("dataset", "places"))
        found = Built(path, manifest["inputs"], manifest["accordsgraph"], manifest["counts"], where)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if path.is_file() and where.is_file() else None


def is_fresh(built: Built, project: Project) -> bool:
    """Tell whether a build was made by this version from the inputs as they are now."""
    return built.version == __version__ and built.inputs == digests(project)


def _ours(path: Path) -> bool:
    return path.name.startswith((PREFIX, "dataset-", "places-"))


def _write(folder: Path, name: str, suffix: str, content: bytes) -> Path:
    path = folder / f"{name}-{hashlib.sha256(content).hexdigest()[:16]}{suffix}"
    replace(path, content)
    return path
