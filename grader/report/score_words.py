"""Points in words and in the cells of tables.

Bonus points are earned on top of what can be had. Points of what the grader could not decide are
open: neither earned nor lost, which is said beside every sum.
"""

from __future__ import annotations

from grader.model.results import CheckResult, Graded


def points_text(
    earned: float, points: float, bonus: float = 0, bonus_points: float = 0, open: float = 0
) -> str:
    """Return "2.5 of 8 points", "42 of 40 points, with 2 bonus points" or "5 of 20 bonus points".

    ``earned`` are all points, of which ``bonus`` are bonus points; ``points`` can be had without
    them, and ``bonus_points`` on top. What is ``open`` of both is told last: "4 of 6 points, 2
    open".
    """
    if bonus_points and not points:
        words = f"{bonus:g} of {_count(bonus_points, 'bonus point')}"
    else:
        words = f"{earned:g} of {_count(points, 'point')}"
        words += f", with {_count(bonus, 'bonus point')}" if bonus else ""
    return f"{words}, {open:g} open" if open else words


def sum_text(graded: Graded) -> str:
    """Return the points of an exercise or a student in words."""
    return points_text(graded.earned, graded.points, graded.bonus, graded.bonus_points, graded.open)


def check_text(check: CheckResult) -> str:
    """Return a check's points: "2/3", or "5/5 bonus"."""
    return f"{check.earned:g}/{check.points:g}{' bonus' if check.bonus else ''}"


def worth_text(check: CheckResult) -> str:
    """Return a check's points in words: "2 of 3 points" or "5 of 5 bonus points"."""
    on_top = (check.earned, check.points) if check.bonus else (0, 0)
    return points_text(check.earned, 0 if check.bonus else check.points, *on_top)


def cell_text(graded: Graded) -> str:
    """Return the points of an exercise for a table's cell: "10", or "+5" of bonus points alone."""
    plus = "+" if graded.bonus_points and not graded.points else ""
    return f"{plus}{graded.earned:g}"


def had_text(graded: Graded) -> str:
    """Return what can be had in an exercise: "of 10", "of 10 and 2 bonus", "20 bonus"."""
    words = [f"of {graded.points:g}"] if graded.points or not graded.bonus_points else []
    words += [f"{graded.bonus_points:g} bonus"] if graded.bonus_points else []
    return " and ".join(words)


def had_cell(graded: Graded) -> str:
    """Return what can be had in an exercise for a table's cell: "10", "10+2" or "+5"."""
    regular = f"{graded.points:g}" if graded.points or not graded.bonus_points else ""
    return regular + (f"+{graded.bonus_points:g}" if graded.bonus_points else "")


def _count(number: float, what: str) -> str:
    return f"{number:g} {what if number == 1 else f'{what}s'}"
