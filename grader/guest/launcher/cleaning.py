"""Leave no process and no file of a run, where no namespace makes that certain.

Done by the supervisor; or, if a student managed to kill that one, by a new start of the launcher.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
from typing import NamedTuple

from . import group
from .job import Job

SHARED_MEMORY = "/dev/shm"


class Status(NamedTuple):
    """What /proc says of a process."""

    parent: int
    user: int
    alive: bool  # whether any of its threads lives
    threads: int


def clean_up(job: Job, ids: tuple[int, int] | None, present: set[str]) -> None:
    """Kill and remove what namespaces have not; present: the shared memory from before the run."""
    user = ids[0] if ids else None
    used = set() if "processes" in job["steps"] else kill_all(job["mark"], user)
    group.remove(job)
    if "files" in job["steps"]:
        return
    remove_tree(job["folder"])
    for name in shared_memory_names() - present:
        with contextlib.suppress(OSError):
            path = f"{SHARED_MEMORY}/{name}"
            owner = os.lstat(path).st_uid
            # Others of the same user make some too: then only what was seen in use is the run's.
            if owner == user if ids else (name in used and owner == os.getuid()):
                os.unlink(path)


def sweep(job: Job) -> None:
    """Clean up in the place of a supervisor that could not."""
    user, its_group = job["sweep"] or (os.getuid(), os.getgid())
    own = "user" in job["steps"] and user != os.getuid()  # else its processes may be anybody's
    if own:
        clean_up(job, (user, its_group), set())
    else:
        clean_up(job, None, shared_memory_names())


def shared_memory_names() -> set[str]:
    """Names in the machine's shared memory."""
    return set(os.listdir(SHARED_MEMORY)) if os.path.isdir(SHARED_MEMORY) else set()


def kill_all(mark: str, user: int | None) -> set[str]:
    """Kill every member, and return the names of shared memory that they used.

    All are stopped before one is killed: so none can fork its way out meanwhile.
    """
    used: set[str] = set()
    while held := stop_all(mark, user):
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


def stop_all(mark: str, user: int | None) -> dict[int, int]:
    """Stop every member, until no new one is found; return {pid: pidfd}."""
    held: dict[int, int] = {}
    while new := members(mark, user) - held.keys():
        for pid in new:
            with contextlib.suppress(ProcessLookupError):
                held[pid] = os.pidfd_open(pid)
                signal.pidfd_send_signal(held[pid], signal.SIGSTOP)
    return held


def members(mark: str, user: int | None) -> set[int]:
    """Every live process below this one, of that user, or with the mark in its environment."""
    parents: dict[int, int] = {}
    found: set[int] = set()
    me = os.getpid()
    for pid in map(int, filter(str.isdigit, os.listdir("/proc"))):
        with contextlib.suppress(OSError):
            status = status_of(pid)
            if not status.alive:
                continue
            parents[pid] = status.parent
            if status.user == user:
                found.add(pid)
            with open(f"/proc/{pid}/environ", "rb") as file:
                if mark.encode() in file.read():
                    found.add(pid)
    below = {me}
    while more := {pid for pid, parent in parents.items() if parent in below} - below:
        below |= more
    return (found | below) - {me}


def status_of(pid: int) -> Status:
    """Read a process's state; raises OSError."""
    with open(f"/proc/{pid}/status", errors="replace") as lines:
        words = dict(line.split(":\t", 1) for line in lines if ":\t" in line)
    threads = int(words["Threads"])  # the first one's end leaves a zombie while others live on
    alive = words["State"][0] not in "ZX" or threads > 1
    return Status(int(words["PPid"]), int(words["Uid"].split()[0]), alive, threads)


def remove_tree(top: str) -> None:
    """Remove a folder that a hostile program filled, however deep and with whatever modes.

    Goes down and up again as the current folder: no recursion, no path that could be too long.
    """
    if os.path.islink(top) or not os.path.isdir(top):
        return
    parent, name = os.path.split(top)
    os.chdir(parent)
    pending = [[name]]  # level by level, the folders that are still there
    while pending:
        if pending[-1]:
            os.chmod(pending[-1][-1], 0o700)
            os.chdir(pending[-1][-1])
            with os.scandir() as entries:
                pending.append([entry.name for entry in entries if not remove_file(entry)])
            continue
        pending.pop()
        if pending:
            os.chdir("..")
            os.rmdir(pending[-1].pop())


def remove_file(entry: os.DirEntry[str]) -> bool:
    """Remove what is no folder; say whether it was."""
    if entry.is_dir(follow_symlinks=False):
        return False
    os.unlink(entry.path)
    return True
