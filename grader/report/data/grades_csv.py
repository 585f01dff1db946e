"""grades.csv: one row per student, for a spreadsheet."""

from __future__ import annotations

import csv
import io

from grader.model.results import ClassReport
from grader.text import visible


def grades_csv(report: ClassReport) -> str:
    """Return the table, with a row for each student.

    The columns: student, earned, points, bonus, open, one for each exercise, unsure, notes.
    "points" can be had without bonus points; "bonus" are those among the earned; "open" are those
    of what the grader could not decide, neither earned nor lost. An exercise's
    column holds the points earned, and is empty for a student who was not graded in it. "unsure"
    counts the checks that the grader could not decide.
    """
    exercises = list(
        dict.fromkeys(item.exercise for student in report.students for item in student.exercises)
    )
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    head = ["student", "earned", "points", "bonus", "open"]
    table.writerow([*head, *map(_cell, exercises), "unsure", "notes"])
    for student in report.students:
        earned = {item.exercise: _number(item.earned) for item in student.exercises}
        table.writerow(
            [
                _cell(student.student),
                _number(student.earned),
                _number(student.points),
                _number(student.bonus),
                _number(student.open),
                *(earned.get(exercise, "") for exercise in exercises),
                len(student.unsure),
                _cell(" ".join(student.notes)),
            ]
        )
    return out.getvalue()


def _cell(text: str) -> str:
    """Return text that a spreadsheet shows and never runs as a formula."""
    text = visible(text).replace("\n", " ")
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text


def _number(points: float) -> str:
    return format(points, "g")
