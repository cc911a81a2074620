"""Write files so that a reader, or a kill, finds the old content or the new, never half."""

from __future__ import annotations

import os
from pathlib import Path

PREFIX = ".new-"


def replace(path: Path, data: bytes) -> None:
    """Write ``data`` beside ``path`` and move it there in one step; folders are made.

    Raises:
        OSError: the folder cannot be written; names ``path``.

    """
    try:
        _replace(path, data)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


def _replace(path: Path, data: bytes) -> None:
    import tempfile  # costs a query, which writes nothing, three milliseconds

    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=PREFIX)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
