"""Whether what a parked task waits for is there, by the kernel's own state or the system's word."""

from __future__ import annotations

import select
from collections.abc import Iterable

from grader.kernel.state import State
from grader.kernel.tasks import Task
from grader.model.operations import PARKS

MOMENT = 0.001
"""Seconds: sleeps that end so close to one another end together, in any order.

Looks take a millionth of a second each (``operations.LOOK_SECONDS``), so sleeps of one length
that begin after some looks end at slightly different times. Smaller: the number of those looks
decides the order, and the search never sees the other one. Larger: it reaches the sleeps that
people write: with 0.1 a sleep of 0.01 is over as it begins, and a loop that looks and sleeps so
is told to spin.
"""


def is_ready(state: State, task: Task) -> bool:
    """Say whether a parked task could go on now."""
    return task.signalled or may_go_on(state, task)


def may_go_on(state: State, task: Task) -> bool:
    """Say whether what a parked task waits for is there."""
    return enabled(state, task, readable([task]))


def enabled(state: State, task: Task, usable: frozenset[int]) -> bool:
    """Say the same; ``usable``: those of the awaited descriptors that can be read or written."""
    wait = task.wait
    if wait is None or wait.op not in PARKS:
        return True
    if wait.op == "acquire":
        return state.registry.semaphores[wait.semaphore].value > 0
    if wait.op == "join":
        return any(state.tasks[number].state == "ended" for number in wait.tasks)
    if wait.op == "thread-wait":
        return wait.woken
    if wait.op == "sleep":
        return _is_over(state, task)
    return any(fd in usable for fd in wait.fds)


def _is_over(state: State, task: Task) -> bool:
    """Say whether a sleep has come to its end; one of no seconds lets all others go first."""
    deadline = task.deadline
    return (
        bool(task.option.pending.timeout)
        and deadline is not None
        and deadline <= state.now + MOMENT
    )


def readable(parked: Iterable[Task]) -> frozenset[int]:
    """Ask the system which of the descriptors that tasks wait for can be used."""
    poller = None
    for task in parked:
        if task.wait is not None and task.wait.fds:
            poller = poller or select.poll()
            events = select.POLLOUT if task.wait.write else select.POLLIN
            for fd in task.wait.fds:
                poller.register(fd, events)
    return frozenset(fd for fd, _ in poller.poll(0)) if poller is not None else frozenset()


def may_be_told_late(state: State, task: Task) -> bool:
    """Say whether a task asks without waiting if a process has ended, and one has.

    Between the last that others see of a process and its end there is a while in which it is
    still there: the time of a question that waits for no time may be over before that.
    """
    wait = task.wait
    if wait is None or wait.op != "poll-child":
        return False
    return any(state.tasks[number].state == "ended" for number in wait.tasks)
