"""A new process that the system refuses, or that never comes, ends the run and not the grader."""

from __future__ import annotations

import pytest

from grader.kernel import watchdog
from grader.settings import Settings
from tests.engine.engine import first, program

CROWDED = """
import multiprocessing as mp, subprocess

def main():
    context = mp.get_context("{method}")
    process = context.Process(target=int)
    process.start()
    process.join()
    beside = []
    try:
        while True:
            beside.append(subprocess.Popen(["sleep", "1000"]))
    except OSError:
        pass
    context.Process(target=int).start()
"""


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_a_process_that_the_system_refuses_is_one_too_many(python: str, method: str) -> None:
    source = CROWDED.format(method=method)
    with program(source, python=python, settings=Settings(processes=5)) as machine:
        trace = machine.run(first)
        assert trace.failure is not None
        assert (trace.status, trace.failure.message) == ("crashed", "processes")
        again = machine.run(first)
    assert again.digest == trace.digest


NEVER_COMES = """
import os, subprocess, sys, time

OPENS = '''
import os
os.mkfifo("x")
opens = (os.POSIX_SPAWN_OPEN, 5, "x", os.O_RDONLY, 0)
os.posix_spawn("/bin/true", ["true"], {}, file_actions=[opens])
'''

def main():
    frame = sys._getframe()
    while "link" not in frame.f_locals:
        frame = frame.f_back
    link = frame.f_locals["link"]
    subprocess.Popen([sys.executable, "-c", OPENS])
    while not os.path.exists("x"):
        pass
    kernel, own = link.socketpair()
    link.ask("fork", None, {"name": "y"}, fds=(kernel.fileno(),))
    kernel.close()
    time.sleep(1)
"""


def test_a_child_that_never_comes_while_another_waits_within_the_system(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(watchdog, "BIRTH_SECONDS", 5)
    with program(NEVER_COMES) as machine:
        trace = machine.run(first)
    assert trace.failure is not None
    assert trace.failure.message == "it announced a new task that never began"
