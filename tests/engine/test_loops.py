"""Loops that ask again and again let the others on, and time for those who sleep."""

from __future__ import annotations

import pytest

from grader.search.explore import explore
from grader.settings import Settings
from tests.engine.engine import HEAD, program, run

ASKS = {
    "an event, with a time-out of none": ("Event()", "thing.set()", "thing.wait(0)"),
    "a lock, with a time-out of none": ("taken()", "thing.release()", "thing.acquire(timeout=0)"),
    "a managed dict": ("Manager().dict()", "thing.update(come=1)", "len(thing)"),
    "an event": ("Event()", "thing.set()", "thing.is_set()"),
}


@pytest.mark.parametrize("what", ASKS)
def test_a_loop_of_questions_that_change_something_inside_outlasts_who_sleeps(what: str) -> None:
    made, bring, ask = ASKS[what]
    trace = run(f"""
import time
from multiprocessing import Event, Lock, Manager, Process

def taken():
    lock = Lock()
    lock.acquire()
    return lock

def bring(thing):
    time.sleep(5)
    {bring}

def main():
    thing = {made}
    other = Process(target=bring, args=(thing,))
    other.start()
    while not {ask}:
        pass
    other.join()
    return round(time.monotonic(), 2)
""")
    assert (trace.status, trace.value) == ("returned", 10_005.0)


def test_a_loop_over_a_managed_object_lets_the_others_come_to_it() -> None:
    trace = run("""
from multiprocessing import Manager, Process

def bring(things):
    things.append(1)
    things.append(2)

def main():
    with Manager() as manager:
        things = manager.list()
        other = Process(target=bring, args=(things,))
        other.start()
        while len(things) < 2:
            pass
        other.join()
        return list(things)
""")
    assert (trace.status, trace.value) == ("returned", [1, 2])


@pytest.mark.parametrize("ask", ["done.is_set()", "not other.is_alive()", "result.ready()"])
def test_who_has_slept_and_asks_on_outlasts_who_sleeps_longer(ask: str, python: str) -> None:
    source = f"""
import time
from multiprocessing import Pool
from threading import Event, Thread

def bring(done):
    time.sleep(5)
    done.set()

def main():
    done = Event()
    with Pool(1) as pool:
        result = pool.apply_async(time.sleep, (5,))
        other = Thread(target=bring, args=(done,))
        other.start()
        time.sleep(1)
        while not {ask}:
            pass
        other.join()
    return round(time.monotonic(), 2)
"""
    trace = run(source, python=python)
    assert (trace.status, trace.value) == ("returned", 10_005.0)


def test_much_work_takes_time_as_well_and_who_sleeps_meanwhile_wakes_up() -> None:
    trace = run("""
import time
from multiprocessing import Process, Queue, SimpleQueue

def tell(queue):
    for _ in range(3):
        time.sleep(1)
        queue.put(time.monotonic())

def main():
    told, own = SimpleQueue(), SimpleQueue()
    other = Process(target=tell, args=(told,))
    other.start()
    count = 0
    while count < 3:
        own.put(1)
        own.get()
        if not told.empty():
            told.get()
            count += 1
    other.join()
    return round(time.monotonic(), 2)
""")
    assert (trace.status, trace.value) == ("returned", 10_003.0)


def test_who_watches_a_plain_variable_is_switched_at_lines_before_it_is_called_endless() -> None:
    source = """
import threading
import time

def main():
    done = []
    def bring():
        time.sleep(5)
        done.append(1)
    other = threading.Thread(target=bring)
    other.start()
    while not done:
        pass
    other.join()
    return done
"""
    settings = Settings(schedules=3)
    with program(source, settings=settings) as machine:
        found = explore(machine, program="p", settings=settings, rejects=lambda trace: False)
    assert [(o.status, o.value) for o in found.outcomes] == [("returned", [1])]
    assert found.failure is None


@pytest.mark.parametrize("pool", ["ThreadPoolExecutor", "ProcessPoolExecutor"])
@pytest.mark.parametrize("timeout", [0, 0.1])
def test_who_waits_for_results_with_a_time_out_is_told_that_it_is_over(
    pool: str, timeout: float
) -> None:
    trace = run(f"""
import time
from concurrent.futures import {pool}, TimeoutError, as_completed

def main():
    with {pool}(1) as pool:
        sleeper = pool.submit(time.sleep, 1)
        try:
            return list(as_completed([sleeper], {timeout}))
        except TimeoutError:
            return round(time.monotonic(), 3)
""")
    assert (trace.status, trace.value) == ("returned", 10_000 + timeout)


def test_as_long_as_tasks_begin_the_others_sleep_on() -> None:
    trace = run("""
import time
from multiprocessing import Lock, Process

def main():
    lock = Lock()
    sleepers = []
    for _ in range(30):
        sleepers.append(Process(target=time.sleep, args=(100,)))
        sleepers[-1].start()
        for _ in range(50):
            with lock:
                pass
    for sleeper in sleepers:
        sleeper.terminate()
        sleeper.join()
    return sorted({sleeper.exitcode for sleeper in sleepers})
""")
    assert (trace.status, trace.value, trace.time) == ("returned", [-15], 0.0)
    assert len(trace.steps) > 3000


def test_time_passes_for_a_loop_that_asks_under_a_lock() -> None:
    body = """
def finish(lock, done):
    time.sleep(3)
    with lock:
        done.value = 1
def main():
    lock, done = Lock(), RawValue("i", 0)
    p = Process(target=finish, args=(lock, done))
    p.start()
    while True:
        with lock:
            if done.value:
                break
    p.join()
    return round(time.time() % 60)
"""
    trace = run(HEAD + body)
    assert (trace.status, trace.value) == ("returned", 3)


@pytest.mark.parametrize("loop", ["pass", "time.sleep(0.25)"])
def test_a_loop_that_asks_for_a_pools_result_lets_the_workers_run(loop: str) -> None:
    trace = run(
        HEAD
        + f"""
def nap():
    time.sleep(3)
def main():
    with Pool(1) as pool:
        result = pool.apply_async(nap)
        while not result.ready():
            {loop}
        return round(time.monotonic() - 10_000), result.get()
"""
    )
    assert (trace.status, trace.value) == ("returned", [3, None])


def test_a_loop_that_asks_an_event_among_threads_lets_the_others_run() -> None:
    trace = run(
        HEAD
        + """
def main():
    done = threading.Event()
    threading.Timer(2, done.set).start()
    while not done.is_set():
        pass
    return time.monotonic() - 10_000
"""
    )
    assert (trace.status, trace.value) == ("returned", 2.0)
