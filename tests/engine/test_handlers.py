"""A handler of a signal comes before or after an operation on a lock, and never in the middle."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from grader.model.trace import Json
from tests.engine.engine import Dice, program

SEEDS = range(12)


def outcomes(source: str, python: str, method: str = "fork") -> Iterator[tuple[str, Json]]:
    """Yield how each of some schedules ends."""
    with program(source, python=python, start_method=method) as machine:
        for seed in SEEDS:
            trace = machine.run(Dice(seed))
            yield trace.status, trace.value


COUNTS = """
import os, signal, time
from multiprocessing import Event, Process, Value

def work(ready, count):
    def handler(number, frame):
        count.value += 1
    signal.signal(signal.SIGUSR1, handler)
    ready.set()
    while count.value == 0:
        time.sleep(1)

def main():
    ready, count = Event(), Value("i", 0)
    worker = Process(target=work, args=(ready, count))
    worker.start()
    ready.wait()
    os.kill(worker.pid, signal.SIGUSR1)
    worker.join()
    return count.value
"""


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_a_handler_changes_a_value_that_the_program_looks_at(python: str, method: str) -> None:
    assert set(outcomes(COUNTS, python, method)) == {("returned", 1)}


EXCLUDES = """
import os, signal
from multiprocessing import Event, Process, RLock, Value

def add(lock, count):
    with lock:
        seen = count.value
        count.value = seen + 1

def work(ready, lock, mine, count):
    signal.signal(signal.SIGUSR1, lambda number, frame: add(lock, count))
    ready.set()
    for _ in range(4):
        with lock:
            mine.value += 1

def main():
    ready, lock = Event(), RLock()
    mine, count = (Value("i", 0, lock=False) for _ in range(2))
    worker = Process(target=work, args=(ready, lock, mine, count))
    worker.start()
    ready.wait()
    os.kill(worker.pid, signal.SIGUSR1)
    add(lock, count)
    add(lock, count)
    worker.join()
    return [mine.value, count.value]
"""


def test_a_handler_has_the_lock_that_it_takes_for_itself(python: str) -> None:
    """The signal may come when its process is at its end: who ends so adds nothing."""
    ended = [value for _, value in outcomes(EXCLUDES, python)]
    assert [4, 3] in ended
    assert [value for value in ended if value not in ([4, 3], [4, 2])] == []


THREADS = """
import os, signal, threading
from multiprocessing import Event, Process, SimpleQueue

def work(ready, told):
    lock, mailbox, handled = {lock}, {mailbox}, []
    def handler(number, frame):
        {handles}
        handled.append(number)
    signal.signal(signal.SIGUSR1, handler)
    def beside():
        for _ in range(3):
            with lock:
                pass
    thread = threading.Thread(target=beside)
    thread.start()
    ready.set()
    for _ in range(4):
        {works}
    thread.join()
    told.put(len(handled))

def main():
    ready, told = Event(), SimpleQueue()
    worker = Process(target=work, args=(ready, told))
    worker.start()
    ready.wait()
    os.kill(worker.pid, signal.SIGUSR1)
    worker.join()
    return told.get()
"""

TAKES = """with lock:
            mailbox.append(1)"""
PASSES = """mailbox.put(1)
        mailbox.get()"""


@pytest.mark.parametrize(
    ("lock", "mailbox", "does"),
    [
        ("threading.RLock()", "[]", TAKES),
        ("threading.Condition()", "[]", TAKES),
        ("threading.Lock()", "__import__('queue').SimpleQueue()", PASSES),
    ],
)
def test_a_handler_uses_what_threads_may_use_in_handlers(
    python: str, lock: str, mailbox: str, does: str
) -> None:
    """The signal may come after the process has told."""
    source = THREADS.format(lock=lock, mailbox=mailbox, works=does, handles=does)
    ended = set(outcomes(source, python))
    assert ended <= {("returned", 1), ("returned", 0)}
    assert ("returned", 1) in ended
