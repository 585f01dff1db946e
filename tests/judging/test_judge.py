"""What a check says of a run, and what the run must have done for it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader import Run, check, expect, scenario
from grader.checks import Check, CheckError
from grader.checks.expect import Unsure
from grader.checks.load import load_checks
from grader.judging.judge import judge
from grader.model.trace import TaskRecord, Trace
from tests.checks.build import HEAD, child, play, run


def test_only_runs_under_the_clock_of_a_check_are_judged_and_faults_fail_it_under_both() -> None:
    @check(play, clock="patient")
    def test_quick(run: Run) -> None:
        "It is quick."
        expect(run.time < 1, f"It took {run.time:g} under a {run.clock} clock.")

    slow = Trace("returned", None, None, (), (), time=5.0)
    judged = judge(test_quick, slow)
    assert judged is not None
    assert judged.wrong == "It took 5 under a patient clock."
    assert judge(test_quick, replace(slow, clock="hostile")) is None
    assert judge(test_quick, replace(slow, clock="hostile", status="deadlock")) is not None


def test_a_judgement_that_raises_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "checks.py"
    path.write_text(HEAD + "@check(play)\ndef test_a(run):\n    'A.'\n    run.value['left']\n")
    (check,) = load_checks(path).checks
    with pytest.raises(Unsure) as caught:
        judge(check, run(3).trace)
    assert str(caught.value) == (
        "The check itself broke: test_a failed in line 7 of checks.py with TypeError: 'int' object "
        "is not subscriptable. This is the fault of the checks, and not the submission's."
    )


def made(processes: int) -> Check:
    """Return a check that likes any value of a scenario with so many processes."""

    @scenario(processes=processes)
    def two_clerks(student: Any) -> Any: ...

    @check(two_clerks)
    def test_anything(run: Run) -> None:
        "Anything is right."

    return test_anything


def test_a_right_value_passes_only_with_the_processes_that_were_to_bring_it_about() -> None:
    main = TaskRecord(0, "main", "process", 0, None, False, False, None, "ended")
    worker = child(1, "worker", service=True)  # a pool's
    one = Trace("returned", 1, None, steps=(), tasks=(main, worker))
    assert judge(made(0), one) is None
    assert judge(made(1), one) is None
    problem = judge(made(2), one)
    assert problem is not None
    assert (problem.wrong, problem.cause, problem.advice) == (
        "What came back is as it should be, but processes were to bring it about: at least 2 of "
        "them, and 1 came to be.",
        "not-concurrent",
        "Which line of yours starts a process, and how often does the program come there?",
    )
    with pytest.raises(CheckError, match=r"^scenario two_clerks: processes=-1, but it must be 0"):
        made(-1)
