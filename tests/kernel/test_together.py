"""What all processes of a run have together is bounded, whether or not there is a cgroup."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from grader.guest.launcher import group as groups
from grader.guest.launcher.group import Group
from grader.guest.launcher.job import Job
from grader.kernel.controller import Controller
from grader.kernel.isolation import Isolation
from grader.kernel.sandbox import Sandbox, probe
from grader.model.program import Program
from grader.model.trace import Trace
from grader.settings import MIB, Settings

SMALL = Settings(memory=256 * MIB, memory_together=100 * MIB, file_size=MIB, processes=8)

TAKERS = """\
from multiprocessing import Event, Process


def take(size, enough):
    held = bytearray(size)
    enough.wait()


def main(count, size):
    enough = Event()
    takers = [Process(target=take, args=(size, enough)) for _ in range(count)]
    for taker in takers:
        taker.start()
    for _ in range(20):
        enough.is_set()
    enough.set()
    for taker in takers:
        taker.join()
    return count
"""

SHARERS = """\
from multiprocessing import Process

HELD = bytearray(60 << 20)


def look():
    print(len(HELD))


def main():
    lookers = [Process(target=look) for _ in range(3)]
    for looker in lookers:
        looker.start()
    for looker in lookers:
        looker.join()
"""

UNCONTROLLED = """\
import ctypes


def main():
    system = ctypes.CDLL(None)
    for _ in range(4):
        if system.fork() == 0:
            held = bytearray(50 << 20)
            system.pause()
    system.pause()
"""

FILES_IN_MEMORY = """\
import os


def main():
    held = [os.memfd_create("x") for _ in range(200)]
    for file in held:
        os.write(file, bytes(1 << 20))
    return len(held)
"""


def run(source: str, *arguments: int, settings: Settings = SMALL) -> Trace:
    def last(options: tuple[object, ...]) -> int:
        return len(options) - 1

    with Controller(Program("taken.py", source, "main", arguments), settings) as machine:
        return machine.run(last)


class TestTheCount:
    def test_ends_a_run_whose_processes_hold_too_much_together(self) -> None:
        trace = run(TAKERS, 4, 40 * MIB)
        assert (trace.status, trace.limit) == ("crashed", "together")

    def test_lets_a_run_be_that_holds_less(self) -> None:
        trace = run(TAKERS, 4, 2 * MIB)
        assert (trace.status, trace.value, trace.limit) == ("returned", 4, "")

    def test_counts_once_what_processes_share(self) -> None:
        trace = run(SHARERS)
        assert (trace.status, trace.limit) == ("returned", "")

    def test_sees_processes_that_are_not_under_control(self) -> None:
        trace = run(UNCONTROLLED)
        assert (trace.status, trace.limit) == ("crashed", "together")


SYSTEM_V = """\
import ctypes


def main():
    system, held = ctypes.CDLL(None), 0
    while held < 100 and system.shmget(0, 1 << 20, 0o1600) >= 0:
        held += 1
    return held
"""


def test_shared_memory_that_outlives_its_maker_is_bounded() -> None:
    if not probe(SMALL).protects("ipc"):
        pytest.skip("it is the machine's")
    if os.geteuid() != 0:
        pytest.skip("only the superuser may bound it")
    assert run(SYSTEM_V).value == 4


@pytest.fixture
def job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Job:
    """What is to be limited, where three cgroups are around: the outermost is shared out."""
    inner = tmp_path / "outer" / "middle" / "inner"
    inner.mkdir(parents=True)
    (inner / "cgroup.subtree_control").write_text("")
    (inner.parent / "cgroup.subtree_control").write_text("cpu pids")
    (inner.parent.parent / "cgroup.subtree_control").write_text("cpu memory pids")
    around = [str(inner), str(inner.parent), str(inner.parent.parent)]
    monkeypatch.setattr(groups, "parents", lambda: iter(around))
    return {"mark": "abc", "together": 1000, "limits": {"NPROC": 7}}  # type: ignore[typeddict-item]  # only what is read


class TestTheCgroup:
    def test_is_made_in_the_nearest_that_shares_memory_out(self, tmp_path: Path, job: Job) -> None:
        made = groups.make(job)
        assert made == Group(str(tmp_path / "outer" / "grader-abc"))
        assert Path(made.folder, "memory.max").read_text() == "1000"
        assert [*(tmp_path / "outer" / "middle").rglob("grader-*")] == []

    def test_is_done_without_where_none_is_shared_out(self, tmp_path: Path, job: Job) -> None:
        (tmp_path / "outer" / "cgroup.subtree_control").write_text("cpu")
        assert groups.make(job) == Group(why="none here shares memory out")

    def test_is_done_without_where_none_may_be_made(
        self, tmp_path: Path, job: Job, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def denied(path: str) -> None:
            raise PermissionError(13, "Permission denied", path)

        monkeypatch.setattr(os, "mkdir", denied)
        assert groups.make(job) == Group(why=f"Permission denied: {tmp_path / 'outer'}")

    def test_is_told_in_the_isolation(self) -> None:
        assert Isolation(ungrouped="none here shares memory out").words == (
            "isolated: own processes, files, network and user; limits in force, "
            "on the memory of all processes together by count and not by a cgroup "
            "(none here shares memory out)"
        )


@pytest.fixture
def grouped() -> None:
    if why := probe(SMALL).ungrouped:
        pytest.skip(f"no cgroup for a sandbox on this machine: {why}")


@pytest.mark.usefixtures("grouped")
class TestARealCgroup:
    def test_has_the_limits_and_the_zygote_and_goes_with_the_sandbox(self) -> None:
        with Sandbox(SMALL) as sandbox:
            group = Path(sandbox.group)
            assert (group / "memory.max").read_text() == f"{(100 + 256 + 16) * MIB}\n"
            assert (group / "pids.max").read_text() == "32\n"
            assert (group / "cgroup.procs").read_text() == f"{sandbox.pid}\n"
        assert not group.exists()

    def test_ends_a_run_that_holds_too_much_where_no_count_sees_it(self) -> None:
        trace = run(FILES_IN_MEMORY, settings=SMALL.with_("", memory=64 * MIB))
        assert (trace.status, trace.limit) == ("crashed", "together")

    def test_is_emptied_of_what_leaves_the_tree(self) -> None:
        trace = run(UNCONTROLLED, settings=Settings(isolation="none", processes=8))
        assert trace.hung == "sleeping"
