"""A class is graded while its processes are killed, again and again: nothing may get lost.

    python -m tests.hostile.storm --runs 200 --seed 0

In each run one process is killed: the grader, a worker, a sandbox's supervisor or its zygote, in
turns, at a moment that the seed chooses. Then the same command is given again until it ends well.
Every student must then have one result, equal to that of an undisturbed run but for the times, and
nothing may be left.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import select
import shutil
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

    def run(self, number: int, victim: str, chance: random.Random) -> int:
        """Grade the class with one process killed; return that command's exit code. Raises Lost."""
        out, moment = f"out{number}", chance.uniform(0, self.seconds)
        while True:
            grader = self.start(out)
            time.sleep(moment)
            family, killed = strike(grader, victim, chance)
            code = grader.wait()
            if killed:
                break
            shutil.rmtree(self.folder / out)  # it had ended: once more, and earlier
            moment /= 2
        first = code
        for _ in range(TRIES):
            if code == 0:
                break
            code = self.start(out).wait()
        if code != 0:
            raise Lost(f"run {number} ({victim}): exit code {code} in the end")
        if self.results(out) != self.wanted:
            raise Lost(f"run {number} ({victim}): another result, in {self.folder / out}")
        left = [fd for fd in family if not select.select([fd], [], [], 20)[0]]
        for fd in family:
            os.close(fd)
        if left:
            raise Lost(f"run {number} ({victim}): {len(left)} processes survived")
        if files := [*(self.folder / "temporary").iterdir()]:
            raise Lost(f"run {number} ({victim}): files are left: {files}")
        return first


def strike(
    grader: subprocess.Popen[bytes], victim: str, chance: random.Random
) -> tuple[list[int], bool]:
    """Kill a process of that kind as soon as there is one.

    Returns descriptors of all processes that were there, and whether one was killed.
    """
    while grader.poll() is None:
        family = descendants(grader.pid)
        found = [pid for pid in family if kind_of(pid, grader.pid) == victim]
        if found:
            watched = [fd for pid in family if (fd := open_pid(pid)) is not None]
            if kill(chance.choice(found)) and (victim != "grader" or grader.wait() < 0):
                return watched, True
            for fd in watched:
                os.close(fd)
    return [], False


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
    if b"grader.commands.worker" in words:
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


def kill(pid: int) -> bool:
    """Kill a process; say whether it was still there."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def storm(folder: Path, runs: int, seed: int, *, say: bool = False) -> dict[str, Counter[int]]:
    """Return for each kind of victim the exit codes of the commands in which it was killed.

    Raises Lost.
    """
    chance = random.Random(seed)
    weather = Storm(folder)
    codes: dict[str, Counter[int]] = {victim: Counter() for victim in VICTIMS}
    for number in range(runs):
        victim = VICTIMS[number % len(VICTIMS)]
        code = weather.run(number, victim, chance)
        codes[victim][code] += 1
        if say:
            print(f"{number + 1} of {runs}: {victim} killed, exit code {code}", flush=True)
    return codes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for victim, codes in storm(Path(folder), options.runs, options.seed, say=True).items():
            seen = ", ".join(f"{code}: {count}" for code, count in sorted(codes.items()))
            print(f"{victim} killed {codes.total()} times, by exit code: {seen}")


if __name__ == "__main__":
    main()
