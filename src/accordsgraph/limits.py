"""Limit what a query may take: run it in a child process that can be ended.

Oxigraph has no time limit, and a query that exhausts memory or the stack takes the process with
it. The child writes straight to standard output; the parent only waits.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn

from accordsgraph.errors import Place, Problem, QueryError

MEMORY = 4 * 2**30
"""Bytes of memory the process of a query may take, so that it cannot slow the machine down."""


def run_limited(work: Callable[[], int], seconds: float, place: Place | None = None) -> int:
    """Run ``work`` in a child process for at most ``seconds``; give its exit code.

    Where a process cannot be forked, or ``seconds`` is 0, the work runs here, without a limit.
    ``place`` is where the query stands, for messages.

    Raises:
        QueryError: the time is over, or the child died.

    """
    if not hasattr(os, "fork") or seconds <= 0:
        return work()
    sys.stdout.flush()
    sys.stderr.flush()
    from tempfile import TemporaryFile  # slower to import than most queries are to answer

    with TemporaryFile() as words:  # what a dying engine says is of no use to anybody
        child = os.fork()
        if child == 0:
            _work_and_exit(work, words.fileno())
        status = _wait(child, seconds)
        words.seek(0)
        said = words.read().decode(errors="replace")
    if status is None:
        message = f"the query took longer than {seconds:g} seconds and was stopped"
        fix = "narrow it, or allow more: --timeout 600"
        raise QueryError(Problem("query-timeout", message, place, fix))
    if os.WIFSIGNALED(status):
        message = "the query needed more memory or depth than there is"
        fix = "narrow it: fewer nested groups, fewer unconnected patterns"
        raise QueryError(Problem("query-crash", message, place, fix))
    sys.stderr.write(said)
    return os.waitstatus_to_exitcode(status)


def _work_and_exit(work: Callable[[], int], errors: int) -> NoReturn:
    code = 3
    _limit_memory()
    os.dup2(errors, 2)
    try:
        code = work()
        sys.stdout.flush()
    finally:
        os._exit(code)


def _wait(child: int, seconds: float) -> int | None:
    """Wait for a child; None when the time is over. It does not outlive the waiting."""
    start = time.monotonic()
    done = 0
    try:
        while (waited := time.monotonic() - start) < seconds:
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                return status
            time.sleep(min(max(waited / 50, 0.0005), 0.05))
    finally:
        if not done:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
    return None


def _limit_memory() -> None:
    """Let the engine abort instead of using up the machine, where the system can do that."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        limit = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
