"""A run told step by step: the one source of words and of states for everything that shows it.

The picture, the table of steps beside it and the terminal show what is told here, and differ only
in how they draw it. A step of Python's own is one that a learner's program has no line for: the
handshakes of a manager, what a pool's threads do, a queue's feeder that wakes up. By default they
are counted, and not shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from grader.diagnosis.scene import Scene, several
from grader.diagnosis.states import Standing, States
from grader.diagnosis.waits import phrase, wait_of
from grader.model.operations import WITH_DESCRIPTORS
from grader.model.trace import Pending, Site, Step, Trace
from grader.report.words import call_text, deeds, is_message, otherwise, seconds

_TOLD_OF_SERVICE = frozenset({"raised", "swallowed", "output"})


@dataclass(frozen=True, slots=True)
class Told:
    """One step in words."""

    number: int
    task: int
    who: str
    call: str  # that the task made, as a learner wrote it, or ""
    deeds: tuple[str, ...]  # what happened, in order; never empty
    site: Site | None
    time: float
    own: bool  # of Python's own: nothing in it is the learner's

    @property
    def words(self) -> str:
        """The call and what happened, on one line."""
        return "; ".join(dict.fromkeys([*([self.call] if self.call else []), *self.deeds]))


@dataclass(frozen=True, slots=True)
class Stood:
    """How a task stood at a moment of the run, and where its code was."""

    state: Standing
    wait: str = ""  # what a blocked task waits for, to be put after "waits for"
    site: Site | None = None


class Teller:
    """Tells one run; what it looks up again and again is kept here."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.scene = Scene(trace)
        self.states = States(trace)
        self._phrases: dict[Pending, str] = {}

    # --- steps

    @cached_property
    def steps(self) -> tuple[Told, ...]:
        """Every step, in order."""
        return tuple(self._tell())

    def _tell(self) -> Iterator[Told]:
        calls = _Calls()
        for step in self.trace.steps:
            pending = step.picked.pending
            goes_on = calls.goes_on(step)
            found = deeds(self.scene, step)
            yield Told(
                number=step.number,
                task=step.task,
                who=self.scene.who(step.task),
                call=call_text(step),
                deeds=found or (otherwise(step),),
                site=pending.site,
                time=step.time,
                own=self._is_own(step, goes_on=goes_on, silent=not found),
            )

    def _is_own(self, step: Step, *, goes_on: bool, silent: bool) -> bool:
        pending = step.picked.pending
        if pending.site is not None or pending.call is not None:
            return silent and goes_on
        if step.task < len(self.trace.tasks) and self.trace.tasks[step.task].service:
            return not self._is_heard_of(step)
        return silent

    def _is_heard_of(self, step: Step) -> bool:
        """Say whether a service task does what a learner hears of: hands on an item, fails."""
        return any(
            is_message(self.scene, event)
            if event.kind in ("sent", "received")
            else event.kind in _TOLD_OF_SERVICE
            for event in step.events
        )

    # --- tasks

    def stood(self, wanted: set[int]) -> dict[int, dict[int, Stood]]:
        """Return how every task stands when each of these steps begins, by step and task.

        A task that waits is parked at the operation at which it is next seen, and one that
        is never seen again at the one of its record: so this goes backwards.
        """
        parked = {task.number: task.pending for task in self.trace.tasks}
        found: dict[int, dict[int, Stood]] = {}
        for step in reversed(self.trace.steps):
            for option in step.options:
                parked[option.task] = option.pending
            if step.number in wanted:
                states = self.states.during(step)
                found[step.number] = {
                    task: self._stood(task, state, parked.get(task))
                    for task, state in states.items()
                }
        return found

    def _stood(self, task: int, state: Standing, pending: Pending | None) -> Stood:
        site = pending.site if pending is not None else None
        if state == "blocked":
            return Stood(state, self.wait(task, pending), site)
        return Stood(state, site=site if state in ("ready", "running") else None)

    def at_end(self) -> dict[int, Stood]:
        """Return how every task stands when the run is over."""
        found: dict[int, Stood] = {}
        for task in self.trace.tasks:
            if task.state == "ended":
                found[task.number] = Stood("ended")
                continue
            blocked = task.state == "blocked"
            wait = self.wait(task.number, task.pending) if blocked else ""
            site = self.scene.site_of(task)
            found[task.number] = Stood("blocked" if blocked else "ready", wait, site)
        return found

    def wait(self, number: int, pending: Pending | None) -> str:
        """Return what a task that is parked there waits for, to be put after "waits for"."""
        if pending is None:
            return ""
        if pending.op == "sleep":
            return f"{seconds(pending.timeout)} to pass" if pending.timeout else "time to pass"
        if pending not in self._phrases:
            self._phrases[pending] = self._phrase(number, pending)
        return self._phrases[pending]

    def _phrase(self, number: int, pending: Pending) -> str:
        task = replace(self.trace.tasks[number], pending=pending, state="blocked")
        wait = wait_of(self.scene, task)
        if wait is None:
            return "work" if task.service else ""
        if pending.op == "thread-wait" and wait.family == "put":
            return "the queue's own thread"  # it starts, or looks at what was put
        if pending.op == "thread-wait" and pending.call is not None:
            if pending.call.method == "Thread.start":
                return "its thread to begin"
            made = pending.call.method.startswith("BaseContext.")  # a pool that is being made
            if made or ("Pool." in pending.call.method and wait.family == "lock"):
                return "Python's own threads"
        return phrase(self.scene, wait)

    # --- the end

    def ending(self) -> str:
        """Return how the run ended."""
        match self.trace.status:
            case "returned" if self.trace.orphans:
                left = several([self.scene.who(task) for task in self.trace.orphans])
                return f"The function returned, and the program left {left} behind."
            case "returned":
                return "The function returned, and every process ended."
            case "raised":
                return "The function raised an exception."
            case "deadlock":
                return "Deadlock: nobody can go on."
            case "stuck":
                return "The run went on for ever, and was ended."
        return "A process failed."


class _Calls:
    """Follows each task's calls: one may take several steps."""

    def __init__(self) -> None:
        self._begun: dict[int, tuple[object, object]] = {}  # by task: (call, first operation)

    def goes_on(self, step: Step) -> bool:
        """Say whether a step only goes on with the call that its task was in before.

        The same call made again begins with the same operation. Where it has to do with pipes or
        children it may come to the same one again, as in the handshake of a manager; who makes
        such a call in a loop is told of something each time.
        """
        pending = step.picked.pending
        if pending.call is None:
            return False
        # Where the call is on nothing that has a key, its target is the operation's own object.
        call = pending.call.method, pending.call.text, pending.site
        operation = pending.op, pending.obj
        begun = self._begun.get(step.task)
        if begun is None or begun[0] != call:
            self._begun[step.task] = call, operation
            return False
        return begun[1] != operation or pending.op in WITH_DESCRIPTORS


def count_own(number: int) -> str:
    """Return "1 step of Python's own" or "12 steps of Python's own"."""
    return f"{number} {'step' if number == 1 else 'steps'} of Python's own"
