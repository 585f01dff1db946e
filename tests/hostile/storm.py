"""A class is graded while its processes are killed, again and again: nothing may get lost.

    python -m tests.hostile.storm --runs 200 --seed 0

In each run one process (the grader, a worker, a sandbox's supervisor or its zygote) is killed at a
moment that the seed chooses, then the same command is given again until it ends well. Every
student must then have one result, equal to that of an undisturbed run but for the times, and
nothing may be left.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from tests.small_course import RACY, RIGHT, make_course

TOP = Path(__file__).parents[2]
VICTIMS = ("grader", "worker", "supervisor", "zygote")
TRIES = 6  # a killed run, one that is unsure for it, and some to spare


class Lost(AssertionError):
    """Something got lost, or was left."""


class Storm:
    """One class, graded again and again in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.exercises = make_course(folder)
        (folder / "temporary").mkdir()
        for name, text in {"ali": RIGHT, "bea": RACY, "cid": "def count(:\n"}.items():
            (folder / "class" / name).mkdir(parents=True)
            (folder / "class" / name / "count.py").write_text(text)
        began = time.monotonic()
        if self.start("undisturbed").wait() != 0:
            raise Lost("the undisturbed run did not end well")
        self.seconds = time.monotonic() - began
        self.wanted = self.results("undisturbed")

    def start(self, out: str) -> subprocess.Popen[bytes]:
        """Start ``grader grade``."""
        command = [sys.executable, "-m", "grader", "grade", "class", "-o", out, "--schedules", "4"]
        return subprocess.Popen(
            [*command, "--exercises", str(self.exercises), "--jobs", "2"],
            cwd=self.folder,
            env={
                **os.environ,
                "PYTHONPATH": str(TOP),
                "TMPDIR": str(self.folder / "temporary"),
            },
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def results(self, out: str) -> dict[str, Any]:
        """Return all that was written but the times, by the file's name."""
        found: dict[str, Any] = {}
        for path in sorted((self.folder / out).iterdir()):
            if path.suffix == ".json":
                found[path.name] = _timeless(json.loads(path.read_text()))
            elif path.suffix == ".csv":
                found[path.name] = path.read_text()
            elif path.is_file():
                found[path.name] = "there"  # a picture tells how long it took
        for path in sorted((self.folder / out / ".state").glob("*.json")):
            found[f".state/{path.name}"] = _timeless(json.loads(path.read_text()))
        return found

    def run(self, number: int, chance: random.Random) -> str:
        """Grade the class with one process killed; return which. Raises Lost."""
        out, draw = f"out{number}", chance.random()
        grader = self.start(out)
        time.sleep(chance.uniform(0, self.seconds))
        family = descendants(grader.pid)
        watched = [fd for pid in family if (fd := open_pid(pid)) is not None]
        kinds = {pid: kind for pid in family if (kind := kind_of(pid, grader.pid))}
        there = [kind for kind in VICTIMS if kind in kinds.values()]
        killed = "nobody"
        if grader.poll() is None and there:
            killed = there[int(draw * len(there))]
            kill(next(pid for pid, kind in kinds.items() if kind == killed))
        code = grader.wait()
        for _ in range(TRIES):
            if code == 0:
                break
            code = self.start(out).wait()
        if code != 0:
            raise Lost(f"run {number} ({killed}): exit code {code} in the end")
        if self.results(out) != self.wanted:
            raise Lost(f"run {number} ({killed}): another result, in {self.folder / out}")
        left = [fd for fd in watched if not select.select([fd], [], [], 20)[0]]
        for fd in watched:
            os.close(fd)
        if left:
            raise Lost(f"run {number} ({killed}): {len(left)} processes survived")
        if files := [*(self.folder / "temporary").iterdir()]:
            raise Lost(f"run {number} ({killed}): files are left: {files}")
        return killed


def _timeless(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _timeless(value) for key, value in data.items() if key != "seconds"}
    return [_timeless(item) for item in data] if isinstance(data, list) else data


def descendants(pid: int) -> list[int]:
    """Return a process and all below it."""
    found = [pid]
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):
            for child in Path(f"/proc/{pid}/task/{thread}/children").read_text().split():
                found += descendants(int(child))
    except OSError:
        pass
    return found


def kind_of(pid: int, grader: int) -> str:
    """Return what a process of the grader's is."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return ""
    if pid == grader:
        return "grader"
    if b"grader.worker" in words:
        return "worker"
    if any(word.endswith(b"/launch.py") for word in words):
        parent = int(status.rpartition(")")[2].split()[1])
        try:
            inner = b"/launch.py" in Path(f"/proc/{parent}/cmdline").read_bytes()
        except OSError:
            return ""
        return "zygote" if inner else "supervisor"
    return ""


def open_pid(pid: int) -> int | None:
    """Return a descriptor of a process, if it is still there."""
    try:
        return os.pidfd_open(pid)
    except ProcessLookupError:
        return None


def kill(pid: int) -> None:
    """Kill a process that may have ended."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def storm(folder: Path, runs: int, seed: int, *, say: bool = False) -> Counter[str]:
    """Return how often who was killed. Raises Lost."""
    chance = random.Random(seed)
    weather = Storm(folder)
    killed: Counter[str] = Counter()
    for number in range(runs):
        who = weather.run(number, chance)
        killed[who] += 1
        if say:
            print(f"{number + 1} of {runs}: {who}", flush=True)
    return killed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(dict(storm(Path(folder), options.runs, options.seed, say=True)))


if __name__ == "__main__":
    main()
