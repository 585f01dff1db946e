"""The class's table for a terminal: as much of it as fits side by side.

Exercises have their names as heads where there is room, else their numbers; where that is still too
wide, a sign for each.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from grader.model.results import ClassReport, ExerciseReport, StudentReport, Verdict
from grader.report.score_words import cell_text
from grader.text import shortened, visible

ROWS = 60
"""Students in the class table of a terminal; the page shows them all."""

NAME = 40
"""Characters of a student's name."""

GROUP = 5
"""Signs that stand together, so that they can be counted."""

SIGNS: Mapping[Verdict, tuple[str, str]] = {
    "passed": ("+", "green"),
    "failed": ("x", "red"),
    "not-done": ("o", "yellow"),
    "unsure": ("?", "magenta"),
}
"""For each verdict on an exercise its sign and its style."""

_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class ClassTable:
    """The table; what it looks like depends on the width of the terminal."""

    report: ClassReport

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The exercises' names, in the course's order."""
        found = (e.exercise for student in self.report.students for e in student.exercises)
        return tuple(dict.fromkeys(found))

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """A number for each exercise: the one in its name, or its place."""
        found = [_NUMBER.match(name) for name in self.names]
        numbers = [match[0] if match else "" for match in found]
        if "" in numbers or len(set(numbers)) < len(numbers):
            return tuple(str(place) for place in range(1, len(numbers) + 1))
        return tuple(numbers)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the widest form that fits."""

        def fits(table: Table) -> bool:
            free = options.update(max_width=10_000)
            return console.measure(table, options=free).maximum <= options.max_width

        wide, numbered = self._table(self.names), self._table(self.numbers, between=1)
        if fits(wide):
            yield wide
            return
        if fits(numbered):
            yield numbered
        else:
            yield self._signs()
            yield Text("+ passed, x failed, o to do, ? unsure, - not graded", "dim")
        yield Text(self._key(), "dim")

    def _key(self) -> str:
        """Return which exercise has which number."""
        return ", ".join(
            visible(name if name.startswith(number) else f"{number}: {name}")
            for name, number in zip(self.names, self.numbers, strict=True)
        )

    @property
    def _has_bonus(self) -> bool:
        return any(student.bonus_points for student in self.report.students)

    @property
    def _has_open(self) -> bool:
        return any(student.open for student in self.report.students)

    def _ends(self) -> list[str]:
        more = [("bonus", self._has_bonus), ("open", self._has_open)]
        return ["points", *(name for name, there in more if there)]

    def _sums(self, student: StudentReport) -> list[Text]:
        sums = [Text(f"{student.earned:g}/{student.points:g}", "bold")]
        more = [(student.bonus, self._has_bonus), (student.open, self._has_open)]
        return [*sums, *(Text(f"{points:g}") for points, there in more if there)]

    def _table(self, heads: tuple[str, ...], between: int = 2) -> Table:
        table = Table(box=None, pad_edge=False, padding=(0, between, 0, 0), header_style="bold")
        table.add_column("student", overflow="fold")
        for head in [*heads, *self._ends()]:
            table.add_column(Text(visible(head)), justify="right", overflow="fold")
        for student in self.report.students[:ROWS]:
            cells = [_points(exercise) for exercise in self._of(student)]
            table.add_row(_name(student), *cells, *self._sums(student))
        return table

    def _signs(self) -> Table:
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
        table.add_column("student", overflow="fold")
        for head in self._ends():
            table.add_column(head, justify="right", no_wrap=True)
        for start in range(0, len(self.names), GROUP):
            table.add_column(self.numbers[start], no_wrap=True)
        for student in self.report.students[:ROWS]:
            signs = [_sign(exercise) for exercise in self._of(student)]
            groups = [Text().join(signs[n : n + GROUP]) for n in range(0, len(signs), GROUP)]
            table.add_row(_name(student), *self._sums(student), *groups)
        return table

    def _of(self, student: StudentReport) -> list[ExerciseReport | None]:
        by_name = {exercise.exercise: exercise for exercise in student.exercises}
        return [by_name.get(name) for name in self.names]


def _name(student: StudentReport) -> Text:
    return Text(shortened(visible(student.student).replace("\n", " "), width=NAME))


def _points(exercise: ExerciseReport | None) -> Text:
    if exercise is None:
        return Text("-")
    mark = "?" if exercise.verdict == "unsure" else ""
    return Text(f"{cell_text(exercise)}{mark}", SIGNS[exercise.verdict][1])


def _sign(exercise: ExerciseReport | None) -> Text:
    return Text("-") if exercise is None else Text(*SIGNS[exercise.verdict])
