"""Fairness among tasks: who only spins is told from who gets on, and lets time move for others.

A task spins if it goes on and on and changes nothing; it says so of itself (a yield), or made a
slice of points in which it looked at what others may change, and changed nothing. What is marked
so (``Task.yielded``) comes last. Where all that are ready only spin, time moves; where it can't,
the run is over.
"""

from __future__ import annotations

from grader.kernel.ending import Ending, RunOver
from grader.kernel.state import State
from grader.kernel.tasks import Task, is_service
from grader.kernel.timers import Timers
from grader.model.trace import Option

QUIET_STEPS = 400
"""Steps with looks in which nothing changed, after which time moves though not all have yielded.

So it is with those who look under a lock, for taking and giving it back is no spin. Smaller: not
all who look have looked since the last change: with 50, which is one slice, time moves for a
sleeper before somebody else has seen what the last one brought. It has room for several slices.
Larger: each sleep costs as many steps, of the 20,000 that a run has, where others look on under a
lock.
"""

WAKE_STEPS = 20
"""Steps taken off these when a task of the learner's lets another go on.

Tasks that work hand over again and again, if only with looks between; those that only ask do so
rarely. Smaller: with 0, two who pass semaphores on 250 times, with a look at a value each time,
are taken for quiet, and the time-out of one who waits for them passes. Larger: two who look under
one lock, and so let one another go on now and then, would hold time back.
"""

SERVICE_ROUNDS = 20
"""Turns of CPython's own threads alone that bring nothing: nobody will ever come, a deadlock.

Smaller: they have not all had their turn, and with 0 a pool that was idle is told to be one.
Larger: nothing but steps before it is told.
"""

IDLE_ROUNDS = 300
LINE_ROUNDS = 3000
"""Turns that bring nothing, with nobody who sleeps, until the run is stuck; where lines are points.

Smaller: who looks a number of times and then gives up by itself is accused: with 50, a loop of
200 looks. At lines a task may get on in ways that can't be seen, such as within a module written
in C, and one look is several lines: to drain an iterator of 300 items takes more than 300.
Larger: each run of an endless loop takes as many steps more, of 20,000 at most.
"""

CLOCK_SECONDS = 0.01
"""How far time moves at each turn in which all that are ready look at the clock alone.

Smaller: a loop until some time has come takes more steps: 100 seconds are 10,000 turns as it is,
and a run has 20,000. Larger: whoever waits so comes that much too late, and sleepers whose time
lies within one such move wake up together.
"""


class Fairness:
    """Tells of one run whether the tasks that are ready get on."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._timers = Timers(state)
        self.changes = 0  # steps in which something changed
        self._idle_rounds = 0  # steps in a row before which all that were ready only spun
        self._quiet = 0  # steps in a row with looks, in which nothing changed that others could see
        self._still = 0  # the same with all steps, where a lock of the learner's own is a change

    def end(self) -> None:
        """A step is over: did anything change in it?"""
        recorder = self._state.recorder
        gets_on = recorder.effects > 0 or recorder.works > 0
        self._quiet = 0 if gets_on else self._quiet + (recorder.looks > 0)
        self._still = 0 if gets_on or recorder.locked else self._still + 1
        self.changes += gets_on
        self._timers.end()

    def woken(self, task: Task) -> None:
        """The task was blocked, and the last step has changed that."""
        by = self._state.current
        if not task.service and by is not None and not by.service:
            self._quiet = max(0, self._quiet - WAKE_STEPS)

    def only_sleep(self) -> bool:
        """Say whether those who wait do so beside sleepers that have done nothing else for long."""
        return self._timers.only_sleep()

    def instead(self, parked: list[Task], ready: list[Task]) -> tuple[Option, ...]:
        """Return the timers that fire where none of the ready tasks is to go on; else nothing.

        Raises RunOver for a deadlock, and for a program that only spins.
        """
        idle = self._only_spin(parked, ready)
        if late := self._timers.sleepers(parked, ready):
            return late
        if not ready or (idle and self._timers.awaited(parked, ready)):
            self._quiet = self._idle_rounds = 0
            return self._timers.next(parked, ready)
        if self._idle_rounds:
            self._give_up(ready)
        if len(ready) > 1:
            self._timers.several_are_ready()
        return ()

    def _only_spin(self, parked: list[Task], ready: list[Task]) -> bool:
        """Say whether every ready task had its turn and only spun; time may move by it."""
        for task in ready:
            if not task.yielded:
                self._idle_rounds = 0
                self._timers.somebody_gets_on()
                break
        else:
            self._idle_rounds += bool(ready)
        if self._idle_rounds == 0 and self._quiet <= QUIET_STEPS:
            return False
        if any(task.woke for task in ready):
            return False  # whoever has slept gets on first, even if only to look and sleep again
        idle = self._idle_rounds > len(ready)
        if idle and self._looks_once_more(ready):
            return False
        if idle and any(task.wants_clock for task in ready):
            self._state.now += CLOCK_SECONDS
            self._idle_rounds = len(ready)  # time moves: that is what the one at the clock needs
            idle = self._timers.due(parked, ready)
        return idle or self._quiet > QUIET_STEPS

    def _looks_once_more(self, ready: list[Task]) -> bool:
        """Give another slice to those who have not looked since the last change, if there are any.

        Their answer may be another one by now. CPython's own threads are woken by what they wait
        for; those who look at the clock wait for time alone.
        """
        late = [t for t in ready if t.seen < self.changes and not (is_service(t) or t.wants_clock)]
        for task in late:
            task.yielded = False
            task.seen = self.changes
        return bool(late)

    def _give_up(self, ready: list[Task]) -> None:
        """Raise RunOver where turn after turn has brought nothing, and no timer is awaited."""
        if self._idle_rounds > SERVICE_ROUNDS and all(is_service(task) for task in ready):
            raise RunOver(Ending("deadlock"))
        rounds = IDLE_ROUNDS if self._state.switch_at == "calls" else LINE_ROUNDS
        still = min(self._idle_rounds, self._still) > rounds
        if still and not any(task.wants_clock for task in ready):
            raise RunOver(Ending("limit", "steps"))
