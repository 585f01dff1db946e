"""``grader explore`` and ``grader replay``: any program, under many schedules or under one."""

from __future__ import annotations

import ast
import json
import shlex
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from grader.checks.asked import asked_by
from grader.checks.declare import Check
from grader.checks.load import load_checks
from grader.commands.beside import data_beside
from grader.commands.script import NOTE, SCRIPT, is_script
from grader.course.course import Course
from grader.diagnosis import diagnose, is_faulty
from grader.diagnosis.detectors.items import canonical
from grader.errors import UsageError
from grader.handins.submission import Submission, read_submission
from grader.judging.allowed import without_allowed
from grader.judging.contrast import works_only_forked
from grader.judging.examiner import program_of, settings_of
from grader.judging.judge import judge
from grader.kernel.controller import Controller
from grader.kernel.errors import KernelFault
from grader.model.exploration import Exploration, Explored, OutcomeCount
from grader.model.finding import Finding
from grader.model.program import Program
from grader.model.source import Layout, SourceText
from grader.model.trace import Json, Trace
from grader.search import token as tokens
from grader.search.explore import explore
from grader.search.machine import Machine
from grader.search.strategies.replay import Replay
from grader.settings import Settings

OpenMachine = Callable[[Program, Settings], AbstractContextManager[Machine]]


class Unusable(UsageError):
    """What was asked for can't be run: one clear message for who asked."""


@dataclass(frozen=True, slots=True)
class Result:
    """What is told of a program that was explored or replayed."""

    exploration: Exploration
    finding: Finding | None
    source: SourceText
    command: str  # that shows the run of the finding again; "" if there is none
    notes: tuple[str, ...] = ()  # of the file: what of a notebook is not run, what lies beside

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
    KernelFault or SandboxError for what is the grader's own fault.
    """
    notes, source, program = read_program(target)
    if expected is not None and program.function == SCRIPT:
        raise Unusable(
            f"{source.name} is run as a script, which returns nothing that could be compared with "
            f"the expected value. Name the function that returns it, as FILE:FUNCTION."
        )
    wanted = None if expected is None else canonical(_parsed(expected))

    def rejects(trace: Trace) -> bool:
        returned = trace.status == "returned" and wanted is not None
        return is_faulty(trace) or (returned and canonical(trace.value) != wanted)

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
    command = shlex.join(["grader", "replay", failure.replay, target])
    return Result(exploration, finding, source, command, notes)


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
        mood, points, method, schedule = tokens.decode(token)
    except ValueError as error:
        raise Unusable(f"{str(error)[:1].upper()}{str(error)[1:]}.") from None
    strategy = Replay(schedule, mood=mood, points=points)
    settings = settings.with_("token", start_method=method)
    with open_machine(program, settings) as machine:
        trace = machine.run(strategy.pick, mood=mood, points=points, detailed=True)
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


def read_program(target: str) -> tuple[tuple[str, ...], SourceText, Program]:
    """Return what is to be said of FILE[:FUNCTION], its source and its program; raises Unusable."""
    file, asked = _split(target)
    function = asked or "main"
    submission, source = _read(file, frozenset({function}))
    notes = submission.notes
    if not source.cells and (function == SCRIPT or (not asked and is_script(source))):
        function = SCRIPT
        notes += (NOTE,)
    else:
        _must_define(source, function)
    files, said = data_beside(file, source.program)
    if function == SCRIPT:
        files = {source.name: source.program.encode("utf-8", "replace"), **files}
    # A program may import the modules beside it, as it can when Python runs it.
    folder = str(file.resolve().parent)
    program = Program(source.name, source.program, function, files=files, import_folders=(folder,))
    return notes + said, source, program


def _split(target: str) -> tuple[Path, str]:
    """Split FILE[:FUNCTION]; a file whose own name has a colon in it is found too."""
    file, colon, function = target.rpartition(":")
    if not colon or Path(target).exists():
        return Path(target), ""
    if not function.isidentifier():
        raise Unusable(f"{function!r} is not a function's name. Write FILE:FUNCTION.")
    return Path(file), function


def _read(file: Path, asked: frozenset[str]) -> tuple[Submission, SourceText]:
    read = read_submission(file, asked=asked)
    if read.problem or read.source is None:
        raise Unusable(read.problem)
    return read, read.source


def _must_define(source: SourceText, function: str) -> None:
    """Raise Unusable if the source can't define the function; in doubt the run itself tells."""
    nodes = list(ast.walk(ast.parse(source.program)))
    defined = [n.name for n in nodes if isinstance(n, ast.FunctionDef | ast.ClassDef)]
    names = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    names |= {n.asname or n.name for n in nodes if isinstance(n, ast.alias)} | set(defined)
    if function in names or "*" in names:
        return
    top = [n.name for n in ast.parse(source.program).body if isinstance(n, ast.FunctionDef)]
    there = f"It has {', '.join(top[:8])}. " if top else ""
    example = f"{source.name}:{top[0]}" if top else f"{source.name}:FUNCTION"
    raise Unusable(
        f"{source.name} has no function {function}(). {there}Name the one to run, such as "
        f"{example}."
    )


def _read_check(target: str, check: str, course: Course) -> tuple[SourceText, Program, Check]:
    name, slash, test = check.partition("/")
    if not slash:
        raise Unusable(f"{check!r} is not of the form EXERCISE/TEST, such as 03_lock/test_sold.")
    exercise = course.find(name)
    checks = load_checks(exercise.checks)
    _, source = _read(Path(target), asked_by(exercise))
    one = checks.check(test)
    return source, program_of(checks, one, source), one


def _parsed(expected: str) -> Json:
    try:
        value: Json = json.loads(expected)
    except (ValueError, RecursionError) as error:
        raise Unusable(
            f"The expected value {expected!r} is not JSON ({error}). A text needs its own quotes, "
            f"as in '\"done\"'."
        ) from None
    return value
