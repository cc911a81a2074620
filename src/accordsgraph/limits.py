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

from accordsgraph.errors import Problem, QueryError


def run_limited(work: Callable[[], int], seconds: float) -> int:
    """Run ``work`` in a child process for at most ``seconds``; give its exit code.

    Where a process cannot be forked the work runs here, without a limit.

    Raises:
        QueryError: the time is over, or the child died.

    """
    if not hasattr(os, "fork") or seconds <= 0:
        return work()
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        code = 3
        try:
            code = work()
            sys.stdout.flush()
        finally:
            os._exit(code)
    status = _wait(child, seconds)
    if status is None:
        message = f"the query took longer than {seconds:g} seconds and was stopped"
        fix = "narrow it, or allow more: --timeout 600"
        raise QueryError(Problem("query-timeout", message, None, fix))
    if os.WIFSIGNALED(status):
        message = "the query needed more memory or depth than there is"
        fix = "narrow it: fewer nested groups, fewer unconnected patterns"
        raise QueryError(Problem("query-crash", message, None, fix))
    return os.waitstatus_to_exitcode(status)


def _wait(child: int, seconds: float) -> int | None:
    """Wait for a child; None (and the child ended) when the time is over."""
    deadline = time.monotonic() + seconds
    pause = 0.001
    while time.monotonic() < deadline:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status
        time.sleep(pause)
        pause = min(pause * 1.5, 0.05)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None
