"""A run told step by step: who ran, where, what it did, who is ready and who is blocked."""

from __future__ import annotations

import io
from dataclasses import replace

from rich.console import Console

from grader.model.trace import (
    Call,
    Event,
    Failure,
    ObjectRecord,
    Option,
    Pending,
    Site,
    Step,
    TaskRecord,
    Trace,
)
from grader.report.terminal.replay import STEPS, replay_view


def shown(trace: Trace, *, every: bool = False) -> str:
    out = io.StringIO()
    console = Console(file=out, width=80, highlight=False, markup=False, emoji=False)
    console.print(replay_view(trace, every=every), crop=False)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


def at(task: int, op: str, text: str = "", obj: str | None = None, line: int = 0) -> Pending:
    call = Call("m", obj, text) if text else None
    site = Site("a.py", line, "f") if line else None
    return Pending(task, op, obj, "w", call, site)


def step(number: int, *options: Pending, events: tuple[Event, ...] = (), choice: int = 0) -> Step:
    return Step(number, 0.0, tuple(Option(one) for one in options), choice, events)


def task(number: int, name: str, **values: object) -> TaskRecord:
    record = TaskRecord(
        number=number,
        name=name,
        kind="process",
        process=number,
        parent=0 if number else None,
        service=False,
        daemon=False,
        started=None,
        state="ended",
    )
    return replace(record, **values)  # type: ignore[arg-type]  # fields of the record


LOCK = ObjectRecord("sem:0", "lock", "door")
START, TAKE, JOIN = (
    at(0, "fork", "p.start()", line=8),
    at(1, "acquire", "door.acquire()", "sem:0", 3),
    at(0, "join", "p.join()", "task:1", 9),
)
TAKE_AGAIN = TAKE._replace(site=Site("a.py", 4, "f"))

SELF_LOCK = Trace(
    status="deadlock",
    value=None,
    failure=None,
    steps=(
        step(0, at(0, "start")),
        step(1, START, events=(Event("started", 0, "task:1", "clerk"),)),
        step(2, at(1, "start")),
        step(
            3,
            TAKE,
            events=(
                Event("acquired", 1, "sem:0", 0, TAKE.call),
                Event("output", 1, None, "hi\x1b\n"),
            ),
        ),
    ),
    tasks=(
        task(0, "main", state="blocked", pending=JOIN),
        task(1, "clerk", state="blocked", pending=TAKE_AGAIN),
    ),
    objects={"sem:0": LOCK},
    time=2.5,
)


def test_each_step_says_who_ran_where_and_what_it_did() -> None:
    assert shown(SELF_LOCK) == (
        "0          main   begins\n"
        "                  ready: main\n"
        "1  line 8  main   p.start(); starts clerk\n"
        "                  ready: clerk   blocked: main waits for clerk to end\n"
        "2          clerk  begins\n"
        "3  line 3  clerk  door.acquire(); takes door; prints 'hi\\x1b'\n"
        "                  blocked: main waits for clerk to end, clerk waits for door\n"
        "\n"
        "Deadlock: nobody can go on. (4 steps, 2.5 s of virtual time)"
    )


def test_a_long_run_shows_its_end_and_all_of_it_on_request() -> None:
    start = at(0, "yield", line=1)
    steps = tuple(step(number, start) for number in range(STEPS + 50))
    long = replace(SELF_LOCK, status="stuck", steps=steps, tasks=(task(0, "main"),))
    lines = shown(long).splitlines()
    assert lines[0] == "(50 steps before these are left out; --all-steps shows them)"
    assert lines[1].split() == ["50", "line", "1", "main", "looks", "again"]
    assert shown(long, every=True).splitlines()[0].split()[0] == "0"


def test_what_happens_inside_pythons_own_objects_is_left_out() -> None:
    queue = ObjectRecord("queue:1", "queue", "q")
    call = Call("Queue.put", "queue:1", "q.put(1)")
    events = (
        Event("acquired", 0, "sem:0", 0, call),
        Event("read", 0, "mem:1", 0, call),
        Event("sent", 0, "queue:1", {"n": 1, "data": "1"}, call),
    )
    put = at(0, "acquire", "q.put(1)", "queue:1", 5)._replace(call=call)
    trace = replace(
        SELF_LOCK,
        status="returned",
        steps=(step(0, put, events=events),),
        tasks=(task(0, "main"),),
        objects={"queue:1": queue, "sem:0": replace(LOCK, part_of="queue:1")},
    )
    assert shown(trace).splitlines()[0] == "0  line 5  main  q.put(1); sends 1"


def test_a_timer_and_an_exception() -> None:
    wait = at(0, "acquire", "door.acquire(timeout=1)", "sem:0", 5)
    error = {"type": "ValueError", "message": "no\x1b", "traceback": []}
    events = (Event("timeout", 0, "sem:0"), Event("raised", 0, None, error))
    trace = replace(
        SELF_LOCK,
        status="raised",
        failure=Failure("ValueError", "no\x1b"),
        steps=(Step(0, 1.0, (Option(wait, timer=True),), 0, events),),
        tasks=(task(0, "main"),),
    )
    text = " ".join(shown(trace).split())
    assert text == (
        "0 line 5 main door.acquire(timeout=1); has waited long enough; raises "
        "ValueError: no␛ all have ended The function raised an exception. ValueError: no␛ "
        "(1 step, 2.5 s of virtual time)"
    )


def test_a_question_that_came_before_the_end_of_a_process() -> None:
    asks = at(0, "poll-child", "p.is_alive()", "task:1", 5)
    trace = replace(
        SELF_LOCK,
        status="returned",
        steps=(Step(0, 1.0, (Option(asks), Option(asks, timer=True)), 1, ()),),
        tasks=(task(0, "main"),),
    )
    assert shown(trace).splitlines()[0] == (
        "0  line 5  main  p.is_alive(); is told that it has not ended"
    )
