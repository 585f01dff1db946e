"""The story's text: a first line, an aligned table, why it is so, what to think about next."""

from __future__ import annotations

from collections.abc import Sequence

from grader.diagnosis.reading import Reading
from grader.diagnosis.scene import Scene
from grader.diagnosis.waits import holds, phrase, wait_of
from grader.model.finding import TaskView
from grader.model.trace import TaskRecord

ROWS = 8


def view(scene: Scene, task: TaskRecord) -> TaskView:
    """Return one task's line of the table."""
    site = scene.site_of(task)
    wait = wait_of(scene, task) if task.state == "blocked" else None
    file = site.file if site is not None else ""
    cell, line = scene.layout.within(file, site.line if site is not None else None)
    return TaskView(
        name=scene.who(task.number),
        state=task.state,
        line=line,
        holds=tuple(scene.called(key) for key in holds(scene, task)),
        waits_for=phrase(scene, wait) if wait is not None else None,
        file=file,
        cell=cell,
    )


def views(scene: Scene) -> tuple[TaskView, ...]:
    """Return a line for every task that a learner knows of."""
    return tuple(view(scene, task) for task in scene.people)


def waiting_table(scene: Scene, shown: Sequence[int] | None) -> list[tuple[str, ...]]:
    """Return rows of name, line, what it holds, what it waits for: of these tasks, or of all
    that wait, or that ended with something in their hands.
    """
    rows: list[tuple[str, ...]] = []
    for task in scene.people:
        seen = view(scene, task)
        failed = task.failed
        told = (
            task.number in shown if shown is not None else (seen.waits_for or seen.holds or failed)
        )
        if not told:
            continue
        where = scene.place(scene.site_of(task))
        if task.state == "ended" and not failed:
            where = "ended"
        held = f"holds  {', '.join(seen.holds)}" if seen.holds else ""
        waits = f"waits for {seen.waits_for}" if seen.waits_for else ""
        if failed and task.failure is not None:
            waits = f"failed with {task.failure.type}"
            if task.failure.type == "SystemExit":
                waits = f"ended itself with exit code {task.exit_code}"
            where = where or "ended"
        rows.append((seen.name, where or "at its end", held, waits))
    return rows


def aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Return the rows as lines, each column as wide as its widest cell; empty columns vanish."""
    rows = [row for row in rows if any(row)]
    more = len(rows) - ROWS
    if more > 1:
        rows = rows[:ROWS]
    widths = (
        [max((len(row[i]) for row in rows), default=0) for i in range(len(rows[0]))]
        if (rows)
        else []
    )
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True) if width)
        for row in rows
    ]
    if more > 1:
        lines.append(f"and {more} more")
    return [line.rstrip() for line in lines]


def tell(headline: str, table: Sequence[tuple[str, ...]], why: str, advice: str) -> str:
    """Return the whole story."""
    lines = [headline, *("  " + line for line in aligned(table))]
    lines += ["  " + text for text in (why, advice) if text]
    return "\n".join(lines)


def table_of(scene: Scene, reading: Reading) -> Sequence[tuple[str, ...]]:
    """Return the reading's own table, or the one of the waiting tasks."""
    return reading.rows or waiting_table(scene, reading.shown)
