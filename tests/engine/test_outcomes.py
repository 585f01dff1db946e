"""How a run can end, and what the kernel itself knows of it."""

from __future__ import annotations

import sys

import pytest

from grader.settings import Settings
from tests.engine.engine import blocked, events, run

HEAD = """
import os, sys, time, threading, signal
from multiprocessing import *
def boom(x):
    raise ValueError(f"no {x}")
"""


def outcome(body: str, **options: object) -> object:
    return run(HEAD + body, **options)


def test_opposite_locks_are_a_deadlock_with_both_holders_named() -> None:
    trace = run(
        HEAD
        + """
def clerk(first, second):
    with first:
        time.sleep(1)
        with second:
            pass
def main():
    ann, bob = Lock(), Lock()
    workers = [Process(target=clerk, args=(ann, bob)), Process(target=clerk, args=(bob, ann))]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
"""
    )
    assert trace.status == "deadlock"
    assert blocked(trace) == {
        "main": (18, "worker.join()"),
        "clerk-1": (10, "with second"),
        "clerk-2": (10, "with second"),
    }
    names = {key: record.name for key, record in trace.objects.items()}
    holds = {task.name: [names[key] for key in task.holds] for task in trace.tasks}
    assert holds == {"main": [], "clerk-1": ["ann"], "clerk-2": ["bob"]}


def test_a_lock_whose_holder_was_killed_is_never_released() -> None:
    trace = run(
        HEAD
        + """
def hold(lock):
    lock.acquire()
    time.sleep(100)
def main():
    lock = Lock()
    p = Process(target=hold, args=(lock,))
    p.start()
    time.sleep(1)
    p.kill()
    p.join()
    lock.acquire()
"""
    )
    assert trace.status == "deadlock"
    holder = trace.tasks[1]
    assert (holder.state, holder.exit_code, holder.ended_by_program) == ("ended", -9, True)
    assert [trace.objects[key].name for key in holder.holds] == ["lock"]


def test_a_pipe_end_left_open_is_found_with_its_holders() -> None:
    trace = run(
        HEAD
        + """
def read(end):
    try:
        while True:
            end.recv()
    except EOFError:
        pass
def main():
    inlet, outlet = Pipe(duplex=False)
    p = Process(target=read, args=(inlet,))
    p.start()
    outlet.close()
    p.join()
"""
    )
    assert trace.status == "deadlock"
    assert blocked(trace)["read-1"] == (10, "end.recv()")
    writers = [holder.process for holder in trace.end_holders if holder.writes]
    assert writers == [1], "only the child itself still has the sending end"


@pytest.mark.parametrize(
    ("body", "failure"),
    [
        ("def main():\n    boom(1)\n", ("raised", "ValueError", "no 1")),
        ("def main():\n    sys.exit('bye')\n", ("crashed", "exit code 1", "")),
        ("def main():\n    exit(4)\n", ("crashed", "exit code 4", "")),
        ("def main():\n    os._exit(3)\n", ("crashed", "exit code 3", "")),
        (
            "def main():\n    os._exit(0)\n",
            ("crashed", "exit code 0", "the program ended itself"),
        ),
        (
            "def main():\n    p = Process(target=boom, args=(2,))\n    p.start()\n    p.join()\n",
            ("crashed", "ValueError", "no 2"),
        ),
        (
            "def main():\n    p = Process(target=boom)\n    p.start()\n    p.join()\n",
            ("crashed", "TypeError", "boom() missing 1 required positional argument: 'x'"),
        ),
        (
            "def main():\n    t = threading.Thread(target=boom, args=(3,))\n    t.start()\n",
            ("crashed", "ValueError", "no 3"),
        ),
        (
            "def main():\n    import ctypes\n    ctypes.string_at(0)\n",
            ("crashed", "signal 11", ""),
        ),
        (
            "def main():\n    Semaphore(0).release(2)\n",
            (
                "raised",
                "TypeError",
                "SemLock.release() takes 1 positional argument but 2 were given",
            ),
        ),
        (
            "def main():\n    threading.Lock().release(2)\n",
            ("raised", "TypeError", "lock.release() takes 1 positional argument but 2 were given"),
        ),
        (
            "def main():\n    raise ValueError(object())\n",
            ("raised", "ValueError", "<object object>"),
        ),
        ("def main(:\n", ("raised", "SyntaxError", "invalid syntax")),
        ("import nowhere\n", ("raised", "ModuleNotFoundError", "No module named 'nowhere'")),
        ("main = 5\n", ("raised", "TypeError", "'int' object is not callable")),
    ],
)
def test_failures(body: str, failure: tuple[str, str, str]) -> None:
    trace = run(HEAD + body)
    assert trace.failure is not None
    assert (trace.status, trace.failure.type, trace.failure.message) == failure


def test_a_missing_function_is_named() -> None:
    trace = run(HEAD, "ghost")
    assert trace.failure is not None
    assert trace.failure.message == "there is no function ghost() in p.py"


def test_a_normal_exit_is_no_crash() -> None:
    trace = run(HEAD + "def main():\n    sys.exit(0)\n")
    assert (trace.status, trace.value) == ("returned", None)


@pytest.mark.parametrize(
    "body",
    [
        "def main():\n    Process(target=time.sleep, args=(9,), daemon=True).start()\n"
        "    return 1\n",
        "def main():\n    p = Process(target=time.sleep, args=(9,))\n    p.start()\n"
        "    p.terminate()\n    p.join()\n    return 1\n",
        "def main():\n    with Pool(2) as pool:\n        pool.map(abs, [1])\n    return 1\n",
        "def main():\n    q = JoinableQueue()\n    return 1\n",
    ],
)
def test_an_end_that_the_program_ordered_is_no_crash(body: str) -> None:
    trace = run(HEAD + body)
    assert (trace.status, trace.value, trace.orphans) == ("returned", 1, ())


def test_a_process_that_outlives_the_program_is_an_orphan() -> None:
    trace = run(
        HEAD + "def main():\n    if os.fork() == 0:\n        time.sleep(5)\n        os._exit(0)\n"
    )
    assert (trace.status, trace.orphans) == ("returned", (1,))


@pytest.mark.parametrize(
    ("body", "status", "limit", "hung"),
    [
        ("def main():\n    while True:\n        os.fork()\n", "crashed", "processes", ""),
        ("def main():\n    while True:\n        print('x' * 999)\n", "crashed", "output", ""),
        ("def main():\n    while True:\n        time.sleep(1)\n", "stuck", "steps", ""),
        ("def main():\n    e = Event()\n    while not e.is_set(): pass\n", "stuck", "steps", ""),
        ("def main():\n    while True:\n        pass\n", "stuck", "", "burning"),
        ("def main():\n    os.read(os.pipe()[0], 1)\n", "stuck", "", "sleeping"),
    ],
)
def test_a_run_is_bounded(body: str, status: str, limit: str, hung: str) -> None:
    settings = Settings(steps=2000, cpu_seconds=0.5, sleeping_seconds=0.5)
    trace = run(HEAD + body, settings=settings)
    assert (trace.status, trace.limit, trace.hung) == (status, limit, hung)


def test_a_loop_at_the_end_of_a_pipe_is_told_before_the_budget_is_spent() -> None:
    trace = run(
        HEAD
        + """
def main():
    receiver, sender = Pipe(duplex=False)
    sender.close()
    while True:
        try:
            receiver.recv()
        except EOFError:
            continue
"""
    )
    assert trace.status == "stuck"
    assert len(trace.steps) < 1000


def test_a_hung_task_tells_where_it_is() -> None:
    body = "def spin():\n    while True: pass\ndef main():\n    spin()\n"
    trace = run(HEAD + body, settings=Settings(cpu_seconds=0.5))
    assert [(site.line, site.function) for site in trace.tasks[0].stack] == [
        (9, "main"),
        (7, "spin"),
    ]


def test_too_much_memory_is_an_error_of_the_program() -> None:
    trace = run(HEAD + "def main():\n    return len(bytearray(3 * 10**9))\n")
    assert trace.failure is not None
    assert (trace.status, trace.failure.type) == ("raised", "MemoryError")


def test_an_error_that_a_pool_keeps_is_told() -> None:
    trace = run(
        HEAD
        + """
def main():
    with Pool(1) as pool:
        pool.apply_async(boom, (1,))
        pool.close()
        pool.join()
"""
    )
    told = events(trace, "swallowed")
    assert [(value["where"], value["type"], value["message"]) for value in told] == [
        ("pool", "ValueError", "no 1")
    ]


UNPICKLED = "PicklingError" if sys.version_info >= (3, 14) else "AttributeError"  # of a lambda


def test_an_error_that_a_feeder_keeps_is_told() -> None:
    trace = run(HEAD + "def main():\n    q = Queue()\n    q.put(lambda: 1)\n")
    told = events(trace, "swallowed")
    assert [(value["where"], value["type"]) for value in told] == [("feeder", UNPICKLED)]


def test_an_end_released_too_often_is_told() -> None:
    trace = run(HEAD + "def main():\n    s = BoundedSemaphore(1)\n    s.release()\n")
    assert trace.failure is not None
    assert trace.failure.message == "semaphore or lock released too many times"
    assert events(trace, "released-too-often") == [1]


def test_values_come_as_bounded_plain_data() -> None:
    body = """
class Liar:
    def __repr__(self): return "42"
    def __eq__(self, other): return True
def main():
    return [1, 2.5, None, (1, 2), {3, 1}, {1: "a"}, b"x", Liar(), float("inf"), 10**400]
"""
    assert run(HEAD + body).value == [
        1,
        2.5,
        None,
        [1, 2],
        [1, 3],
        {"1": "a"},
        {"type": "bytes", "text": "b'x'"},
        {"type": "Liar"},
        {"type": "float", "text": "inf"},
        {"type": "int", "bits": 1329},
    ]


def test_a_value_of_a_subclass_comes_as_what_it_is_equal_to() -> None:
    body = """
from collections import Counter, OrderedDict, defaultdict, namedtuple
from enum import Enum, IntEnum
class State(str, Enum):
    READY = "ready"
class Way(IntEnum):
    ROAD = 1
class Half(float):
    pass
class Loud(str):
    def __str__(self): return "LOUD"
    def __len__(self): raise RuntimeError("asked")
class Long(list):
    def __iter__(self): raise RuntimeError("asked")
class Book(dict):
    def items(self): raise RuntimeError("asked")
def main():
    pair = namedtuple("Pair", "left right")
    return [
        State.READY, Way.ROAD, Half(0.5), Loud("quiet"), Long([1, Way.ROAD]), Book(a=State.READY),
        pair(1, 2), Counter("aab"), OrderedDict(a=1), defaultdict(list, b=[2]), {State.READY: 1},
    ]
"""
    assert run(HEAD + body).value == [
        *("ready", 1, 0.5, "quiet", [1, 1], {"a": "ready"}, [1, 2]),
        *({"a": 2, "b": 1}, {"a": 1}, {"b": [2]}, {"ready": 1}),
    ]


def test_a_program_that_is_used_outside_control_is_said_so() -> None:
    body = "import subprocess\ndef main():\n    subprocess.run(['/bin/true'])\n"
    assert run(HEAD + body).uncontrolled == ("process (subprocess.Popen)",)


def test_a_long_loop_that_only_locks_is_no_busy_wait() -> None:
    body = """
def main():
    lock = Lock()
    for _ in range(1500):
        with lock:
            pass
    return "done"
"""
    assert run(HEAD + body).value == "done"


def test_looks_for_what_nobody_is_left_to_bring_end_before_the_budget_is_spent() -> None:
    body = """
def main():
    q = Queue()
    while q.empty():
        time.sleep(1)
"""
    trace = run(HEAD + body)
    assert (trace.status, trace.limit) == ("stuck", "steps")
    assert len(trace.steps) < 5000


def test_who_looks_around_alone_for_a_while_and_then_gives_up_is_not_stuck() -> None:
    body = """
def main():
    q = Queue()
    for number in range(900):
        if not q.empty():
            return "came"
        time.sleep(1)
    return "gave up"
"""
    assert run(HEAD + body).value == "gave up"


def test_who_looks_around_while_another_sleeps_is_not_alone() -> None:
    body = """
def bring(q):
    time.sleep(2000)
    q.put("bun")
def main():
    q = Queue()
    p = Process(target=bring, args=(q,))
    p.start()
    while q.empty():
        time.sleep(1)
    p.join()
    return q.get()
"""
    assert run(HEAD + body).value == "bun"


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


def test_arguments_of_a_spawned_process_may_be_longer_than_a_pipe() -> None:
    body = """
def size(text, box):
    box.value = len(text)
def main():
    c = get_context("spawn")
    box = c.Value("i", 0)
    p = c.Process(target=size, args=("x" * 300_000, box))
    p.start()
    p.join()
    return box.value
"""
    assert run(HEAD + body).value == 300_000


def test_data_that_threads_share_is_said_to_be_seen_at_lines_only() -> None:
    body = "def main():\n    t = threading.Thread(target=print)\n    t.start()\n    t.join()\n"
    assert run(HEAD + body).uncontrolled == ("threads-data",)


@pytest.mark.parametrize(("made", "seen"), [("Own", ("threads-data",)), ("dict", ())])
def test_an_own_class_in_a_manager_is_run_by_threads(made: str, seen: tuple[str, ...]) -> None:
    body = f"""
from multiprocessing.managers import BaseManager
class Own:
    def copy(self):
        return 1
class Keeper(BaseManager):
    pass
Keeper.register("made", {made})
def main():
    with Keeper() as keeper:
        keeper.made().copy()
"""
    assert run(HEAD + body).uncontrolled == seen


def test_a_default_time_out_of_sockets_does_not_reach_the_grader_s_own() -> None:
    trace = run("""
import socket
from multiprocessing import Process

def main():
    socket.setdefaulttimeout(0.01)
    worker = Process(target=print, args=("here",))
    worker.start()
    worker.join()
    return worker.exitcode
""")
    assert (trace.status, trace.value, trace.output) == ("returned", 0, "here\n")


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
