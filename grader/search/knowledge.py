"""What the traces seen so far tell about a program: who touches what, how long runs are.

One exploration has one ``Knowledge``; all its strategies learn from it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Literal

from grader.model.operations import PLAIN_EVENTS, READING, SILENT
from grader.model.trace import Pending, Step, Trace

Mode = Literal["r", "w"]

_LONG = 40  # steps of one task in a row; past it the kernel may think of the others' turn


def touched(pending: Pending) -> str | None:
    """Return the key of what a parked operation will touch, or None.

    Both ends of a pipe are one thing here, and so are all items of an array or a managed list.
    """
    if pending.obj is None or pending.mode == "-" or pending.op == "start":
        return None  # a first instruction touches nothing; its key names the task itself
    return whole(pending.obj)


def whole(key: str) -> str:
    """Return the key of the thing that an item or an end is a part of."""
    key = key.partition("[")[0]
    return key.rstrip("ab") if key.startswith("pipe:") else key


def _of_pending(pending: Pending) -> Iterator[tuple[str, Mode]]:
    key = touched(pending)
    if key is not None:
        mode: Mode = "r" if pending.mode == "r" else "w"
        yield key, mode
        if pending.call is not None and pending.call.target is not None:
            yield whole(pending.call.target), mode


def _of_step(step: Step) -> Iterator[tuple[str, Mode]]:
    yield from _of_pending(step.picked.pending)
    for event in step.events:
        if event.obj is not None:
            yield whole(event.obj), "r" if event.kind in READING else "w"


def managed(trace: Trace) -> dict[int, str]:
    """Return what the calls of managed objects touch, by the number of the step that begins one.

    What such a call touches shows only in its answer: its operations are those of the pipe
    between its own task and the manager.
    """
    found: dict[int, str] = {}
    begun: dict[int, Step] = {}  # by task
    for step in trace.steps:
        now = step.picked.pending
        if now.call is None:
            continue
        first = begun.setdefault(step.task, step).picked.pending
        if first.call is None or (first.call.method, first.site) != (now.call.method, now.site):
            begun[step.task] = step
        for event in step.events:
            if event.obj is not None and event.obj.startswith("managed:"):
                found[begun.pop(step.task, step).number] = event.obj
    return found


class Knowledge:
    """Learns from one trace after another.

    ``fresh`` says whether the last trace was a new one; ``timers`` whether any run could have
    gone differently with another clock; ``uncontrolled`` what was used out of our sight.
    """

    def __init__(self) -> None:
        self.traces = 0
        self.orderly = True  # nobody spun or ran for long: the kernel never changed the order
        self.fresh = False
        self.timers = False
        self.uncontrolled: set[str] = set()
        self.parents: dict[int, int] = {}
        self._digests: set[str] = set()
        self._paths: set[tuple[tuple[int, bool], ...]] = set()
        self._touchers: defaultdict[str, dict[int, Mode]] = defaultdict(dict)
        self._decisions = 0
        self._touches: Counter[tuple[str, int]] = Counter()
        self._guards: dict[str, frozenset[str]] = {}

    def add(self, trace: Trace) -> None:
        """Learn from a run."""
        self.fresh = self._is_new(trace)
        self.traces += 1
        self.uncontrolled.update(trace.uncontrolled)
        pendings: dict[int, Pending] = {}  # by identity: a waiting task keeps its own
        service = {task.number for task in trace.tasks if task.service}
        last, in_a_row = -1, 0
        held: defaultdict[int, set[str]] = defaultdict(set)
        for step in trace.steps:
            self._guard(step, held[step.task])
            last, in_a_row = step.task, in_a_row + 1 if step.task == last else 1
            if in_a_row >= _LONG or step.picked.pending.op in ("yield", "pause"):
                self.orderly = False
            for key, mode in _of_step(step):
                self._touch(step.task, key, mode)
            if len(step.options) > 1:
                self._decisions += 1
            if (key_picked := touched(step.picked.pending)) is not None:
                self._touches[key_picked, step.task] += 1
            pendings.update((id(option.pending), option.pending) for option in step.options)
        for task in trace.tasks:
            if task.parent is not None:
                self.parents[task.number] = task.parent
            if task.pending is not None:
                pendings[id(task.pending)] = task.pending
        for (
            pending
        ) in pendings.values():  # a task that waits for an object has to do with it as well
            for key, mode in _of_pending(pending):
                self._touch(pending.task, key, mode)
            if pending.task not in service and (
                pending.timeout is not None or pending.op == "sleep"
            ):
                self.timers = True

    def _is_new(self, trace: Trace) -> bool:
        # The path makes a hostile run without an early timer equal to its patient twin.
        path = tuple((step.task, step.picked.timer) for step in trace.steps)
        new = trace.digest not in self._digests and path not in self._paths
        if trace.digest:
            self._digests.add(trace.digest)
        if path or not trace.digest:
            self._paths.add(path)
        return new

    def _touch(self, task: int, key: str, mode: Mode) -> None:
        if self._touchers[key].get(task) != "w":
            self._touchers[key][task] = mode

    def _guard(self, step: Step, held: set[str]) -> None:
        """Note what was held while something was touched; ``held`` is brought up to date."""
        keys = {whole(e.obj) for e in step.events if e.obj and e.obj.startswith("managed:")}
        if (picked := touched(step.picked.pending)) is not None:
            keys.add(picked)
        for key in keys:
            self._guards[key] = self._guards.get(key, frozenset(held)) & held
        for event in step.events:
            if event.obj is not None and event.kind == "acquired":
                held.add(event.obj)
            elif event.obj is not None and event.kind == "released":
                held.discard(event.obj)

    @property
    def decisions(self) -> int:
        """Choices of a run in the mean, at least 1."""
        return max(1, round(self._decisions / max(1, self.traces)))

    def conflicts(self, task: int, key: str, mode: Mode) -> bool:
        """Return whether any other task was seen to touch ``key`` so that the order matters."""
        return any(
            other != task and "w" in (mode, its_mode)
            for other, its_mode in self._touchers.get(key, {}).items()
        )

    def is_guarded(self, key: str) -> bool:
        """Return whether one and the same lock was held at every touch of this object.

        Whoever is preempted there keeps all others out. For the order of a search only: a
        semaphore that lets in several counts as a lock here.
        """
        return bool(self._guards.get(key))

    def is_shared(self, pending: Pending) -> bool:
        """Return whether the order of this operation and some other task's matters."""
        return any(self.conflicts(pending.task, *touch) for touch in _of_pending(pending))

    def shared(self) -> list[str]:
        """Return the keys of all that tasks were seen to conflict on, sorted."""
        return sorted(
            key
            for key, tasks in self._touchers.items()
            if any(self.conflicts(task, key, mode) for task, mode in tasks.items())
        )

    def touches(self, key: str, task: int) -> float:
        """Return how often ``task`` begins a step that touches ``key`` in a run, in the mean."""
        return self._touches[key, task] / max(1, self.traces)

    def is_private(self, step: Step) -> bool:
        """Return whether this step commutes with every step of every other task.

        So it is when all that it did can be seen, and no other task has to do with any of it.
        Told for a patient clock only: a hostile one moves in between, and may be looked at.
        """
        pending = step.picked.pending
        return (
            self.orderly
            and not self.uncontrolled
            and not step.picked.timer
            and pending.op in SILENT
            and pending.timeout is None
            and (pending.op == "start" or pending.call is not None)  # the learner's own
            and all(event.kind in PLAIN_EVENTS for event in step.events)
            and not any(self.conflicts(step.task, *touch) for touch in _of_step(step))
        )
