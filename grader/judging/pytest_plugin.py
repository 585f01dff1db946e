"""The pytest plugin: each check of a checks.py is a test, with points.

It is loaded in every project of an environment with the grader in it, so it does nothing where
there is no checks.py of ours, and imports the machinery only there.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from grader.checks.declare import Check
    from grader.course.course import Exercise
    from grader.handins.submission import Submission
    from grader.judging.examiner import Examiner, OpenMachine
    from grader.kernel.controller import SharedSandbox
    from grader.model.results import CheckResult, Verdict
    from grader.model.source import SourceText
    from grader.settings import Settings

TIMEOUT = 600
"""Seconds for one check: the last resort behind the engine's own limits, so it is generous."""

Progress = Callable[[str, int, int], None]
"""Called as each check begins with its title, its number (from 1) and how many there are."""

_OURS = re.compile(rb"^(from|import)\s+grader\b", re.MULTILINE)


@dataclass(slots=True)
class Bench:
    """What a pytest session gets from, and gives back to, the one who started it."""

    submission: Submission | None = None  # None: the file beside checks.py
    settings: Settings | None = None  # None: the defaults
    progress: Progress | None = None
    open_machine: OpenMachine | None = None  # None: controllers that share a sandbox
    results: dict[str, CheckResult] = field(default_factory=dict)  # by the check's name
    isolation: str = ""  # in words, as the last sandbox had it
    in_place: bool = False  # the submission is the exercise's own file: there is no skeleton left
    run_todos: bool = False  # also where the source tells that nothing but a TODO is met
    exercise: Exercise | None = None  # None: that of the folder in which checks.py lies


BENCH = pytest.StashKey[Bench]()


class NotPassed(Exception):
    """Ends a check's test that is not passed; its result says why."""

    def __init__(self, result: CheckResult) -> None:
        super().__init__(result.message)
        self.result = result


class ChecksModule(pytest.File):
    """A checks.py, and the one submission that it is for."""

    _gone = False  # the student's own file is not where it lay, which is no TODO
    _examiner: Examiner | tuple[Verdict, str] | None = None
    _sandbox: SharedSandbox | None = None

    def collect(self) -> Iterator[CheckItem]:
        """Yield an item for each check; raises CollectError, with file and line."""
        # Only pytest itself has the rewriting; ipytest and others use it in this way too.
        from _pytest.assertion.rewrite import rewrite_asserts

        from grader.checks.declare import CheckError
        from grader.checks.load import load_checks
        from grader.course.course import CourseError, load_exercise

        plain = self.config.getoption("assertmode", "rewrite") == "plain"
        try:
            self.exercise = load_exercise(self.path.parent)
            self.checks = load_checks(
                self.path,
                None
                if plain
                else lambda tree, data: rewrite_asserts(tree, data, str(self.path), self.config),
            )
        except (CheckError, CourseError) as error:
            raise self.CollectError(str(error)) from None
        for check in self.checks.checks:
            yield CheckItem.from_parent(self, name=check.name, check=check)

    def examiner(self) -> Examiner | tuple[Verdict, str]:
        """Return who examines the submission, or the verdict that needs no examination."""
        if self._examiner is None:
            from grader.checks.asked import asked_by
            from grader.handins.submission import Submission, read_submission
            from grader.judging.examiner import Examiner
            from grader.judging.not_done.files import precluded
            from grader.kernel.controller import Controller, SharedSandbox
            from grader.settings import Settings

            bench = self.config.stash[BENCH]
            given = self.config.getoption("submission")
            path = Path(given) if given else self.exercise.skeleton
            submission = bench.submission
            if submission is None and not given and not path.is_file():
                submission = Submission(path.name, None, self.exercise.problem)
            submission = submission or read_submission(path, asked=asked_by(self.exercise))
            # The skeleton lies where a student works in the course's own folder; without a
            # mirrored solution nobody can tell it from the student's file but by its TODOs.
            own = bench.in_place or (bench.submission is None and not given)
            skeleton = None if own else read_submission(self.exercise.skeleton).source
            self._gone = own and submission.source is None
            self._examiner = _untrusted(bench) or precluded(
                submission, skeleton.text if skeleton else ""
            )
            if self._examiner is None and submission.source is not None:
                self._sandbox = SharedSandbox()
                self._examiner = Examiner(
                    self.checks,
                    submission.source,
                    bench.settings or Settings(),
                    exercise=self.exercise.name,
                    wanted=[i.name for i in self.session.items if i.parent is self],
                    open_machine=bench.open_machine or self._sandbox.controller,
                    run_todos=bench.run_todos,
                    reference=_reference(bench.exercise or self.exercise),
                    open_other=bench.open_machine or Controller,
                )
        assert self._examiner is not None
        return self._examiner

    def teardown(self) -> None:
        """End the submission's sandbox after the last check."""
        if self._sandbox is not None:
            self._sandbox.close()
        super().teardown()


def _reference(exercise: Exercise) -> SourceText | None:
    """Return the exercise's own solution, where it is at hand: in the mirrored folder."""
    from grader.handins.submission import read_submission

    beside = exercise.folder.resolve().parents[1] / "solutions" / exercise.name
    read = read_submission((exercise.solutions or beside) / exercise.file)
    return None if read.problem else read.source


class CheckItem(pytest.Item):
    """One check, as a test."""

    def __init__(self, *, check: Check, **kwargs: object) -> None:
        super().__init__(**kwargs)  # type: ignore[arg-type]  # pytest's own, passed through
        self.check = check
        for mark in getattr(check.judgement, "pytestmark", ()):
            self.add_marker(getattr(pytest.mark, mark.name)(*mark.args, **mark.kwargs))
        if self.get_closest_marker("timeout") is None:
            self.add_marker(pytest.mark.timeout(TIMEOUT))

    def setup(self) -> None:
        """Examine the submission by this check.

        Raises NotPassed where the grader could not: before the test itself, which makes it an
        error and no failure in pytest's reports too.
        """
        super().setup()
        bench = self.config.stash[BENCH]
        if bench.progress is not None:
            items = [item for item in self.session.items if isinstance(item, CheckItem)]
            bench.progress(self.check.title, items.index(self) + 1, len(items))
        result = bench.results[self.name] = self._examine(bench)
        self.user_properties += [
            ("exercise", self.path.resolve().parent.name),
            ("points", result.points),
            ("earned", result.earned),
            ("verdict", result.verdict),
            ("bonus", result.bonus),
        ]
        if result.verdict == "unsure":
            raise NotPassed(result)
        self.result = result

    def runtest(self) -> None:
        """Tell the result; raises NotPassed."""
        result = self.result
        if result.to_do:
            # Red is what is wrong; a TODO that is left is not, in no report of ours.
            pytest.skip(result.message)
        if result.verdict != "passed":
            raise NotPassed(result)

    def _examine(self, bench: Bench) -> CheckResult:
        from grader.judging.examiner import result

        parent = self.parent
        assert isinstance(parent, ChecksModule)
        examiner = parent.examiner()
        if isinstance(examiner, tuple):
            verdict, message = examiner
            return replace(
                result(self.check, verdict, message), missing=parent._gone and verdict == "not-done"
            )
        try:
            return examiner.examine(self.check)
        except pytest.fail.Exception as timeout:
            return examiner.give_up(
                self.check,
                f"The grader did not come to an end: {timeout} This is its own fault or a "
                f"disturbed machine's, not the submission's.",
            )
        finally:
            bench.isolation = examiner.isolation

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None
    ) -> str:
        """Return the story of a check that is not passed."""
        if not isinstance(excinfo.value, NotPassed):
            return str(super().repr_failure(excinfo))
        from grader.report.score_words import worth_text

        result = excinfo.value.result
        head = f"{result.title}\n{result.verdict}, {worth_text(result)}"
        again = f"\n\nSee that run: {result.replay_command}" if result.replay_command else ""
        return f"{head}\n\n{result.message}{again}"

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return (file, line from 0, name) for pytest's headings."""
        return self.path, self.check.line - 1, self.name


def _untrusted(bench: Bench) -> tuple[Verdict, str] | None:
    """Return the verdict of every check where the control does not hold on this Python."""
    from grader.judging.selfproof import Untrusted, trust
    from grader.settings import Settings

    if bench.settings is not None:  # whoever started this session has asked already
        return None
    try:
        trust(Settings(), lambda line: warnings.warn(line, stacklevel=2))
    except Untrusted as error:
        return "unsure", str(error)
    return None


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --submission."""
    parser.getgroup("grader").addoption(
        "--submission",
        metavar="PATH",
        help="the .py or .ipynb file to check, in place of the one beside checks.py",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Give the session its bench, unless who started it brought one."""
    config.stash.setdefault(BENCH, Bench())


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(
    file_path: Path, parent: pytest.Collector
) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """Collect a checks.py of ours, and nobody else may: pytest takes a file named to it, too."""
    collectors = yield
    if file_path.name == "checks.py" and _OURS.search(file_path.read_bytes()):
        return [ChecksModule.from_parent(parent, path=file_path)]
    return collectors


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Refuse one submission for several exercises."""
    folders = {item.path.parent.name for item in items if isinstance(item, CheckItem)}
    if config.getoption("submission") and len(folders) > 1:
        raise pytest.UsageError(
            f"--submission is for one exercise, but there are {', '.join(sorted(folders))}: "
            f"name the folder of one of them"
        )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the points of each exercise, and loudly what the grader is unsure of."""
    sums: dict[str, dict[str, float]] = {}
    unsure = []
    for outcome in ("passed", "failed", "skipped", "error"):
        for report in terminalreporter.getreports(outcome):
            if not isinstance(report, pytest.TestReport) or report.when == "teardown":
                continue
            seen = dict(report.user_properties)
            if "verdict" not in seen:
                continue
            of = dict.fromkeys(("earned", "points", "bonus", "bonus_points"), 0.0)
            of = sums.setdefault(str(seen["exercise"]), of)
            earned = float(str(seen["earned"]))
            of["earned"] += earned
            of["bonus"] += earned if seen["bonus"] else 0
            of["bonus_points" if seen["bonus"] else "points"] += float(str(seen["points"]))
            if seen["verdict"] == "unsure":
                unsure.append(report.nodeid)
    if sums:
        from grader.report.score_words import points_text

        terminalreporter.section("points")
        for exercise, of in sorted(sums.items()):
            terminalreporter.line(f"{exercise}: {points_text(**of)}")
    for nodeid in unsure:
        terminalreporter.line(f"UNSURE, by the grader's own fault: {nodeid}", red=True)
