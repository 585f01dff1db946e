"""The pytest plugin: each check of a checks.py is a test, with points.

It is loaded in every project of an environment with the grader in it, so it does nothing where
there is no checks.py of ours, and imports the machinery only there.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from grader.checks.declare import Check
    from grader.judging.examination import Examination, Unrun
    from grader.model.results import CheckResult
    from grader.search.machine import OpenMachine

_OURS = re.compile(rb"^(from|import)\s+grader\b", re.MULTILINE)

OPEN_MACHINE: pytest.StashKey[OpenMachine | None] = pytest.StashKey()
"""In a session's stash: how runs are opened, where it is not in a sandbox that checks share."""


class NotPassed(Exception):
    """Ends a check's test that is not passed; its result says why."""

    def __init__(self, result: CheckResult) -> None:
        super().__init__(result.message)
        self.result = result


class ChecksModule(pytest.File):
    """A checks.py, and the one submission that it is for."""

    _judge: Examination | Unrun | None = None

    def collect(self) -> Iterator[CheckItem]:
        """Yield an item for each check; raises CollectError, with file and line."""
        from grader.checks.declare import CheckError
        from grader.checks.load import load_checks
        from grader.course.course import CourseError, load_exercise
        from grader.judging.rewriting import load_rewritten

        plain = self.config.getoption("assertmode", "rewrite") == "plain"
        try:
            self.exercise = load_exercise(self.path.parent)
            self.checks = (
                load_checks(self.path) if plain else load_rewritten(self.path, self.config)
            )
        except (CheckError, CourseError) as error:
            raise self.CollectError(str(error)) from None
        for check in self.checks.checks:
            yield CheckItem.from_parent(self, name=check.name, check=check)

    def judge(self) -> Examination | Unrun:
        """Return who gives each check its result: one for all of them."""
        if self._judge is None:
            self._judge = _untrusted() or self._open()
        return self._judge

    def _open(self) -> Examination | Unrun:
        from grader.checks.asked import asked_by
        from grader.handins.submission import Submission, read_submission
        from grader.judging.examination import Examination, Unrun, what_to_run
        from grader.settings import Settings

        given = self.config.getoption("submission")
        path = Path(given) if given else self.exercise.skeleton
        if not given and not path.is_file():
            submission = Submission(path.name, None, self.exercise.problem)
        else:
            submission = read_submission(path, asked=asked_by(self.exercise))
        source = what_to_run(self.exercise, submission, in_place=not given)
        if isinstance(source, Unrun):
            return source
        examination = Examination(
            self.exercise,
            self.checks,
            source,
            Settings(),
            wanted=[item.name for item in self.session.items if item.parent is self],
            open_machine=self.config.stash.get(OPEN_MACHINE, None),
        )
        self.addfinalizer(examination.close)  # after the last check
        return examination


class CheckItem(pytest.Item):
    """One check, as a test."""

    def __init__(self, *, check: Check, **kwargs: object) -> None:
        super().__init__(**kwargs)  # type: ignore[arg-type]  # pytest's own, passed through
        self.check = check
        from grader.judging.deadline import LIMIT
        from grader.judging.marks import marks_of

        for mark in marks_of(check):
            self.add_marker(getattr(pytest.mark, mark.name)(*mark.args, **mark.kwargs))
        if self.get_closest_marker("timeout") is None:
            self.add_marker(pytest.mark.timeout(LIMIT))

    def setup(self) -> None:
        """Examine the submission by this check.

        Raises NotPassed where the grader could not: before the test itself, which makes it an
        error and no failure in pytest's reports too.
        """
        super().setup()
        assert isinstance(self.parent, ChecksModule)
        result = self.parent.judge().result(self.check)
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


def _untrusted() -> Unrun | None:
    """Return the verdict of every check where the control does not hold on this Python."""
    from grader.judging.examination import Unrun
    from grader.judging.selfproof import Untrusted, trust
    from grader.settings import Settings

    try:
        trust(Settings(), lambda line: warnings.warn(line, stacklevel=2))
    except Untrusted as error:
        return Unrun("unsure", str(error))
    return None


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --submission."""
    parser.getgroup("grader").addoption(
        "--submission",
        metavar="PATH",
        help="the .py or .ipynb file to check, in place of the one beside checks.py",
    )


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
            of = dict.fromkeys(("earned", "points", "bonus", "bonus_points", "open"), 0.0)
            of = sums.setdefault(str(seen["exercise"]), of)
            earned = float(str(seen["earned"]))
            of["earned"] += earned
            of["bonus"] += earned if seen["bonus"] else 0
            of["bonus_points" if seen["bonus"] else "points"] += float(str(seen["points"]))
            if seen["verdict"] == "unsure":
                of["open"] += float(str(seen["points"]))
                unsure.append(report.nodeid)
    if sums:
        from grader.report.score_words import points_text

        terminalreporter.section("points")
        for exercise, of in sorted(sums.items()):
            terminalreporter.line(f"{exercise}: {points_text(**of)}")
    for nodeid in unsure:
        terminalreporter.line(f"UNSURE, by the grader's own fault: {nodeid}", red=True)
