"""Who waits in a loop for one that computes is waited for; in vain, it is told so."""

from __future__ import annotations

import pytest

from grader.diagnosis import diagnose
from grader.settings import Settings
from tests.engine.engine import first, program

WAITS = {
    "a variable": "while not flag:\n        pass",
    "a variable, kept in another": "while True:\n        now = flag\n        if now: break",
    "a list": "while not box:\n        continue",
    "an item": "while box_of['open'] == 0:\n        pass",
    "a function": "while not is_open():\n        pass",
    "an attribute": "while not door.open:\n        pass",
    "an object's method": "while not door.is_open():\n        pass",
}

WAITING = """
import threading

flag = False
box = []
box_of = {{"open": 0}}

class Door:
    open = False
    def __init__(self):
        self.opened = 0
    def is_open(self):
        return self.opened > 0

door = Door()

def is_open():
    return door.opened

def compute():
    total = 0
    for x in range({rounds}):
        total += x
    return total

def wait():
    {loop}

def main():
    global flag
    waiter = threading.Thread(target=wait)
    waiter.start()
    total = compute()
    if {comes}:
        flag = door.open = True
        door.opened = box_of["open"] = 1
        box.append(1)
    waiter.join()
    return total
"""


@pytest.mark.parametrize("what", WAITS)
def test_who_computes_meanwhile_is_waited_for(what: str, python: str) -> None:
    source = WAITING.format(loop=WAITS[what], rounds=1000, comes=True)
    with program(source, python=python) as machine:
        trace = machine.run(first, switch_at="lines")
    assert (trace.status, trace.value) == ("returned", 499_500)


@pytest.mark.parametrize("what", WAITS)
def test_who_waits_for_what_never_comes_is_told_so(what: str, python: str) -> None:
    source = WAITING.format(loop=WAITS[what], rounds=10, comes=False)
    with program(source, python=python) as machine:
        trace = machine.run(first, switch_at="lines")
    finding = diagnose(trace, replay="", schedule=1)
    assert trace.status == "stuck"
    assert finding is not None
    assert (finding.kind, finding.cause) == ("stuck", "busy-wait")
    assert len(trace.steps) < 4000


def test_a_loop_that_counts_its_own_rounds_in_vain_comes_to_the_end_of_its_steps() -> None:
    source = WAITING.format(
        loop="rounds = 0\n    while not flag:\n        rounds += 1", rounds=10, comes=False
    )
    with program(source, settings=Settings(steps=3000)) as machine:
        trace = machine.run(first, switch_at="lines")
    finding = diagnose(trace, replay="", schedule=1)
    assert finding is not None
    assert (trace.status, finding.cause, len(trace.steps)) == ("stuck", "busy-wait", 3000)
