"""The kernel's side of the zygote's control channel: who starts the processes of a run."""

from __future__ import annotations

import array
import io
import select
import socket
from collections.abc import Sequence
from typing import Any

from grader.guest import wire
from grader.kernel.errors import KernelFault
from grader.kernel.sandbox import Sandbox
from grader.model.program import Program
from grader.model.trace import Json

PRINTED = 1 << 16  # bytes that are read at once of what is printed ...
MOST_PARTS = 128  # ... and how often in a row, if somebody prints as fast
ANSWER_TICKS = 600  # of 0.1 s that the zygote may take to answer: it runs no student's code


class Zygote:
    """The zygote of a sandbox, for the runs of one program."""

    def __init__(self, sandbox: Sandbox, program: Program) -> None:
        self.channel = sandbox.socket
        self.pid = sandbox.pid
        self.family = sandbox.supervisor  # its parent, below which everything of the sandbox is
        self.group = sandbox.group  # the folder of the cgroup of all processes, or ""
        scenario = () if program.scenario is None else (program.scenario_name,)
        self.files = frozenset({program.name, *scenario})  # names of their sources
        self._printed = io.FileIO(sandbox.output, closefd=False)
        self._buffer = bytearray(PRINTED)

    def start_root(self, channel: socket.socket, *, detailed: bool, lines: bool) -> None:
        """Fork a root whose task talks through the channel's other end."""
        self.command({"op": "run", "detailed": detailed, "lines": lines}, [channel.fileno()])

    def spawn(self, order: dict[str, Json], fds: Sequence[int]) -> int:
        """Fork a fresh interpreter that becomes the task of the order; return its inner pid.

        ``fds``: the task's end of its channel, then what the parent passes on.
        """
        return int(self.command({"op": "spawn", **order}, list(fds))["pid"])

    def command(self, message: dict[str, Any], fds: list[int] | None = None) -> dict[str, Any]:
        """Send a command and return its answer."""
        rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", fds))] if fds else []
        try:
            self.channel.sendmsg([wire.encode(message)], rights)
        except OSError as error:
            raise KernelFault(f"the zygote is gone: {error}") from None
        return self.answer()

    def answer(self) -> dict[str, Any]:
        """Return the zygote's next message."""
        poller = select.poll()
        poller.register(self.channel, select.POLLIN)
        for _ in range(ANSWER_TICKS):
            if poller.poll(100):
                try:
                    data = self.channel.recv(wire.LIMIT)
                except OSError:
                    data = b""
                if not data:
                    said = self.read_output().decode("utf-8", "replace")[-2000:]
                    raise KernelFault(f"the zygote has ended; it said: {said or 'nothing'}")
                answer: dict[str, Any] = wire.decode(data)
                return answer
        raise KernelFault("the zygote does not answer")

    def read_output(self) -> bytes:
        """Return what was printed since the last call."""
        parts: list[bytes] = []
        # Where there is nothing to read it answers None, and raises no exception.
        while len(parts) < MOST_PARTS and (size := self._printed.readinto(self._buffer)):
            parts.append(bytes(memoryview(self._buffer)[:size]))
        return b"".join(parts)
