"""With a patient clock no time-out passes while anybody gets on, however long that takes."""

from __future__ import annotations

import pytest

from tests.engine.engine import first, program, run


def test_three_hundred_locks_take_less_than_a_second() -> None:
    trace = run("""
from multiprocessing import Lock, Process, Queue

def work(lock, queue):
    count = 0
    for _ in range(300):
        with lock:
            count += 1
    queue.put(count)

def main():
    lock, queue = Lock(), Queue()
    worker = Process(target=work, args=(lock, queue))
    worker.start()
    count = queue.get(timeout=1)
    worker.join()
    return count
""")
    assert (trace.status, trace.value, trace.time) == ("returned", 300, 0.0)


def test_sixty_processes_are_ended_before_any_wakes_up() -> None:
    trace = run("""
import time
from multiprocessing import Process

def main():
    workers = [Process(target=time.sleep, args=(100,)) for _ in range(60)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.terminate()
    for worker in workers:
        worker.join()
    return sorted({worker.exitcode for worker in workers})
""")
    assert (trace.status, trace.value, trace.time) == ("returned", [-15], 0.0)


def test_a_barrier_is_passed_a_hundred_times_within_its_time_out() -> None:
    trace = run("""
from multiprocessing import Barrier, Process

def work(barrier):
    for _ in range(100):
        barrier.wait()

def main():
    barrier = Barrier(3, timeout=30)
    workers = [Process(target=work, args=(barrier,)) for _ in range(2)]
    for worker in workers:
        worker.start()
    work(barrier)
    for worker in workers:
        worker.join()
    return [worker.exitcode for worker in workers]
""")
    assert (trace.status, trace.value, trace.time) == ("returned", [0, 0], 0.0)


def test_who_only_looks_lets_the_others_sleep_on() -> None:
    trace = run("""
import time
from multiprocessing import Lock, Process, Value

def work(lock, value):
    for _ in range(3):
        time.sleep(1)
        with lock:
            value.value += 1

def main():
    lock, value = Lock(), Value("i", 0)
    worker = Process(target=work, args=(lock, value))
    worker.start()
    while True:
        with lock:
            if value.value == 3:
                break
    worker.join()
    return value.value
""")
    assert (trace.status, trace.value, trace.time) == ("returned", 3, 3.0)


def test_who_looks_and_sleeps_in_turns_is_not_overtaken_by_who_sleeps_longer() -> None:
    trace = run("""
import time
from multiprocessing import Process, Value

def guest(free):
    while True:
        with free.get_lock():
            if free.value > 0:
                free.value -= 1
                break
        time.sleep(0.05)
    time.sleep(1)
    with free.get_lock():
        free.value += 1

def main():
    free = Value("i", 1)
    guests = [Process(target=guest, args=(free,)) for _ in range(2)]
    for one in guests:
        one.start()
    for one in guests:
        one.join()
    return free.value
""")
    assert (trace.status, trace.value, round(trace.time, 6)) == ("returned", 1, 2.05)


def test_time_that_other_modules_have_copied_is_virtual_too() -> None:
    trace = run("""
import sys
import threading
import time

def main():
    condition = threading.Condition()
    with condition:
        condition.wait_for(lambda: False, timeout=5)
    names = ("sleep", "time", "monotonic", "perf_counter")
    clocks = [getattr(time, name) for name in names]
    real = [
        f"{module}.{name}"
        for module in sorted(sys.modules)
        for name, value in vars(sys.modules[module]).items()
        if getattr(value, "__name__", "") in names and getattr(value, "__module__", "") == "time"
        and value not in clocks
    ]
    return [time.monotonic(), real]
""")
    assert (trace.status, trace.value, trace.time) == ("returned", [10005.0, []], 5.0)


def test_a_pool_s_workers_may_sleep_as_often_as_they_are_told() -> None:
    trace = run("""
import time
from multiprocessing import Pool

def main():
    with Pool(2) as pool:
        pool.map(time.sleep, [1] * 20, chunksize=10)
        slept = time.monotonic()
        result = pool.map_async(time.sleep, [2])
        while not result.ready():
            time.sleep(0.5)
    return [round(slept, 3), round(time.monotonic(), 3)]
""")
    assert (trace.status, trace.value) == ("returned", [10010.0, 10012.5])


def test_who_has_looked_in_vain_looks_again_before_time_moves_for_another() -> None:
    trace = run("""
import time
from queue import Empty
from multiprocessing import JoinableQueue, Process

def cook(orders):
    while True:
        try:
            orders.get_nowait()
        except Empty:
            continue
        time.sleep(1)
        orders.task_done()

def main():
    orders = JoinableQueue()
    for _ in range(2):
        Process(target=cook, args=(orders,), daemon=True).start()
    for order in "ab":
        orders.put(order)
    orders.join()
    return time.monotonic()
""")
    assert (trace.status, round(trace.value, 2)) == ("returned", 10001.0)


def test_everybody_who_looks_in_vain_has_looked_since_the_last_change_before_time_moves() -> None:
    trace = run("""
import time
from queue import Empty
from multiprocessing import Event, Process, Queue

def wait_for(event):
    while not event.is_set():
        pass

def take(queue, taken):
    while True:
        try:
            queue.get_nowait()
        except Empty:
            continue
        taken.put(time.monotonic())
        return

def main():
    event, queue, taken = Event(), Queue(), Queue()
    children = [Process(target=wait_for, args=(event,)) for _ in range(2)]
    children.insert(0, Process(target=take, args=(queue, taken)))
    for child in children:
        child.start()
    time.sleep(1)
    queue.put("now")
    time.sleep(1)
    event.set()
    for child in children:
        child.join()
    return taken.get()
""")
    assert (trace.status, round(trace.value, 2)) == ("returned", 10001.0)


def test_a_loop_that_asks_whether_a_queue_is_empty_costs_few_operations() -> None:
    trace = run("""
import time
from multiprocessing import Process, Queue

def bring(queue):
    time.sleep(3600)
    queue.put("bun")

def main():
    queue = Queue()
    process = Process(target=bring, args=(queue,))
    process.start()
    while queue.empty():
        pass
    return queue.get()
""")
    assert (trace.status, trace.value, round(trace.time, 2)) == ("returned", "bun", 3600.0)
    asked = [step for step in trace.steps if step.picked.pending.op == "look"]
    assert len(asked) == 101  # two slices of 50, and one in the step that starts


def test_who_has_slept_may_look_at_the_clock_until_it_is_late_enough() -> None:
    trace = run("""
import time

def main():
    time.sleep(2)
    end = time.monotonic() + 3
    while time.monotonic() < end:
        pass
    return time.monotonic()
""")
    assert (trace.status, trace.value, round(trace.time, 6)) == ("returned", 10005.0, 5.0)


def test_who_has_looked_at_the_clock_for_long_goes_on_like_anybody() -> None:
    trace = run("""
import time
from multiprocessing import Process

def main():
    sleeper = Process(target=time.sleep, args=(3,))
    sleeper.start()
    end = time.monotonic() + 20
    while time.monotonic() < end:
        pass
    sleeper.join()
    return sleeper.exitcode
""")
    assert (trace.status, trace.value, round(trace.time, 6)) == ("returned", 0, 20.0)


def test_the_calendar_is_virtual_as_the_clock_is(python: str) -> None:
    source = """
import datetime
import pickle
import time

def main():
    begin = datetime.datetime.now()
    time.sleep(90)
    now = datetime.datetime.now()
    while datetime.datetime.now() < now + datetime.timedelta(seconds=1):
        pass
    told = [repr(begin), str(now - begin), pickle.loads(pickle.dumps(now)) == now]
    told += [isinstance(now, datetime.date), str(datetime.datetime.now(datetime.timezone.utc))]
    told += [str(datetime.datetime.utcnow()), str(datetime.datetime.today())]
    told += [time.strftime("%H:%M:%S"), time.ctime(), time.asctime(), time.ctime(0)]
    told += [time.localtime().tm_min, time.gmtime().tm_sec, time.gmtime(7).tm_sec]
    told += [time.clock_gettime(time.CLOCK_MONOTONIC), time.clock_gettime_ns(time.CLOCK_REALTIME)]
    return [*told, time.clock_gettime(time.CLOCK_PROCESS_CPUTIME_ID) < 1000]
"""
    with program(source, python=python) as controller:
        trace = controller.run(first)
    assert trace.status == "returned"
    assert isinstance(trace.value, list)
    clock, nanoseconds = trace.value[-3:-1]
    assert (round(clock, 6), round(nanoseconds / 1e9, 6)) == (10091.0, 1_767_225_691.0)
    assert [*trace.value[:-3], trace.value[-1]] == [
        "datetime.datetime(2026, 1, 1, 0, 0)",
        "0:01:30",
        True,
        True,
        "2026-01-01 00:01:31+00:00",
        "2026-01-01 00:01:31",
        "2026-01-01 00:01:31",
        "00:01:31",
        "Thu Jan  1 00:01:31 2026",
        "Thu Jan  1 00:01:31 2026",
        "Thu Jan  1 00:00:00 1970",
        1,
        31,
        7,
        True,
    ]


MANAGED = {
    "an event": ("Event()", "thing.wait({})", False),
    "a lock": ("Lock()", "thing.acquire() and thing.acquire(True, {})", False),
    "a queue": ("Queue()", "take(thing, {})", "empty"),
    "a condition": ("Condition()", "thing.acquire() and thing.wait({})", False),
}


@pytest.mark.parametrize("seconds", [10, 3600])
@pytest.mark.parametrize("what", MANAGED)
def test_the_time_out_of_a_managed_object_passes_in_its_server_and_is_no_deadlock(
    what: str, seconds: int
) -> None:
    made, ask, answer = MANAGED[what]
    trace = run(f"""
import time
from multiprocessing import Manager
from queue import Empty

def take(queue, seconds):
    try:
        return queue.get(timeout=seconds)
    except Empty:
        return "empty"

def main():
    with Manager() as manager:
        thing = manager.{made}
        return [{ask.format(seconds)}, round(time.monotonic(), 2)]
""")
    assert (trace.status, trace.value) == ("returned", [answer, 10_000.0 + seconds])
    assert len(trace.steps) < 100


def test_who_then_waits_for_a_managed_object_for_ever_is_in_a_deadlock() -> None:
    trace = run("""
from multiprocessing import Manager

def main():
    with Manager() as manager:
        event = manager.Event()
        event.wait(10)
        event.wait()
""")
    assert (trace.status, round(trace.time, 2)) == ("deadlock", 12.0)
