"""A task as the kernel keeps it while a run lasts."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass, field
from typing import Literal

from grader.kernel.descriptors import close
from grader.model.operations import Operation
from grader.model.trace import Failure, Option, Pending, Site, StartMethod


@dataclass(slots=True)
class Wait:
    """What a parked task waits for; which fields matter depends on the operation."""

    op: Operation
    semaphore: int = -1
    tasks: tuple[int, ...] = ()
    fds: tuple[int, ...] = ()  # the kernel's own copies
    write: bool = False
    deadline: float | None = None
    since: float = 0.0  # when it began, if there is a deadline
    woken: bool = False
    arg: object = None


@dataclass(slots=True, eq=False)
class Task:
    """One thread of one process: the thing that is scheduled."""

    number: int
    channel: socket.socket
    kind: Literal["process", "thread"]
    name: str
    process: int
    parent: int | None
    daemon: bool
    service: bool
    started: Site | None
    began: StartMethod | None = None  # of a child process: by what it came to be
    server: bool = False  # a fork server: it forks when the kernel has it do so
    state: Literal["unborn", "parked", "running", "ended"] = "unborn"
    origin: int = 0  # pid of the process whose child, or whose thread, it will be; 0: the root
    pid: int = 0
    pidfd: int = -1  # of its process
    wait: Wait | None = None
    parked_at: Option | None = None  # to go on from there, without its timer
    ready_since: int | None = None
    blocked: bool = False  # it could not go on when it was last looked at
    yielded: bool = False
    seen: int = 0  # changes that there were when it yielded
    yields: int = 0  # in a row: it asks on without getting anything
    signalled: bool = False  # by the program; it has a handler for that signal
    interrupted: bool = False  # by the program: it ends by KeyboardInterrupt, and no failure
    woke: bool = False  # from a sleep that came to its end; until it has slept or run for long
    slice: int = 0  # points in a row without a pause
    effects: int = 0  # in them, what others can see
    looks: int = 0  # in them, at what others may change
    exit_code: int | None = None
    ended_by_program: bool = False
    failure: Failure | None = None
    hung_at: tuple[Site, ...] = field(default=())

    @property
    def option(self) -> Option:
        """Return what a parked task will do when it is picked."""
        assert self.parked_at is not None, "a parked task has an operation"
        return self.parked_at

    @property
    def pending(self) -> Pending | None:
        """Return the operation at which the task is parked."""
        return self.parked_at.pending if self.parked_at is not None else None

    @property
    def deadline(self) -> float | None:
        """Return the virtual time at which it goes on in any case."""
        return self.wait.deadline if self.wait is not None else None

    @property
    def wants_clock(self) -> bool:
        """Say whether the task does nothing but look at the clock."""
        return self.wait is not None and self.wait.arg == "clock"

    def park(self, wait: Wait, option: Option) -> None:
        """Stop the task at an operation until it is picked."""
        self.state = "parked"
        self.wait = wait
        self.parked_at = option
        self.ready_since = None
        self.blocked = False

    def go_on(self) -> None:
        """Let the task run from where it was parked."""
        self.forget_wait()
        self.state = "running"

    def forget_wait(self) -> None:
        """Close the kernel's copies of descriptors: they must not keep an end open."""
        if self.wait is not None:
            close(self.wait.fds)
        self.wait = None
        self.parked_at = None
        self.ready_since = None

    def close(self) -> None:
        """Give back everything the kernel holds for this task."""
        self.forget_wait()
        self.channel.close()
        if self.pidfd >= 0:
            os.close(self.pidfd)
            self.pidfd = -1


def is_service(task: Task) -> bool:
    """Service tasks wait for ever in CPython's own code, not within the submission's."""
    return task.service and (task.pending is None or task.pending.site is None)
