"""Put the built Geneva dataset into the wheel, so that an installed command answers at once."""

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BuildDataset(BuildHookInterface):  # type: ignore[type-arg]
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from accordsgraph import pipeline, project, store

        folder = Path(tempfile.mkdtemp())
        report = pipeline.build(project.read(root), build_folder=folder)
        if report.built is None:
            raise RuntimeError("the dataset has violations: run accordsgraph validate")
        for path in (report.built.path, report.built.places_path, folder / store.MANIFEST):
            build_data["force_include"][str(path)] = f"accordsgraph/bundled/build/{path.name}"
