"""Reports for a terminal of 80 columns, with or without colour.

Words carry every meaning and colour only repeats it. All text from outside goes through
``visible``, and never through rich's markup.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.model.exploration import Exploration, OutcomeCount
from grader.model.finding import Finding
from grader.model.results import CheckResult, ClassReport, ExerciseReport, StudentReport, Verdict
from grader.report.score_words import check_text, sum_text
from grader.report.start_methods import start_methods_text
from grader.report.terminal.class_table import ROWS, ClassTable
from grader.text import shortened, visible

WORDS: Mapping[Verdict, tuple[str, str]] = {
    "passed": ("passed", "green"),
    "failed": ("FAILED", "bold red"),
    "not-done": ("to do", "yellow"),
    "unsure": ("UNSURE", "bold magenta"),
}
"""For each verdict its word and its style."""


PRINTED = 20
"""Lines shown of what a script has printed."""

_CELL = re.compile(r"\bcell (\d{1,4}), line \d")


def exercise_view(report: ExerciseReport, hints: Mapping[str, int]) -> RenderableType:
    """Return one exercise: a line for each check, the stories, and hints where asked for.

    ``hints`` says by check name how many of its hints to show.
    """
    head = Table.grid(expand=True, padding=(0, 2, 0, 0))
    head.add_column(ratio=1)
    head.add_column(justify="right", no_wrap=True)
    title = Text.assemble((visible(report.exercise), "bold"), "  ", visible(report.title))
    head.add_row(title, Text(sum_text(report), "bold"))
    rows: list[RenderableType] = [head]
    rows += [_block(f"Note: {note}", 2, "yellow") for note in report.notes]
    width = max((len(check_text(check)) for check in report.checks), default=0)
    told: dict[str, str] = {}  # story -> title of the check that told it
    for check in report.checks:
        rows += _check_rows(check, width, hints.get(check.name, 0), told)
    return Group(*rows, *_cells_told(report))


def _cells_told(report: ExerciseReport) -> list[RenderableType]:
    """Return how the cells of a notebook begin that the stories name: they bear no numbers."""
    if report.source is None or not report.source.cells:
        return []
    told = {int(n) for check in report.checks for n in _CELL.findall(check.message)}
    lines = report.source.text.split("\n")
    begins = {
        cell.number: next(filter(str.strip, lines[cell.first - 1 : cell.last]), "")
        for cell in report.source.cells
        if cell.number in told
    }
    rows = [f"cell {number}  {shortened(row, 1, 60)}" for number, row in begins.items()]
    return (
        [_block("Code cells, counted from the top:", 2, "dim"), _block("\n".join(rows), 4)]
        if rows
        else []
    )


def _check_rows(
    check: CheckResult, width: int, hints: int, told: dict[str, str]
) -> list[RenderableType]:
    word, style = WORDS[check.verdict]
    line = Table.grid(padding=(0, 2, 0, 0))
    line.add_column(width=6, no_wrap=True)
    line.add_column(width=width, no_wrap=True)
    line.add_column(overflow="fold")
    line.add_row(Text(word, style), check_text(check), Text(visible(check.title)))
    rows: list[RenderableType] = [Padding(line, (0, 0, 0, 2), expand=False)]
    if check.verdict == "passed":
        return rows
    if first := told.get(check.message):
        rows.append(_block(f"For the same reason as: {first}", 4, "dim"))
    elif check.message:
        told[check.message] = check.title
        rows.append(_block(check.message, 4))
        if check.replay_command and check.replay_command not in check.message:
            rows.append(_command("See it again, step by step:", check.replay_command, 4))
    for number, hint in enumerate(check.hints[:hints], start=1):
        rows.append(_block(f"Hint {number} of {len(check.hints)}: {hint}", 4, "cyan"))
    return rows


def _block(text: str, indent: int, style: str = "") -> RenderableType:
    """Return text in which a long line goes on under its own beginning."""
    rows = []
    for row in visible(shortened(text, 60)).split("\n"):
        bare = row.lstrip(" ")
        pad = (0, 0, 0, indent + len(row) - len(bare))
        rows.append(Padding(Text(bare, style), pad, expand=False))
    return Group(*rows)


def _command(label: str, command: str, indent: int) -> RenderableType:
    """Return a command on a line of its own, never broken, so that it can be copied."""
    line = Text(f"{' ' * indent}  {visible(command)}", "bold", no_wrap=True, overflow="ignore")
    return Group(Padding(Text(label, "dim"), (0, 0, 0, indent), expand=False), line)


def check_summary(
    reports: Iterable[ExerciseReport],
    *,
    page: str = "",
    hint_command: str = "",
    started: bool = False,
) -> RenderableType:
    """Return the last lines of ``grader check``: all points, the page, how to get a hint.

    ``started`` says that what was not begun is neither judged nor shown above.
    """
    reports = tuple(reports)
    together = StudentReport("", reports)
    methods = start_methods_text(together.checks)
    rows = (
        [Text(f"Default start method of processes: {visible(methods)}", "dim")] if methods else []
    )
    rows.append(Text.assemble(("Points: ", "bold"), (sum_text(together), "bold")))
    rows += _not_begun(reports) if started else []
    if unsure := len(together.unsure):
        rows.append(Text(_unsure_text(unsure, "the message above says"), "magenta"))
    if hint_command:
        rows.append(Text(f"A hint:  {visible(hint_command)}", no_wrap=True, overflow="ignore"))
    if page:
        rows.append(Text(f"Page:    {visible(page)}", no_wrap=True, overflow="ignore"))
    return Group(*rows)


def _not_begun(reports: Sequence[ExerciseReport]) -> list[Text]:
    """Return which exercises are as they were given out, if any, and what that means here."""
    names = [visible(report.exercise) for report in reports if not report.begun]
    if len(names) == len(reports):
        return [Text("Nothing was begun yet: every part still says TODO, so nothing is wrong.")]
    return [Text(f"Not begun, so not judged: {', '.join(names)}")] if names else []


def _unsure_text(count: int, where: str) -> str:
    what = "1 check was" if count == 1 else f"{count} checks were"
    return (
        f"{what} not decided, which is no fault of the submission: the points are open, neither "
        f"earned nor lost. Run it again; if it stays so, {where} what to report."
    )


def _tampering_text(students: Sequence[StudentReport]) -> str:
    names = ", ".join(visible(student.student) for student in students[:10])
    more = f" and {len(students) - 10} more" if len(students) > 10 else ""
    return (
        f"Programs meddled with the grader (tampering): {names}{more}. They got no points for it. "
        f"Read their sources."
    )


def student_line(report: StudentReport) -> Text:
    """Return one student in one line: "alice  2.5 of 8 points  lock-cycle"."""
    words = [visible(report.student), sum_text(report), *report.causes]
    return Text("  ".join(words), no_wrap=True, overflow="ellipsis")


def class_view(report: ClassReport) -> RenderableType:
    """Return the class: a table of students and exercises, and what is most often wrong."""
    rows: list[RenderableType] = [ClassTable(report)]
    if len(report.students) > ROWS:
        rows.append(Text(f"... and {len(report.students) - ROWS} more, on the page"))
    causes = Counter(cause for student in report.students for cause in student.causes)
    if causes:
        rows += [Text(""), Text("Most often wrong:", "bold")]
        for cause, count in causes.most_common(5):
            who = "1 student" if count == 1 else f"{count} students"
            rows.append(Text(f"  {cause:<26}{who}"))
    if unsure := sum(len(student.unsure) for student in report.students):
        rows += [Text(""), Text(_unsure_text(unsure, "the students' pages say"), "bold magenta")]
    if tampering := [student for student in report.students if student.tampering]:
        rows += [Text(""), Text(_tampering_text(tampering), "bold red")]
    return Group(*rows)


def exploration_view(
    exploration: Exploration,
    finding: Finding | None,
    command: str,
    notes: Iterable[str] = (),
    printed: str = "",
) -> RenderableType:
    """Return what ``grader explore`` found; ``command`` shows the failing run again.

    ``printed``: what the first run has printed, where that is all that there is to see.
    """
    rows: list[RenderableType] = [
        Text(visible(exploration.program), "bold"),
        Text(
            f"  {_count(exploration.schedules, 'schedule')}, "
            f"{_count(exploration.steps, 'step')}, {exploration.seconds:.1f} s: "
            f"{visible(exploration.bound)}"
        ),
        Text(f"  Default start method of processes: {exploration.start_method}", "dim"),
        *(_block(f"Note: {note}", 2, "yellow") for note in notes),
    ]
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold", style="dim")
    for outcome in exploration.outcomes:
        value = shortened(visible(_shown(outcome)).replace("\n", " "), width=200)
        table.add_row(outcome.how, Text(value), _count(outcome.count, "time"), Text(outcome.replay))
    rows.append(Padding(table, (0, 0, 0, 2), expand=False))
    if printed:
        rows.append(Text("  Printed in schedule 1:", "dim"))
        lines = [shortened(visible(line), width=200) for line in printed.splitlines()]
        rows += [Text(f"    {line}") for line in lines[:PRINTED]]
        if len(lines) > PRINTED:
            rows.append(Text(f"    ... and {_count(len(lines) - PRINTED, 'line')} more", "dim"))
    if finding is None:
        return Group(*rows, Text("Nothing wrong in any of these schedules.", "green"))
    rows += [
        Text(""),
        Text.assemble(
            (f"Found in schedule {finding.schedule}: ", "bold red"), (finding.cause, "bold")
        ),
        _block(finding.message, 2),
    ]
    if command not in finding.message:
        rows.append(_command("See it again, step by step:", command, 2))
    return Group(*rows)


def _shown(outcome: OutcomeCount) -> str:
    if outcome.status == "returned":
        return json.dumps(outcome.value, ensure_ascii=False)
    return outcome.value if isinstance(outcome.value, str) else ""


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def handout_view(
    folder: str,
    written: Sequence[str],
    renewed: Sequence[str],
    same: Sequence[str],
    removed: Sequence[str],
    left: Sequence[str],
    older: Sequence[tuple[str, str]],
) -> RenderableType:
    """Return what ``grader init`` did with which files, and how to go on.

    ``older`` is what is no longer given, each with the folder that has taken its place, or "".
    """
    done = [f"{_count(len(written), 'file')} written to {folder}." if written else ""]
    done += [f"{_count(len(renewed), 'file')} renewed." if renewed else ""]
    done += [f"{_count(len(same), 'file')} there already." if same else ""]
    begin = "" if written or renewed else "Nothing was missing."
    rows: list[RenderableType] = [Text(visible(" ".join(filter(None, (begin, *done)))))]
    rows += [Text(f"Removed, since nothing needs it now: {visible(name)}") for name in removed]
    if left:
        rows.append(Text("Left as they are, since they are not what would be written:"))
        rows += [Text(f"  {visible(name)}", overflow="fold") for name in left]
        rows.append(Text("To have one of them anew, move yours away and run this again."))
    if older:
        rows.append(Text("Of an earlier handout, no longer given, and left as they are:"))
        for name, now in older:
            more = f" (now {now})" if now else ""
            rows.append(Text(f"  {visible(f'{name}{more}')}", overflow="fold"))
        rows.append(
            Text(
                "An exercise among them is still checked as one of the course. Move the work that "
                "is in it to the folder that is named behind it, and remove it then."
            )
        )
    if written or renewed:
        rows.append(
            Text(
                "Hand out the folder as it is: its README.md tells students how to begin. What "
                "they hand in goes into one folder, which you grade:"
            )
        )
        rows.append(Text("  grader grade FOLDER -o REPORTS"))
    return Group(*rows)


def proof_line(subject: str, ok: bool, expected: str, seen: str, note: str = "") -> RenderableType:
    """Return one proof of ``grader verify``; what was expected and seen only where it failed.

    ``note`` is what there is to say where it holds.
    """
    line = Text.assemble(("ok    ", "green") if ok else ("WRONG ", "bold red"), visible(subject))
    if ok:
        if note:
            line.append(f" {note}", "dim")
        return line
    return Group(line, _block(f"expected: {expected}", 6), _block(f"seen:     {seen}", 6))
