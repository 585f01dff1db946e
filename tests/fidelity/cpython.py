"""CPython's own tests as programs of the engine, and as plain ones."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from grader.kernel.controller import Controller
from grader.model.program import Program
from grader.model.trace import Option, Trace
from grader.settings import Settings

DRIVER = Path(__file__).with_name("driver.py").read_text("utf-8")
MULTIPROCESSING = "_test_multiprocessing"
SUITES = (MULTIPROCESSING, "test_queue", "test_threading", "test_concurrent_futures")
METHODS = ("fork", "spawn", "forkserver")
SETTINGS = Settings(steps=60_000, operations=2_000_000, processes=150)
"""More than a learner's program gets: some of these tests start a hundred processes."""

PLAIN_SECONDS = 120  # for one test in the plain interpreter

Pick = Callable[[tuple[Option, ...]], int]


class NoTests(Exception):
    """The interpreter came without these tests."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How one run of one test ended: passed, skipped, failed, or a status of the engine."""

    how: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class Suite:
    """One module of tests, for one start method and one interpreter."""

    module: str  # within the package ``test``
    method: str
    python: str  # the interpreter's path

    def names(self) -> list[str]:
        """Return the names of its tests. Raises NoTests."""
        home = _library(self.python) / "test"
        if not (home / f"{self.module}.py").is_file() and not (home / self.module).is_dir():
            raise NoTests(f"this interpreter came without {self.module}")
        return _plain(self, "names", "")

    def plainly(self, name: str) -> Ended:
        """Run a test in the plain interpreter."""
        try:
            return Ended(*_plain(self, "one", name))
        except subprocess.TimeoutExpired:
            return Ended("hung", f"no end within {PLAIN_SECONDS} s")
        except (ValueError, IndexError):
            return Ended("failed", "it told of no result")

    def controlled(self, name: str, schedules: int) -> Iterator[Ended]:
        """Run a test under the default schedule, and under others chosen by chance."""
        settings = SETTINGS.with_("the interpreter", start_method=_own_method(self.python))
        with Controller(self._program(name), settings, python=self.python) as machine:
            for seed in range(schedules):
                yield _ended(machine.run(_walk(seed) if seed else _first))

    def _program(self, name: str) -> Program:
        module = _library(self.python) / "test" / f"{self.module}.py"
        if not module.is_file():  # a package: none of its modules is the one to be watched
            source = f"METHOD, SUITE = {self.method!r}, 'test.{self.module}'\n{DRIVER}"
            return Program("driver.py", source, "one", (name,))
        # Its own lines count as a learner's: tasks change over at every call that a test makes.
        head = f"METHOD, SUITE = {self.method!r}, {self.module!r}\n"
        return Program(
            module.name,
            module.read_text("utf-8"),
            "one",
            (name,),
            scenario=head + DRIVER,
            scenario_name="driver.py",
        )


def _first(options: tuple[Option, ...]) -> int:
    return 0


def _walk(seed: int) -> Pick:
    chance = random.Random(seed)
    return lambda options: chance.randrange(len(options))


def _ended(trace: Trace) -> Ended:
    """Tell how the test itself ended: a child that failed may be what it is about."""
    value = trace.value
    if isinstance(value, list) and len(value) == 2 and trace.status in ("returned", "crashed"):
        return Ended(str(value[0]), str(value[1]))
    where = "; ".join(
        f"{task.name} {task.state} at {task.pending.op if task.pending else '-'}"
        for task in trace.tasks
        if task.state != "ended"
    )
    return Ended(trace.status, f"{trace.failure} {trace.limit} {trace.hung} {where}".strip())


@cache
def _library(python: str) -> Path:
    """Return the folder of the interpreter's library. Raises NoTests."""
    code = "import sysconfig; print(sysconfig.get_path('stdlib'))"
    asked = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True)
    library = Path(asked.stdout.strip())
    if not (library / "test" / f"{MULTIPROCESSING}.py").is_file():
        raise NoTests("this interpreter came without its test package")
    return library


@cache
def _own_method(python: str) -> str:
    """Return how the interpreter starts processes by default: a test may not choose."""
    code = "import multiprocessing; print(multiprocessing.get_start_method())"
    asked = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True)
    return asked.stdout.strip()


def _plain(suite: Suite, function: str, name: str) -> list[str]:
    with (
        _as_files(suite) as folder,
        subprocess.Popen(
            [suite.python, folder / "run_plainly.py", function, name],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        ) as process,
    ):
        try:
            said, _ = process.communicate(timeout=PLAIN_SECONDS)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # with what the test has left behind
    lines = [line for line in said.splitlines() if line.startswith("RESULT ")]
    result: list[str] = json.loads(lines[-1][7:])
    return result


@contextmanager
def _as_files(suite: Suite) -> Iterator[Path]:
    _library(suite.python)
    with tempfile.TemporaryDirectory(prefix="fidelity-") as name:
        folder = Path(name)
        head = f"METHOD, SUITE = {suite.method!r}, 'test.{suite.module}'\n"
        (folder / "plain_driver.py").write_text(head + DRIVER)
        (folder / "run_plainly.py").write_text(RUN_PLAINLY)
        yield folder


RUN_PLAINLY = """\
import json
import sys

if __name__ == "__main__":
    import plain_driver

    result = json.dumps(getattr(plain_driver, sys.argv[1])(sys.argv[2]))
    print("\\nRESULT " + result, flush=True)  # some tests leave a line unfinished
"""


def this_interpreter() -> str:
    """Return the path of the interpreter that runs here, outside its virtual environment."""
    return getattr(sys, "_base_executable", sys.executable)
