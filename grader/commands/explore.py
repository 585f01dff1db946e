"""``grader explore``: any program, under many schedules."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from dataclasses import dataclass

from grader.commands.program import Unusable, read_program
from grader.commands.script import SCRIPT
from grader.diagnosis import diagnose, is_faulty
from grader.diagnosis.detectors.items import canonical
from grader.judging.contrast import works_only_forked
from grader.kernel.controller import Controller
from grader.kernel.errors import KernelFault
from grader.model.exploration import Exploration
from grader.model.finding import Finding
from grader.model.program import Program
from grader.model.source import SourceText
from grader.model.trace import Json, Trace
from grader.search.explore import explore
from grader.search.machine import OpenMachine
from grader.settings import Settings


@dataclass(frozen=True, slots=True)
class Result:
    """What a report says of a program that was explored or replayed."""

    exploration: Exploration
    finding: Finding | None
    source: SourceText
    command: str  # that shows the run of the finding again; "" if there is none
    notes: tuple[str, ...] = ()  # which lines of a notebook are not run, what lies beside

    @property
    def printed(self) -> str:
        """What a script has printed in its first schedule: it returns nothing."""
        runs = self.exploration.runs
        return runs[0].trace.output if runs and _is_script(self.exploration) else ""


def explore_file(
    target: str,
    settings: Settings,
    *,
    expected: str | None = None,
    open_machine: OpenMachine = Controller,
) -> Result:
    """Run FILE[:FUNCTION] under many schedules; ``expected`` is JSON text.

    Raises Unusable for a file that can't be read and a function that is not in it, and
    KernelFault for the grader's own fault, and SandboxError where no sandbox can be had.
    """
    notes, source, program = read_program(target)
    rejects = rejects_of(expected, program)
    with open_machine(program, settings) as machine:
        exploration = explore(
            machine,
            program=f"{program.name}:{program.function}",
            settings=settings,
            rejects=rejects,
            compare_values=expected is None,
        )
    failure = exploration.failure
    only_forked = failure is not None and works_only_forked(
        open_machine, program, settings, failure.trace, rejects
    )
    return _result(exploration, source, target, expected, notes, only_forked=only_forked)


def rejects_of(expected: str | None, program: Program) -> Callable[[Trace], bool]:
    """Return what says that a run is wrong.

    Raises Unusable for an expected value that is no JSON, or that nothing can be compared with.
    """
    if expected is not None and program.function == SCRIPT:
        raise Unusable(
            f"{program.name} is run as a script, which returns nothing that could be compared with "
            f"the expected value. Name the function that returns it, as FILE:FUNCTION."
        )
    wanted = None if expected is None else canonical(_parsed(expected))

    def rejects(trace: Trace) -> bool:
        returned = trace.status == "returned" and wanted is not None
        return is_faulty(trace) or (returned and canonical(trace.value) != wanted)

    return rejects


def _is_script(exploration: Exploration) -> bool:
    return exploration.program.endswith(f":{SCRIPT}")


def _result(
    exploration: Exploration,
    source: SourceText,
    target: str,
    expected: str | None,
    notes: tuple[str, ...],
    *,
    only_forked: bool,
) -> Result:
    failure = exploration.failure
    if failure is None:
        return Result(exploration, None, source, "", notes)
    finding = diagnose(
        failure.trace,
        replay=failure.replay,
        schedule=failure.number,
        expected=expected,
        siblings=tuple(run.trace for run in exploration.runs if run.number != failure.number),
        layout=source.layout,
        script=_is_script(exploration),
        only_forked=only_forked,
    )
    if finding is None:
        raise KernelFault(f"schedule {failure.number} was rejected, but nothing is wrong in it")
    more = [] if expected is None else ["--expect", expected]
    command = shlex.join(["grader", "replay", failure.replay, target, *more])
    return Result(exploration, finding, source, command, notes)


def _parsed(expected: str) -> Json:
    try:
        value: Json = json.loads(expected)
    except (ValueError, RecursionError) as error:
        raise Unusable(
            f"The expected value {expected!r} is not JSON ({error}). A text needs its own quotes, "
            f"as in '\"done\"'."
        ) from None
    return value
