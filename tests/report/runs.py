"""Runs as the kernel would record them, written down by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from grader.model.finding import Finding, Mark, TaskView
from grader.model.source import SourceCell, SourceText
from grader.model.trace import (
    Call,
    Event,
    Json,
    ObjectRecord,
    Option,
    Pending,
    Site,
    Step,
    TaskRecord,
    Trace,
)

FILE = "lock.py"


def waits(
    task: int, line: int, op: str, text: str, obj: str | None = None, timeout: float | None = None
) -> Pending:
    """The operation at which a task is parked."""
    call = text and Call(text.partition("(")[0].replace("with ", "Lock.__enter__ "), obj, text)
    return Pending(task, op, obj, "w", call or None, Site(FILE, line, "work"), timeout)


def begins(task: int) -> Pending:
    """A task that has not run yet."""
    return Pending(task, "start", f"task:{task}", "-", None, None)


def event(kind: str, task: int, obj: str | None = None, value: Json = None) -> Event:
    return Event(kind, task, obj, value)


class Tape:
    """Collects steps; the first option given is the one that is picked."""

    def __init__(self) -> None:
        self.steps: list[Step] = []

    def step(
        self, picked: Pending, *events: Event, ready: Iterable[Pending] = (), time: float = 0.0
    ) -> None:
        timer = picked.op == "sleep"
        options = (Option(picked, timer), *map(Option, ready))
        self.steps.append(Step(len(self.steps), time, options, 0, events))


def process(number: int, name: str, **more: object) -> TaskRecord:
    base = TaskRecord(number, name, "process", number, None, False, False, None, "ended")
    return replace(base, **more)  # type: ignore[arg-type]  # the caller names real fields


def start_two(tape: Tape, first: str = "clerk-1", second: str = "clerk-2") -> None:
    """Main begins and starts two processes, then waits for the first."""
    tape.step(begins(0))
    tape.step(waits(0, 16, "fork", "a.start()"), event("started", 0, "task:1", first))
    tape.step(
        waits(0, 17, "fork", "b.start()"),
        event("started", 0, "task:2", second),
        ready=[begins(1)],
    )


LOCK_CYCLE_SOURCE = SourceText(
    FILE,
    """\
from multiprocessing import Lock, Process


def clerk(first, second):
    with first:
        print("one")
        with second:
            print("both")


def main():
    accounts = [Lock(), Lock()]
    a = Process(target=clerk, args=(accounts[0], accounts[1]), name="clerk-1")
    b = Process(target=clerk, args=(accounts[1], accounts[0]), name="clerk-2")

    a.start()
    b.start()
    a.join()
    b.join()
""",
)


def lock_cycle() -> tuple[Trace, Finding]:
    """Two clerks, each with one lock, each waiting for the other's."""
    tape = Tape()
    start_two(tape)
    one, two = waits(1, 5, "acquire", "with first", "sem:0"), begins(2)
    tape.step(begins(1), ready=[two])
    tape.step(one, event("acquired", 1, "sem:0", 0), event("output", 1, None, "one\n"), ready=[two])
    one = waits(1, 7, "acquire", "with second", "sem:1")
    tape.step(two, ready=[one])
    two = waits(2, 5, "acquire", "with first", "sem:1")
    tape.step(two, event("acquired", 2, "sem:1", 0), event("output", 2, None, "one\n"), ready=[one])
    two = waits(2, 7, "acquire", "with second", "sem:0")
    join = waits(0, 18, "join", "a.join()", "task:1")
    trace = Trace(
        status="deadlock",
        value=None,
        failure=None,
        steps=tuple(tape.steps),
        tasks=(
            process(0, "main", state="blocked", pending=join),
            process(1, "clerk-1", state="blocked", pending=one, holds=("sem:0",), parent=0),
            process(2, "clerk-2", state="blocked", pending=two, holds=("sem:1",), parent=0),
        ),
        objects={
            f"sem:{n}": ObjectRecord(
                f"sem:{n}", "lock", f"accounts[{n}]", 0, None, 0, 1, holders=(n + 1,)
            )
            for n in (0, 1)
        },
        output="one\none\n",
    )
    finding = Finding(
        kind="deadlock",
        cause="lock-cycle",
        message=(
            "Deadlock after 7 steps.\n"
            "  clerk-1  line 7  holds  accounts[0]  waits for accounts[1]\n"
            "  clerk-2  line 7  holds  accounts[1]  waits for accounts[0]\n"
            "  Both take their second lock while they hold the first, so nobody can go on.\n"
            "  In which order do they take them?"
        ),
        replay="K3:0-0-1",
        schedule=3,
        tasks=(
            TaskView("main", "blocked", 18, (), "clerk-1 to end", FILE),
            TaskView("clerk-1", "blocked", 7, ("accounts[0]",), "accounts[1]", FILE),
            TaskView("clerk-2", "blocked", 7, ("accounts[1]",), "accounts[0]", FILE),
        ),
        marks=(
            Mark(4, 1, 5, "takes accounts[0]", FILE),
            Mark(4, 1, 7, "waits for accounts[1]", FILE),
            Mark(6, 2, 5, "takes accounts[1]", FILE),
            Mark(6, 2, 7, "waits for accounts[0]", FILE),
        ),
        advice="In which order do they take them?",
    )
    return trace, finding


def lost_update(rounds: int = 1) -> tuple[Trace, Finding]:
    """Two clerks add to one number; the second comes in between the first one's last two steps.

    The first clerk makes ``rounds`` updates: 3 + 2 * rounds steps and some.
    """
    tape = Tape()
    start_two(tape)
    tape.step(begins(1), ready=[begins(2)])
    number = 0
    read, write = (waits(1, 6, op, "counter.value", "mem:1") for op in ("read", "write"))
    for _ in range(rounds - 1):
        tape.step(read, event("read", 1, "mem:1", number), ready=[begins(2)])
        number += 1
        tape.step(write, event("wrote", 1, "mem:1", number), ready=[begins(2)])
    first = len(tape.steps)
    tape.step(read, event("read", 1, "mem:1", number), ready=[begins(2)])
    tape.step(begins(2), ready=[write])
    other = [waits(2, 6, op, "counter.value", "mem:1") for op in ("read", "write")]
    tape.step(other[0], event("read", 2, "mem:1", number), ready=[write])
    tape.step(
        other[1], event("wrote", 2, "mem:1", number + 1), event("ended", 2, None, 0), ready=[write]
    )
    tape.step(write, event("wrote", 1, "mem:1", number + 1), event("ended", 1, None, 0))
    tape.step(waits(0, 18, "join", "a.join()", "task:1"), event("joined", 0, "task:1"))
    tape.step(
        waits(0, 19, "join", "b.join()", "task:2"),
        event("joined", 0, "task:2"),
        event("ended", 0, None, 0),
    )
    trace = Trace(
        status="returned",
        value=number + 1,
        failure=None,
        steps=tuple(tape.steps),
        tasks=(
            process(0, "main"),
            process(1, "clerk-1", parent=0),
            process(2, "clerk-2", parent=0),
        ),
        objects={"mem:1": ObjectRecord("mem:1", "value", "counter", 0)},
    )
    finding = Finding(
        kind="value",
        cause="lost-update",
        message=f"Wrong result: {number + 2} updates were made, and counter is {number + 1}.",
        replay="K3:1",
        schedule=2,
        marks=(
            Mark(first, 1, 6, f"reads {number}", FILE),
            Mark(first + 3, 2, 6, f"writes {number + 1}", FILE),
            Mark(first + 4, 1, 6, f"writes {number + 1}", FILE),
        ),
        advice="What could keep others out?",
    )
    return trace, finding


BAKERY_SOURCE = SourceText(
    FILE,
    """\
from multiprocessing import Process, Queue
from time import sleep

def bake(queue):
    sleep(1)
    queue.put("bun")

def eat(queue):
    while queue.get():
        pass

def main():
    queue = Queue(2)
    a = Process(target=bake, args=(queue,), name="baker")
    b = Process(target=eat, args=(queue,), name="eater")
    a.start()
    b.start()
    a.join()
    b.join()
""",
)


def queue_messages() -> tuple[Trace, Finding]:
    """A baker puts a bun on a queue after a second of sleep; an eater waits for a second one."""
    tape = Tape()
    start_two(tape, "baker", "eater")
    put = waits(1, 6, "acquire", "queue.put('bun')", "queue:1")
    get = waits(2, 9, "readable", "queue.get()", "queue:1")
    sleep = waits(1, 5, "sleep", "sleep(1)", timeout=1.0)
    feeder = Pending(3, "thread-wait", "lock:1", "w", None, None)
    tape.step(begins(1), ready=[begins(2)])
    tape.step(begins(2))
    tape.step(sleep, time=1.0)
    tape.step(
        put,
        event("acquired", 1, "sem:0", 0),
        event("started", 1, "task:3", "QueueFeederThread"),
        time=1.0,
    )
    tape.step(
        feeder,
        event("sent", 3, "queue:1", {"n": 1, "data": "'bun'"}),
        event("ended", 3),
        time=1.0,
    )
    tape.step(waits(1, 6, "end", ""), event("ended", 1, None, 0), ready=[get], time=1.0)
    join = waits(0, 18, "join", "a.join()", "task:1")
    tape.step(get, event("received", 2, "queue:1", {"n": 1, "data": ""}), ready=[join], time=1.0)
    tape.step(join, event("joined", 0, "task:1"), time=1.0)
    trace = Trace(
        status="deadlock",
        value=None,
        failure=None,
        steps=tuple(tape.steps),
        tasks=(
            process(0, "main", state="blocked", pending=waits(0, 19, "join", "b.join()", "task:2")),
            process(1, "baker", parent=0),
            process(2, "eater", parent=0, state="blocked", pending=get),
            TaskRecord(3, "QueueFeederThread", "thread", 1, 1, True, True, None, "ended"),
        ),
        objects={
            "queue:1": ObjectRecord("queue:1", "queue", "queue", 0),
            "sem:0": ObjectRecord("sem:0", "bounded-semaphore", "", 0, limit=2, part_of="queue:1"),
        },
        time=1.0,
    )
    finding = Finding(
        kind="deadlock",
        cause="no-more-producers",
        message="Deadlock after 11 steps.\n  eater  line 9  waits for an item from queue",
        replay="K3:0",
        schedule=1,
        tasks=(TaskView("eater", "blocked", 9, (), "an item from queue", FILE),),
        marks=(Mark(9, 2, 9, "waits for an item from queue", FILE),),
    )
    return trace, finding


NOTEBOOK = SourceText(
    "lock.ipynb",
    "from multiprocessing import Lock\n\n\ndef clerk(first):\n    with first:\n        pass\n",
    (SourceCell(2, 1, 1), SourceCell(5, 3, 6)),
)
