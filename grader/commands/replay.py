"""``grader replay``: one schedule again, in detail, of a program or of a check's scenario."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from grader.checks.asked import asked_by
from grader.checks.declare import Check
from grader.checks.load import CheckFile, load_checks
from grader.commands.explore import Result, rejects_of
from grader.commands.program import Unusable, read_program, read_source
from grader.commands.script import SCRIPT
from grader.course.course import Course
from grader.diagnosis import diagnose
from grader.judging.contrast import works_only_forked
from grader.judging.examiner import program_of, settings_of
from grader.judging.judge import judge
from grader.judging.telling import Failing, finding_of
from grader.kernel.controller import Controller
from grader.model.exploration import Exploration, Explored, OutcomeCount
from grader.model.finding import Finding
from grader.model.program import Program
from grader.model.source import SourceText
from grader.model.trace import Trace
from grader.search import token as tokens
from grader.search.machine import OpenMachine
from grader.search.strategies.replay import Replay
from grader.settings import Settings


def replay_file(
    token: str,
    target: str,
    settings: Settings,
    *,
    check: str = "",
    expected: str | None = None,
    course: Callable[[], Course] | None = None,
    open_machine: OpenMachine = Controller,
) -> Result:
    """Run one schedule of FILE[:FUNCTION], or of a check's scenario around it, in detail.

    ``check`` is EXERCISE/TEST, and ``course`` then finds the course; ``expected`` is the JSON text
    of the value that a function should return. Raises as ``explore_file``, and Unusable for a token
    that is none, or that is not of this program.
    """
    judged: _Judged | None = None
    if check and course:
        source, program, judged = _read_check(target, check, course())
        settings = settings_of(judged.check.scenario, settings)
    else:
        _, source, program = read_program(target)
    rejects = judged.fails if judged else rejects_of(expected, program)
    trace, undisturbed, settings = _run_token(token, program, settings, open_machine)
    only_forked = rejects(trace) and works_only_forked(
        open_machine, program, settings, trace, rejects
    )
    value = trace.value if trace.status == "returned" else None
    explored = Explored(1, token, trace)
    exploration = Exploration(
        program=f"{program.name}:{program.function}",
        schedules=1,
        exhaustive=False,
        bound="this schedule alone",
        steps=len(trace.steps),
        seconds=0.0,
        outcomes=(OutcomeCount(trace.status, value, 1, token),),
        runs=(explored,),
        failure=explored,
        start_method=trace.start_method,
    )
    if judged is None:
        finding = diagnose(
            trace,
            replay=token,
            schedule=1,
            expected=expected,
            siblings=undisturbed,
            layout=source.layout,
            script=program.function == SCRIPT,
            only_forked=only_forked,
        )
    else:
        finding = judged.finding(source, explored, undisturbed, only_forked=only_forked)
    return Result(exploration, finding, source, "")


def _run_token(
    token: str, program: Program, settings: Settings, open_machine: OpenMachine
) -> tuple[Trace, tuple[Trace, ...], Settings]:
    """Return the schedule's run, and before it the one that nobody disturbed, if that is another.

    What is told of a run depends on how the program goes otherwise: a search has seen that first.
    """
    try:
        clock, switch_at, method, schedule = tokens.decode(token)
    except ValueError as error:
        raise Unusable(f"{str(error)[:1].upper()}{str(error)[1:]}.") from None
    strategy = Replay(schedule, clock=clock, switch_at=switch_at)
    settings = settings.with_("token", start_method=method)
    undisturbed: tuple[Trace, ...] = ()
    with open_machine(program, settings) as machine:
        trace = machine.run(strategy.pick, clock=clock, switch_at=switch_at, detailed=True)
        strategy.end(trace)
        if not strategy.diverged and (trace.schedule or clock != "patient"):
            first = Replay((), clock="patient", switch_at=switch_at)
            undisturbed = (machine.run(first.pick, clock="patient", switch_at=switch_at),)
    if strategy.diverged:
        raise Unusable(
            f"{token} is no schedule of {program.name}:{program.function} as it is now: "
            f"{strategy.diverged}. Was the file changed since, or is it another one?"
        )
    return trace, undisturbed, settings


@dataclass(frozen=True, slots=True)
class _Judged:
    """A check whose scenario is run."""

    checks: CheckFile
    check: Check

    def fails(self, trace: Trace) -> bool:
        return judge(self.check, trace) is not None

    def finding(
        self,
        source: SourceText,
        explored: Explored,
        undisturbed: tuple[Trace, ...],
        *,
        only_forked: bool,
    ) -> Finding | None:
        if (problem := judge(self.check, explored.trace)) is None:
            return None
        before = tuple(trace for trace in undisturbed if not self.fails(trace))
        failing = Failing(explored, problem, before, only_forked)
        return finding_of(self.checks, self.check, source, failing)


def _read_check(target: str, check: str, course: Course) -> tuple[SourceText, Program, _Judged]:
    name, slash, test = check.partition("/")
    if not slash:
        raise Unusable(f"{check!r} is not of the form EXERCISE/TEST, such as 03_lock/test_sold.")
    exercise = course.find(name)
    checks = load_checks(exercise.checks)
    _, source = read_source(Path(target), asked_by(exercise))
    one = checks.check(test)
    return source, program_of(checks, one, source), _Judged(checks, one)
