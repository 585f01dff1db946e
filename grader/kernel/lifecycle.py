"""Births and ends: a task for every process and thread, from its first step to its last."""

from __future__ import annotations

import os
import socket
from collections.abc import Sequence
from typing import Literal

from grader.guest import wire
from grader.kernel import descriptors, procfs, requests
from grader.kernel.errors import KernelFault, LimitReached, ProtocolBreach
from grader.kernel.state import State
from grader.kernel.tasks import Task, Wait
from grader.kernel.watchdog import END_TICKS, NEVER_BEGAN, TICK_MILLISECONDS, Watchdog
from grader.kernel.zygote_client import Zygote
from grader.model.trace import Json, Option, Pending

FAILED_WORKERS = 8
"""Workers that fail by themselves until the run is over: a pool starts new ones without end.

Smaller: of a pool of several whose tasks end their workers not each has been seen to. Larger:
nothing but the same again, for minutes, until the output or the number of processes is too much.
"""


class Lifecycle:
    """Numbers the tasks of a run, waits until each is born, and notes how it ended."""

    def __init__(self, state: State, watchdog: Watchdog) -> None:
        self._state = state
        self._watchdog = watchdog
        self._unborn: list[Task] = []
        self._failed_workers = 0

    def start_root(self, zygote: Zygote, ticket: str) -> None:
        """Have the first process forked, and wait until it is parked at its first instruction.

        The ticket lies in its channel as the request that it sends back when its function has
        come back: no process sees it before.
        """
        state = self._state
        kernel_end, channel = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        kernel_end.send(wire.ticket(ticket))
        root = self.announce(kernel_end, "process", None, {"name": "main"}, None)
        lines = state.switch_at == "lines"
        zygote.start_root(channel, detailed=state.detailed, lines=lines)
        channel.close()
        self.await_births()
        if root.state == "ended":
            raise KernelFault("the root process ended before it began")

    def announce(
        self,
        channel: socket.socket,
        kind: Literal["thread", "process"],
        parent: Task | None,
        arg: dict[str, Json],
        pending: Pending | None,
        origin: int = 0,
    ) -> Task:
        """Return a new task, which will speak through the channel's other end.

        ``origin``: the pid of the process that it must come from, or 0 for the root.
        """
        requests.prepare(channel)
        number = len(self._state.tasks)
        task = Task(
            number=number,
            channel=channel,
            kind=kind,
            name=self._state.recorder.task_name(arg),
            process=parent.process if kind == "thread" and parent is not None else number,
            parent=parent.number if parent is not None else None,
            daemon=bool(arg.get("daemon")),
            service=bool(arg.get("service")),
            started=pending.site if pending is not None else None,
            origin=origin,
        )
        self._state.tasks.append(task)
        self._unborn.append(task)
        return task

    def await_births(self) -> None:
        """Wait until every task that was just announced is parked at its first instruction."""
        while self._unborn:
            task = self._unborn.pop(0)
            if task.state == "ended":
                continue  # its process went before it could begin
            task.state = "running"
            request = self._watchdog.receive(task)
            if request is None:
                self._never_began(task)
                continue
            if request.op == "refused":
                raise LimitReached("processes")
            if request.op != "hello":
                raise ProtocolBreach("a new task did not say hello first")
            self._born(task, request.pid)
            pending = Pending(task.number, "start", f"task:{task.number}", "w", None, None)
            task.park(Wait("start"), Option(pending))

    def _never_began(self, task: Task) -> None:
        """The channel is closed again, and nobody has said why."""
        if task.number == 0:
            task.state = "ended"
            task.close()
            return
        parent = self._state.tasks[task.parent or 0]
        if parent.state == "ended" or self._watchdog.ends(self._state.tasks[parent.process]):
            raise ProtocolBreach(NEVER_BEGAN)
        raise LimitReached("processes")

    def _born(self, task: Task, pid: int) -> None:
        """Take down the pid of a new task, which the system has told, if it can be true."""
        if pid <= 0:  # the parent keeps a copy of the kernel's end, and has put that word off
            raise ProtocolBreach("it kept the system from telling who speaks")
        process = self._state.tasks[task.process]
        if task.kind == "thread" and pid != process.pid:
            raise ProtocolBreach("a process spoke in the name of another's thread")
        if task.kind == "process" and any(
            other.pid == pid and other.state != "ended" for other in self._state.tasks
        ):
            raise ProtocolBreach("a process spoke in the name of a new one")
        task.pid = pid
        task.pidfd = os.pidfd_open(pid) if task is process else os.dup(process.pidfd)

    def forked_by(self, server: Task, order: dict[str, Json], fds: Sequence[int]) -> int:
        """Have a fork server fork a process, and stand as it stood; return the inner pid."""
        wait, option = server.wait, server.option
        assert wait is not None, "a parked task has an operation"
        server.state = "running"
        try:
            socket.send_fds(server.channel, [wire.encode(order)], fds, socket.MSG_DONTWAIT)
        except OSError:
            raise ProtocolBreach("a fork server does not take its orders") from None
        request = self._watchdog.receive(server)
        if request is None:
            raise ProtocolBreach("a fork server ended when it was to fork")
        descriptors.close(request.fds)  # those of its wait are here still
        if request.op != "serve" or request.pid != server.pid or type(request.arg) is not int:
            raise ProtocolBreach("a fork server does something else than to fork")
        self._state.recorder.notes(server, request.notes)
        server.park(wait, option)
        return request.arg

    def gone(self, task: Task) -> None:
        """The task's channel is closed: its process has ended, or it did without a goodbye."""
        process = self._state.tasks[task.process]
        if process.pidfd >= 0 and self._watchdog.ends(process):
            self.process_ended(process)
        else:
            raise ProtocolBreach("it closed the channel to its scheduler and went on")

    def killed(self, process: Task) -> None:
        """The program has killed a process of its own: wait until it is gone."""
        for _ in range(END_TICKS):
            if procfs.ended(process.pidfd, TICK_MILLISECONDS):
                break
            if procfs.is_traced(process.pid):
                raise ProtocolBreach("it traces a process, and keeps it from its end")
        else:
            raise KernelFault("a killed process did not end")
        process.ended_by_program = True
        self.process_ended(process)

    def process_ended(self, process: Task) -> None:
        """Note the end of a process and of all its threads."""
        code = procfs.exit_code(process.pid)
        failure = self._state.recorder.failures.get(process.number)
        if process.interrupted and failure is not None and failure.type == "KeyboardInterrupt":
            process.ended_by_program = True
        for task in self._state.tasks:
            if task.process == process.number and task.state != "ended":
                self.end(task, code if task is process else None)

    def end(self, task: Task, code: int | None) -> None:
        """Note the end of a task."""
        task.exit_code = code
        self._state.recorder.ended(task, code)
        if task.kind == "process" and task.parent is not None:
            parent = self._state.tasks[task.parent].process
            self._state.ended.setdefault(parent, []).append(task.number)
        killed_at = task.parked_at
        task.state = "ended"
        task.close()
        task.parked_at = killed_at
        if task.kind == "process" and task.service and task.failure is not None:
            self._failed_workers += not task.ended_by_program
            if self._failed_workers >= FAILED_WORKERS:
                raise LimitReached("workers")

    def close(self) -> None:
        """Give back what the kernel holds for tasks that have not ended."""
        for task in self._state.tasks:
            if task.state != "ended":
                task.close()
