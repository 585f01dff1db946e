"""Virtual time: it moves where nobody gets on, to the next of those who wait until some time."""

from __future__ import annotations

from collections.abc import Iterable

from grader.kernel.ending import Ending, RunOver
from grader.kernel.readiness import MOMENT
from grader.kernel.state import State
from grader.kernel.tasks import Task, is_service
from grader.model.trace import Option

SERVICE_TIMERS = 3
"""Timers of CPython's own threads that fire in a row, with nobody else there and no message.

A manager's server wakes up each second, looks around, and waits again: for ever. After so many it
is a deadlock, if each of them has fired since the last message. Smaller: what such a look could
still bring is missed. Larger: nothing but steps, and virtual seconds, before a deadlock is told.
"""

VAIN_WAKES = 1000
VAIN_SECONDS = 1000.0
"""How often one who is alone has woken, looked and found nothing, and for how long: it is stuck.

Both have to be over, so neither ten seconds of polls each 0.01 s nor five looks a day apart are
enough; whoever gives up by itself has room for that. With 200 looks, the number at first,
somebody who gave up later would be accused as soon as its pauses are long. Larger: a look and a
sleep take two steps of the 20,000 that a run has; with 5000 half of them go by in each run of an
endless loop.
"""

ASLEEP = 0.5
"""Share of all steps that a run has in the end of which somebody slept again, and nothing else.

Who waits beside such a sleeper waits for ever: a deadlock, as far as 20,000 steps can tell. It is
told in place of `stuck` alone, so nobody is accused who would not be anyway. Smaller: a sleeper
that has done something shortly before is passed over. Larger: what went before has no room.
"""

LONG_STEPS = 2000
SHORT_STEPS = 50
"""Steps in which time stands still until sleepers wake all the same: at first, and at the least.

Each time that it happens again without any timer between, half as many do. Smaller at first:
honest work takes time that no clock would show. 600 times a lock, taken and given back, are 1200
steps: with 1000, somebody who sleeps 100 seconds wakes up meanwhile. Larger: who goes round a
loop that changes something with each look sees so much later what those bring who sleep. At the
least: some 4000 steps are gone when 50 is reached, so a run of 20,000 has room for 300 sleeps
beside such a loop; with 500 it would be for thirty. With fewer than 50 the loop gets hardly
anything done in a sleep.
"""


def _looks_around(task: Task) -> bool:
    """Say whether a timer may be one that CPython's own code sets again and again, for ever.

    The sleep of a pool's worker is not: it is the task that the worker was given.
    """
    sleeps = task.kind == "process" and task.wait is not None and task.wait.op == "sleep"
    return is_service(task) and not sleeps


def _timed(parked: Iterable[Task], ready: list[Task]) -> list[tuple[float, Task]]:
    """Return (deadline, task) of those that wait until some time, and can't go on before."""
    return [
        (task.deadline, task) for task in parked if task.deadline is not None and task not in ready
    ]


class Timers:
    """Moves the time of one run, and tells when moving it will bring nothing any more."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._of_services = 0  # timers in a row of CPython's own threads, without any message ...
        self._last_news = 0.0  # ... and when the last message or change was
        self._looked = False  # at what others may change, since the last timer
        self._vain = 0  # timers in a row of one task that is alone, looks, and sleeps again ...
        self._vain_since = 0.0  # ... and when the first of them was
        self._timeless = 0  # steps since time moved, and since a task began or ended
        self._patience = LONG_STEPS  # how many of them others sleep through
        self._asleep = 0  # steps in a row in which somebody slept again, and did nothing else

    # --- what the steps bring

    def end(self) -> None:
        """A step is over."""
        recorder = self._state.recorder
        self._timeless = 0 if recorder.started or recorder.over else self._timeless + 1
        self._looked = self._looked or recorder.looks > 0
        self._asleep = self._asleep + 1 if self._only_slept() else 0
        if recorder.effects:
            self._vain = 0
        if recorder.effects or recorder.moved:
            self._of_services = 0
            self._last_news = self._state.now

    def _only_slept(self) -> bool:
        """Say whether the step's task went from one sleep to the next, and printed at the most."""
        recorder = self._state.recorder
        printed = sum(event.kind == "output" for event in recorder.events)
        did = recorder.effects - printed or recorder.works or recorder.looks
        did = did or recorder.moved or recorder.locked or recorder.over
        if did or recorder.open is None:
            return False
        _, options, choice = recorder.open
        wait = self._state.tasks[options[choice].pending.task].wait
        return wait is not None and wait.op == "sleep"

    def only_sleep(self) -> bool:
        """Say whether for long only daemons have done anything, and that was to sleep.

        The others wait for ever; if it is for the end of a sleeper, then that one is to be told of.
        """
        tasks = self._state.tasks
        parked = [task for task in tasks if task.state == "parked" and not is_service(task)]
        sleepers = {task.number for task in parked if task.deadline is not None}
        waits = [task.wait for task in parked if task.deadline is None and task.wait is not None]
        if self._asleep < ASLEEP * self._state.settings.steps or not waits:
            return False
        joined = {number for wait in waits for number in wait.tasks}
        return not sleepers & joined and all(tasks[number].daemon for number in sleepers)

    def somebody_gets_on(self) -> None:
        """A task is ready that has not spun."""
        self._of_services = 0

    def several_are_ready(self) -> None:
        """Nobody is alone."""
        self._vain = 0

    # --- who waits for what time

    def awaited(self, parked: list[Task], ready: list[Task]) -> bool:
        """Say whether anybody waits for time to move, but for CPython's own threads."""
        return any(not _looks_around(task) for _, task in _timed(parked, ready))

    def due(self, parked: list[Task], ready: list[Task]) -> bool:
        """Say whether the time has come that anybody waits for."""
        return any(deadline <= self._state.now for deadline, _ in _timed(parked, ready))

    # --- moving on

    def next(self, parked: list[Task], ready: list[Task]) -> tuple[Option, ...]:
        """Move time to the next timer, for nobody gets on; where there is none it is a deadlock.

        Returns all that are due then; raises RunOver for a deadlock, and for looks in vain.
        """
        waiting = _timed(parked, ready)
        if waiting and not ready and all(_looks_around(task) for _, task in waiting):
            self._of_services += 1
            if self._of_services > SERVICE_TIMERS:
                waiting = self._unheard(waiting)
        elif waiting:
            self._of_services = 0
        if not waiting:
            raise RunOver(Ending("deadlock"))
        self._in_vain(alone=len(waiting) == 1 and not ready)
        before = self._state.now
        options = self._fire(waiting)
        if self._state.now > before:
            self._timeless, self._patience = 0, LONG_STEPS
        return options

    def _unheard(self, waiting: list[tuple[float, Task]]) -> list[tuple[float, Task]]:
        """Leave out those whose timers have fired since the last news: they look around for ever.

        The others wait for the first time: a server's thread, say, for as long as the time-out of a
        managed queue's ``get()`` that it was asked for.
        """
        latest = self._last_news + MOMENT
        return [
            (deadline, task)
            for deadline, task in waiting
            if task.wait is not None and task.wait.since <= latest
        ]

    def sleepers(self, parked: list[Task], ready: list[Task]) -> tuple[Option, ...]:
        """Wake who sleeps, after so many steps in which time stood still; return nothing if none.

        Whoever goes round a loop that changes something each time, if only within the call that it
        makes, would else never see what those bring who sleep. A time-out never passes by this.
        """
        if self._timeless <= self._patience:
            return ()
        now = self._state.now
        later = [
            (deadline, task)
            for deadline, task in _timed(parked, ready)
            if deadline > now and not _looks_around(task)
        ]
        first = min((deadline for deadline, _ in later), default=now)
        wait = [task.wait for deadline, task in later if deadline == first]
        if not wait or any(each is None or each.op != "sleep" for each in wait):
            return ()
        self._timeless, self._patience = 0, max(SHORT_STEPS, self._patience // 2)
        return self._fire(later)

    def _fire(self, waiting: list[tuple[float, Task]]) -> tuple[Option, ...]:
        """Move time to the first of these timers, and return all that are due then."""
        now = max(self._state.now, min(deadline for deadline, _ in waiting))
        self._state.now = now
        return tuple(
            Option(task.option.pending, timer=True) for deadline, task in waiting if deadline <= now
        )

    def _in_vain(self, *, alone: bool) -> None:
        """Count the times that one who is alone wakes up and looks.

        All others have ended, or wait for what only it could bring: if nothing comes of so many
        looks, nothing will. Raises RunOver then.
        """
        looked, self._looked = self._looked, False
        if not alone or not looked:
            self._vain = 0
            return
        if self._vain == 0:
            self._vain_since = self._state.now
        self._vain += 1
        if self._vain > VAIN_WAKES and self._state.now - self._vain_since > VAIN_SECONDS:
            raise RunOver(Ending("limit", "steps"))
