"""What is seen on standard error while the grader works; nothing where it is no terminal."""

from __future__ import annotations

from contextlib import AbstractContextManager
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.progress import TimeElapsedColumn as Elapsed
from rich.status import Status
from rich.text import Text

from grader.model.results import StudentReport
from grader.report.terminal.views import student_line
from grader.text import visible


def stderr() -> Console:
    """Return a console on standard error that takes no text for markup."""
    return Console(stderr=True, highlight=False, markup=False, emoji=False)


class ClassProgress(AbstractContextManager["ClassProgress"]):
    """A bar for a class, and a line for each student who is done (``workers.Watch``)."""

    def __init__(self, console: Console) -> None:
        self._bar = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=None),
            MofNCompleteColumn(),
            Elapsed(),
            console=console,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._console = console
        self._task: TaskID | None = None
        self._running: list[str] = []

    def __enter__(self) -> ClassProgress:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def begin(self, count: int) -> None:
        """So many students there are."""
        self._task = self._bar.add_task("grading", total=count)

    def started(self, student: str) -> None:
        """A worker has begun with this student."""
        self._running.append(student)
        self._describe()

    def finished(self, report: StudentReport, *, kept: bool) -> None:
        """This student is done; ``kept``: by an earlier run."""
        if report.student in self._running:
            self._running.remove(report.student)
        if self._task is not None:
            self._bar.advance(self._task)
        line = student_line(report)
        self._console.print(line.append("  (as before)", "dim") if kept else line)
        self._describe()

    def _describe(self) -> None:
        if self._task is not None:
            names = ", ".join(visible(name)[:20] for name in self._running) or "grading"
            self._bar.update(self._task, description=names[:50])


class Working(AbstractContextManager["Working"]):
    """One line that says what is being done, and is gone when it is done."""

    def __init__(self, console: Console, what: str) -> None:
        self._status = Status(Text(visible(what)), console=console)

    def __enter__(self) -> Working:
        self._status.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._status.stop()

    def say(self, what: str) -> None:
        """Change the line."""
        self._status.update(Text(visible(what)))

    def pause(self) -> None:
        """Take the line away: something else is printed."""
        self._status.stop()

    def resume(self) -> None:
        """Show the line again."""
        self._status.start()
