"""``grader replay``: one schedule again, in detail, of a program or of a check's scenario."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from grader.checks.asked import asked_by
from grader.checks.declare import Check
from grader.checks.load import load_checks
from grader.commands.explore import Result
from grader.commands.program import Unusable, read_program, read_source
from grader.commands.script import SCRIPT
from grader.course.course import Course
from grader.diagnosis import diagnose, is_faulty
from grader.judging.allowed import without_allowed
from grader.judging.contrast import works_only_forked
from grader.judging.examiner import program_of, settings_of
from grader.judging.judge import judge
from grader.kernel.controller import Controller
from grader.model.exploration import Exploration, Explored, OutcomeCount
from grader.model.finding import Finding
from grader.model.program import Program
from grader.model.source import Layout, SourceText
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
    course: Callable[[], Course] | None = None,
    open_machine: OpenMachine = Controller,
) -> Result:
    """Run one schedule of FILE[:FUNCTION], or of a check's scenario around it, in detail.

    ``check`` is EXERCISE/TEST, and ``course`` then finds the course. Raises as ``explore_file``,
    and Unusable for a token that is none, or that is not of this program.
    """
    judged: Check | None = None
    if check and course:
        source, program, judged = _read_check(target, check, course())
        settings = settings_of(judged.scenario, settings)
    else:
        _, source, program = read_program(target)
    trace, settings = _run_token(token, program, settings, open_machine)

    def fails(other: Trace) -> bool:
        return is_faulty(other) if judged is None else judge(judged, other) is not None

    only_forked = fails(trace) and works_only_forked(open_machine, program, settings, trace, fails)
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
    script = program.function == SCRIPT
    finding = _finding_of(
        trace, token, judged, source.layout, script=script, only_forked=only_forked
    )
    return Result(exploration, finding, source, "")


def _run_token(
    token: str, program: Program, settings: Settings, open_machine: OpenMachine
) -> tuple[Trace, Settings]:
    try:
        clock, switch_at, method, schedule = tokens.decode(token)
    except ValueError as error:
        raise Unusable(f"{str(error)[:1].upper()}{str(error)[1:]}.") from None
    strategy = Replay(schedule, clock=clock, switch_at=switch_at)
    settings = settings.with_("token", start_method=method)
    with open_machine(program, settings) as machine:
        trace = machine.run(strategy.pick, clock=clock, switch_at=switch_at, detailed=True)
    strategy.end(trace)
    if strategy.diverged:
        raise Unusable(
            f"{token} is no schedule of {program.name}:{program.function} as it is now: "
            f"{strategy.diverged}. Was the file changed since, or is it another one?"
        )
    return trace, settings


def _finding_of(
    trace: Trace,
    token: str,
    check: Check | None,
    layout: Layout,
    *,
    script: bool,
    only_forked: bool,
) -> Finding | None:
    if check is None:
        return diagnose(
            trace,
            replay=token,
            schedule=1,
            layout=layout,
            script=script,
            only_forked=only_forked,
        )
    if (problem := judge(check, trace)) is None:
        return None
    seen = without_allowed(check.scenario, trace)
    return diagnose(
        seen,
        replay=token,
        schedule=1,
        wrong=problem.wrong,
        cause=problem.cause,
        layout=layout,
        only_forked=only_forked,
    )


def _read_check(target: str, check: str, course: Course) -> tuple[SourceText, Program, Check]:
    name, slash, test = check.partition("/")
    if not slash:
        raise Unusable(f"{check!r} is not of the form EXERCISE/TEST, such as 03_lock/test_sold.")
    exercise = course.find(name)
    checks = load_checks(exercise.checks)
    _, source = read_source(Path(target), asked_by(exercise))
    one = checks.check(test)
    return source, program_of(checks, one, source), one
