"""How a run can end."""

from __future__ import annotations

import pytest

from tests.engine.engine import HEAD, blocked, run


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


def test_too_much_memory_is_an_error_of_the_program() -> None:
    trace = run(HEAD + "def main():\n    return len(bytearray(3 * 10**9))\n")
    assert trace.failure is not None
    assert (trace.status, trace.failure.type) == ("raised", "MemoryError")
