"""Write this project's own data as files to measure on.

    python benchmarks/geneva.py FOLDER

data.nt is what the reasoner is given, checked.nt what the first shapes are held against.
"""

from __future__ import annotations

import sys
from pathlib import Path

from accordsgraph.assembly import assemble
from accordsgraph.derived import derive
from accordsgraph.pipeline import REASONED
from accordsgraph.project import read

ROOT = Path(__file__).parent.parent


def main() -> int:
    """Write both files."""
    folder = Path(sys.argv[1])
    dataset = assemble(read(ROOT)).dataset
    written = [name for name in dataset.graphs if name not in ("derived", "inferred")]
    dataset.union(*written).serialize(folder / "Geneva-checked.nt", format="nt", encoding="utf-8")
    dataset.graphs["derived"] = derive(dataset.triples("things", "record"))
    dataset.union(*REASONED).serialize(folder / "Geneva-data.nt", format="nt", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
