"""The limits of what runs in a sandbox."""

from __future__ import annotations

import resource
from collections.abc import Callable
from typing import Any

import pytest

from grader.kernel.launching import CPU_SECONDS, OPEN_FILES
from grader.kernel.sandbox import probe
from grader.settings import MIB, Settings

from .conftest import WAYS, Box

BOMB = """
import os, signal
count = 0
try:
    while os.fork():
        count += 1
    signal.pause()
except BlockingIOError:
    answer = count
    # The forks are ended with the sandbox.
"""


class TestLimits:
    def test_are_set_for_good(self, box: Box) -> None:
        limits = box.ask("""
import resource
import secrets
names = ("AS", "FSIZE", "NOFILE", "CORE", "CPU", "STACK", "NPROC")
answer = {name: resource.getrlimit(getattr(resource, "RLIMIT_" + name)) for name in names}
""")
        settings = box.way.settings
        soft, hard = limits.pop("NPROC")
        assert soft == hard >= 4 * settings.processes
        if box.protects("user"):
            assert hard == 4 * settings.processes
        assert limits == {
            "AS": [settings.memory] * 2,
            "FSIZE": [settings.file_size] * 2,
            "NOFILE": [OPEN_FILES] * 2,
            "CORE": [0, 0],
            "CPU": [CPU_SECONDS] * 2,
            "STACK": [8 * MIB] * 2,
        }
        error = box.error("import resource; resource.setrlimit(resource.RLIMIT_AS, (-1, -1))")
        assert error == "ValueError: not allowed to raise maximum limit"

    def test_hold(self, box: Box) -> None:
        assert box.error(f"bytearray({box.way.settings.memory})") == "MemoryError: "
        size = box.way.settings.file_size
        write = f"open('big', 'wb', 0).write(bytes({size})); open('big', 'ab', 0).write(b'1')"
        error = box.error(write)
        box.ask("import os; os.unlink('big')")
        assert error == "OSError: [Errno 27] File too large"

    def test_hold_for_the_number_of_processes(self, boxes: Callable[..., Any]) -> None:
        for name in ("all", "nobody"):
            with boxes(WAYS[name], settings=Settings(processes=5)) as box:
                assert box.ask(BOMB) == 4 * 5 - 2 - (name == "nobody")

    def test_one_sandbox_does_not_use_up_anothers_share(self, boxes: Callable[..., Any]) -> None:
        five = Settings(isolation="require", processes=5)
        with boxes(WAYS["all"], settings=five) as one, boxes(WAYS["all"], settings=five) as two:
            full = one.ask(BOMB)  # its forks stay
            assert two.ask(BOMB) == full == 4 * 5 - 2

    def test_bound_what_the_private_folders_hold(self, box: Box) -> None:
        if not box.protects("files"):
            pytest.skip("the folders are the machine's")
        for folder in ("/tmp", "/dev/shm", "."):
            error = box.error(f"""
import os
try:
    for number in range(1000):
        with open("{folder}/%d" % number, "wb") as file:
            file.truncate(0), file.write(bytes(8 * 1024 * 1024))
finally:
    for number in range(number + 1):
        os.unlink("{folder}/%d" % number)
""")
            assert error == "OSError: [Errno 28] No space left on device"


def test_the_tests_see_their_own_limits() -> None:
    """A sandbox changes nothing of the process that makes it."""
    before = [resource.getrlimit(kind) for kind in range(10)]
    probe(Settings())
    assert [resource.getrlimit(kind) for kind in range(10)] == before
