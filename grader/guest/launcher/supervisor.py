"""The process between the grader and the zygote: it waits, and cleans up."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
from typing import Any, NamedTuple

from . import group as groups
from .cleaning import clean_up, shared_memory_names, status_of
from .group import Group
from .job import Job
from .system import (
    CAP_SYS_ADMIN,
    NEWPID,
    NEWUSER,
    PR_SET_CHILD_SUBREAPER,
    StepDenied,
    call,
    prctl,
    step,
)

FEWEST = 1000  # users and groups to choose among


class Start(NamedTuple):
    """What the zygote inherits."""

    ids: tuple[int, int] | None  # user and group to become
    alive: int  # read end of a pipe that ends with the supervisor
    tasks: int  # limit of processes and threads
    group: Group  # that it is in


def supervise(job: Job) -> Start:
    """Fork the zygote; return in it only. The supervisor ends when its work is done."""
    default_signals()
    lifeline = socket.socket(fileno=job["lifeline"])
    grader = os.pidfd_open(job["grader"])
    if os.getppid() != job["grader"]:  # it died before it could be watched
        os._exit(1)
    if job["cpu"] is not None:
        os.sched_setaffinity(0, {job["cpu"]})
    prctl(PR_SET_CHILD_SUBREAPER, 1)
    tasks = job["limits"]["NPROC"]
    try:
        user_namespace = enter_namespaces(job["steps"])
        ids = own_ids(job) if "user" in job["steps"] and not user_namespace else None
    except StepDenied as error:
        report(lifeline, denied=error.denied)
        os._exit(0)
    if ids is None and not user_namespace:
        tasks += tasks_of(os.getuid())  # the machine counts them all together
    present = shared_memory_names()
    if "files" not in job["steps"]:
        make_work_folder(job, ids)
    group = groups.make(job)
    alive, held = os.pipe()
    zygote = os.fork()
    if zygote == 0:
        os.close(held)
        lifeline.detach()
        return Start(ids, alive, tasks, groups.join(group))
    watch = select.poll()
    for descriptor in (grader, lifeline.fileno(), os.pidfd_open(zygote)):
        watch.register(descriptor, select.POLLIN)
    os.close(job["control"])  # so that the grader sees the end of the zygote at once
    null = os.open("/dev/null", os.O_RDWR)
    os.dup2(null, 1)
    os.dup2(null, 2)
    watch.poll()
    os.kill(zygote, signal.SIGKILL)
    os.waitpid(zygote, 0)  # as process 1 of a namespace it ends when all others in it have
    clean_up(job, ids, present)
    os._exit(0)


def report(lifeline: socket.socket, **words: Any) -> None:
    """Tell the grader; it may be gone, and then nobody minds."""
    with contextlib.suppress(OSError):
        lifeline.send(json.dumps(words).encode())


def default_signals() -> None:
    """What a Python started from a terminal has, whatever the grader was started from."""
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_SETMASK, set())


def enter_namespaces(steps: list[str]) -> bool:
    """Make the pid namespace for children, and before it a user namespace where one is needed.

    Says whether there is a user namespace. Raises StepDenied.
    """
    namespaces = [name for name in steps if name != "user"]
    if not namespaces:
        return False
    with open("/proc/self/status") as lines:
        powers = int(dict(line.split(":", 1) for line in lines)["CapEff"], 16)
    needs_user = not powers >> CAP_SYS_ADMIN & 1
    if needs_user:
        user, group = os.getuid(), os.getgid()
        maps = {"setgroups": "deny", "uid_map": f"{user or 1000} {user} 1"}  # nobody is 0 inside
        maps["gid_map"] = f"{group or 1000} {group} 1"
        with step(*namespaces, *(["user"] if user else [])):
            call("unshare", NEWUSER)
            for name, text in maps.items():
                with open(f"/proc/self/{name}", "w") as file:
                    file.write(text)
    if "processes" in steps:
        with step("processes"):
            call("unshare", NEWPID)
    return needs_user


def own_ids(job: Job) -> tuple[int, int]:
    """A user and group that nobody else on the machine has.

    Distinct for sandboxes that live at once, since the system counts processes by user.
    Raises StepDenied.
    """
    if os.geteuid() != 0:
        raise StepDenied({"user": "only the superuser may choose another user"})
    if "files" not in job["steps"]:  # then that user must get at everything from the real root
        for path in (os.path.dirname(os.__file__), job["guest"], *job["import_folders"]):
            while path != "/" and os.stat(path).st_mode & 0o005 == 0o005:
                path = os.path.dirname(path)
            if path != "/":
                raise StepDenied({"user": f"other users can't read {path}"})
    pid = os.getpid()
    user, group = highest("uid"), highest("gid")
    if min(user, group) < FEWEST:  # such as in a container of one user
        raise StepDenied({"user": "there is no other user to become"})
    return user - pid % (user // 2), group - pid % (group // 2)


def highest(kind: str) -> int:
    """The highest number of a user or group to choose, below those that systems give to nobody."""
    with open(f"/proc/self/{kind}_map") as lines:
        end = max(int(first) + int(length) for first, _, length in map(str.split, lines))
    return min(end, 2**31) - 1001


def tasks_of(user: int) -> int:
    """How many threads this user runs now, on the whole machine."""
    total = 0
    for pid in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError):
            status = status_of(int(pid))
            total += status.threads if status.user == user else 0
    return total


def make_work_folder(job: Job, ids: tuple[int, int] | None) -> None:
    """Without a root of its own, the run works in a private folder among the temporary files."""
    os.mkdir(job["folder"], 0o711 if ids else 0o700)  # remains ours: it can't be moved away
    for name in ("work", "tmp"):
        path = f"{job['folder']}/{name}"
        os.mkdir(path, 0o700)
        if ids:
            os.chown(path, *ids)
