"""One submission -> ExerciseReport."""

from __future__ import annotations

import io
import os
import time

import pytest

from grader.checks.declare import CheckError
from grader.checks.load import load_checks
from grader.checks.source import read_checks
from grader.course.course import Exercise
from grader.handins.parsed import parsed
from grader.handins.submission import Submission
from grader.judging import pytest_plugin
from grader.judging.examiner import OpenMachine, result
from grader.judging.not_done.source import todo_met
from grader.judging.pytest_plugin import BENCH, Bench, Progress
from grader.model.results import ExerciseReport
from grader.settings import Settings

UNUSED = (
    "cacheprovider",  # leaves a folder behind
    "faulthandler",  # belongs to whoever runs us
    "unraisableexception",  # collects garbage for a quarter of the time
    "threadexception",
    "logging",
    "junitxml",
    "unittest",
    "doctest",
)
"""Plugins of pytest's own that a grading does without."""

SAID = 1000
"""Letters kept of what pytest printed, for a check that it did not come to."""


def grade_exercise(
    exercise: Exercise,
    submission: Submission,
    settings: Settings,
    progress: Progress | None = None,
    *,
    only: str | None = None,
    in_place: bool = False,
    run_todos: bool = False,
    open_machine: OpenMachine | None = None,
) -> ExerciseReport:
    """Grade one submission by the checks of one exercise: the whole pipeline.

    ``progress(title, number, count)`` is called as each check begins; ``only`` names the one
    check to run; ``in_place`` says that the exercise's own file was edited; with ``run_todos``
    also those checks are run whose TODO the source tells. Call it in a process's main thread,
    where pytest-timeout can interrupt.
    Raises CheckError for a checks.py that can't be used; never for what a submission does.
    """
    began = time.monotonic()
    checks = load_checks(exercise.checks)
    bench = Bench(
        submission,
        settings,
        progress,
        open_machine,
        in_place=in_place,
        run_todos=run_todos,
        exercise=exercise,
    )
    said = _run_pytest(exercise, only, bench)
    wanted = checks.checks if only is None else (checks.check(only),)
    return ExerciseReport(
        exercise=exercise.name,
        title=exercise.title,
        source=submission.source,
        checks=tuple(
            bench.results.get(check.name)
            or result(check, "unsure", f"The grader did not come to this check: {said}")
            for check in wanted
        ),
        notes=submission.notes,
        seconds=time.monotonic() - began,
        isolation=bench.isolation,
    )


def needs_no_run(exercise: Exercise, submission: Submission) -> bool:
    """Say whether the verdicts on a submission are known from its source alone.

    Runs nothing, the checks neither; in doubt the answer is no.
    """
    source = submission.source
    if source is None or submission.problem:
        return True
    try:
        checks = read_checks(exercise.checks)
    except CheckError:
        return False
    written = parsed(source)
    return bool(checks.scenarios) and all(
        todo_met(written, checks, name) for name in checks.scenarios
    )


def _run_pytest(exercise: Exercise, only: str | None, bench: Bench) -> str:
    """Run the checks; the results are on the bench afterwards. Return pytest's last words."""
    printed = io.StringIO()
    interrupted: list[BaseException] = []

    class Hooks:
        """This session's own plugin: quiet, and with the bench on the table."""

        @pytest.hookimpl(trylast=True)
        def pytest_configure(self, config: pytest.Config) -> None:
            config.stash[BENCH] = bench
            # pytest-timeout writes to the terminal reporter, so there must be one.
            config.pluginmanager.unregister(name="terminalreporter")
            reporter = pytest.TerminalReporter(config, printed)
            config.pluginmanager.register(reporter, "terminalreporter")

        def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
            if isinstance(excinfo.value, KeyboardInterrupt):  # the hook is for pytest.exit(), too
                interrupted.append(excinfo.value)

    target = str(exercise.checks.resolve())
    own = ["-p", "pytest_timeout", "-p", pytest_plugin.__name__]
    with pytest.MonkeyPatch.context() as patch:
        # Neither a user's own plugins and options nor a project's may change a grade.
        patch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
        for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS", "PYTEST_CURRENT_TEST"):
            patch.delenv(name, raising=False)
        pytest.main(
            [
                f"{target}::{only}" if only else target,
                f"-c{os.devnull}",
                f"--rootdir={exercise.folder}",
                # Else pytest lists every folder above, however much is in it.
                f"--confcutdir={exercise.folder}",
                "--noconftest",
                "--capture=no",
                *own,
                *(f"-pno:{name}" for name in UNUSED),
            ],
            plugins=[Hooks()],
        )
    if interrupted:
        raise interrupted[0]
    return printed.getvalue().strip()[-SAID:]
