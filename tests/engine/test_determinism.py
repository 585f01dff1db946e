"""One task at a time, the same run for the same schedule, whatever else the machine does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.engine import Dice, first, program

UNCONTROLLED = """
import mmap
from multiprocessing import Lock, Process
def add(memory, lock):
    for _ in range(3):
        for _ in range(2000):
            memory[0:4] = (int.from_bytes(memory[0:4], "little") + 1).to_bytes(4, "little")
        with lock:
            pass
def main():
    memory, lock = mmap.mmap(-1, 4), Lock()
    workers = [Process(target=add, args=(memory, lock)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return int.from_bytes(memory[0:4], "little")
"""


@pytest.fixture
def busy_machine() -> Iterator[None]:
    """Keep every core busy meanwhile."""
    burn = [sys.executable, "-c", "while True: pass"]
    burners = [subprocess.Popen(burn) for _ in range(2 * (os.cpu_count() or 1))]
    yield
    for burner in burners:
        burner.send_signal(signal.SIGKILL)
        burner.wait()


def test_only_one_task_runs_at_a_time() -> None:
    with program(UNCONTROLLED) as controller:
        values = {controller.run(Dice(seed)).value for seed in range(5)}
    assert values == {18_000}, "no increment is ever lost between two points"


PROGRAMS = ("locks", "queues", "pipes", "managers", "pools", "executors", "threads")


def _digests(function: str, seeds: range) -> list[str]:
    with program("primitives", function) as controller:
        return [controller.run(Dice(seed)).digest for seed in seeds]


@pytest.mark.parametrize("function", PROGRAMS)
def test_same_seed_same_trace(function: str, busy_machine: None) -> None:
    assert _digests(function, range(4)) == _digests(function, range(4))


@pytest.mark.parametrize("function", PROGRAMS)
def test_details_change_nothing(function: str) -> None:
    with program("primitives", function) as controller:
        plain = [controller.run(Dice(seed)).digest for seed in range(3)]
        detailed = [controller.run(Dice(seed), detailed=True).digest for seed in range(3)]
    assert plain == detailed


def test_a_run_leaves_nothing_for_the_next() -> None:
    source = """
import os, tempfile
def main():
    before = sorted(os.listdir("."))
    open("left.txt", "w").write("x")
    tempfile.NamedTemporaryFile(delete=False).write(b"x")
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            while True:
                pass
        os._exit(0)
    return before
"""
    with program(source, files={"given.txt": b"hello"}) as controller:
        for _ in range(3):
            trace = controller.run(first)
            assert trace.value == ["given.txt"]


PIDS = """
import os
from multiprocessing import Process, Queue, get_context
def work(queue):
    queue.put((os.getpid(), os.getppid()))
def main():
    workers, told = [], []
    for method in "fork", "spawn":
        context = get_context(method)
        queue = context.Queue()
        worker = context.Process(target=work, args=(queue,))
        worker.start()
        told.append(queue.get())
        workers.append(worker)
    for worker in workers:
        worker.join()
    assert [worker.pid for worker in workers] == [pid for pid, _ in told]
    return os.getpid(), told
"""


def test_process_ids_are_the_same_in_every_run() -> None:
    with program(PIDS) as controller:
        if not controller.isolation.protects("processes"):
            pytest.skip("without a namespace of their own, process ids go on from run to run")
        runs = [controller.run(first).value for _ in range(3)]
    with program(PIDS) as controller:
        runs.append(controller.run(first).value)
    assert runs[1:] == runs[:-1]
    main, ((forked, parent), _) = runs[0]
    assert (main, forked, parent) == (100, 101, 100)


def test_no_process_of_a_run_has_a_power_or_the_file_that_numbers_processes() -> None:
    source = """
import os
from multiprocessing import get_context
def look(_=None):
    with open("/proc/self/status") as lines:
        status = dict(line.split(":\t", 1) for line in lines)
    powers = [int(status["Cap" + kind], 16) for kind in ("Inh", "Prm", "Eff", "Bnd", "Amb")]
    paths = [f"/proc/self/fd/{fd}" for fd in range(40)]
    files = [os.readlink(path) for path in paths if os.path.lexists(path)]
    return sum(powers), [file for file in files if "last_pid" in file]
def main():
    told = [look()]
    for method in "fork", "spawn":
        with get_context(method).Pool(1) as pool:
            told += pool.map(look, [0])
    return told
"""
    with program(source) as controller:
        bounded = os.geteuid() == 0 or controller.isolation.protects("processes")
        trace = controller.run(first)
    assert trace.status == "returned"
    if bounded:
        assert trace.value == [[0, []]] * 3


def test_nothing_of_ours_can_be_imported_by_a_program() -> None:
    source = """
def main():
    try:
        import grader
    except ImportError:
        return "not there"
"""
    with program(source) as controller:
        assert controller.run(first).value == "not there"


def test_the_program_is_not_changed_by_the_path_it_came_from(tmp_path: Path) -> None:
    (tmp_path / "helper.py").write_text("ANSWER = 42\n")
    source = "import helper\ndef main():\n    return helper.ANSWER\n"
    with program(source, import_folders=(str(tmp_path),)) as controller:
        assert controller.run(first).value == 42
