"""What a blocked task is said to wait for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.diagnosis.scene import Scene
from grader.diagnosis.waits import phrase, waits_of
from grader.model.operations import Operation
from tests.diagnosis.build import Building

WAITS: list[tuple[str, str, str, Operation, str]] = [
    ("Pool.__exit__", "inner", "pool", "acquire", "the pool to end"),
    ("Pool.terminate", "inner", "pool", "acquire", "the pool to end"),
    ("Pool.join", "thread-lock", "pool", "thread-wait", "the pool to end"),
    ("Pool.map", "thread-lock", "pool", "thread-wait", "a result of the pool"),
    ("ApplyResult.get", "thread-lock", "r", "thread-wait", "a result of the pool"),
    ("Executor.__exit__", "thread-lock", "ex", "thread-wait", "the executor to end"),
    ("ThreadPoolExecutor.shutdown", "thread-lock", "ex", "thread-wait", "the executor to end"),
    ("get (Queue)", "pipe-end", "q", "readable", "an item from q"),
    ("put (JoinableQueue)", "pipe-end", "q", "readable", "room in q"),
    ("join (JoinableQueue)", "pipe-end", "q", "readable", "every item of q to be marked done"),
    ("BaseProcess.join", "pipe-end", "p", "wait", "p to end"),
    ("BaseProcess.join", "pipe-end", "a pipe end", "wait", "a thread or process to end"),
]


@pytest.mark.parametrize(("method", "kind", "name", "op", "told"), WAITS)
def test_a_wait_in_words(method: str, kind: str, name: str, op: Operation, told: str) -> None:
    run = Building()
    run.waits(run.main, 5, method, run.thing(kind, name), op)
    scene = Scene(run.trace("deadlock"))
    assert [phrase(scene, wait) for wait in waits_of(scene)] == [told]


def test_objects_that_are_called_alike_are_numbered_but_not_the_connections_to_a_manager() -> None:
    run = Building()
    own = [run.thing("pipe-end", "end") for _ in range(2)]
    run.things.update({key: replace(run.things[key], creator=0) for key in own})
    connection = run.thing("pipe-end", "end")
    scene = Scene(run.trace("returned"))
    assert [scene.called(key) for key in own] == ["end (no. 1)", "end (no. 2)"]
    assert scene.called(connection) == "end"


def test_locks_among_threads_are_not_numbered() -> None:
    run = Building()
    locks = [run.thing("thread-lock", "q") for _ in range(2)]
    scene = Scene(run.trace("returned"))
    assert [scene.called(key) for key in locks] == ["q", "q"]
