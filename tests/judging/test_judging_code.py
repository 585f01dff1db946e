"""What a teacher's code can do to a grading: end it, skip, break, warn, take too long."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

from grader.checks import CheckError
from grader.course.course import Exercise, load_course
from tests.judging.toy import ToyShop, grade, make_course


def test_judging_code_that_breaks_is_unsure_and_spares_the_other_checks(tmp_path: Path) -> None:
    checks = make_course(tmp_path) / "03_lock" / "checks.py"
    checks.write_text(checks.read_text().replace("run.shaped(0) >= 1", "run.value[0]"))
    (exercise,) = load_course(checks.parent.parent).exercises
    report = grade(exercise, 1, 2)
    assert [check.verdict for check in report.checks] == ["failed", "unsure", "passed"]
    assert report.checks[1].message == (
        "The check itself broke: test_sold_at_all failed in line 26 of checks.py with TypeError: "
        "'int' object is not subscriptable. This is the fault of the checks, and not the "
        "submission's."
    )


def test_a_broken_checks_file_is_the_teacher_s_and_is_said_with_its_line(
    exercise: Exercise,
) -> None:
    exercise.checks.write_text("import nothing_of_that_name\n")
    with pytest.raises(CheckError) as caught:
        grade(exercise, 1)
    assert str(caught.value) == (
        f"{exercise.checks}:1: ModuleNotFoundError: No module named 'nothing_of_that_name'"
    )


@pytest.mark.parametrize(
    ("judgement", "why"),
    [
        ("    pytest.skip('next week')\n", "next week"),
        ("    pytest.importorskip('no_such_module', reason='not here')\n", "not here"),
    ],
)
def test_a_judgement_that_skips_is_unsure_and_never_passed(
    exercise: Exercise, judgement: str, why: str
) -> None:
    ends_with(exercise, judgement)
    report = grade(exercise, 1)
    assert [check.verdict for check in report.checks] == ["unsure", "unsure", "passed"]
    assert report.checks[0].message == (
        f"The grader did not come to this check: it is skipped. {why}"
    )


@pytest.mark.parametrize(
    ("mark", "verdict"),
    [
        ("skip(reason='next week')", "unsure"),
        ("skip('next week')", "unsure"),
        ("skipif(1 > 0, reason='next week')", "unsure"),
        ("skipif('sys.version', reason='next week')", "unsure"),
        ("skipif(1 < 0, reason='next week')", "passed"),
        ("slow", "passed"),
        ("timeout(5)", "passed"),
    ],
)
def test_marks_say_to_a_grading_what_they_say_to_pytest(
    exercise: Exercise, mark: str, verdict: str
) -> None:
    text = exercise.checks.read_text().replace("from", "import pytest\nfrom", 1)
    text = text.replace("def test_sold_once", f"@pytest.mark.{mark}\ndef test_sold_once")
    exercise.checks.write_text(text)
    first, *others = grade(exercise, 1).checks
    assert first.verdict == verdict
    assert [check.verdict for check in others] == ["passed", "passed"]
    if verdict == "unsure":
        assert first.message == "The grader did not come to this check: it is skipped. next week"


def test_a_judgement_that_ends_its_process_is_unsure_and_ends_nothing(exercise: Exercise) -> None:
    ends_with(exercise, "    raise SystemExit(0)\n")
    report = grade(exercise, 1)
    assert [check.verdict for check in report.checks] == ["unsure", "passed", "passed"]
    assert report.checks[0].message == (
        "The check itself broke: test_sold_once failed in line 21 of checks.py with SystemExit: 0. "
        "This is the fault of the checks, and not the submission's."
    )


def test_a_warning_of_a_judgement_changes_nothing(exercise: Exercise) -> None:
    ends_with(exercise, "    import warnings\n    warnings.warn('old')\n")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert [check.verdict for check in grade(exercise, 1).checks] == ["passed"] * 3


def test_a_fault_in_the_diagnosis_is_unsure_and_names_the_place(
    exercise: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **options: object) -> None:
        raise LookupError("no such object in the trace")

    monkeypatch.setattr("grader.judging.telling.diagnose", broken)
    report = grade(exercise, 2)
    assert [check.verdict for check in report.checks] == ["unsure", "passed", "passed"]
    line = broken.__code__.co_firstlineno + 1
    assert report.checks[0].message == (
        "The grader did not come to an end: LookupError: no such object in the trace, in line "
        f"{line} of {Path(__file__).name}. This is its own fault, and not the submission's."
    )


# Whoever waits for the alarm hears it at once: it is rung here, and not waited for.
ALARM = "    import signal\n    signal.raise_signal(signal.SIGALRM)\n    assert False\n"

INTERRUPTS = [(ALARM, 600), ("    import pytest\n    pytest.fail('Timeout (>600.0s).')\n", 600)]


@pytest.mark.parametrize(("judgement", "seconds"), INTERRUPTS, ids=["alarm", "pytest's"])
def test_a_time_out_is_unsure_and_its_scenario_is_not_tried_again(
    exercise: Exercise, judgement: str, seconds: int
) -> None:
    ends_with(exercise, judgement)
    shop = ToyShop()
    report = grade(exercise, 1, open_machine=shop)
    assert [check.verdict for check in report.checks] == ["unsure", "unsure", "passed"]
    assert report.checks[0].message == (
        f"The grader did not come to an end: Timeout (>{seconds}.0s). It may be its own "
        "fault, a disturbed machine, or a program that computes for long in every run."
    )
    assert [program.function for program, _, _ in shop.opened] == ["sell", "refund"]


def test_a_check_s_own_time_limit_is_kept_to(exercise: Exercise) -> None:
    ends_with(exercise, ALARM)
    text = exercise.checks.read_text().replace("from", "import pytest\nfrom", 1)
    mark = "@pytest.mark.timeout(90)\ndef test_sold_once"
    exercise.checks.write_text(text.replace("def test_sold_once", mark))
    assert "did not come to an end: Timeout (>90.0s)." in grade(exercise, 1).checks[0].message


def ends_with(exercise: Exercise, judgement: str) -> None:
    """Change how the first judgement of the toy course ends."""
    text = exercise.checks.read_text()
    sold = '    expect(run.shaped(0) <= 1, f"It was sold {run.value} times.")\n'
    assert sold in text
    exercise.checks.write_text(
        text.replace(sold, judgement).replace("from", "import pytest\nfrom", 1)
    )
