"""Programs of one submission, one after another in one sandbox, as if each had its own."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from typing import Any

import pytest

from grader.kernel.controller import Controller, SharedSandbox
from grader.kernel.errors import KernelFault
from grader.kernel.sandbox import Sandbox
from grader.model.program import Program
from grader.model.trace import Trace
from grader.settings import Settings
from tests.engine.engine import first

LEAVING = Program(
    "leaving.py",
    """
import os
from multiprocessing import shared_memory
def main():
    open("left.txt", "w").write("x")
    open("/tmp/left.txt", "w").write("x")
    shared_memory.SharedMemory("left", create=True, size=10)
    os.environ["LEFT"] = "1"
    if os.fork() == 0:
        os.setsid()
        while True:
            pass
    return os.cpu_count()
""",
    files={"given.txt": b"hello"},
)
LOOKING = Program(
    "looking.py",
    """
import os, sys, tempfile
def main():
    left = [*os.listdir("."), *os.listdir(tempfile.gettempdir()), *os.listdir("/dev/shm")]
    processes = sorted(filter(str.isdigit, os.listdir("/proc")), key=int)
    names = [name for name in ("leaving", "LEFT") if name in {*sys.modules, *os.environ}]
    return [left, len(processes), names, os.cpu_count()]
""",
    files={"other.txt": b"hello"},
)


@pytest.fixture
def shared() -> Iterator[SharedSandbox]:
    """A shared sandbox that is closed at the end."""
    sandbox = SharedSandbox()
    yield sandbox
    sandbox.close()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Sandbox]:
    """Every sandbox that is made meanwhile."""
    sandboxes: list[Sandbox] = []

    class Noted(Sandbox):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            sandboxes.append(self)

    monkeypatch.setattr("grader.kernel.controller.Sandbox", Noted)
    return sandboxes


def run(shared: SharedSandbox, program: Program, settings: Settings) -> Trace:
    with shared.controller(program, settings) as controller:
        return controller.run(first)


def test_the_program_before_leaves_nothing(shared: SharedSandbox) -> None:
    with shared.controller(LEAVING, Settings()) as controller:
        if not controller.isolation.full:
            pytest.skip("without full isolation the folders are the machine's")
        assert controller.run(first).value == 2
    with shared.controller(LOOKING, Settings(cpu_count=7)) as controller:
        after = controller.run(first)
    with Controller(LOOKING, Settings(cpu_count=7)) as controller:
        alone = controller.run(first)
    assert after.value == [["other.txt"], 2, [], 7]
    assert (after.value, after.digest) == (alone.value, alone.digest)


def test_one_sandbox_serves_all_programs_with_the_same_limits(
    shared: SharedSandbox, made: list[Sandbox]
) -> None:
    for program in (LEAVING, LOOKING):
        for count in (2, 3):
            assert run(shared, program, Settings(cpu_count=count)).status == "returned"
    assert len(made) == 1
    for number, other in enumerate(
        (Settings(processes=30), Settings(memory_together=2**30), Settings(file_size=2**20)), 2
    ):
        assert run(shared, LOOKING, other).status == "returned"
        assert len(made) == number


def test_a_sandbox_that_broke_is_not_used_again(shared: SharedSandbox, made: list[Sandbox]) -> None:
    assert run(shared, LOOKING, Settings()).status == "returned"
    os.kill(made[0].pid, signal.SIGKILL)
    with pytest.raises(KernelFault, match=r"^the zygote (is gone|has ended)"):
        run(shared, LOOKING, Settings())
    assert run(shared, LOOKING, Settings()).status == "returned"
    assert len(made) == 2


def test_closing_ends_the_sandbox(made: list[Sandbox]) -> None:
    shared = SharedSandbox()
    run(shared, LOOKING, Settings())
    shared.close()
    with pytest.raises(ProcessLookupError):
        os.kill(made[0].pid, 0)
