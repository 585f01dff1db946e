"""Garbage is collected at the same moments in each run of a schedule, whatever its details are."""

from __future__ import annotations

import pytest

from grader.model.trace import SwitchAt, Trace
from grader.search.explore import explore
from grader.settings import Settings
from tests.engine.engine import first, program, run

CLOSES = """
from multiprocessing import Lock, Process, Value

LOCK, CLOSED = Lock(), Value("i", 0, lock=False)

class Node:
    def __init__(self, parent=None):
        self.parent, self.children = parent, []
        if parent:
            parent.children.append(self)
    def __del__(self):
        with LOCK:
            CLOSED.value += 1

def work(total):
    for n in range(300):
        root = Node()
        Node(root)
        if n % 60 == 59:
            total.value += 1

def main():
    total = Value("i", 0)
    workers = [Process(target=work, args=(total,)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return total.value
"""

LOGS = """
import gc, threading

LOG, LOCK, HITS = [], threading.Lock(), [0]

class Node:
    def __init__(self):
        self.me = self
    def __del__(self):
        with LOCK:
            LOG.append(1)

def work():
    for _ in range(30):
        Node()
    n = HITS[0]
    HITS[0] = n + 1

def main():
    gc.set_threshold(20)
    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return HITS[0]
"""

COUNTS = """
import gc
from multiprocessing import Lock

class Node:
    left = 0
    def __init__(self):
        self.me = self
    def __del__(self):
        Node.left += 1

def left_after(questions):
    lock, Node.left = Lock(), 0
    for _ in range(10):
        Node()
    for _ in range(questions):
        lock.acquire()
        lock.release()
    return Node.left
"""


@pytest.mark.parametrize(("source", "right"), [(CLOSES, 10), (LOGS, 2)])
def test_a_lost_update_beside_garbage_that_takes_a_lock_is_told(source: str, right: int) -> None:
    def loses(trace: Trace) -> bool:
        return trace.value != right

    with program(source) as machine:
        found = explore(machine, program="p.py", settings=Settings(), rejects=loses)
    assert found.failure is not None
    assert found.failure.trace.value < right  # type: ignore[operator]  # it returns a number


@pytest.mark.parametrize("source", [CLOSES, LOGS])
@pytest.mark.parametrize("switch_at", ["calls", "lines"])
def test_details_change_no_moment_of_a_collection(source: str, switch_at: SwitchAt) -> None:
    with program(source) as machine:
        bare = machine.run(first, switch_at=switch_at, detailed=False)
        detailed = machine.run(first, switch_at=switch_at, detailed=True)
    assert bare.digest == detailed.digest


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_garbage_is_collected_after_so_many_questions(python: str, method: str) -> None:
    trace = run(
        COUNTS
        + """
from multiprocessing import Process, SimpleQueue

def work(told):
    told.put([left_after(5), left_after(40)])

def main():
    told = SimpleQueue()
    worker = Process(target=work, args=(told,))
    worker.start()
    return [told.get(), left_after(0), left_after(40)]
""",
        python=python,
        start_method=method,
    )
    assert trace.value == [[0, 10 + 10], 0, 10 + 10]


def test_a_program_that_switches_collection_off_has_none(python: str) -> None:
    trace = run(
        COUNTS
        + """
def main():
    seen = [gc.isenabled()]
    gc.disable()
    seen += [gc.isenabled(), left_after(100)]
    gc.enable()
    seen += [gc.isenabled(), left_after(100) > 0]
    gc.set_threshold(0)
    return seen + [left_after(100)]
""",
        python=python,
    )
    assert trace.value == [True, False, 0, True, True, 0]


def test_a_program_is_told_the_thresholds_that_it_has_set(python: str) -> None:
    """And of CPython's own before that: ours are not to be seen."""
    source = """
import gc
def main():
    before = gc.get_threshold()
    gc.set_threshold(20, 5)
    after = gc.get_threshold()
    try:
        gc.set_threshold("many")
    except TypeError:
        return [before[0] in (700, 2000), after[:2], gc.get_threshold() == after]
"""
    assert run(source, python=python).value == [True, [20, 5], True]


LEFT = """
import _thread, threading
from multiprocessing import Semaphore

class Box:
    def __init__(self, gone):
        self.gone = gone
    def __del__(self):
        self.gone.release()

class Keeper(threading.Thread):
    def __init__(self, box):
        super().__init__()
        self.box = box
    def run(self):
        pass

def nothing(box):
    pass

def in_its_object(box):
    Keeper(box).start()

def in_its_arguments(box):
    threading.Thread(target=nothing, args=(box,)).start()

def in_a_bare_thread(box):
    _thread.start_new_thread(nothing, (box,))

def in_a_bare_thread_by_name(box):
    _thread.start_new_thread(nothing, (), {"box": box})

def main(how):
    gone = Semaphore(0)
    globals()[how](Box(gone))
    gone.acquire()
    return "gone"
"""


@pytest.mark.parametrize(
    "how",
    ["in_its_object", "in_its_arguments", "in_a_bare_thread", "in_a_bare_thread_by_name"],
)
def test_what_a_thread_was_made_of_is_let_go_while_it_is_a_task(how: str, python: str) -> None:
    trace = run(LEFT, arguments=(how,), python=python)
    assert (trace.status, trace.value) == ("returned", "gone")
