"""A program that failed, run anew in two ways: is it that its processes are not forked?

Once as it was, and once with every process forked, whatever it asks for. A run of the second kind
is one under the start method fork and says so, though the scenario may ask for another: a judgement
can tell by ``Run.start_method`` that nobody asked the program for anything else.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace

from grader.checks.expect import Unsure
from grader.diagnosis.detectors.forks import may_need_fork
from grader.errors import GraderFault
from grader.kernel.sandbox import SandboxError
from grader.model.program import Program
from grader.model.trace import Option, Trace
from grader.search.machine import OpenMachine, Pick
from grader.settings import Settings

SCHEDULES = 8
"""Runs of each: the default schedule, and others chosen by chance with fixed seeds."""


def works_only_forked(
    open_machine: OpenMachine,
    program: Program,
    settings: Settings,
    failing: Trace,
    fails: Callable[[Trace], bool],
) -> bool:
    """Say whether a program fails in each of some schedules, and in none where it is forked.

    Then it is the start method that decides, and no schedule. ``failing`` is a run that failed:
    nothing is run where that had no new interpreters. In doubt the answer is no.
    """
    if not may_need_fork(failing):
        return False

    def runs(program: Program, settings: Settings) -> Iterator[Trace]:
        with open_machine(program, settings) as machine:
            for seed in range(SCHEDULES):
                pick = _walk(seed) if seed else _first
                yield machine.run(pick, clock="patient", switch_at=failing.switch_at)

    all_forked = settings.with_("contrast", start_method="fork")
    try:
        forked = [fails(trace) for trace in runs(replace(program, forks=True), all_forked)]
        if any(forked):
            return False
        plain = [fails(trace) for trace in runs(program, settings)]
        return all(plain)
    except (GraderFault, SandboxError, Unsure):  # the finding stands without it
        return False


def _first(options: tuple[Option, ...]) -> int:
    return 0


def _walk(seed: int) -> Pick:
    chance = random.Random(seed)
    return lambda options: chance.randrange(len(options))
