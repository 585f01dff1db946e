"""What a student's page shows, worked out: stories, what to look at first, what was told before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from textwrap import dedent
from typing import Literal

from grader.model.results import CheckResult, ExerciseReport, StudentReport, Verdict
from grader.report.html.listing import Block, Code, excerpt, listing, read
from grader.report.html.run_view import RunView, line_notes, run_view
from grader.text import shortened

VERDICTS: Mapping[Verdict, tuple[str, str]] = {
    "passed": ("passed", "✓"),
    "failed": ("failed", "✗"),
    "not-done": ("to do", "○"),
    "unsure": ("unsure", "?"),
}
"""For each verdict its word and its sign."""

STORY_LINES = 60
"""Lines of a message that are shown."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A part of a story: running text, or lines whose columns stand under one another."""

    kind: Literal["text", "table"]
    text: str


@dataclass(frozen=True, slots=True)
class Story:
    """A message, taken apart so that it can be set well."""

    headline: str
    paragraphs: tuple[Paragraph, ...]
    advice: str = ""

    @property
    def why(self) -> str:
        """The first running text below the headline, or ""."""
        return next((part.text for part in self.paragraphs if part.kind == "text"), "")


@dataclass(frozen=True, slots=True)
class CheckView:
    """One check on the page."""

    check: CheckResult
    anchor: str
    word: str
    sign: str
    story: Story | None
    same_as: CheckView | None  # the check above that failed for the same reason
    excerpt: tuple[Block, ...]
    run: RunView | None


@dataclass(frozen=True, slots=True)
class ExerciseView:
    """One exercise on the page."""

    report: ExerciseReport
    anchor: str
    lines: str  # prefix of the anchors of the source's lines
    checks: tuple[CheckView, ...]
    listing: tuple[Block, ...]

    @property
    def open(self) -> tuple[CheckView, ...]:
        """The checks that something is told about, and of those to do for one reason the first."""
        return tuple(
            view
            for view in self.checks
            if view.check.verdict != "passed"
            and not (view.check.verdict == "not-done" and view.same_as is not None)
        )

    @property
    def mark(self) -> tuple[Verdict, str, str]:
        """The verdict on the whole, its sign and its word."""
        word, sign = VERDICTS[self.report.verdict]
        return self.report.verdict, sign, word


@dataclass(frozen=True, slots=True)
class StudentView:
    """The page of one student."""

    report: StudentReport
    exercises: tuple[ExerciseView, ...]

    @property
    def unsure(self) -> tuple[tuple[ExerciseView, CheckView], ...]:
        """The checks that could not be decided."""
        return tuple((e, c) for e, c in self._all() if c.check.verdict == "unsure")

    @property
    def first(self) -> tuple[ExerciseView, CheckView] | None:
        """What to look at first: a failed check in the course's order, else one not done.

        Bonus points come last, and nobody is asked to begin with them.
        """
        for verdict, bonus in (("failed", False), ("not-done", False), ("failed", True)):
            for exercise, view in self._all():
                if (view.check.verdict, view.check.bonus) == (verdict, bonus):
                    return exercise, view
        return None

    @property
    def bonus_left(self) -> float:
        """Bonus points that are still to be earned."""
        return self.report.bonus_points - self.report.bonus

    def _all(self) -> list[tuple[ExerciseView, CheckView]]:
        return [(exercise, view) for exercise in self.exercises for view in exercise.checks]


def student_view(report: StudentReport) -> StudentView:
    """Return what the page of a student shows."""
    views = [_exercise(e, number) for number, e in enumerate(report.exercises, start=1)]
    return StudentView(report, tuple(views))


def story(message: str, advice: str, command: str) -> Story:
    """Take a message apart: its first line, its tables, and the advice that ends it.

    A line that says how to replay is left out: the page shows the command by itself.
    """
    lines = shortened(message.strip("\n"), STORY_LINES).split("\n")
    lines = [line for line in lines if not (command and line.strip().endswith(command))]
    text = "\n".join(lines).rstrip()
    if advice and text.endswith(advice):
        text = text.removesuffix(advice).rstrip()
    headline, _, rest = text.partition("\n")
    # A line of a table has at least two columns, which two spaces or more keep apart.
    parts = groupby(rest.split("\n") if rest else [], lambda line: "  " in line.strip())
    paragraphs = [
        Paragraph("table", dedent("\n".join(rows)))
        if is_table
        else Paragraph("text", "\n".join(row.strip() for row in rows).strip())
        for is_table, rows in parts
    ]
    return Story(headline.strip(), tuple(p for p in paragraphs if p.text), advice)


def _exercise(report: ExerciseReport, number: int) -> ExerciseView:
    anchor = f"exercise-{number}"
    lines = f"s{number}"
    code = read(report.source) if report.source is not None else None
    told: dict[str, CheckView] = {}
    views: list[CheckView] = []
    for place, check in enumerate(report.checks, start=1):
        view = _check(check, code, f"{anchor}-check-{place}", lines, told)
        if check.verdict != "passed" and check.message:
            told.setdefault(check.message, view)
        views.append(view)
    whole = listing(code, {}) if code is not None else ()
    return ExerciseView(report, anchor, lines, tuple(views), whole)


def _check(
    check: CheckResult, code: Code | None, anchor: str, lines: str, told: Mapping[str, CheckView]
) -> CheckView:
    word, sign = VERDICTS[check.verdict]
    same = told.get(check.message) if check.verdict != "passed" else None
    if check.verdict == "passed" or same is not None:
        return CheckView(check, anchor, word, sign, None, same, (), None)
    source = code.source if code is not None else None
    run = None
    if check.trace is not None:
        run = run_view(check.trace, check.finding, source, anchor=f"{anchor}-run", lines=lines)
    notes = line_notes(check.finding, check.trace, source, run) if source is not None else {}
    advice = check.finding.advice if check.finding is not None else ""
    return CheckView(
        check,
        anchor,
        word,
        sign,
        story(check.message, advice, check.replay_command) if check.message else None,
        None,
        excerpt(code, notes) if code is not None else (),
        run,
    )
