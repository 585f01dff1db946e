"""Who waits for ever beside a daemon that only sleeps is in a deadlock, when the steps are over."""

from __future__ import annotations

import pytest

from grader.settings import Settings
from tests.engine.engine import blocked, run

WAITS = """
import threading, time
from multiprocessing import Lock, Process, Queue

def beat():
    while True:
        time.sleep(1)

def speak():
    while True:
        time.sleep(0.7)
        print(end=".", flush=True)

def look(lock):
    while True:
        time.sleep(1)
        with lock:
            pass

def late(box):
    for _ in range(1200):
        time.sleep(1)
    box.put("at last")

def consume(box):
    box.get()

def main():
    box = Queue()
"""
SHORT = Settings(steps=3000)


@pytest.mark.parametrize(
    "beside",
    [
        "Process(target=beat, daemon=True).start()",
        "Process(target=speak, daemon=True).start(); Process(target=beat, daemon=True).start()",
    ],
)
def test_it_is_a_deadlock_of_those_who_wait(python: str, beside: str) -> None:
    trace = run(f"{WAITS}    {beside}\n    return box.get()\n", python=python, settings=SHORT)
    assert (trace.status, trace.limit, len(trace.steps)) == ("deadlock", "", 3000)
    waiting = {name: call for name, (_, call) in blocked(trace).items() if name == "main"}
    assert waiting == {"main": "box.get()"}


def test_it_is_one_too_where_others_wait_for_who_waits() -> None:
    trace = run(
        f"""{WAITS}
    Process(target=beat, daemon=True).start()
    consumer = Process(target=consume, args=(box,))
    consumer.start()
    consumer.join()
""",
        settings=SHORT,
    )
    assert trace.status == "deadlock"


@pytest.mark.parametrize(
    "body",
    [
        "Process(target=beat).start(); box.get()",
        "it = Process(target=beat, daemon=True); it.start(); it.join()",
        "Process(target=look, args=(Lock(),), daemon=True).start(); box.get()",
    ],
    ids=["no daemon", "whose end is waited for", "that does more than sleep"],
)
def test_it_is_none_beside_a_sleeper(body: str) -> None:
    trace = run(f"{WAITS}    {body}\n", settings=SHORT)
    assert (trace.status, trace.limit) == ("stuck", "steps")


def test_who_acts_after_many_sleeps_is_waited_for() -> None:
    trace = run(
        f"""{WAITS}
    Process(target=late, args=(box,), daemon=True).start()
    return box.get()
""",
        settings=SHORT,
    )
    assert (trace.status, trace.value) == ("returned", "at last")
