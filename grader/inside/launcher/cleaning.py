"""Leave no process and no file of a run, where no namespace makes that certain.

Done by the supervisor; or, if a student managed to kill that one, by a new start of the launcher.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
from typing import NamedTuple

from .job import Job

SHARED_MEMORY = "/dev/shm"


class Stat(NamedTuple):
    """What /proc says of a process."""

    parent: int
    alive: bool  # whether any of its threads lives
    threads: int


def clean_up(job: Job, ids: tuple[int, int] | None, present: set[str]) -> None:
    """Kill and remove what namespaces have not; present: the shared memory from before the run."""
    used = set() if "processes" in job["steps"] else kill_all(job["mark"])
    if "files" in job["steps"]:
        return
    remove_tree(job["folder"])
    for name in shared_memory_names() - present:
        with contextlib.suppress(OSError):
            path = f"{SHARED_MEMORY}/{name}"
            owner = os.lstat(path).st_uid
            # Others of the same user make some too: then only what was seen in use is the run's.
            if owner == ids[0] if ids else (name in used and owner == os.getuid()):
                os.unlink(path)


def shared_memory_names() -> set[str]:
    """Names in the machine's shared memory."""
    return set(os.listdir(SHARED_MEMORY)) if os.path.isdir(SHARED_MEMORY) else set()


def kill_all(mark: str) -> set[str]:
    """Kill every member, and return the names of shared memory that they used.

    All are stopped before one is killed: so none can fork its way out meanwhile.
    """
    used: set[str] = set()
    while held := stop_all(mark):
        for pid, descriptor in held.items():
            with contextlib.suppress(OSError), open(f"/proc/{pid}/maps") as maps:
                paths = [line.split(None, 5)[-1].strip() for line in maps]
                used |= {os.path.basename(p) for p in paths if p.startswith(f"{SHARED_MEMORY}/")}
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(descriptor, signal.SIGKILL)
        for pid, descriptor in held.items():
            select.select([descriptor], [], [])
            os.close(descriptor)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)
    return used


def stop_all(mark: str) -> dict[int, int]:
    """Stop every member, until no new one is found; return {pid: pidfd}."""
    held: dict[int, int] = {}
    while new := members(mark) - held.keys():
        for pid in new:
            with contextlib.suppress(ProcessLookupError):
                held[pid] = os.pidfd_open(pid)
                signal.pidfd_send_signal(held[pid], signal.SIGSTOP)
    return held


def members(mark: str) -> set[int]:
    """Every live process below this one, or that carries the mark in its environment."""
    parents: dict[int, int] = {}
    marked: set[int] = set()
    me = os.getpid()
    for pid in map(int, filter(str.isdigit, os.listdir("/proc"))):
        with contextlib.suppress(OSError):
            stat = stat_of(pid)
            if not stat.alive:
                continue
            parents[pid] = stat.parent
            with open(f"/proc/{pid}/environ", "rb") as file:
                if mark.encode() in file.read():
                    marked.add(pid)
    below = {me}
    while more := {pid for pid, parent in parents.items() if parent in below} - below:
        below |= more
    return (marked | below) - {me}


def stat_of(pid: int) -> Stat:
    """Read a process's state; raises OSError."""
    with open(f"/proc/{pid}/stat", "rb") as file:
        words = file.read().rpartition(b")")[2].split()
    threads = int(words[17])  # the first one's end leaves a zombie while others live on
    return Stat(int(words[1]), words[0] not in (b"Z", b"X") or threads > 1, threads)


def remove_tree(top: str) -> None:
    """Remove a folder that a hostile program filled, however deep and with whatever modes.

    Folders two levels down are moved up and emptied in their turn: no recursion, no long path.
    """
    moved = 0
    while os.path.isdir(top):
        folders = [entry.path for entry in list(os.scandir(top)) if not remove_file(entry)]
        for folder in folders:
            os.chmod(folder, 0o700)
            for entry in list(os.scandir(folder)):
                if not remove_file(entry):
                    os.chmod(entry.path, 0o700)  # a folder that is moved must be writable
                    os.rename(entry.path, f"{top}/moved {moved}")
                    moved += 1
            os.rmdir(folder)
        if not folders:
            os.rmdir(top)


def remove_file(entry: os.DirEntry[str]) -> bool:
    """Remove what is no folder; say whether it was."""
    if entry.is_dir(follow_symlinks=False):
        return False
    os.unlink(entry.path)
    return True
