"""Who starts the processes of a run, as the kernel needs it; the controller has the real one."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from typing import Protocol

from grader.model.trace import Json


class Zygote(Protocol):
    """Starts the root process of a run, and fresh interpreters."""

    pid: int
    family: int  # pid of its parent, below which everything of the sandbox is
    group: str  # the folder of the cgroup of all processes, or ""
    files: frozenset[str]  # names of the submission's and the scenario's source

    def start_root(
        self, channel: socket.socket, *, ticket: str, detailed: bool, lines: bool
    ) -> None:
        """Fork a root whose task talks through the channel's other end.

        ``ticket``: what its result must come with, so that nobody else tells it.
        """

    def spawn(self, order: dict[str, Json], fds: Sequence[int]) -> int:
        """Fork a fresh interpreter that becomes the task of the order; return its inner pid.

        ``fds``: the task's end of its channel, then what the parent passes on.
        """

    def read_output(self) -> bytes:
        """Return what was printed since the last call."""
