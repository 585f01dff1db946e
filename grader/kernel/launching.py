"""What a launcher is told: its command line, its environment, and the limits of what it starts."""

from __future__ import annotations

import json
import os
import secrets
import tempfile
from collections.abc import Mapping
from pathlib import Path

from grader.guest.launcher.job import Bounds, Job
from grader.kernel.isolation import STEPS
from grader.model.trace import Json
from grader.settings import MIB, Settings

GUEST = Path(__file__).resolve().parent.parent / "guest"
"""The folder with what runs beside a submission, loaded there as ``_guest``."""

OPEN_FILES = 256
CPU_SECONDS = 120  # of one process in all: a backstop behind the kernel's own watch
STACK = 8 * MIB
SPACES = ("/tmp", "/dev/shm", "work folder", "System V shared memory")
SPACE_FILES = 4  # so many files of the largest size fit into each of these
TASKS_PER_PROCESS = 4  # threads count as well where the system counts processes


def command(python: str, job: Job) -> list[str]:
    """Return the command that starts a launcher with this job."""
    # Nobody sends code to a running interpreter, as 3.14 lets a process of the same user do.
    closed = ["-X", "disable-remote-debug"]
    return [python, *closed, "-s", "-S", "-P", str(GUEST / "launch.py"), json.dumps(job)]


def environment(mark: str) -> dict[str, str]:
    """All that is in the sandbox's environment; HOME and TMPDIR are set once they are known."""
    kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}
    return kept | {
        "GRADER_SANDBOX": mark,
        "LANG": "C.UTF-8",
        "MALLOC_ARENA_MAX": "2",  # one per thread would use up the address space
        "PATH": "/usr/bin:/bin",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "TZ": "UTC",
    }


def bounds(settings: Settings) -> Bounds:
    """Return what the processes of a sandbox may use."""
    space = SPACE_FILES * settings.file_size
    return {
        "space": space,
        # What all may hold by the kernel's count, what one takes between two counts, the folders.
        "together": settings.memory_together + settings.memory + len(SPACES) * space,
        "limits": {
            "AS": settings.memory,
            "FSIZE": settings.file_size,
            "NOFILE": OPEN_FILES,
            "NPROC": TASKS_PER_PROCESS * settings.processes,
            "CORE": 0,
            "CPU": CPU_SECONDS,
            "STACK": STACK,
        },
    }


def job(
    settings: Settings,
    denied: Mapping[str, str],
    folders: list[str],
    cpu: int | None,
    entry: str | None,
    config: Mapping[str, Json],
) -> Job:
    """Return the job to start a zygote, but for the descriptors that it is to have."""
    mark = secrets.token_hex(8)
    return {
        "steps": [step for step in STEPS if step not in denied],
        "mark": mark,
        "folder": os.path.join(tempfile.gettempdir(), f"grader-{mark}"),
        "guest": str(GUEST),
        "hide": str(GUEST.parent),
        "import_folders": folders,
        "entry": entry,
        "cpu": cpu,
        **bounds(settings),
        "config": dict(config),
        "control": -1,
        "lifeline": -1,
        "grader": os.getpid(),
        "sweep": None,
    }
