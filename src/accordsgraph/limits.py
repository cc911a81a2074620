"""Limit what a query may take: run it in a child process that can be ended.

Oxigraph has no time limit, and a query that exhausts memory or the stack takes the process with
it. The child writes straight to standard output and sets itself a timer; the parent only waits.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn

from accordsgraph.errors import Place, Problem, QueryError

MEMORY = 4 * 2**30
"""Bytes of memory the process of a query may take, so that it cannot slow the machine down."""
LONGEST = 10**8
"""Seconds, three years: a longer limit is none."""


def run_limited(work: Callable[[], int], seconds: float, place: Place | None = None) -> int:
    """Run ``work`` in a child process for at most ``seconds``; give its exit code.

    Where a process cannot be forked, or ``seconds`` is 0 or beyond what a timer can hold, the
    work runs here, without a limit. ``place`` is where the query stands, for messages.

    Raises:
        QueryError: the time is over, or the child died.

    """
    if not hasattr(os, "fork") or not 0 < seconds < LONGEST:
        return work()
    sys.stdout.flush()
    sys.stderr.flush()
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        _work_and_exit(work, seconds, theirs)
    os.close(theirs)
    try:
        with os.fdopen(ours, "rb") as pipe:
            said = pipe.read()  # it ends when the child does
    except BaseException:  # an interrupt: the child does not outlive the waiting
        os.kill(child, signal.SIGKILL)
        raise
    finally:
        _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        sys.stderr.write(said.decode(errors="replace"))
        return os.waitstatus_to_exitcode(status)
    # what a dying engine says is of no use to anybody
    if os.WTERMSIG(status) == signal.SIGALRM:
        message = f"the query took longer than {seconds:g} seconds and was stopped"
        fix = "narrow it, or allow more: --timeout 600"
        raise QueryError(Problem("query-timeout", message, place, fix))
    message = "the query needed more memory or depth than there is"
    fix = "narrow it: fewer nested groups, fewer unconnected patterns"
    raise QueryError(Problem("query-crash", message, place, fix))


def _work_and_exit(work: Callable[[], int], seconds: float, errors: int) -> NoReturn:
    code = 3
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # the system ends us, whatever the engine does
    signal.setitimer(signal.ITIMER_REAL, seconds)
    _limit_memory()
    os.dup2(errors, 2)
    try:
        code = work()
        sys.stdout.flush()
    finally:
        os._exit(code)


def _limit_memory() -> None:
    """Let the engine abort instead of using up the machine, where the system can do that."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        limit = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
