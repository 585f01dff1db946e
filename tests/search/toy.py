"""A deterministic machine for tests: tasks are generators, and nothing but their steps happens.

A program is a function that is given a ``World``, makes its objects and tasks in it, and returns
a function for the run's value, or None. Tasks yield operations, and are sent the results:

    def program(world):
        counter, lock = world.cell("counter"), world.lock("lock")

        def clerk():
            yield lock.acquire()
            value = yield counter.read()
            yield counter.write(value + 1)
            yield lock.release()

        world.task(clerk)
        world.task(clerk)
        return lambda: counter.value

As in the real kernel, a task that is picked carries out the operation at which it is parked and
runs up to the next; the default is the running task, then who has been ready for longest; time
moves only when nobody can run; under the hostile clock timers are options as well. Tasks that
``world.task`` makes are parked at their first operation; those that a task makes with
``world.spawn`` at their start.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any

from grader.model.trace import (
    Call,
    Clock,
    Event,
    Failure,
    ObjectRecord,
    Option,
    Pending,
    Site,
    Status,
    Step,
    SwitchAt,
    TaskRecord,
    Trace,
)
from grader.search.machine import Pick

Body = Generator["Op", Any, Any]
SITE = Site("toy.py", 1, "task")


@dataclass
class Op:
    """What a task asks for; ``act`` gives the result and the kind of event, if there is one."""

    op: str
    obj: str | None
    mode: str
    act: Callable[[Task], tuple[Any, str | None]]
    enabled: Callable[[], bool] = lambda: True
    timeout: float | None = None
    on_timeout: Any = None


@dataclass
class Task:
    number: int
    body: Body
    parent: int | None = None
    service: bool = False
    op: Op | None = None
    pending: Pending | None = None
    deadline: float | None = None
    arrival: int | None = None
    result: Any = None
    failure: Failure | None = None

    @property
    def ended(self) -> bool:
        return self.op is None


class Semaphore:
    def __init__(self, key: str, value: int) -> None:
        self.key, self.value = key, value

    def acquire(self, timeout: float | None = None) -> Op:
        def act(task: Task) -> tuple[bool, str]:
            self.value -= 1
            return True, "acquired"

        return Op("acquire", self.key, "w", act, lambda: self.value > 0, timeout, False)

    def try_acquire(self) -> Op:
        def act(task: Task) -> tuple[bool, str | None]:
            if self.value == 0:
                return False, None
            self.value -= 1
            return True, "acquired"

        return Op("try-acquire", self.key, "w", act)

    def release(self) -> Op:
        def act(task: Task) -> tuple[None, str]:
            self.value += 1
            return None, "released"

        return Op("release", self.key, "w", act)


class Cell:
    def __init__(self, key: str, value: Any) -> None:
        self.key, self.value = key, value

    def read(self) -> Op:
        return Op("read", self.key, "r", lambda task: (self.value, "read"))

    def write(self, value: Any) -> Op:
        def act(task: Task) -> tuple[None, str]:
            self.value = value
            return None, "wrote"

        return Op("write", self.key, "w", act)


@dataclass
class World:
    """One run's objects and tasks."""

    tasks: list[Task] = field(default_factory=list)
    objects: dict[str, ObjectRecord] = field(default_factory=dict)
    uncontrolled: list[str] = field(default_factory=list)
    now: float = 0.0
    switch_at: SwitchAt = "calls"

    def _record(self, key: str, kind: str, name: str) -> str:
        self.objects[key] = ObjectRecord(key, kind, name)
        return key

    def lock(self, name: str) -> Semaphore:
        return self.semaphore(name, 1)

    def semaphore(self, name: str, value: int) -> Semaphore:
        return Semaphore(self._record(f"sem:{name}", "semaphore", name), value)

    def cell(self, name: str, value: Any = 0) -> Cell:
        return Cell(self._record(f"mem:{name}", "value", name), value)

    def task(self, function: Callable[..., Body], *args: Any, service: bool = False) -> Task:
        """Make a task that is parked at its first operation from the beginning."""
        task = Task(len(self.tasks), function(*args), service=service)
        self.tasks.append(task)
        self.advance(task, None)
        return task

    def spawn(self, function: Callable[..., Body], *args: Any) -> Op:
        """Make a task from within another; the result is its number."""

        def act(parent: Task) -> tuple[int, str]:
            child = Task(len(self.tasks), function(*args), parent.number)
            self.tasks.append(child)
            start = Op("start", f"task:{child.number}", "w", lambda task: (None, None))
            self.park(child, start)
            return child.number, "started"

        return Op("fork", None, "w", act)

    def join(self, number: int) -> Op:
        return Op(
            "join",
            f"task:{number}",
            "r",
            lambda task: (None, "joined"),
            lambda: self.tasks[number].ended,
        )

    def sleep(self, seconds: float) -> Op:
        return Op("sleep", None, "-", lambda task: (None, None), lambda: False, seconds)

    def spin(self) -> Op:
        """An operation that never waits and touches nothing: for busy loops."""
        return Op("value", None, "-", lambda task: (None, None))

    def line(self) -> Op:
        """A line of the submission: a point only where lines are asked for."""
        return Op("line", "lines", "w", lambda task: (None, None))

    def uncontrolled_use(self, what: str) -> Op:
        """Something that the kernel can't see, told by its name."""
        return Op("value", None, "-", lambda task: (self.uncontrolled.append(what), None))

    def advance(self, task: Task, value: Any) -> None:
        """Let a task run up to its next operation, or to its end."""
        task.op, task.pending, task.deadline = None, None, None
        try:
            self.park(task, task.body.send(value))
        except StopIteration as stop:
            task.result = stop.value
        except Exception as error:  # a task's own failure is what is tested
            task.failure = Failure(type(error).__name__, str(error))

    def park(self, task: Task, op: Op) -> None:
        call = None if op.op == "start" else Call(op.op, op.obj, f"{op.op}({op.obj or ''})")
        site = None if op.op == "start" else SITE
        task.op = op
        task.pending = Pending(task.number, op.op, op.obj, op.mode, call, site, op.timeout)  # type: ignore[arg-type]  # the modes above are r, w and -
        task.deadline = None if op.timeout is None else self.now + op.timeout
        task.arrival = None


Program = Callable[[World], Callable[[], Any] | None]


class Toy:
    """A ``search.machine.Machine`` for a toy program; it remembers how it was used."""

    def __init__(self, program: Program, *, steps: int = 2000) -> None:
        self.program = program
        self.most_steps = steps
        self.plans: list[tuple[Clock, SwitchAt, bool]] = []
        self.schedules: list[tuple[int, ...]] = []

    def run(
        self,
        pick: Pick,
        *,
        clock: Clock = "patient",
        switch_at: SwitchAt = "calls",
        detailed: bool = False,
    ) -> Trace:
        self.plans.append((clock, switch_at, detailed))
        trace = _Run(self.program, pick, clock, switch_at, self.most_steps).execute(detailed)
        self.schedules.append(trace.schedule)
        return trace


class _Run:
    def __init__(
        self, program: Program, pick: Pick, clock: Clock, switch_at: SwitchAt, most_steps: int
    ) -> None:
        self.pick, self.clock, self.switch_at, self.most_steps = pick, clock, switch_at, most_steps
        self.world = World(switch_at=switch_at)
        self.value = program(self.world) or (lambda: None)
        self.steps: list[Step] = []
        self.current: Task | None = None
        self.arrivals = 0

    def execute(self, detailed: bool) -> Trace:
        status: Status = "returned"
        while any(not task.ended and not task.service for task in self.world.tasks):
            options = self.options()
            if not options:
                status = "deadlock"
                break
            if len(self.steps) == self.most_steps:
                status = "stuck"
                break
            choice = self.pick(options) if len(options) > 1 else 0
            assert 0 <= choice < len(options), f"picked {choice} of {len(options)}"
            self.step(options, choice)
        failure = next((t.failure for t in self.world.tasks if t.failure is not None), None)
        if failure is not None and status == "returned":
            status = "raised" if self.world.tasks[0].failure is not None else "crashed"
        return self.trace(status, failure, detailed)

    def options(self) -> tuple[Option, ...]:
        ready = []
        for task in self.world.tasks:
            if task.op is not None and task.op.enabled():
                if task.arrival is None:
                    self.arrivals += 1
                    task.arrival = self.arrivals
                ready.append(task)
            else:
                task.arrival = None
        timed = [t for t in self.world.tasks if t.deadline is not None and t not in ready]
        if not ready and timed:
            first = min(t.deadline for t in timed if t.deadline is not None)
            self.world.now = max(self.world.now, first)
            timed = [t for t in timed if t.deadline is not None and t.deadline <= self.world.now]
        elif self.clock == "patient":
            timed = []
        ready.sort(key=lambda task: (task is not self.current, task.arrival))
        return (
            *(Option(t.pending) for t in ready if t.pending is not None),
            *(Option(t.pending, timer=True) for t in timed if t.pending is not None),
        )

    def step(self, options: tuple[Option, ...], choice: int) -> None:
        option = options[choice]
        task = self.current = self.world.tasks[option.task]
        op = task.op
        assert op is not None
        time = self.world.now
        if option.timer:
            result, kind = op.on_timeout, "timeout" if op.op != "sleep" else None
        else:
            result, kind = op.act(task)
        obj = f"task:{result}" if kind == "started" else op.obj
        events = [] if kind is None else [Event(kind, task.number, obj, site=SITE)]
        self.world.advance(task, result)
        if task.ended:
            events.append(Event("ended", task.number, None, 0))
        self.steps.append(Step(len(self.steps), time, options, choice, tuple(events)))

    def trace(self, status: Status, failure: Failure | None, detailed: bool) -> Trace:
        value = self.value() if status == "returned" else None
        told = [(s.task, s.picked.timer, s.picked.pending, s.events) for s in self.steps]
        digest = hashlib.sha256(repr((told, status, value)).encode()).hexdigest()
        return Trace(
            status=status,
            value=value,
            failure=failure,
            steps=tuple(self.steps),
            tasks=tuple(self.record(task) for task in self.world.tasks),
            objects=self.world.objects,
            time=self.world.now,
            clock=self.clock,
            switch_at=self.switch_at,
            limit="steps" if status == "stuck" else "",
            uncontrolled=tuple(self.world.uncontrolled),
            detailed=detailed,
            digest=digest,
        )

    def record(self, task: Task) -> TaskRecord:
        return TaskRecord(
            number=task.number,
            name=f"task-{task.number}",
            kind="process",
            process=task.number,
            parent=task.parent,
            service=task.service,
            daemon=False,
            started=None,
            state="ended" if task.ended else "blocked",
            pending=task.pending,
            failure=task.failure,
        )
