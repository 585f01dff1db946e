"""Checks and a submission -> CheckResults: explore, judge, replay, diagnose.

Knows nothing of pytest. Each scenario is explored once, however many checks judge it, and only
until each of them has a failing run.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from grader.checks.declare import Check, Scenario
from grader.checks.expect import Unsure
from grader.checks.load import CheckFile
from grader.diagnosis import is_faulty
from grader.errors import GraderFault
from grader.handins.parsed import parsed
from grader.judging.allowed import without_allowed
from grader.judging.blame import Trial, authors_fault, is_plain, own_failure
from grader.judging.contrast import works_only_forked
from grader.judging.judge import NOBODYS, Problem, judge
from grader.judging.not_done.runs import not_done
from grader.judging.not_done.source import todo_met
from grader.judging.telling import Failing, finding_of
from grader.kernel.controller import Controller
from grader.kernel.sandbox import SandboxError
from grader.model.exploration import Exploration
from grader.model.program import Program
from grader.model.results import CheckResult, Verdict
from grader.model.source import SourceText
from grader.model.trace import Site, Trace
from grader.search.explore import explore
from grader.search.machine import Machine, OpenMachine
from grader.search.shrink import NotJudged, confirm
from grader.settings import Settings

ATTEMPTS = 3
"""How often a scenario is explored, if the grader itself fails, before its checks are unsure."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Seen:
    """All that was seen of one scenario."""

    exploration: Exploration
    failing: dict[str, Failing | Unsure]  # by a check's name; nothing for one that is passed


def program_of(checks: CheckFile, check: Check, source: SourceText) -> Program:
    """Return the program that is run for a check: the submission, and the scenario around it."""
    scenario = check.scenario
    return Program(
        name=source.name,
        source=source.program,
        function=scenario.name,
        scenario=checks.sources[scenario.name],
        scenario_name=checks.path.name,
        files=scenario.files,
    )


def settings_of(scenario: Scenario, settings: Settings) -> Settings:
    """Return the settings for a scenario: what a person asked for goes before what it says."""
    own = {
        "schedules": scenario.schedules,
        "switch_at": scenario.switch_at,
        "start_method": scenario.start_method,
        "cpu_count": scenario.cores,
    }
    free = {name: value for name, value in own.items() if name not in settings.origins}
    return settings.with_(f"scenario {scenario.name}", **free)


def result(check: Check, verdict: Verdict, message: str = "", bound: str = "") -> CheckResult:
    """Return the result of a check without a run to show; points are earned by passing alone."""
    return CheckResult(
        name=check.name,
        title=check.title,
        points=check.points,
        earned=check.points if verdict == "passed" else 0,
        verdict=verdict,
        message=message,
        hints=check.hints,
        bound=bound,
        bonus=check.bonus,
    )


class Examiner:
    """Examines one submission by the checks of one exercise.

    ``wanted`` are the names of the checks that will be asked for (default: all): a scenario is
    explored until each of those that judge it is decided. ``run_todos`` runs what the source alone
    tells to be a TODO. ``reference`` is the exercise's own solution, where it is at hand: it is run
    by ``open_other``, in a sandbox that the submission never sees.
    """

    def __init__(
        self,
        checks: CheckFile,
        source: SourceText,
        settings: Settings,
        *,
        exercise: str,
        wanted: Iterable[str] | None = None,
        open_machine: OpenMachine = Controller,
        run_todos: bool = False,
        reference: SourceText | None = None,
        open_other: OpenMachine = Controller,
    ) -> None:
        self.checks = checks
        self.source = source
        self._parsed = parsed(source)
        self.settings = settings
        self.exercise = exercise
        self.isolation = ""  # in words, once a machine was open
        self._open_machine = open_machine
        self._run_todos = run_todos
        self._reference = reference
        self._open_other = open_other
        self._blamed: dict[tuple[str, str, Site], str | Unsure] = {}
        self._wanted = {c.name for c in checks.checks} if wanted is None else set(wanted)
        self._seen: dict[str, Seen | Unsure] = {}  # by a scenario's name
        self._import: Seen | Unsure | None = None  # of the submission alone

    def examine(self, check: Check) -> CheckResult:
        """Return the result of one check; never raises for what a submission does."""
        if check.requires is not None:
            first = self.examine(check.requires)
            if first.verdict != "passed":
                return replace(
                    first,
                    name=check.name,
                    title=check.title,
                    points=check.points,
                    message=f"This one needs another first: {first.title}\n{first.message}",
                    hints=check.hints,
                    bonus=check.bonus,
                )
        scenario = check.scenario.name
        if not self._run_todos:
            todo = todo_met(self._parsed, self.checks.written, scenario)
            if todo:
                return result(check, "not-done", todo)
        try:
            seen = self._explored(check)
            failing = seen.failing.get(check.name)
            if isinstance(failing, Unsure):
                raise failing
            found = result(check, "passed") if failing is None else self._failed(check, failing)
        except Unsure as unsure:
            return result(check, "unsure", str(unsure))
        return replace(
            found,
            schedules=seen.exploration.schedules,
            bound=seen.exploration.bound,
            start_method=seen.exploration.start_method,
        )

    def give_up(self, check: Check, why: str) -> CheckResult:
        """Return that a check is unsure, and let no other check try the same again.

        That is its scenario, or the import of the submission, if that did not come to an end.
        """
        if self._import is None:
            self._import = Unsure(why)
        self._seen[check.scenario.name] = Unsure(why)
        return result(check, "unsure", why)

    # --- a run that fails a check

    def _failed(self, check: Check, failing: Failing) -> CheckResult:
        trace = without_allowed(check.scenario, failing.explored.trace)
        file = self.checks.path.name
        self._excuse(check, failing)
        if left := not_done(trace, self.source, file):
            found = result(check, "not-done", left.message)
            return replace(found, trace=failing.explored.trace, missing=left.missing)
        finding = finding_of(self.checks, check, self.source, failing)
        if finding is None:
            raise Unsure("A run fails this check, but the grader can't say why: its own fault.")
        replay = ("grader", "replay", finding.replay, self.source.name)
        return replace(
            result(check, "failed", finding.message),
            finding=finding,
            trace=failing.explored.trace,
            replay_command=shlex.join((*replay, "--check", f"{self.exercise}/{check.name}")),
        )

    def _excuse(self, check: Check, failing: Failing) -> None:
        """Raise Unsure if the run fails the check by the fault of whoever wrote the checks."""
        trace, scenario = failing.explored.trace, check.scenario
        trial = Trial(
            lambda source: program_of(self.checks, check, source),
            settings_of(scenario, self.settings),
            scenario.clocks,
            self._open_other,
        )

        def fails(other: Trace) -> bool:
            return judge(check, other) is not None

        if (own := own_failure(trace, self.checks.path.name)) is not None:
            failure, site = own
            key = (check.name, failure.type, site)
            if key not in self._blamed:
                name, other = self.source.name, self._reference
                self._blamed[key] = self._attempt(
                    lambda: authors_fault(trial, failure, site, name, other, fails)
                )
            if why := self._blamed[key]:
                raise why if isinstance(why, Unsure) else Unsure(why)
        elif failing.problem.wrong and self._reference and not is_plain(trace.value):
            reference = self._reference
            shows = self._attempt(lambda: trial.shows(reference, fails))
            if isinstance(shows, Unsure):
                raise shows
            if shows:
                raise Unsure(
                    f"The check itself broke: what scenario {scenario.name} returns is no JSON, or "
                    f"too long, with the exercise's own solution, too. {NOBODYS}"
                )

    # --- exploring

    def _explored(self, check: Check) -> Seen:
        """Return what was seen of the check's scenario, or of a submission that fails without it.

        What can't even be imported is told once for all checks, and not run again for each.
        """
        if self._import is None:
            self._import = self._attempt(self._import_alone)
        if isinstance(self._import, Unsure):
            raise self._import
        if self._import.failing:
            return replace(self._import, failing={check.name: self._import.failing[""]})
        name = check.scenario.name
        if name not in self._seen:
            self._seen[name] = self._attempt(lambda: self._explore_once(check))
        seen = self._seen[name]
        if isinstance(seen, Unsure):
            raise seen
        return seen

    def _attempt(self, explore_once: Callable[[], T]) -> T | Unsure:
        fault: Exception | None = None
        for _ in range(ATTEMPTS):
            try:
                return explore_once()
            except (GraderFault, SandboxError) as error:
                fault = error
        if isinstance(fault, NotJudged):
            return Unsure(str(fault))
        return Unsure(
            f"The grader could not examine this, in {ATTEMPTS} attempts: {fault}. This is the "
            f"grader's fault or a disturbed machine's, not the submission's."
        )

    def _import_alone(self) -> Seen:
        """Import the submission, and nothing else; ``failing`` has "" if that goes wrong."""
        program = Program(self.source.name, self.source.program, function="")
        with self._open_machine(program, self.settings) as machine:
            self.isolation = getattr(getattr(machine, "isolation", None), "words", "")
            exploration = explore(
                machine,
                program=program.name,
                settings=self.settings.with_("import", schedules=1),
                rejects=is_faulty,
                clocks=("patient",),
            )
        failing: dict[str, Failing | Unsure] = {}
        if exploration.failure is not None:
            failing[""] = self._contrasted(
                program, self.settings, Failing(exploration.failure, Problem(), ()), is_faulty
            )
        return Seen(exploration, failing)

    def _contrasted(
        self, program: Program, settings: Settings, found: Failing, fails: Callable[[Trace], bool]
    ) -> Failing:
        """Return what was found with the word whether it is all right wherever it is forked."""
        forked = works_only_forked(
            self._open_machine, program, settings, found.explored.trace, fails
        )
        return replace(found, only_forked=forked)

    def _explore_once(self, check: Check) -> Seen:
        scenario = check.scenario
        checks = [c for c in self.checks.on(scenario) if c.name in self._wanted or c is check]
        failing: dict[str, Failing | Unsure] = {}
        first: dict[str, Trace] = {}  # by a check's name: the first run that fails it

        def all_decided(trace: Trace) -> bool:
            for each in checks:
                if each.name not in first and each.name not in failing:
                    try:
                        if judge(each, trace) is not None:
                            first[each.name] = trace
                    except Unsure as unsure:
                        failing[each.name] = unsure
            return len(first) + len(failing) == len(checks)

        program = program_of(self.checks, check, self.source)
        settings = settings_of(scenario, self.settings)
        with self._open_machine(program, settings) as machine:
            self.isolation = getattr(getattr(machine, "isolation", None), "words", "")
            exploration = explore(
                machine,
                program=program.name,
                settings=settings,
                rejects=all_decided,
                clocks=scenario.clocks,
            )
            for each in checks:
                if each.name in first:
                    failing[each.name] = _confirmed(machine, exploration, each, first[each.name])
        for name, found in failing.items():
            if isinstance(found, Failing):
                failing[name] = self._contrasted(
                    program, settings, found, partial(_fails, self.checks.check(name))
                )
        return Seen(exploration, failing)


def _fails(check: Check, trace: Trace) -> bool:
    return judge(check, trace) is not None


def _confirmed(machine: Machine, exploration: Exploration, check: Check, trace: Trace) -> Failing:
    """Return the run that fails the check, made shorter and with details.

    Raises NotJudged or Nondeterminism if it does not repeat, Unsure if the judging code breaks on
    the way.
    """
    runs = exploration.runs
    place = next(number for number, run in enumerate(runs) if run.trace is trace)
    explored = confirm(machine, runs[place], partial(_fails, check))
    problem = judge(check, explored.trace)
    if problem is None:
        raise NotJudged(explored.number, explored.replay)
    return Failing(explored, problem, tuple(run.trace for run in runs[:place]))
