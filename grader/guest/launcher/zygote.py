"""Isolate the zygote's process step by step, then hand it over."""

from __future__ import annotations

import contextlib
import fcntl
import importlib
import os
import resource
import select
import signal
import socket
import struct
import sys
from collections.abc import Callable
from typing import Any, NoReturn

from .job import Job
from .newroot import ENTRY, GUEST, WORK, build_root
from .supervisor import Start, report
from .system import (
    CAP_CHECKPOINT_RESTORE,
    NEWIPC,
    NEWNET,
    NEWNS,
    NEWUTS,
    PR_CAPBSET_DROP,
    PR_SET_DUMPABLE,
    PR_SET_KEEPCAPS,
    PR_SET_NO_NEW_PRIVS,
    PR_SET_PDEATHSIG,
    StepDenied,
    call,
    hold_capabilities,
    prctl,
    step,
)

CONTROL = 3  # the control socket's number in the zygote
LAST_PID = 4  # the number there of the file with the last process id that was given
UNSHARED = {"network": NEWNET, "ipc": NEWIPC, "host": NEWUTS, "files": NEWNS}
SIOCSIFFLAGS, IFF_UP_RUNNING = 0x8914, 0x41


def become(job: Job, start: Start, load: Callable[..., Any]) -> NoReturn:
    """Isolate this process, report, and call the entry, which should never return."""
    code = 1
    lifeline = socket.socket(fileno=job["lifeline"])
    try:
        try:
            config = isolate(job, start)
            main = load_entry(job, load)
        except StepDenied as error:
            report(lifeline, denied=error.denied)
        else:
            report(lifeline, ready=True, group=start.group.folder, ungrouped=start.group.why)
            os.dup2(job["control"], CONTROL)
            lifeline.detach()
            kept = CONTROL
            if (last_pid := config["last_pid"]) is not None:
                os.dup2(last_pid, LAST_PID)
                config["last_pid"] = kept = LAST_PID
            os.closerange(kept + 1, 2**31 - 1)
            if main is not None:
                main(CONTROL, config)
            code = 0
    except BaseException:
        import traceback  # every fork would pay for it, and on 3.14 for what it imports

        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def isolate(job: Job, start: Start) -> dict[str, Any]:
    """Make every step that the job asks for; return the configuration for the entry.

    Raises StepDenied, and OSError where something fails that never should.
    """
    steps = job["steps"]
    numbers = "processes" in steps and job["entry"] == ""  # only our own zygote knows how to
    last_pid = open_last_pid() if numbers else None
    os.setsid()
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
        file.write("500")  # if memory runs short it goes before others, after the students' code
    for name, flag in UNSHARED.items():
        if name in steps:
            with step(name):
                call("unshare", flag)
    if "network" in steps:
        with step("network"), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as anything:
            # Its own loopback, leading nowhere: for a Listener on ("localhost", 6000).
            up = struct.pack("16sH22x", b"lo", IFF_UP_RUNNING)
            fcntl.ioctl(anything, SIOCSIFFLAGS, up)
    if "ipc" in steps:
        with contextlib.suppress(OSError), open("/proc/sys/kernel/shmall", "w") as file:
            # Shared memory that outlives who made it. Only the superuser of the machine may say so.
            file.write(str(job["space"] // os.sysconf("SC_PAGE_SIZE")))
    if "host" in steps:
        with step("host"):
            socket.sethostname("sandbox")
    if "files" in steps:
        build_root(job, start.ids)
        work, temporary, scratch = WORK, "/tmp", ["/tmp", "/dev/shm"]
    else:
        work, temporary = f"{job['folder']}/work", f"{job['folder']}/tmp"
        scratch = [temporary]
    os.environ.update(HOME=temporary, TMPDIR=temporary)
    os.chdir(work)
    set_limits({**job["limits"], "NPROC": start.tasks})
    drop_privileges(start, () if last_pid is None else (CAP_CHECKPOINT_RESTORE,))
    os.umask(0o077)
    folders = {"work_dir": work, "scratch": scratch, "import_folders": job["import_folders"]}
    return {**job["config"], **folders, "last_pid": last_pid}


def open_last_pid() -> int | None:
    """Open what says which process id the namespace gave last; None where there is no such file.

    Only a process that holds CAP_CHECKPOINT_RESTORE can write to it. While /proc is still whole.
    """
    with contextlib.suppress(OSError):
        opened = os.open("/proc/sys/kernel/ns_last_pid", os.O_WRONLY)
        try:
            return fcntl.fcntl(opened, fcntl.F_DUPFD_CLOEXEC, LAST_PID + 1)
        finally:
            os.close(opened)
    return None


def set_limits(limits: dict[str, int]) -> None:
    """Set limits that can't be raised again."""
    for name, value in limits.items():
        kind = getattr(resource, f"RLIMIT_{name}")
        hard = resource.getrlimit(kind)[1]
        lower = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (lower, lower))


def drop_privileges(start: Start, kept: tuple[int, ...]) -> None:
    """Give up what can't be had back, and die with the supervisor. Raises StepDenied.

    ``kept``: capabilities that the zygote keeps, where it has them; no process of a run does.
    """
    with contextlib.suppress(OSError):  # past the last capability, or no right to drop any
        for capability in range(64):
            prctl(PR_CAPBSET_DROP, capability)
    if start.ids is not None:
        user, group = start.ids
        with step("user"):
            os.fchown(1, user, group)  # so that it may open its own /dev/stdout
            os.setgroups([])
            prctl(PR_SET_KEEPCAPS, 1)
            os.setresgid(group, group, group)
            os.setresuid(user, user, user)
    try:
        hold_capabilities(*kept)
    except OSError:  # such as in a container, whose superuser has few of them
        hold_capabilities()
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    prctl(PR_SET_DUMPABLE, 1)  # lets the grader read /proc/<pid>/fd
    # After the change of user, which clears it. The pipe's end tells if it came too late.
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if select.select([start.alive], [], [], 0)[0]:
        os._exit(1)


def load_entry(job: Job, load: Callable[..., Any]) -> Any:
    """The function main(control_fd, config) of the zygote; None if the job has no entry."""
    sys.path += job["import_folders"]
    program = os.path.realpath("/proc/self/exe") if os.path.exists("/proc/self/exe") else None
    sys.executable = sys._base_executable = program or sys.executable  # type: ignore[attr-defined]  # typeshed has no _base_executable
    sys.argv = [sys.executable]
    guest, entry = job["guest"], job["entry"]
    if "files" in job["steps"]:
        guest, entry = GUEST, entry and ENTRY
    if entry is None:
        return None
    if entry:
        return load("entry", entry).main
    load("_guest", f"{guest}/__init__.py", [guest])
    return importlib.import_module("_guest.zygote").main
