"""One submission -> ExerciseReport, on a toy machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.course.course import Exercise, load_course
from grader.handins.submission import Submission
from grader.judging.grading import grade_exercise
from grader.model.results import ExerciseReport
from grader.model.source import SourceCell, SourceText
from grader.settings import Settings
from tests.judging.toy import SETTINGS, SKELETON, ToyShop, ends, grade, make_course, submission

NOT_RAN = {"failure": ["NotImplementedError", "TODO: sell them", "lock.py", 2]}


def verdicts(report: ExerciseReport) -> dict[str, tuple[str, float]]:
    return {check.name: (check.verdict, check.earned) for check in report.checks}


def test_a_right_submission_gets_full_points(exercise: Exercise) -> None:
    report = grade(exercise, 1, 1)
    assert (report.exercise, report.title) == ("03_lock", "Tickets: nobody oversells")
    assert verdicts(report) == {
        "test_sold_once": ("passed", 2),
        "test_sold_at_all": ("passed", 1),
        "test_refund": ("passed", 3),
    }
    assert (report.earned, report.points, report.isolation) == (6, 6, "a toy")
    first = report.checks[0]
    assert first.title == "A ticket is sold once."
    assert first.hints == ("What is between looking and selling?",)
    assert first.message == ""
    assert first.trace is None
    assert first.schedules >= 2
    assert first.bound != ""


def test_one_bad_schedule_fails_the_check_with_the_message_of_its_assertion(
    exercise: Exercise,
) -> None:
    report = grade(exercise, 1, 2, 3)
    assert verdicts(report) == {
        "test_sold_once": ("failed", 0),
        "test_sold_at_all": ("passed", 1),
        "test_refund": ("passed", 3),
    }
    found = report.checks[0]
    assert found.finding is not None
    assert found.trace is not None
    assert found.trace.value == 3
    assert found.trace.detailed
    assert (found.finding.kind, found.finding.schedule) == ("value", 2)
    assert "It was sold 3 times." in found.message
    assert "assert" not in found.message
    assert found.replay_command == (
        f"grader replay {found.finding.replay} lock.py --check 03_lock/test_sold_once"
    )


def test_a_judgement_may_ask_what_to_think_about_next(tmp_path: Path) -> None:
    checks = make_course(tmp_path) / "03_lock" / "checks.py"
    expected = 'expect(run.shaped(0) < 1, "It was sold.", advice="Who sold it?")'
    checks.write_text(checks.read_text().replace("assert run.shaped(0) >= 1", expected))
    (exercise,) = load_course(checks.parent.parent).exercises
    result = grade(exercise, 1).checks[1]
    assert result.message.endswith("It was sold.\n  Who sold it?")


def test_an_assertion_without_a_message_says_the_check_s_sentence(exercise: Exercise) -> None:
    result = grade(exercise, 0).checks[1]
    assert "This does not hold in every schedule: A ticket is sold." in result.message
    assert result.finding is not None
    assert result.finding.cause == "lost-item"


def test_each_check_of_a_scenario_gets_its_own_failing_run(exercise: Exercise) -> None:
    shop = ToyShop()
    report = grade(exercise, 1, 2, 1, 0, 5, 6, 7, open_machine=shop)
    values = [check.trace and check.trace.value for check in report.checks]
    assert values == [7, 0, None]  # after the default, who was last in line comes first
    assert [program.function for program, _, _ in shop.opened] == ["sell", "refund"]


def test_a_fault_of_the_run_fails_every_check_of_its_scenario(exercise: Exercise) -> None:
    report = grade(exercise, 1, {"failure": ["ValueError", "bad", "lock.py", 7]})
    assert [check.verdict for check in report.checks] == ["failed"] * 3
    assert all(c.finding is not None and c.finding.kind == "crash" for c in report.checks)


def test_a_value_of_another_shape_is_the_submission_s_fault(exercise: Exercise) -> None:
    result = grade(exercise, None).checks[0]
    assert result.verdict == "failed"
    assert "a whole number was expected, but None came back: that is" in result.message


def test_a_todo_that_is_still_there_is_not_done(exercise: Exercise) -> None:
    report = grade(exercise, NOT_RAN)
    assert {check.verdict for check in report.checks} == {"not-done"}
    assert (report.begun, report.right_so_far, report.full) == (False, True, False)
    assert report.checks[0].message == (
        "Not done yet in sell_all(), line 2 of lock.py: TODO: sell them. Write this part, and "
        "check again."
    )


def test_a_todo_in_a_notebook_is_named_by_its_cell(exercise: Exercise) -> None:
    cells = (SourceCell(1, 1, 1), SourceCell(2, 2, 9))
    failure = {"failure": ["NotImplementedError", "", "lock.ipynb", 4]}
    handed_in = Submission("lock.ipynb", SourceText("lock.ipynb", ends(failure), cells))
    report = grade_exercise(exercise, handed_in, SETTINGS, open_machine=ToyShop())
    assert report.checks[0].message == (
        "Not done yet in sell_all(), cell 2, line 3 of lock.ipynb. Write this part, and check "
        "again."
    )


def test_a_function_that_is_missing_is_not_done(exercise: Exercise) -> None:
    message = "module 'lock' has no attribute 'sell_all'"
    report = grade(exercise, {"failure": ["AttributeError", message, "checks.py", 6]})
    assert report.checks[0].verdict == "not-done"
    assert report.checks[0].message == (
        "sell_all() is not in lock.py. The check calls it by this name: keep the names that the "
        "skeleton has."
    )
    assert report.checks[0].missing
    assert report.begun
    assert not report.right_so_far


def test_an_attribute_error_of_the_submission_s_own_is_failed(exercise: Exercise) -> None:
    message = "module 'time' has no attribute 'slep'"
    report = grade(exercise, {"failure": ["AttributeError", message, "lock.py", 6]})
    assert report.checks[0].verdict == "failed"


def test_a_wrong_signature_is_explained(exercise: Exercise) -> None:
    message = "sell_all() missing 1 required positional argument: 'n'"
    report = grade(exercise, {"failure": ["TypeError", message, "checks.py", 6]})
    assert report.checks[0].verdict == "failed"
    assert report.checks[0].message.endswith(
        "The check calls this function as the skeleton defines it. Compare its parameters in "
        "lock.py with those of the skeleton."
    )


@pytest.mark.parametrize(
    ("given", "verdict", "message"),
    [
        (Submission("lock.py", None, "lock.py is empty."), "not-done", "lock.py is empty."),
        (
            Submission("lock.py", SourceText("lock.py", "x ="), "Syntax error in line 1."),
            "failed",
            "Syntax error in line 1.",
        ),
        (
            submission(SKELETON.replace("\n", "  \r\n") + "\n\n"),
            "not-done",
            "lock.py is the skeleton as it was given out. Write the parts marked TODO, save the "
            "file, and check again.",
        ),
    ],
)
def test_what_cannot_be_examined_is_said_and_not_run(
    exercise: Exercise, given: Submission, verdict: str, message: str
) -> None:
    shop = ToyShop()
    report = grade_exercise(exercise, given, SETTINGS, open_machine=shop)
    assert [(c.verdict, c.message, c.earned) for c in report.checks] == [(verdict, message, 0)] * 3
    assert shop.opened == []


def test_a_fault_of_the_grader_is_tried_again_and_then_unsure(exercise: Exercise) -> None:
    shop = ToyShop()
    report = grade(exercise, {"fault": "the zygote is gone"}, open_machine=shop)
    assert {check.verdict for check in report.checks} == {"unsure"}
    assert report.checks[0].message == (
        "The grader could not examine this, in 3 attempts: the zygote is gone. This is the "
        "grader's fault or a disturbed machine's, not the submission's."
    )
    assert [program.function for program, _, _ in shop.opened] == ["sell"] * 3 + ["refund"] * 3


def test_what_was_not_under_control_is_said_of_a_passed_check(exercise: Exercise) -> None:
    result = grade(exercise, {"value": 1, "uncontrolled": ["os.fork"]}).checks[0]
    assert result.verdict == "passed"
    assert result.bound.endswith("; not under control: os.fork")


def test_an_exception_that_a_scenario_allows_is_for_its_checks_to_judge(tmp_path: Path) -> None:
    checks = make_course(tmp_path) / "03_lock" / "checks.py"
    checks.write_text(
        "from grader import Run, check, scenario\n"
        "@scenario(may_raise=True)\ndef sell(student): return student.sell_all()\n"
        "@check(sell)\ndef test_it_raises(run: Run) -> None:\n"
        '    "Selling nothing is refused."\n'
        "    assert run.failure is not None and run.failure.type == 'ValueError', 'No error.'\n"
    )
    (exercise,) = load_course(checks.parent.parent).exercises
    raised = {"failure": ["ValueError", "bad", "lock.py", 7]}
    assert grade(exercise, raised).checks[0].verdict == "passed"
    other = grade(exercise, {"failure": ["KeyError", "bad", "lock.py", 7]}).checks[0]
    assert other.verdict == "failed"
    assert "No error." in other.message
    unfinished = grade(exercise, {"failure": ["NotImplementedError", "", "lock.py", 2]}).checks[0]
    assert unfinished.verdict == "not-done"


def changed(folder: Path, old: str, new: str) -> Exercise:
    """Return the toy course's exercise with a change in its checks."""
    checks = make_course(folder) / "03_lock" / "checks.py"
    checks.write_text(checks.read_text().replace(old, new))
    (exercise,) = load_course(checks.parent.parent).exercises
    return exercise


def test_bonus_points_are_no_part_of_full_points(tmp_path: Path) -> None:
    exercise = changed(tmp_path, "points=3)", "points=3, bonus=True)")
    report = grade(exercise, 1)
    assert (report.earned, report.points, report.bonus, report.full) == (6, 3, 3, True)
    report = grade(exercise, 2)
    assert (report.earned, report.points, report.bonus, report.full) == (4, 3, 3, False)


def test_a_check_that_needs_another_shares_its_fate(tmp_path: Path) -> None:
    exercise = changed(tmp_path, "points=3)", "points=3, bonus=True, requires=test_sold_once)")
    result = grade(exercise, 2, only="test_refund").checks[0]
    assert (result.verdict, result.points, result.earned) == ("failed", 3, 0)
    assert result.bonus
    assert result.message.startswith("This one needs another first: A ticket is sold once.\n")
    assert result.title == "A ticket can be given back."


def test_only_one_check_runs_where_one_is_asked_for(exercise: Exercise) -> None:
    shop = ToyShop()
    report = grade(exercise, 1, 2, 3, 4, only="test_sold_once", open_machine=shop)
    assert list(verdicts(report)) == ["test_sold_once"]
    assert report.checks[0].schedules == 2


def test_progress_names_each_check_as_it_begins(exercise: Exercise) -> None:
    seen: list[tuple[str, int, int]] = []
    grade(exercise, 1, progress=lambda *args: seen.append(args))
    assert seen == [
        ("A ticket is sold once.", 1, 3),
        ("A ticket is sold.", 2, 3),
        ("A ticket can be given back.", 3, 3),
    ]


def test_a_scenario_s_budget_gives_way_to_a_person_s(tmp_path: Path) -> None:
    checks = make_course(tmp_path) / "03_lock" / "checks.py"
    checks.write_text(checks.read_text().replace("@scenario\n", "@scenario(schedules=7)\n"))
    (exercise,) = load_course(checks.parent.parent).exercises
    for settings, expected in (
        (Settings(), 7),
        (Settings().with_("--schedules", schedules=9), 9),
    ):
        shop = ToyShop()
        grade_exercise(exercise, submission(ends(1)), settings, open_machine=shop)
        assert shop.opened[0][1].schedules == expected


def test_the_sandbox_gets_the_scenario_and_no_judging_code(exercise: Exercise) -> None:
    shop = ToyShop()
    grade(exercise, 1, open_machine=shop)
    program = shop.opened[0][0]
    assert (program.name, program.function, program.scenario_name) == (
        "lock.py",
        "sell",
        "checks.py",
    )
    assert program.scenario == "\n\n\n\ndef sell(student):\n    return student.sell_all()\n"


def test_grading_again_in_the_same_process_sees_a_changed_checks_file(exercise: Exercise) -> None:
    assert grade(exercise, 1).earned == 6
    text = exercise.checks.read_text()
    exercise.checks.write_text(text.replace("points=2", "points=5"))
    assert grade(exercise, 1).earned == 9
    assert grade(exercise, 1).earned == 9


def test_ctrl_c_ends_the_grading(exercise: Exercise) -> None:
    def interrupt(title: str, number: int, count: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        grade(exercise, 1, progress=interrupt)
