"""Watches a task that does not come back: it reads output, and tells burning from sleeping.

What it decides on is processor time and the system's own word that a process sleeps, not the
time of day: a loaded machine changes nothing.
"""

from __future__ import annotations

import os
import re
import select
from collections import Counter
from typing import Literal

from grader.guest import wire
from grader.kernel import procfs
from grader.kernel.ending import Ending, RunOver
from grader.kernel.errors import KernelFault, ProtocolBreach
from grader.kernel.footprint import Footprint
from grader.kernel.recorder import Recorder
from grader.kernel.requests import Mailbox, Request
from grader.kernel.tasks import Task
from grader.kernel.zygote_client import Zygote
from grader.model.trace import Site
from grader.settings import Settings

TICK_SECONDS = 0.1
TICK_MILLISECONDS = 100
END_TICKS = 600  # that a process may take to be gone once it has begun to end
IN_SYSTEM_TICKS = 600  # that a process may be in the state D: a slow disk keeps it there, too
LOOKS = 9  # at the stack of a task that does not come back
NEVER_BEGAN = "it announced a new task that never began"
BIRTH_SECONDS = 60  # that a forked process may take to say hello


class Watchdog:
    """Receives what tasks say, and looks at the running one once per tick in which it is silent."""

    def __init__(
        self,
        settings: Settings,
        zygote: Zygote,
        mailbox: Mailbox,
        recorder: Recorder,
        footprint: Footprint,
    ) -> None:
        self._settings = settings
        self._zygote = zygote
        self._recorder = recorder
        self._footprint = footprint
        self._mailbox = mailbox
        self._cpu_start: float | None = None
        self._cpu_last = 0.0
        self._asleep = 0
        self._unborn = 0
        self._in_system = 0

    def receive(self, task: Task) -> Request | None:
        """Return the next request of a running task, or None at the end of its channel.

        Raises RunOver if it has left our control for good, or wants too much meanwhile, and
        ProtocolBreach if it was announced and never begins.
        """
        self._cpu_start = None
        self._asleep = self._unborn = self._in_system = 0
        while True:
            try:
                return self._mailbox.receive(task.channel)
            except BlockingIOError:
                if task.pidfd >= 0 and procfs.ended(task.pidfd, 0):
                    return self._last(task)  # others have its channel open, and keep it so
                hung = self._look(task)
                if self._recorder.output_size > self._settings.output:
                    raise RunOver(Ending("limit", "output")) from None
                if over := self._footprint.survey():
                    raise RunOver(Ending("limit", over)) from None
                if hung:
                    raise RunOver(Ending("hung", "", hung)) from None

    def _last(self, task: Task) -> Request | None:
        """Return what a process said right before its end."""
        try:
            return self._mailbox.receive(task.channel)
        except BlockingIOError:
            return None

    def ends(self, process: Task) -> bool:
        """Wait for the end of a process that has closed its channel; False if it goes on."""
        self._cpu_start = None
        self._asleep = self._in_system = 0
        for _ in range(END_TICKS):
            if procfs.ended(process.pidfd, TICK_MILLISECONDS):
                return True
            if self._look(process):
                return False
        raise KernelFault("a process does not come to its end")

    def drain(self, task: Task | None) -> None:
        """Take over what was printed; it is the running task's, for nobody else ran."""
        data = self._zygote.read_output()
        if data:
            self._recorder.output(task.number if task is not None else 0, data)

    def _look(self, task: Task) -> Literal["", "burning", "sleeping"]:
        """Say whether the task has left our control for good."""
        self.drain(task)
        if task.pid == 0:
            self._await_birth(task)
            return ""
        status = procfs.status(task.pid)
        if status is None:
            return ""
        if self._cpu_start is None:
            self._cpu_start = self._cpu_last = status.cpu_seconds
            return ""
        if status.cpu_seconds - self._cpu_start > self._settings.cpu_seconds:
            self._ask_where(task)
            return "burning"
        still = status.cpu_seconds == self._cpu_last
        self._in_system = self._in_system + 1 if still and status.state == "D" else 0
        if self._in_system >= IN_SYSTEM_TICKS:
            raise KernelFault("a process waits within the system, where nobody can tell for what")
        sleeping = still and status.state in "STt"
        self._cpu_last = status.cpu_seconds
        self._asleep = self._asleep + 1 if sleeping else 0
        # Its uncontrolled children may yet wake it: they get much longer.
        patience = self._settings.sleeping_seconds * (6 if status.children else 1)
        if self._asleep * TICK_SECONDS >= patience:
            self._ask_where(task)
            return "sleeping"
        return ""

    def _await_birth(self, task: Task) -> None:
        """Look for the task that was announced; raises ProtocolBreach if it will never begin.

        Whoever could be it is on the way to its first request, which takes no sleep and hardly
        any time.
        """
        self._unborn += 1
        seen = procfs.newborns(task.origin, task.kind)
        asleep = all(status.state in "STtZX" for status in seen)
        self._asleep = self._asleep + 1 if asleep else 0
        spent = sum(status.cpu_seconds for status in seen)
        if self._cpu_start is None:
            self._cpu_start = spent
        patience = self._settings.sleeping_seconds
        if task.origin and (
            self._asleep * TICK_SECONDS >= patience
            or spent - self._cpu_start > self._settings.cpu_seconds
        ):
            raise ProtocolBreach(NEVER_BEGAN)
        if self._unborn * TICK_SECONDS >= BIRTH_SECONDS:
            if task.origin and not any(status.state == "R" for status in seen):
                raise ProtocolBreach(NEVER_BEGAN)  # as where its parent waits within a vfork
            raise KernelFault(f"the new task {task.name} did not begin")

    def _ask_where(self, task: Task) -> None:
        """Have the process print its stack (faulthandler), which nothing in it can delay.

        A loop is on another of its lines at each look: the place most often seen is told.
        """
        looks = []
        for _ in range(LOOKS):
            stack = self._stack(task)
            if stack is None:
                break
            looks += [stack] if stack else []
        if looks:
            counted = Counter(looks)
            most = max(counted.values())
            task.hung_at = min((s for s in counted if counted[s] == most), key=_lines)

    def _stack(self, task: Task) -> tuple[Site, ...] | None:
        """Return the submission's frames as they are now, outermost first; None: no answer."""
        try:
            os.kill(task.pid, wire.ASKS_WHERE)
        except OSError:
            return None
        poller = select.poll()
        text = ""
        for _ in range(50):
            poller.poll(10)
            text += self._zygote.read_output().decode("utf-8", "replace")
            if "most recent call first" in text and text.endswith("\n"):
                break
        else:
            return None
        found = re.findall(r'File "([^"]{1,200})", line (\d+) in (\S{1,100})', text)
        sites = [Site(file, int(line), name) for file, line, name in found]
        return tuple(self._recorder.own(sites))[::-1]


def _lines(stack: tuple[Site, ...]) -> list[int]:
    return [site.line for site in stack]
