"""The command line: options in, calls, words out. No logic lives here.

Exit codes, for all commands: 0 as hoped, 1 something was found wrong, 2 bad usage or input with
one clear message, 3 the grader's own fault, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections.abc import Sequence

import click

from grader.cli import students, teachers
from grader.commands.grade import Stopped
from grader.errors import GraderFault, UsageError
from grader.judging.selfproof import trust
from grader.settings import Settings
from grader.text import visible
from grader.version import __version__

JUDGING = frozenset({"check", "explore", "grade", "regrade", "replay", "verify"})
"""Commands that judge a program's runs: on an unknown Python they prove themselves first."""


def main() -> None:
    """Run the command line."""
    # Set for the workers, which inherit it; a sandbox is told separately.
    os.environ["PYTHON_DISABLE_REMOTE_DEBUG"] = "1"
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    # No interpreter that is started from here may import what lies in the folder where one stands.
    os.environ["PYTHONSAFEPATH"] = "1"
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run a command and return its exit code; no exception leaves it."""
    try:
        return int(commands.main(list(arguments), "grader", standalone_mode=False) or 0)
    except click.ClickException as error:
        error.show()
        return 2
    except UsageError as error:
        return _say(str(error), 2)
    except Stopped as stopped:
        return _say(f"Stopped: {stopped}. The same command goes on from there.", 130)
    except (KeyboardInterrupt, click.Abort):
        return _say("Stopped.", 130)
    except BrokenPipeError:
        # Whoever read our output has gone; keep Python from complaining as it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as error:
        if os.environ.get("GRADER_DEBUG"):
            traceback.print_exc()
        return _say(_of_a_fault(error), 3)


def _of_a_fault(error: Exception) -> str:
    if isinstance(error, GraderFault) and error.says_all:
        return str(error)
    what = " ".join(f"{type(error).__name__}: {error}".split())
    return f"The grader failed: {what} (GRADER_DEBUG=1 shows where)"


def _say(message: str, code: int) -> int:
    click.echo(f"grader: {visible(message)}", err=True)
    return code


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="grader")
@click.pass_context
def commands(context: click.Context) -> None:
    """Check programs with several processes: the grader decides who runs when."""
    if context.invoked_subcommand in JUDGING:
        trust(Settings(), lambda line: click.echo(f"grader: {line}", err=True))


for command in (students.check, teachers.grade, teachers.regrade_one, teachers.verify):
    commands.add_command(command)
for command in (students.explore, students.replay, teachers.new, teachers.init, teachers.demo):
    commands.add_command(command)
