"""A run is bounded, and what only looks like going on for ever is none of it."""

from __future__ import annotations

import pytest

from grader.settings import Settings
from tests.engine.engine import HEAD, run


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
