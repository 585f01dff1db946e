"""What the processes of a run hold and spend together: by the system's own count, never by time.

That is memory, and processor time.

One task runs at a time, so only its process can have grown since the last look: each is looked at
when it has run for a few steps, and before another runs. What runs without the kernel's control is
found by a survey, once in so many steps, and so is the time that is spent; whoever takes long over
one step is surveyed meanwhile. A cgroup, where there is one, bounds what may come between
two looks; whom it kills is told by its own counter.
"""

from __future__ import annotations

import os
from typing import Literal

from grader.kernel import procfs
from grader.kernel.zygote_client import Zygote
from grader.settings import Settings

Over = Literal["", "together", "cpu"]
"""Which limit of a whole run is passed: memory, processor time, or none."""

STEPS = 128  # between two surveys
UNSEEN = 4  # steps in a row of one process until it is looked at


class Footprint:
    """The memory and the processor time of one run."""

    def __init__(self, settings: Settings, zygote: Zygote) -> None:
        self._limit = settings.memory_together
        self._cpu_limit = settings.cpu_together
        self._zygote = zygote
        self._resident: dict[int, int] = {}  # bytes by pid, what is shared counted for each
        self._files: dict[int, int] = {}  # by pid, where the system tells that; kept open
        self._spent: dict[int, float] = {}  # seconds by pid; those of who has ended count on
        self._steps = 0
        self._running = 0  # pid of the process that ran last ...
        self._unseen = 0  # ... and how many steps it has made since it was looked at
        self._killed = self._kills()

    def before(self, pid: int) -> Over:
        """A process goes on: look at another that ran before; say what there is too much of."""
        changes = pid != self._running and self._unseen > 0
        over = self._look(self._running) if changes else ""
        self._running = pid
        return over

    def after(self, pid: int) -> Over:
        """A process has made a step: look where it is time; say what there is too much of."""
        self._steps += 1
        self._unseen += 1
        over = self._look(pid) if self._unseen >= UNSEEN else ""
        return over or (self.survey() if self._steps % STEPS == 0 else "")

    def _look(self, pid: int) -> Over:
        self._unseen = 0
        self._resident[pid] = self._told(pid)
        return self.survey() if sum(self._resident.values()) > self._limit else ""

    def survey(self) -> Over:
        """Look at every process of the sandbox, controlled or not; say what is too much."""
        below = procfs.below(self._zygote.family)
        self._resident = {pid: procfs.resident(pid) for pid in below}
        for pid in below:
            self._spent[pid] = max(self._spent.get(pid, 0.0), procfs.spent(pid))
        told = sum(self._resident.values())  # an upper bound, and cheap
        if told > self._limit and sum(map(procfs.proportional, below)) > self._limit:
            return "together"
        return "cpu" if sum(self._spent.values()) > self._cpu_limit else ""

    def killed(self) -> bool:
        """Say whether the system has killed a process since, for the sandbox was at its limit."""
        return self._kills() > self._killed

    def close(self) -> None:
        """Give back what was kept open."""
        for file in self._files.values():
            os.close(file)
        self._files.clear()

    def _told(self, pid: int) -> int:
        try:
            if pid not in self._files:
                self._files[pid] = procfs.open_size(pid)
            return procfs.read_size(self._files[pid])
        except (OSError, IndexError):  # it has ended
            if pid in self._files:
                os.close(self._files.pop(pid))
            return 0

    def _kills(self) -> int:
        if not self._zygote.group:
            return 0
        with open(os.path.join(self._zygote.group, "memory.events")) as file:
            return int(dict(map(str.split, file))["oom_kill"])
