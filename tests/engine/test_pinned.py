"""What a program is told is the same in every run, and what is not under control is said."""

from __future__ import annotations

import pytest

from tests.engine.engine import run

CHANCE = """
import os, random, secrets, uuid
from multiprocessing import Process, Queue

def draw():
    return [
        random.random(), random.Random().random(), random.SystemRandom().random(),
        random.seed(), random.random(), str(uuid.uuid4()), secrets.token_hex(4), hash("a"),
    ]

def child(queue):
    queue.put(draw())

def main():
    queue = Queue()
    children = [Process(target=child, args=(queue,)) for _ in range(2)]
    for process in children:
        process.start()
    drawn = [queue.get() for _ in children]
    for process in children:
        process.join()
    return [draw(), *drawn]
"""


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_chance_is_the_same_in_every_run_and_differs_between_processes(
    python: str, method: str
) -> None:
    first, again = (run(CHANCE, python=python, start_method=method).value for _ in range(2))
    assert first == again
    assert isinstance(first, list)
    columns = list(zip(*first, strict=True))
    seed, hashed = 3, 7
    assert {len(set(column)) for n, column in enumerate(columns) if n not in (seed, hashed)} == {3}
    assert len(set(columns[hashed])) == 1


@pytest.mark.parametrize(
    "body",
    [
        "import mmap\ndef main():\n    mmap.mmap(-1, 8).close()\n",
        "from multiprocessing.shared_memory import SharedMemory\ndef main():\n"
        "    memory = SharedMemory(create=True, size=8)\n    memory.close()\n    memory.unlink()\n",
    ],
)
def test_memory_that_is_shared_without_control_is_told(body: str, python: str) -> None:
    assert run(body, python=python).uncontrolled == ("shared-memory",)


def test_memory_under_control_is_not_told_as_uncontrolled(python: str) -> None:
    body = "from multiprocessing import Array\ndef main():\n    return Array('i', 3)[0]\n"
    trace = run(body, python=python)
    assert (trace.value, trace.uncontrolled) == (0, ())
