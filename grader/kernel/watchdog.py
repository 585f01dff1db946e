"""Watches a task that does not come back: it reads output, and tells burning from sleeping.

What it decides on is processor time and the system's own word that a process sleeps, not the
time of day: a loaded machine changes nothing.
"""

from __future__ import annotations

import os
import re
import select
import signal
from collections import Counter
from typing import TYPE_CHECKING, Literal

from grader.kernel import procfs
from grader.kernel.errors import KernelFault
from grader.kernel.tasks import Task
from grader.kernel.trace import Site
from grader.settings import Settings

if TYPE_CHECKING:
    from grader.kernel.recorder import Recorder
    from grader.kernel.run import Zygote

TICK_SECONDS = 0.1
LOOKS = 9  # at the stack of a task that does not come back
BIRTH_SECONDS = 60  # that a forked process may take to say hello


class Watchdog:
    """Looks at the running task once per tick in which it said nothing."""

    def __init__(self, settings: Settings, zygote: Zygote) -> None:
        self.settings = settings
        self.zygote = zygote
        self.cpu_start: float | None = None
        self.cpu_last = 0.0
        self.asleep = 0
        self.unborn = 0

    def start(self, task: Task) -> None:
        """A new request is awaited."""
        self.cpu_start = None
        self.asleep = 0
        self.unborn = 0

    def drain(self, recorder: Recorder, task: Task | None) -> None:
        """Take over what was printed; it is the running task's, for nobody else ran."""
        data = self.zygote.read_output()
        if data:
            recorder.output(task.number if task is not None else 0, data)

    def look(self, task: Task, recorder: Recorder) -> Literal["", "burning", "sleeping"]:
        """Say whether the task has left our control for good."""
        self.drain(recorder, task)
        if task.pid == 0:  # not born, so nothing is known of it yet
            self.unborn += 1
            if self.unborn * TICK_SECONDS >= BIRTH_SECONDS:
                raise KernelFault(f"the new task {task.name} did not begin")
            return ""
        status = procfs.status(task.pid)
        if status is None:
            return ""
        if self.cpu_start is None:
            self.cpu_start = self.cpu_last = status.cpu_seconds
            return ""
        if status.cpu_seconds - self.cpu_start > self.settings.cpu_seconds:
            self._ask_where(task, recorder)
            return "burning"
        sleeping = status.state in "STt" and status.cpu_seconds == self.cpu_last
        self.cpu_last = status.cpu_seconds
        self.asleep = self.asleep + 1 if sleeping else 0
        # Its uncontrolled children may yet wake it: they get much longer.
        patience = self.settings.sleeping_seconds * (6 if status.children else 1)
        if self.asleep * TICK_SECONDS >= patience:
            self._ask_where(task, recorder)
            return "sleeping"
        return ""

    def _ask_where(self, task: Task, recorder: Recorder) -> None:
        """Have the process print its stack (faulthandler), which nothing in it can delay.

        A loop is on another of its lines at each look: the place most often seen is told.
        """
        looks = [stack for _ in range(LOOKS) if (stack := self._stack(task, recorder))]
        if looks:
            counted = Counter(looks)
            most = max(counted.values())
            task.hung_at = min((s for s in counted if counted[s] == most), key=_lines)

    def _stack(self, task: Task, recorder: Recorder) -> tuple[Site, ...]:
        """Return the submission's frames as they are now, outermost first."""
        try:
            os.kill(task.pid, signal.SIGUSR2)
        except OSError:
            return ()
        poller = select.poll()
        text = ""
        for _ in range(50):
            poller.poll(10)
            text += self.zygote.read_output().decode("utf-8", "replace")
            if "most recent call first" in text and text.endswith("\n"):
                break
        found = re.findall(r'File "([^"]{1,200})", line (\d+) in (\S{1,100})', text)
        sites = [Site(file, int(line), name) for file, line, name in found]
        return tuple(recorder.own(sites))[::-1]


def _lines(stack: tuple[Site, ...]) -> list[int]:
    return [site.line for site in stack]
