"""What a program sees of CPython's own behaviour: statuses, bare threads and locks, forks."""

from __future__ import annotations

import pytest

from tests.engine.engine import blocked, run


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_a_process_ends_with_the_status_that_the_interpreter_gives(method: str) -> None:
    trace = run(f"""
import sys
from multiprocessing import Process, set_start_method

def without_output():
    sys.stdout = None

def closed_output():
    sys.stdout.close()

def main():
    set_start_method({method!r}, force=True)
    codes = []
    for target, args in (
        *((sys.exit, args) for args in [(True,), (False,), (8,), (300,), (None,), ()]),
        (without_output, ()),
        (closed_output, ()),
    ):
        worker = Process(target=target, args=args)
        worker.start()
        worker.join()
        codes.append(worker.exitcode)
    return codes
""")
    codes = [task.exit_code for task in trace.tasks if task.name != "main"]
    assert codes == [1, 0, 8, 300 % 256, 0, 0, 0, 0]


def test_locks_of_the_module_below_threading_are_under_control(python: str) -> None:
    trace = run(
        """
import _thread
import time

def work(lock):
    with lock:
        time.sleep(1)
    lock.acquire()

def main():
    lock = _thread.allocate_lock()
    _thread.start_new_thread(work, (lock,))
    time.sleep(2)
    lock.acquire()
""",
        python=python,
    )
    assert (trace.status, blocked(trace)) == ("deadlock", {"main": (14, "lock.acquire()")})


def test_a_fork_may_have_to_wait_and_takes_one_thread_along(python: str) -> None:
    trace = run(
        """
import os
import threading
import time
from multiprocessing import Process, SimpleQueue

lock = threading.Lock()
os.register_at_fork(
    before=lock.acquire, after_in_parent=lock.release, after_in_child=lock.release
)

def hold():
    with lock:
        time.sleep(1)
    time.sleep(1)

def look(holder, told):
    holder.join()
    told.put([holder.is_alive(), threading.current_thread().is_alive(), time.monotonic()])

def main():
    holder, told = threading.Thread(target=hold), SimpleQueue()
    holder.start()
    time.sleep(0.5)
    child = Process(target=look, args=(holder, told))
    child.start()
    child.join()
    return told.get()
""",
        python=python,
    )
    assert (trace.status, trace.value) == ("returned", [False, True, 10_001.0])


def test_the_queue_that_is_written_in_c_has_a_stand_in_that_does_the_same() -> None:
    trace = run("""
import queue
import threading
import time

def bring(simple):
    time.sleep(3)
    simple.put("late")

def main():
    simple = queue.SimpleQueue()
    for item in 1, 2:
        simple.put(item)
    told = [simple.qsize(), simple.get(), simple.get_nowait(), simple.empty()]
    for ask in simple.get_nowait, lambda: simple.get(timeout=1), lambda: simple.get(timeout=-1):
        try:
            ask()
        except (queue.Empty, ValueError) as error:
            told.append(type(error).__name__)
    threading.Thread(target=bring, args=(simple,)).start()
    told += [simple.get(), round(time.monotonic(), 3)]
    taken = []
    takers = [threading.Thread(target=lambda: taken.append(simple.get())) for _ in range(3)]
    for taker in takers:
        taker.start()
    for item in range(3):
        simple.put(item)
    for taker in takers:
        taker.join()
    return [*told, sorted(taken)]
""")
    assert trace.status == "returned"
    assert trace.value == [
        2,
        1,
        2,
        True,
        "Empty",
        "Empty",
        "ValueError",
        "late",
        10_004.0,
        [0, 1, 2],
    ]


def test_a_fork_may_fork_before() -> None:
    trace = run("""
import os
from multiprocessing import Process

busy = []

def before():
    if not busy:
        busy.append(True)
        if os.fork() == 0:
            os._exit(0)
        os.wait()
        busy.clear()

os.register_at_fork(before=before)

def main():
    child = Process(target=print, args=("hello",))
    child.start()
    child.join()
    return child.exitcode
""")
    assert (trace.status, trace.value, trace.output) == ("returned", 0, "hello\n")


def test_a_method_may_be_the_function_of_a_bare_thread() -> None:
    trace = run("""
import _thread
import threading

class Work:
    def __init__(self):
        self.done = threading.Event()
    def work(self):
        self.done.set()

def main():
    work = Work()
    _thread.start_new_thread(work.work, ())
    return work.done.wait()
""")
    assert (trace.status, trace.value) == ("returned", True)


NAMES = """
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import Manager

NAMES = ("self", "fn", "result", "manager", "server", "typeid", "args", "kwargs")

def names(**given):
    return sorted(given)

def main():
    given = dict.fromkeys(NAMES, 0)
    told = []
    for executor in (ProcessPoolExecutor, ThreadPoolExecutor):
        with executor(1) as pool:
            told.append(pool.submit(names, **given).result() == sorted(NAMES))
    with Manager() as manager:
        told.append(manager.dict(**given).copy() == given)
    return told
"""


def test_keyword_arguments_may_have_any_name(python: str) -> None:
    assert run(NAMES, python=python).value == [True, True, True]
