"""What Linux itself says of a process: facts that no submission can claim otherwise."""

from __future__ import annotations

import os
import select
import signal
from dataclasses import dataclass
from typing import Literal

from grader.guest import wire

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Status:
    """One look at a process."""

    state: str  # R, S, D, T, Z ...
    cpu_seconds: float
    children: bool  # whether it has child processes


def _fields(pid: int | str) -> list[str]:
    file = os.open(f"/proc/{pid}/stat", os.O_RDONLY | os.O_CLOEXEC)
    try:
        text = os.read(file, 4096).decode("ascii", "replace")
    finally:
        os.close(file)
    return text[text.rindex(")") + 2 :].split()


def _seconds(fields: list[str]) -> float:
    return (int(fields[11]) + int(fields[12])) / TICKS


def spent(pid: int) -> float:
    """Return the seconds of processor time that the process has used; 0: it is gone."""
    try:
        return _seconds(_fields(pid))
    except (OSError, ValueError, IndexError):
        return 0.0


def status(pid: int) -> Status | None:
    """Return how the process is, or None if it is gone."""
    try:
        fields = _fields(pid)
        seconds = _seconds(fields)
        with open(f"/proc/{pid}/task/{pid}/children") as file:
            children = bool(file.read().strip())
    except (OSError, ValueError, IndexError):
        return None
    return Status(fields[0], seconds, children)


def is_traced(pid: int) -> bool:
    """Say whether the process stands still because another one traces it."""
    try:
        return _fields(pid)[0] == "t"
    except (OSError, ValueError, IndexError):
        return False


def newborns(pid: int, kind: Literal["thread", "process"]) -> list[Status]:
    """Return how a process's threads, or the threads of its children, are."""
    found = []
    try:
        for process in [pid] if kind == "thread" else _children(pid):
            for thread in os.listdir(f"/proc/{process}/task"):
                fields = _fields(f"{process}/task/{thread}")
                found.append(Status(fields[0], _seconds(fields), children=False))
    except (OSError, ValueError, IndexError):
        return found
    return found


def _children(pid: int) -> list[int]:
    found = []
    for thread in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{thread}/children") as file:
            found += [int(word) for word in file.read().split()]
    return found


def below(pid: int) -> list[int]:
    """Return all processes below this one."""
    found = []
    try:
        for child in _children(pid):
            found += [child, *below(child)]
    except (OSError, ValueError):
        return found
    return found


def resident(pid: int) -> int:
    """Return the bytes that the process has in memory, what it shares included; 0: it is gone."""
    try:
        file = open_size(pid)
    except OSError:
        return 0
    try:
        return read_size(file)
    except (OSError, IndexError):
        return 0
    finally:
        os.close(file)


def open_size(pid: int) -> int:
    """Open what tells the size of a process; for ``read_size``. Raises OSError."""
    return os.open(f"/proc/{pid}/statm", os.O_RDONLY | os.O_CLOEXEC)


def read_size(file: int) -> int:
    """Return the bytes in memory; raises OSError or IndexError if the process has ended."""
    return int(os.pread(file, 100, 0).split()[1]) * PAGE


def proportional(pid: int) -> int:
    """Return the bytes that the process has in memory, its share alone of what is shared.

    A process that hides this from us counts in full.
    """
    try:
        with open(f"/proc/{pid}/smaps_rollup") as file:
            return next(int(line.split()[1]) * 1024 for line in file if line.startswith("Pss:"))
    except (OSError, StopIteration):
        return resident(pid)


def exit_code(pid: int) -> int | None:
    """Return a zombie's exit code, negative for a signal; None where it can't be known."""
    try:
        fields = _fields(pid)
        if fields[0] not in "ZX":
            return None
        return os.waitstatus_to_exitcode(int(fields[49]))
    except (OSError, ValueError, IndexError):
        return None


def inner_pid(pid: int) -> int | None:
    """Return the process's own idea of its pid (in the innermost pid namespace)."""
    value = _status_field(pid, "NSpid")
    return int(value.split()[-1]) if value else None


def inner_group(pid: int) -> int | None:
    """Return the process's own idea of its group's number."""
    value = _status_field(pid, "NSpgid")
    return int(value.split()[-1]) if value else None


def survives(pid: int, signum: int) -> bool:
    """Say whether the process catches, ignores or blocks the signal."""
    if signum in (signal.SIGKILL, signal.SIGSTOP):
        return False
    bit = 1 << (signum - 1)
    for name in ("SigCgt", "SigIgn", "SigBlk"):
        value = _status_field(pid, name)
        if value and int(value, 16) & bit:
            return True
    return False


def handles(pid: int, signum: int) -> bool:
    """Say whether the process has a handler for the signal, and not only the one that asks it."""
    if signum == wire.ASKS_WHERE:  # with which the watchdog asks where it hangs
        return False
    caught = _status_field(pid, "SigCgt")
    return bool(caught and int(caught, 16) & 1 << (signum - 1))


def _status_field(pid: int, name: str) -> str | None:
    try:
        with open(f"/proc/{pid}/status") as file:
            for line in file:
                if line.startswith(name + ":"):
                    return line.partition(":")[2].strip()
    except OSError:
        return None
    return None


def open_ends(pid: int) -> list[tuple[int, str]]:
    """Return (inode, "r" | "w" | "rw") of each pipe and socket that the process has open."""
    ends = []
    try:
        for fd in os.listdir(f"/proc/{pid}/fd"):
            link = os.readlink(f"/proc/{pid}/fd/{fd}")
            if not link.startswith(("pipe:[", "socket:[")):
                continue
            with open(f"/proc/{pid}/fdinfo/{fd}") as file:
                flags = next(int(line.split()[1], 8) for line in file if line.startswith("flags"))
            mode = ("r", "w", "rw")[flags & os.O_ACCMODE]
            ends.append((int(link[link.index("[") + 1 : -1]), mode))
    except (OSError, StopIteration, ValueError):
        return ends
    return ends


def ended(pidfd: int, milliseconds: int) -> bool:
    """Wait until the process is really gone, at most so long."""
    poller = select.poll()
    poller.register(pidfd, select.POLLIN)
    return bool(poller.poll(milliseconds))
