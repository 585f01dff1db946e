"""Carries out what a task asked for, once it is its turn."""

from __future__ import annotations

import os
import signal
import socket
from typing import Literal

from grader.kernel import procfs
from grader.kernel.ending import Ending, RunOver
from grader.kernel.errors import ProtocolBreach
from grader.kernel.interpreters import Interpreters
from grader.kernel.lifecycle import Lifecycle
from grader.kernel.state import State
from grader.kernel.tasks import Task, Wait
from grader.kernel.zygote_client import Zygote
from grader.model.operations import LOOKS, EventKind
from grader.model.trace import Json, Pending

LOOK_SECONDS = 1e-6  # a look takes time: CPython's own loops count on it to reach their end
NO_CHANNEL = "it gave a new task a channel that is none"
HARMLESS = frozenset({signal.SIGCHLD, signal.SIGCONT, signal.SIGURG, signal.SIGWINCH})
"""Signals that do nothing to a process that does not ask for them."""


class Operations:
    """The effects of base operations on semaphores, processes, threads and the clock."""

    def __init__(self, state: State, lifecycle: Lifecycle, zygote: Zygote) -> None:
        self._state = state
        self._lifecycle = lifecycle
        self._zygote = zygote
        self._interpreters = Interpreters(state, lifecycle, zygote)

    def perform(self, task: Task, wait: Wait, pending: Pending) -> Json:
        """Carry out the operation for a task that may go on; return its result."""
        state = self._state
        state.operations += 1
        op = wait.op
        state.recorder.looks += op in LOOKS
        state.recorder.works += op == "line" and wait.arg is not True
        if op in ("acquire", "try-acquire"):
            return self._acquire(task, wait.semaphore, pending)
        if op == "release":
            return self._release(task, wait.semaphore, pending)
        if op == "look":
            state.now += LOOK_SECONDS
            return None
        if op == "sleep":
            state.now = max(state.now, wait.deadline or 0.0)
            return None
        if op == "value":
            return state.registry.semaphores[wait.semaphore].value
        if op in ("join", "poll-child"):
            return self._join(task, wait, pending)
        if op in ("fork", "spawn", "thread"):
            return self._new_child(task, wait, pending)
        if op == "kill":
            return self._kill(task, wait.arg, pending)
        return True

    def _acquire(self, task: Task, number: int, pending: Pending) -> bool:
        semaphore = self._state.registry.semaphores[number]
        if semaphore.value <= 0:
            return False
        semaphore.take(task.number)
        self._event("acquired", task, semaphore.key, semaphore.value, pending)
        return True

    def _release(self, task: Task, number: int, pending: Pending) -> bool:
        semaphore = self._state.registry.semaphores[number]
        if not semaphore.recursive and semaphore.value >= semaphore.limit:
            self._event("released-too-often", task, semaphore.key, semaphore.value, pending)
            return False
        others = bool(semaphore.holders)
        own = semaphore.give(task.number)
        told: EventKind = "released" if own or not others else "released-by-other"
        self._event(told, task, semaphore.key, semaphore.value, pending)
        return True

    def _join(self, task: Task, wait: Wait, pending: Pending) -> Json:
        ended = [n for n in wait.tasks if self._state.tasks[n].state == "ended"]
        if not ended:
            return None
        self._event("joined", task, f"task:{ended[0]}", None, pending)
        return [ended[0], _wait_status(self._state.tasks[ended[0]].exit_code)]

    # --- children

    def _new_child(self, task: Task, wait: Wait, pending: Pending) -> Json:
        tasks, most = self._state.tasks, self._state.settings.processes
        live = sum(t.kind == "process" and t.state != "ended" for t in tasks)
        if live >= most or len(tasks) > 40 * most:
            raise RunOver(Ending("limit", "processes"))
        arg = wait.arg if isinstance(wait.arg, dict) else {}
        maker = self._interpreters.maker(arg) if wait.op == "spawn" else task
        if maker is None:
            return None
        fd = os.dup(wait.fds[0])
        try:
            channel = socket.socket(fileno=fd)
        except OSError:
            os.close(fd)
            raise ProtocolBreach(NO_CHANNEL) from None
        kind: Literal["thread", "process"] = "thread" if wait.op == "thread" else "process"
        if (channel.family, channel.type) != (socket.AF_UNIX, socket.SOCK_SEQPACKET):
            channel.close()
            raise ProtocolBreach(NO_CHANNEL)
        child = self._lifecycle.announce(channel, kind, task, arg, pending, maker.pid)
        if kind == "process":
            served = isinstance(maker, Task)
            child.began = "fork" if wait.op == "fork" else "forkserver" if served else "spawn"
        self._event("started", task, f"task:{child.number}", child.name, pending)
        if wait.op == "spawn":
            return [child.number, self._interpreters.start(maker, child, wait, arg)]
        return child.number

    def _kill(self, task: Task, arg: object, pending: Pending) -> bool:
        """Signal a process of this run for the task; return False if it is none of this run's.

        A negative pid is a group of processes: it is signalled but for the task's own process.
        """
        if not (isinstance(arg, list) and len(arg) == 2 and all(type(n) is int for n in arg)):
            raise ProtocolBreach("it asked for a signal that is none")
        self._lifecycle.await_births()  # the target may have been forked in this very step
        pid, signum = arg
        if not 0 < signum < signal.NSIG:
            return False  # the program's own call then fails as it should
        if pid == procfs.inner_pid(self._zygote.pid):
            raise ProtocolBreach("it sent a signal to a process of the grader")
        targets = [target for target in self._state.tasks if _is_meant(target, task, pid)]
        for target in targets:
            self._event("killed", task, f"task:{target.number}", signum, pending)
            lasting = procfs.survives(target.pid, signum)
            if procfs.handles(target.pid, signum):
                target.signalled = True
                target.interrupted = target.interrupted or signum == signal.SIGINT
            signal.pidfd_send_signal(target.pidfd, signum)
            if not lasting and signum not in HARMLESS and signum != signal.SIGSTOP:
                self._lifecycle.killed(target)
        return bool(targets)

    def _event(self, kind: EventKind, task: Task, obj: str, value: Json, pending: Pending) -> None:
        self._state.recorder.event(kind, task.number, obj, value, pending)


def _is_meant(target: Task, sender: Task, pid: int) -> bool:
    """Say whether a signal to that pid, or with ``-group`` to a group, goes to the target."""
    if target.kind != "process" or target.state == "ended" or target.pidfd < 0:
        return False
    if pid > 0:
        return procfs.inner_pid(target.pid) == pid
    return target.number != sender.process and procfs.inner_group(target.pid) == -pid


def _wait_status(code: int | None) -> int:
    """Return what ``os.waitpid`` would give for an exit code (negative for a signal)."""
    if code is None:
        return 0
    return -code if code < 0 else code << 8
