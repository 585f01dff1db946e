"""The report of a student whose grading broke: every check is unsure, and why."""

from __future__ import annotations

from pathlib import Path

from grader.checks.load import load_checks
from grader.course.course import Course, Exercise
from grader.handins.folder import HandIn
from grader.judging.examiner import result
from grader.model.results import ExerciseReport, StudentReport


def unsure_report(
    course: Course, hand_in: HandIn, why: str, *, attempts: int, input_hash: str = ""
) -> StudentReport:
    """Return the report of a student whom the grader failed to grade in so many attempts."""
    times = "" if attempts == 1 else f", {attempts} times"
    message = (
        f"The grader broke while it graded this hand-in{times} ({why}). This is the "
        f"grader's fault, not the student's. Grade again; what is finished is kept."
    )
    return StudentReport(
        student=hand_in.student,
        exercises=tuple(_unsure_exercise(exercise, message) for exercise in course.exercises),
        notes=hand_in.notes,
        input_hash=input_hash,
        course_folder=str(Path(course.folder).resolve()),
    )


def _unsure_exercise(exercise: Exercise, message: str) -> ExerciseReport:
    checks = load_checks(exercise.checks).checks
    results = tuple(result(check, "unsure", message) for check in checks)
    return ExerciseReport(exercise.name, exercise.title, None, results)
