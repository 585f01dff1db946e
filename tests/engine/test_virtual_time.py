"""Sleeping costs nothing, and clocks are patient or hostile."""

from __future__ import annotations

from tests.engine.engine import Dice, first, program


def test_sleep_costs_nothing_and_time_is_virtual() -> None:
    source = """
import time
def main():
    begin = time.time()
    time.sleep(3600)
    return round(time.time() - begin)
"""
    with program(source) as controller:
        trace = controller.run(first)
    assert (trace.value, trace.time) == (3600, 3600.0)


def test_two_sleeps_that_end_together_may_end_in_any_order_with_a_patient_clock() -> None:
    source = """
import time
from multiprocessing import Process, Value

def work(number):
    time.sleep(1)
    seen = number.value
    number.value = seen + 1

def main():
    number = Value("i", 0, lock=False)
    workers = [Process(target=work, args=(number,)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return number.value
"""
    with program(source) as controller:
        traces = [controller.run(Dice(seed)) for seed in range(20)]
    assert {(trace.status, trace.value, trace.time) for trace in traces} == {
        ("returned", 1, 1.0),
        ("returned", 2, 1.0),
    }


def test_a_hostile_clock_may_let_a_sleeper_be_overtaken() -> None:
    source = """
import time
from multiprocessing import Process, Value
def work(box):
    time.sleep(1)
    box.value = 5
def main():
    box = Value("i", 0)
    Process(target=work, args=(box,)).start()
    time.sleep(2)
    return box.value
"""
    with program(source) as controller:
        assert {controller.run(Dice(seed)).value for seed in range(8)} == {5}
        hostile = {controller.run(Dice(seed), clock="hostile").value for seed in range(20)}
    assert hostile == {0, 5}
