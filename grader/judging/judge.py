"""What a check says of one run: the judgement, and what fails a run without being asked."""

from __future__ import annotations

import os
import re
import traceback
from dataclasses import dataclass

from grader.checks.declare import Check, Scenario
from grader.checks.expect import Unsure, Wrong
from grader.checks.run import Run
from grader.diagnosis import is_faulty
from grader.judging.allowed import without_allowed
from grader.model.causes import Cause
from grader.model.trace import Trace

NOBODYS = "This is the fault of the checks, and not the submission's."

_REWRITTEN = re.compile(r"(?:^|\n)assert ")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a run fails a check; without words the run itself is at fault."""

    wrong: str | None = None
    cause: Cause | None = None
    advice: str = ""


def judge(check: Check, trace: Trace) -> Problem | None:
    """Say why a run fails the check, or None if it doesn't.

    Raises Unsure if the judging code itself breaks.
    """
    allowed = without_allowed(check.scenario, trace)
    if is_faulty(allowed):
        return Problem()
    if allowed.status != "returned":
        return None  # it gave up loudly when a limit was over that guards against a hang
    if check.clock not in (None, trace.clock):
        return _without_processes(check.scenario, trace)
    try:
        check.judgement(Run(trace))
    except AssertionError as error:
        given = error if isinstance(error, Wrong) else Wrong("")
        return Problem(_said(error, check), given.cause or check.cause, given.advice)
    except (Exception, SystemExit) as error:  # nothing that a checks.py does ends the grader
        raise Unsure(f"The check itself broke: {_broken(check, error)}. {NOBODYS}") from error
    return _without_processes(check.scenario, trace)


def _without_processes(scenario: Scenario, trace: Trace) -> Problem | None:
    """Say that a run started too few processes: what it returned, they have not brought about.

    Its value alone is a claim, which the program could have worked out in any way.
    """
    started = len(Run(trace).processes(pools=True))
    if started >= scenario.processes:
        return None
    return Problem(
        "What came back is as it should be, but processes were to bring it about: at least "
        f"{scenario.processes} of them, and {started or 'none'} came to be.",
        "not-concurrent",
        "Which line of yours starts a process, and how often does the program come there?",
    )


def _broken(check: Check, error: BaseException) -> str:
    """Say where in the checks a judgement broke, and with what."""
    file = check.judgement.__code__.co_filename
    frames = traceback.extract_tb(error.__traceback__)
    line = next((f.lineno for f in reversed(frames) if f.filename == file), check.line)
    what = f"{type(error).__name__}: {error}"
    return f"{check.name} failed in line {line} of {os.path.basename(file)} with {what}"


def _said(error: AssertionError, check: Check) -> str:
    """Return the message of a failed assertion that is for the student.

    pytest's rewriting adds the compared values below it, which are for the teacher.
    """
    text = str(error)
    if isinstance(text, str) and (found := _REWRITTEN.search(text)):
        text = text[: found.start()]
    return text.strip() or f"This does not hold in every schedule: {check.title}"
