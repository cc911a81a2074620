"""Turn whatever happens into words on standard error and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence

import click

from accordsgraph.errors import AccordsError, Place, Problem, sentence


def report_errors(work: Callable[[], object], arguments: Sequence[str] = ()) -> int:
    """Do the work and give the exit code; a problem is said, never traced back.

    With ``--debug`` among the arguments a bug of ours shows its traceback.
    """
    try:
        code = work()
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except AccordsError as error:
        _say(error.problems, as_json="json" in arguments)
        return 2
    except click.UsageError as error:
        _say_usage(error)
        return 2
    except click.exceptions.Exit as done:
        return done.exit_code
    except (click.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        _let_go()
        return 0
    except (OSError, MemoryError, RecursionError) as error:
        _let_go()
        _say([_refused(error)])
        return 2
    except Exception as bug:
        if "--debug" in arguments:
            raise
        message = f"this is a bug of ours: {type(bug).__name__}: {bug}"
        _say(
            [Problem("bug", message, None, "run it again with --debug and send us what it prints")]
        )
        return 3


def _say_usage(error: click.UsageError) -> None:
    message = error.format_message()
    if message.startswith("Usage:"):  # nothing was asked for: the message is the help
        click.echo(message, err=True)
        return
    command = error.ctx.command_path if error.ctx else "accordsgraph"
    _say([Problem("usage", message, None, f"{command} --help")])


def _refused(error: OSError | MemoryError | RecursionError) -> Problem:
    """Say what the system refused, where no reader or writer has said it better."""
    if isinstance(error, OSError):
        place = Place(str(error.filename)) if error.filename else None
        message = f"the system refused: {error.strerror or error}"
        return Problem("system", message, place, "check the name, the rights and the space left")
    what = "memory" if isinstance(error, MemoryError) else "depth"
    message = f"this needs more {what} than there is"
    return Problem("too-large", message, None, "divide it, or give inner things an IRI")


def _let_go() -> None:
    """Leave standard output, so that the interpreter does not fail on it again at its end."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(problems: Iterable[Problem], as_json: bool = False) -> None:
    for problem in problems:
        if as_json:
            import json

            text = json.dumps({"level": "error", **problem.as_dict()}, ensure_ascii=False)
        else:
            text = sentence("error", problem)
        click.echo(text, err=True)
