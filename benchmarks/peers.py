"""Print the packages of the group ``bench`` of pyproject.toml, one a line, as pip takes them."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

if __name__ == "__main__":
    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text("utf-8"))
    sys.stdout.writelines(f"{peer}\n" for peer in project["dependency-groups"]["bench"])
