"""Between the kernel's leave for a new task and the task's first instruction nobody is heard.

So nothing that the starting task does there may have to ask.
"""

from __future__ import annotations

import pytest

from grader.settings import Settings

from .engine import run


@pytest.mark.parametrize("locks", range(990, 1000))
def test_a_thread_starts_when_its_parent_has_taken_many_locks(python: str, locks: int) -> None:
    """After a thousand in a row of others' code the others' turn comes: before or after a start."""
    trace = run(
        f"""
import threading
from concurrent.futures import Future, wait
from threading import Thread

def main():
    done = [Future() for _ in range({locks})]
    for future in done:
        future.set_result(None)
    go = threading.Event()
    Thread(target=go.wait, daemon=True).start()
    wait(done)  # takes the lock of each
    thread = Thread(target=int)
    thread.start()
    thread.join()
    go.set()
""",
        python=python,
    )
    assert (trace.status, trace.failure) == ("returned", None)


def test_a_stream_that_has_to_wait_is_written_out_before_a_fork(python: str) -> None:
    trace = run(
        """
import io
import sys
from multiprocessing import Lock, Process

class Stream(io.StringIO):
    lock = Lock()

    def flush(self):
        with self.lock:
            super().flush()

def main():
    sys.stdout = Stream()
    process = Process(target=print, args=("hello",))
    process.start()
    process.join()
    return process.exitcode
""",
        python=python,
    )
    assert (trace.status, trace.value, trace.output) == ("returned", 0, "")


@pytest.mark.parametrize("kind", ["Process", "Thread"])
def test_garbage_that_takes_a_lock_is_collected_before_or_after_a_start(
    python: str, kind: str
) -> None:
    trace = run(
        f"""
import gc
from _guest.collecting import set_threshold  # the interpreter's own
from multiprocessing import Lock, Process
from threading import Thread

LOCK = Lock()

class Litter:
    def __init__(self):
        self.itself = self

    def __del__(self):
        with LOCK:
            pass

def main():
    for objects in range(2, 150):  # that may be made until garbage is collected
        set_threshold(100000)
        gc.collect()
        task = {kind}(target=int)
        Litter()
        set_threshold(objects)
        task.start()
        set_threshold(100000)
        task.join()
    return gc.isenabled()
""",
        python=python,
        settings=Settings(processes=200),
    )
    assert (trace.status, trace.value, trace.output) == ("returned", True, "")


@pytest.mark.parametrize("kind", ["Process", "Thread"])
def test_garbage_is_collected_in_a_new_task_when_it_may_ask(python: str, kind: str) -> None:
    """Garbage is collected wherever it may be, as the threshold is 1: a lock is taken there."""
    trace = run(
        f"""
import gc
from _guest.collecting import set_threshold  # the interpreter's own
from multiprocessing import Lock, Process
from threading import Thread

LOCK = Lock()

def collected(phase, info):
    with LOCK:
        pass

def main():
    task = {kind}(target=int)
    gc.callbacks.append(collected)
    set_threshold(1)
    task.start()
    task.join()
    set_threshold(100000)
""",
        python=python,
    )
    assert (trace.status, trace.output) == ("returned", "")


def test_who_starts_many_starts_them_all_before_the_others_turn_comes() -> None:
    trace = run("""
from multiprocessing import Process

def main():
    processes = [Process(target=int) for _ in range(60)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
""")
    starts = [step.number for step in trace.steps if any(e.kind == "started" for e in step.events)]
    first = next(
        step.number for step in trace.steps if step.picked.pending.op == "start" and step.task
    )
    assert (trace.status, len(starts)) == ("returned", 60)
    assert starts[-1] < first


def test_a_start_asks_as_much_however_many_have_been_started() -> None:
    two, three, ten = (
        run(f"""
from multiprocessing import Process

def main():
    processes = [Process(target=int) for _ in range({number})]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
""").operations
        for number in (2, 3, 10)
    )
    assert ten - three == 7 * (three - two)


def test_a_start_takes_away_a_child_that_has_ended() -> None:
    trace = run("""
from multiprocessing import Process
from time import sleep

def main():
    first, second = Process(target=int), Process(target=int)
    first.start()
    sleep(1)
    second.start()
    second.join()
    return first.exitcode
""")
    joined = [
        (event.obj, event.call and event.call.text)
        for step in trace.steps
        for event in step.events
        if event.kind == "joined"
    ]
    assert (trace.status, trace.value) == ("returned", 0)
    assert joined == [("task:1", "second.start()"), ("task:2", "second.join()")]


def test_a_thread_that_was_made_before_a_fork_is_started_after_it_as_in_cpython(
    python: str,
) -> None:
    trace = run(
        """
import sys
import time
from multiprocessing import Process, SimpleQueue
from threading import Thread

def late(told):
    time.sleep(1)
    told.put("thread")

def start(thread, told):
    thread.start()
    thread.join()
    told.put("end of the child")

def main():
    told = SimpleQueue()
    made_before = Thread(target=late, args=(told,))
    child = Process(target=start, args=(made_before, told))
    child.start()
    child.join()
    return [sys.version_info[:3] in [(3, 13, patch) for patch in range(4)], told.get()]
""",
        python=python,
    )
    # In 3.13.0 to 3.13.3 the child takes it for ended, and doesn't wait for it.
    assert trace.status == "returned"
    assert trace.value in ([True, "end of the child"], [False, "thread"])
