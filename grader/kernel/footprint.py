"""How much memory the processes of a run hold together: by the system's own count, never by time.

One task runs at a time, so only its process can have grown since the last look. What runs without
the kernel's control is found by a survey, once in so many looks. A cgroup, where there is one,
bounds what may come between two looks; whom it kills is told by its own counter.
"""

from __future__ import annotations

import os

from grader.kernel import procfs
from grader.kernel.zygote import Zygote

LOOKS = 128  # between two surveys


class Footprint:
    """The memory of one run; ``limit`` in bytes."""

    def __init__(self, limit: int, zygote: Zygote) -> None:
        self._limit = limit
        self._zygote = zygote
        self._resident: dict[int, int] = {}  # bytes by pid, what is shared counted for each
        self._files: dict[int, int] = {}  # by pid, where the system tells that; kept open
        self._looks = 0
        self._killed = self._kills()

    def look(self, pid: int) -> bool:
        """Look at the process that has just run; say whether all hold too much."""
        self._looks += 1
        self._resident[pid] = self._told(pid)
        if self._looks % LOOKS == 0 or sum(self._resident.values()) > self._limit:
            return self.survey()
        return False

    def survey(self) -> bool:
        """Look at every process of the sandbox, controlled or not; say if all hold too much."""
        below = procfs.below(self._zygote.family)
        self._resident = {pid: procfs.resident(pid) for pid in below}
        if sum(self._resident.values()) <= self._limit:
            return False
        return sum(map(procfs.proportional, below)) > self._limit

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
