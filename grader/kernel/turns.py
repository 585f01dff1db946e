"""Whose turn it is: the options of each step in their default order.

The default is the task that runs already, then whoever has been ready for longest; whoever only
spins comes last. A turn is a slice of points, so that nobody keeps the others waiting for ever.
"""

from __future__ import annotations

from collections.abc import Iterable

from grader.kernel.fairness import Fairness
from grader.kernel.readiness import enabled, may_be_told_late, readable
from grader.kernel.requests import Request
from grader.kernel.state import State
from grader.kernel.tasks import Task, is_service
from grader.model.operations import PARKS
from grader.model.trace import Option

SLICE = 50
"""Points that a task may take in a row before the others' turn comes first.

Smaller: a default run changes over where nobody asked for it, so stories get longer; and a loop
over forty values is taken for a spin, by which time moves: with 10, somebody who looks so often
and then sleeps goes to sleep a second later than its twin. Larger: each spin costs as many steps
before the others go on. It has to stay below QUIET_STEPS: with 500, time moves before those who
look in vain have had their turn, and who looks and sleeps in turns is overtaken by who sleeps
longer.
"""

YIELDS = 2
"""Yields in a row by which one who has slept is taken for a spin as well.

A process says so after eight decisions of its own (``DECISIONS`` in ``guest/link.py``), and who
looks at several things between two sleeps may make more: one yield is no sign. Smaller: time
moves for others before it sleeps again. Larger: who has slept once and then only asks keeps time
back for that many yields more.
"""


class Turns:
    """Works out who could be let go on, step by step."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._asking: Task | None = None  # the learner's task that went on last, or was answered
        self._arrivals = 0  # counts who becomes ready: who came first
        self._fairness = Fairness(state)

    # --- what the loop tells

    def begin(self, task: Task) -> None:
        """It is this task's turn."""
        # A service task that answers the call of a learner's is no change of turns.
        if task is not self._state.current and task is not self._asking:
            task.slice = task.effects = task.looks = 0
        self._state.current = task
        if not is_service(task):
            self._asking = task

    def parked(self, task: Task, request: Request) -> None:
        """The task has asked for something, and waits for its turn."""
        recorder = self._state.recorder
        task.looks += recorder.looks
        task.yields = task.yields + 1 if request.op == "yield" else 0
        if request.op == "sleep":
            task.woke = False
        if request.op == "yield":
            # Who looks at the clock alone, again and again, has run for long since it slept.
            task.woke = task.woke and request.arg != "clock" and task.yields < YIELDS
            task.yielded = True
            task.seen = self._fairness.changes
            task.slice = 0
            return
        if request.op == "pause":
            self._let_others(task)
            return
        if recorder.effects or recorder.works:
            task.effects += recorder.effects + recorder.works
            task.yielded = False
        if not request.point:
            # Else a service task that would not stop.
            task.yielded = request.op not in PARKS and recorder.moved == 0
            return
        if recorder.started:
            task.slice = 0  # there can only be so many tasks: who starts them all comes to an end
        task.slice += 1
        if task.slice >= SLICE:
            # A slice of looks in which nothing changed is a spin; else it is the others' turn.
            spun = task.effects == 0 and task.looks > 0
            self._let_others(task)
            task.yielded = spun
            task.seen = self._fairness.changes
        elif task.slice == 1:
            task.yielded = task.yielded and task.effects == 0

    def _let_others(self, task: Task) -> None:
        """Put the task behind all that are ready."""
        task.yielded = task.woke = False
        task.ready_since = self._arrive()
        task.slice = task.effects = task.looks = 0
        self._state.current = None

    def end(self) -> None:
        """The step is over."""
        self._fairness.end()

    def only_sleep(self, options: Iterable[Option]) -> bool:
        """Say whether the others wait for ever, and whoever can go on does nothing but sleep."""
        sleepers = all(option.pending.op == "sleep" for option in options)
        return sleepers and self._fairness.only_sleep()

    # --- who is ready

    def options(self) -> tuple[Option, ...]:
        """Return what could be done now, the default first.

        Raises RunOver for a deadlock, and for a program that only spins.
        """
        state = self._state
        parked = [task for task in state.tasks if task.state == "parked"]
        ready = self._ready(parked)
        if timers := self._fairness.instead(parked, ready):
            return timers
        if len(ready) > 1:
            current = state.current
            asking = self._answered()
            ready.sort(
                key=lambda task: (
                    task.yielded,
                    task is not current,
                    asking is None or not (task is asking or is_service(task)),
                    task.ready_since or 0,
                )
            )
        options = [task.option for task in ready]
        if state.clock == "hostile":
            options += [
                Option(task.option.pending, timer=True)
                for task in parked
                if task.deadline is not None
                and not task.service
                and (task not in ready or may_be_told_late(state, task))
            ]
        return tuple(options)

    def _ready(self, parked: Iterable[Task]) -> list[Task]:
        usable = readable(parked)
        ready = []
        for task in parked:
            op = task.wait.op if task.wait is not None else ""
            if op in PARKS and not (task.signalled or enabled(self._state, task, usable)):
                task.ready_since = None
                task.blocked = True
                continue
            if task.blocked:
                task.blocked = False
                self._fairness.woken(task)
            if op == "sleep":
                task.woke = True
            if task.ready_since is None:
                task.ready_since = self._arrive()
                served_by = self._state.current
                if served_by is not None and is_service(served_by) and not is_service(task):
                    self._asking = task
            ready.append(task)
        return ready

    def _answered(self) -> Task | None:
        """Return the task whose call others answer, as a manager's server does, if there is one.

        Such a call is one step for a learner, so nobody else comes in between by default.
        """
        asking = self._asking
        if asking is None or asking.pending is None or asking.pending.op != "readable":
            return None
        return asking

    def _arrive(self) -> int:
        self._arrivals += 1
        return self._arrivals
