"""Turn whatever happens into words on standard error and an exit code."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence

import click

from accordsgraph.errors import AccordsError, Problem, sentence


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
        command = error.ctx.command_path if error.ctx else "accordsgraph"
        _say([Problem("usage", error.format_message(), None, f"{command} --help")])
        return 2
    except click.exceptions.Exit as done:
        return done.exit_code
    except (click.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as bug:
        if "--debug" in arguments:
            raise
        message = f"this is a bug of ours: {type(bug).__name__}: {bug}"
        _say(
            [Problem("bug", message, None, "run it again with --debug and send us what it prints")]
        )
        return 3


def _say(problems: Iterable[Problem], as_json: bool = False) -> None:
    for problem in problems:
        if as_json:
            text = json.dumps({"level": "error", **problem.as_dict()}, ensure_ascii=False)
        else:
            text = sentence("error", problem)
        click.echo(text, err=True)
