"""What the grader could not find out is unsure, once, and is not tried again for each check."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from grader.checks.load import load_checks
from grader.course.course import load_course
from grader.judging.examiner import ATTEMPTS, Examiner
from grader.judging.grading import grade_exercise
from grader.kernel.errors import KernelFault
from grader.model.program import Program
from grader.model.source import SourceText
from grader.search.shrink import NotJudged
from grader.settings import Settings
from tests.judging import toy

SETTINGS = Settings(schedules=4)


class Shop(toy.ToyShop):
    """Counts the imports too, and rings the alarm in each."""

    imports = 0

    @contextmanager
    def __call__(self, program: Program, settings: Settings) -> Iterator[toy.ToyMachine]:
        if not program.function:
            self.imports += 1
            signal.raise_signal(signal.SIGALRM)
        with super().__call__(program, settings) as machine:
            yield machine


def test_an_import_that_does_not_come_to_an_end_is_not_tried_again(tmp_path: Path) -> None:
    (exercise,) = load_course(toy.make_course(tmp_path)).exercises
    shop = Shop()
    handed_in = toy.submission(toy.ends(1))
    report = grade_exercise(exercise, handed_in, SETTINGS, open_machine=shop)
    why = (
        "The grader did not come to an end: Timeout (>600.0s). It may be its own fault, a "
        "disturbed machine, or a program that computes for long in every run."
    )
    assert [(check.verdict, check.message) for check in report.checks] == [("unsure", why)] * 3
    assert (shop.imports, shop.opened) == (1, [])


def test_a_solution_that_the_grader_can_t_run_is_the_grader_s_fault(tmp_path: Path) -> None:
    """What the scenario returns is no JSON: whose fault it is only the solution could tell."""

    @contextmanager
    def broken(program: Program, settings: Settings) -> Iterator[toy.ToyMachine]:
        raise KernelFault("the zygote is gone")
        yield toy.ToyMachine(replace(program, source=""))

    checks = load_checks(toy.make_course(tmp_path) / "03_lock" / "checks.py")
    examiner = Examiner(
        checks,
        SourceText("lock.py", toy.ends({"value": {"type": "Basket"}})),
        SETTINGS,
        exercise="03_lock",
        open_machine=toy.ToyShop(),
        reference=SourceText("lock.py", "# the solution"),
        open_other=broken,
    )
    result = examiner.examine(checks.check("test_sold_once"))
    assert (result.verdict, result.message) == (
        "unsure",
        f"The grader could not examine this, in {ATTEMPTS} attempts: the zygote is gone. This is "
        "the grader's fault or a disturbed machine's, not the submission's.",
    )


def test_what_depends_on_more_than_the_schedule_is_unsure_and_says_so(tmp_path: Path) -> None:
    (exercise,) = load_course(toy.make_course(tmp_path)).exercises

    @contextmanager
    def by_chance(program: Program, settings: Settings) -> Iterator[toy.ToyMachine]:
        if program.function:
            raise NotJudged(2, "K1pc:0")
        with toy.ToyShop()(program, settings) as machine:
            yield machine

    handed_in = toy.submission(toy.ends(1))
    report = grade_exercise(exercise, handed_in, SETTINGS, open_machine=by_chance)
    assert {(check.verdict, check.message) for check in report.checks} == {
        ("unsure", str(NotJudged(2, "K1pc:0")))
    }
