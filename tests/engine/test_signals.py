"""A signal that the program sends is handled in its process's turn, whatever that waits for."""

from __future__ import annotations

import sys

import pytest

from tests.engine.engine import events, first, program, run

HEAD = """
import os, signal, sys, time
from multiprocessing import Event, Lock, Process, Queue, Value

def started(target, *args):
    ready = Event()
    worker = Process(target=target, args=(ready, *args))
    worker.start()
    ready.wait()
    time.sleep(1)  # it has come to where it waits
    return worker

def interrupt(worker):
    if sys.version_info >= (3, 14):
        worker.interrupt()
    else:
        os.kill(worker.pid, signal.SIGINT)
"""


def test_who_sleeps_is_interrupted_and_that_is_no_failure() -> None:
    trace = run(
        HEAD
        + """
def work(ready, told):
    ready.set()
    try:
        time.sleep(1000)
    finally:
        told.put(time.monotonic())

def main():
    told = Queue()
    worker = started(work, told)
    interrupt(worker)
    worker.join()
    return [told.get(), worker.exitcode]
"""
    )
    assert (trace.status, trace.value) == ("returned", [10_001.0, 1])
    assert "KeyboardInterrupt" in trace.output


def test_an_interrupt_that_nobody_sent_is_a_failure() -> None:
    trace = run("""
from multiprocessing import Process
def work():
    raise KeyboardInterrupt
def main():
    worker = Process(target=work)
    worker.start()
    worker.join()
""")
    assert (trace.status, trace.failure and trace.failure.type) == ("crashed", "KeyboardInterrupt")


def test_a_wait_goes_on_after_the_handler_until_its_time_is_over() -> None:
    trace = run(
        HEAD
        + """
def work(ready, told):
    signal.signal(signal.SIGUSR1, lambda number, frame: told.put(["signal", time.monotonic()]))
    ready.set()
    time.sleep(100)
    told.put(["slept", time.monotonic()])

def main():
    told = Queue()
    worker = started(work, told)
    os.kill(worker.pid, signal.SIGUSR1)
    worker.join()
    return [told.get(), told.get()]
"""
    )
    signalled, (what, when) = trace.value  # type: ignore[misc, union-attr]  # two lists
    assert signalled == ["signal", 10_001.0]
    assert (what, when) == ("slept", pytest.approx(10_100, abs=0.01))


@pytest.mark.parametrize(
    "waits",
    ["lock.acquire()", "boxes.get()", "time.sleep(1000)", "never.wait()", "never.wait(500)"],
)
def test_a_handler_that_raises_ends_any_wait(waits: str, python: str) -> None:
    trace = run(
        HEAD
        + f"""
class Stop(Exception):
    pass

def stop(number, frame):
    raise Stop

def work(ready, told, lock, boxes, never):
    signal.signal(signal.SIGTERM, stop)
    ready.set()
    try:
        {waits}
    except Stop:
        told.put("stopped")

def main():
    told, lock = Queue(), Lock()
    with lock:
        worker = started(work, told, lock, Queue(), Event())
        worker.terminate()
        worker.join()
    return [told.get(), worker.exitcode]
""",
        python=python,
    )
    assert (trace.status, trace.value) == ("returned", ["stopped", 0]), trace.output


def test_a_handler_may_use_locks_and_shared_numbers_under_every_schedule() -> None:
    source = (
        HEAD
        + """
def work(ready, count):
    def add(number, frame):
        with count.get_lock():
            count.value += 1
    signal.signal(signal.SIGUSR1, add)
    ready.set()
    for _ in range(3):
        with count.get_lock():
            count.value += 1

def main():
    count, ready = Value("i", 0), Event()
    worker = Process(target=work, args=(ready, count))
    worker.start()
    ready.wait()
    os.kill(worker.pid, signal.SIGUSR1)
    worker.join()
    return count.value
"""
    )
    with program(source) as machine:
        traces = [machine.run(first), machine.run(first)]
        traces += [machine.run(lambda options, n=n: n % len(options)) for n in range(1, 4)]
    assert {trace.status for trace in traces} == {"returned"}
    assert {trace.value for trace in traces} <= {3, 4}
    assert traces[0].digest == traces[1].digest


def test_the_program_is_told_of_its_own_handlers() -> None:
    trace = run("""
import signal
def handler(number, frame):
    pass
def main():
    seen = [signal.getsignal(signal.SIGINT) is signal.default_int_handler]
    seen.append(signal.signal(signal.SIGINT, handler) is signal.default_int_handler)
    seen.append(signal.getsignal(signal.SIGINT) is handler)
    seen.append(signal.signal(signal.SIGINT, signal.SIG_IGN) is handler)
    seen.append(signal.getsignal(signal.SIGINT) is signal.SIG_IGN)
    for wrong in ("no handler", None):
        try:
            signal.signal(signal.SIGINT, wrong)
        except TypeError as error:
            seen.append(type(error).__name__)
    signal.signal(signal.SIGUSR1, lambda number, frame: seen.append(number))
    signal.raise_signal(signal.SIGUSR1)
    return seen
""")
    assert trace.value == [True, True, True, True, True, "TypeError", "TypeError", 10]


@pytest.mark.skipif(sys.version_info < (3, 14), reason="Process.interrupt() is new in 3.14")
def test_an_interrupt_is_told_as_a_signal_of_the_program() -> None:
    trace = run(
        HEAD
        + """
def work(ready):
    ready.set()
    time.sleep(1000)

def main():
    worker = started(work)
    worker.interrupt()
    worker.join()
    return worker.exitcode
"""
    )
    assert trace.value == 1
    assert events(trace, "killed") == [2]
