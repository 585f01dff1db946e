"""Who may go on: the options of each step in their default order, and fairness among tasks.

The default is the task that runs already, then whoever has been ready for longest. A task that
only spins would starve those it waits for, so it yields; and where all that are ready only spin,
time moves, or the run is over.
"""

from __future__ import annotations

import select
from collections.abc import Iterable

from grader.kernel.ending import Ending, RunOver
from grader.kernel.requests import Request
from grader.kernel.state import State
from grader.kernel.tasks import Task
from grader.model.trace import Option

SLICE = 50  # points in a row that a task may take before the others' turn comes first
QUIET_STEPS = 400  # without a change: whoever is ready only asks again and again
WAKE_STEPS = 20  # taken off them when a task lets another go on: tasks that only ask do so rarely
SERVICE_ROUNDS = 20  # turns of CPython's own threads that only spin: nobody will ever come
IDLE_ROUNDS = 300  # turns of tasks that only spin, with nobody else able to run
LINE_ROUNDS = 3000  # of those at lines: what they hold may be out of sight, such as in a module
SERVICE_TIMERS = 3  # in a row of CPython's own threads alone: looking around for ever is their job
MOMENT = 0.001  # seconds: sleeps that end so close to one another end together
VAIN_WAKES = 1000  # times that one who is alone has woken, looked, and found nothing changed ...
VAIN_SECONDS = 1000.0  # ... and for how long: nobody is left who could change anything
CLOCK_SECONDS = 0.01  # how far time moves while tasks do nothing but look at the clock
LONG_STEPS = 2000  # while time stands still and others sleep: so much work takes time as well ...
SHORT_STEPS = 50  # ... and halved each time that it happens again, down to these
YIELDS = 2  # in a row, of one who has slept before: it does more than to look and sleep again
WAITS = frozenset(
    {"acquire", "readable", "writable", "wait", "accept", "join", "thread-wait", "sleep"}
    | {"serve"}  # a fork server: an order is not its turn, but the end of its clients is
)


def is_service(task: Task) -> bool:
    """Service tasks wait for ever in CPython's own code, not within the submission's."""
    return task.service and (task.pending is None or task.pending.site is None)


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


class Turns:
    """Works out who could be let go on, step by step."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._asking: Task | None = None  # the learner's task that went on last, or was answered
        self._arrivals = 0  # counts who becomes ready: who came first
        self._idle_rounds = 0
        self._changes = 0  # steps in which something changed
        self._quiet = 0  # steps in a row in which nothing changed that a learner could see
        self._still = 0  # the same, where a lock of the learner's own counts as a change
        self._service_timers = 0
        self._looked = False  # since the last timer
        self._vain = 0  # timers in a row of one task that is alone, looks, and sleeps again
        self._vain_since = 0.0
        self._timeless = 0  # steps since time moved, and since a task began or ended
        self._patience = LONG_STEPS  # how many of them others sleep through

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
            task.seen = self._changes
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
            task.yielded = request.op not in WAITS and recorder.moved == 0
            return
        if recorder.started:
            task.slice = 0  # there can only be so many tasks: who starts them all comes to an end
        task.slice += 1
        if task.slice >= SLICE:
            # A slice of looks in which nothing changed is a spin; else it is the others' turn.
            spun = task.effects == 0 and task.looks > 0
            self._let_others(task)
            task.yielded = spun
            task.seen = self._changes
        elif task.slice == 1:
            task.yielded = task.yielded and task.effects == 0

    def _let_others(self, task: Task) -> None:
        """Put the task behind all that are ready."""
        task.yielded = task.woke = False
        task.ready_since = self._arrive()
        task.slice = task.effects = task.looks = 0
        self._state.current = None

    def end(self) -> None:
        """The step is over: did anything change in it?"""
        recorder = self._state.recorder
        gets_on = recorder.effects > 0 or recorder.works > 0
        self._quiet = 0 if gets_on else self._quiet + (recorder.looks > 0)
        self._still = 0 if gets_on or recorder.locked else self._still + 1
        self._timeless = 0 if recorder.started or recorder.over else self._timeless + 1
        self._looked = self._looked or recorder.looks > 0
        self._changes += gets_on
        if recorder.effects:
            self._vain = 0
        if recorder.effects or recorder.moved:
            self._service_timers = 0

    # --- who is ready

    def options(self) -> tuple[Option, ...]:
        """Return what could be done now, the default first.

        Raises RunOver for a deadlock, and for a program that only spins.
        """
        parked = [task for task in self._state.tasks if task.state == "parked"]
        ready = self._ready(parked)
        idle = self._only_spins(parked, ready)
        if self._timeless > self._patience and (late := self._sleepers(parked, ready)):
            return late
        if not ready or (idle and self._others_wait(parked, ready)):
            self._quiet = 0
            return self._timers(parked, ready)
        if self._idle_rounds:
            self._give_up(ready)
        if len(ready) > 1:
            self._vain = 0
            current = self._state.current
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
        if self._state.mood == "hostile":
            options += [
                Option(task.option.pending, timer=True)
                for task in parked
                if task.deadline is not None
                and not task.service
                and (task not in ready or self._may_be_told_late(task))
            ]
        return tuple(options)

    def _may_be_told_late(self, task: Task) -> bool:
        """Say whether a task asks without waiting if a process has ended, and one has.

        Between the last that others see of a process and its end there is a while in which it is
        still there: the time of a question that waits for no time may be over before that.
        """
        wait, tasks = task.wait, self._state.tasks
        if wait is None or wait.op != "poll-child":
            return False
        return any(tasks[number].state == "ended" for number in wait.tasks)

    def _ready(self, parked: Iterable[Task]) -> list[Task]:
        readable = self._readable(parked)
        ready = []
        for task in parked:
            op = task.wait.op if task.wait is not None else ""
            if op in WAITS and not (task.signalled or self._enabled(task, readable)):
                task.ready_since = None
                task.blocked = True
                continue
            if task.blocked:
                self._woken(task)
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

    def _woken(self, task: Task) -> None:
        """The task was blocked, and the last step has changed that."""
        task.blocked = False
        by = self._state.current
        if not task.service and by is not None and not by.service:
            self._quiet = max(0, self._quiet - WAKE_STEPS)

    def _arrive(self) -> int:
        self._arrivals += 1
        return self._arrivals

    def is_ready(self, task: Task) -> bool:
        """Say whether a parked task could go on now."""
        return task.signalled or self.may_go_on(task)

    def may_go_on(self, task: Task) -> bool:
        """Say whether what a parked task waits for is there."""
        return self._enabled(task, self._readable([task]))

    def _enabled(self, task: Task, readable: frozenset[int]) -> bool:
        wait = task.wait
        if wait is None or wait.op not in WAITS:
            return True
        if wait.op == "acquire":
            return self._state.registry.semaphores[wait.semaphore].value > 0
        if wait.op == "join":
            return any(self._state.tasks[number].state == "ended" for number in wait.tasks)
        if wait.op == "thread-wait":
            return wait.woken
        if wait.op == "sleep":
            return self._is_over(task)
        return any(fd in readable for fd in wait.fds)

    def _is_over(self, task: Task) -> bool:
        """Say whether a sleep has come to its end; one of no seconds lets all others go first."""
        pending = task.option.pending
        deadline = task.deadline
        return (
            bool(pending.timeout) and deadline is not None and deadline <= self._state.now + MOMENT
        )

    def _readable(self, parked: Iterable[Task]) -> frozenset[int]:
        """Ask the system which of the descriptors that tasks wait for can be used."""
        poller = None
        for task in parked:
            if task.wait is not None and task.wait.fds:
                poller = poller or select.poll()
                events = select.POLLOUT if task.wait.write else select.POLLIN
                for fd in task.wait.fds:
                    poller.register(fd, events)
        return frozenset(fd for fd, _ in poller.poll(0)) if poller is not None else frozenset()

    # --- tasks that spin, and time

    def _only_spins(self, parked: list[Task], ready: list[Task]) -> bool:
        """Say whether every ready task had its turn and only spun; time may move by it."""
        for task in ready:
            if not task.yielded:
                self._idle_rounds = self._service_timers = 0
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
            idle = self._due(parked, ready)
        return idle or self._quiet > QUIET_STEPS

    def _looks_once_more(self, ready: list[Task]) -> bool:
        """Give another slice to those who have not looked since the last change, if there are any.

        Their answer may be another one by now. CPython's own threads are woken by what they wait
        for; those who look at the clock wait for time alone.
        """
        late = [t for t in ready if t.seen < self._changes and not (is_service(t) or t.wants_clock)]
        for task in late:
            task.yielded = False
            task.seen = self._changes
        return bool(late)

    def _give_up(self, ready: list[Task]) -> None:
        if self._idle_rounds > SERVICE_ROUNDS and all(is_service(task) for task in ready):
            raise RunOver(Ending("deadlock"))
        rounds = IDLE_ROUNDS if self._state.points == "calls" else LINE_ROUNDS
        still = min(self._idle_rounds, self._still) > rounds
        if still and not any(task.wants_clock for task in ready):
            raise RunOver(Ending("limit", "steps"))

    def _others_wait(self, parked: list[Task], ready: list[Task]) -> bool:
        return any(not _looks_around(task) for _, task in _timed(parked, ready))

    def _due(self, parked: list[Task], ready: list[Task]) -> bool:
        return any(deadline <= self._state.now for deadline, _ in _timed(parked, ready))

    def _timers(self, parked: list[Task], ready: list[Task]) -> tuple[Option, ...]:
        """Nobody can run: time moves to the next timer, or there is none and it is a deadlock."""
        waiting = _timed(parked, ready)
        if waiting and not ready and all(_looks_around(task) for _, task in waiting):
            self._service_timers += 1
            if self._service_timers > SERVICE_TIMERS:
                waiting = []
        elif waiting:
            self._service_timers = 0
        if not waiting:
            raise RunOver(Ending("deadlock"))
        self._in_vain(alone=len(waiting) == 1 and not ready)
        self._idle_rounds = 0
        before = self._state.now
        options = self._fire(waiting)
        if self._state.now > before:
            self._timeless, self._patience = 0, LONG_STEPS
        return options

    def _fire(self, waiting: list[tuple[float, Task]]) -> tuple[Option, ...]:
        """Move time to the first of these timers, and return all that are due then."""
        now = max(self._state.now, min(deadline for deadline, _ in waiting))
        self._state.now = now
        return tuple(
            Option(task.option.pending, timer=True) for deadline, task in waiting if deadline <= now
        )

    def _sleepers(self, parked: list[Task], ready: list[Task]) -> tuple[Option, ...]:
        """Wake who sleeps, after so many steps in which time stood still; return nothing if none.

        Whoever goes round a loop that changes something each time, if only within the call that it
        makes, would else never see what those bring who sleep. A time-out never passes by this.
        """
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
