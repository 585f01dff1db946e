"""Limits on all processes of a sandbox together: a cgroup (version 2) of their own.

It is made below the grader's own cgroup or one of those around it: the nearest that shares memory
out among its children and lets this user make one. No other cgroup is changed.
"""

from __future__ import annotations

import contextlib
import os
import select
from collections.abc import Iterator
from typing import NamedTuple

from .job import Job

END_MILLISECONDS = 10_000


class Group(NamedTuple):
    """The cgroup of a sandbox, or why there is none."""

    folder: str = ""
    why: str = ""


def make(job: Job) -> Group:
    """Make the cgroup of a sandbox, with its limits; nobody is in it yet."""
    why = "none here shares memory out"
    limits = {"memory.max": job["together"], "pids.max": job["limits"]["NPROC"]}
    for parent in parents():
        folder = folder_in(parent, job)
        try:
            if "memory" not in read(f"{parent}/cgroup.subtree_control").split():
                continue
            os.mkdir(folder)
        except OSError as error:
            why = f"{error.strerror}: {parent}"
            continue
        try:
            for name, value in {**limits, "memory.swap.max": 0}.items():
                if name == "memory.max" or os.path.exists(f"{folder}/{name}"):
                    write(f"{folder}/{name}", str(value))
        except OSError as error:
            os.rmdir(folder)
            why = f"{error.strerror}: {parent}"
        else:
            return Group(folder)
    return Group(why=why)


def join(group: Group) -> Group:
    """Move this process into the cgroup; return it, or why that is denied."""
    if not group.folder:
        return group
    try:
        write(f"{group.folder}/cgroup.procs", "0")
    except OSError as error:
        return Group(why=f"{error.strerror}: {group.folder}")
    return group


def remove(job: Job) -> None:
    """End whatever is in the cgroup of a sandbox, and remove it, if there is one."""
    for folder in (folder_in(parent, job) for parent in parents()):
        if not os.path.isdir(folder):
            continue
        with contextlib.suppress(OSError):  # older systems have no such file
            write(f"{folder}/cgroup.kill", "1")
        with open(f"{folder}/cgroup.events") as events:
            watch = select.poll()
            watch.register(events, select.POLLPRI)
            while "populated 1" in events.read() and watch.poll(END_MILLISECONDS):
                events.seek(0)
        os.rmdir(folder)


def folder_in(parent: str, job: Job) -> str:
    """Return the folder of a sandbox's cgroup below another one."""
    return f"{parent}/grader-{job['mark']}"


def parents() -> Iterator[str]:
    """Yield the folders of this process's own cgroup and of those around it, nearest first."""
    if not os.path.exists("/proc/self/cgroup"):
        return
    own = [line[3:] for line in read("/proc/self/cgroup").splitlines() if line.startswith("0::")]
    for line in read("/proc/self/mountinfo").splitlines():
        place, _, kind = line.partition(" - ")
        if kind.split()[0] != "cgroup2" or not own:
            continue
        root, mounted = place.split()[3:5]
        inner = os.path.relpath(own[0], root)
        while not inner.startswith(".."):
            yield os.path.normpath(f"{mounted}/{inner}")
            inner = os.path.normpath(f"{inner}/..")
        return


def read(path: str) -> str:
    """Return a small file's text; raises OSError."""
    with open(path) as file:
        return file.read()


def write(path: str, text: str) -> None:
    """Write one value, in one call as the system wants it; raises OSError."""
    with open(path, "w") as file:
        file.write(text)
