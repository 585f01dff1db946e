"""The sandbox: one zygote process in the strongest isolation that the machine allows.

This module decides what isolation is tried and what is done without; ``grader/guest/launcher``
carries it out, in processes of its own. All that is Linux's about isolation is in these two.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import select
import socket
import struct
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType, TracebackType

from grader.errors import UsageError
from grader.guest.launcher.job import Bounds, Job
from grader.model.trace import Json
from grader.settings import MIB, Settings

STEPS: Mapping[str, str] = MappingProxyType(
    {
        "processes": "other processes",
        "files": "files",
        "proc": "system information in /proc",
        "network": "network",
        "ipc": "shared memory and message queues",
        "host": "host name",
        "user": "other processes and files of the same user",
    }
)
"""The steps of isolation, by what they protect of this machine."""

GUEST = Path(__file__).resolve().parent.parent / "guest"
OPEN_FILES = 256
CPU_SECONDS = 120  # of one process in all: a backstop behind the kernel's own watch
STACK = 8 * MIB
SPACES = ("/tmp", "/dev/shm", "work folder", "System V shared memory")
SPACE_FILES = 4  # so many files of the largest size fit into each of these
TASKS_PER_PROCESS = 4  # threads count as well where the system counts processes
PROBES = 3  # before it is believed that no sandbox starts
START_SECONDS = 60.0  # a launcher that takes longer is broken


class SandboxError(UsageError):
    """No sandbox can be had here, and why, to who gave the command: never the student's fault."""


class SandboxLost(SandboxError):
    """Its launcher ended before it was ready: killed from outside, or broken."""


@dataclass(frozen=True, slots=True)
class Isolation:
    """Which steps of isolation are in force; limits and the killable process tree always are."""

    denied: tuple[tuple[str, str], ...] = ()  # (a name in STEPS, why it is not in force)
    ungrouped: str = ""  # why no cgroup bounds all processes together: the kernel counts anyway

    def protects(self, step: str) -> bool:
        """Say whether a step is in force; raises KeyError if there is no such step."""
        if step not in STEPS:
            raise KeyError(step)
        return step not in dict(self.denied)

    @property
    def full(self) -> bool:
        """Whether every step is in force."""
        return not self.denied

    @property
    def missing(self) -> tuple[str, ...]:
        """What of this machine is not protected, each with the reason."""
        return tuple(f"{STEPS[name]} ({why})" for name, why in self.denied)

    @property
    def words(self) -> str:
        """One line for reports."""
        limits = "limits in force"
        if self.ungrouped:
            why = f"by count and not by a cgroup ({self.ungrouped})"
            limits = f"limits in force, on the memory of all processes together {why}"
        if self.full:
            return f"isolated: own processes, files, network and user; {limits}"
        lost: dict[str, list[str]] = {}
        for name, why in self.denied:
            lost.setdefault(why, []).append(STEPS[name])
        reasons = "; ".join(f"{', '.join(words)} ({why})" for why, words in lost.items())
        return f"{limits}; not protected: {reasons}"


def probe(settings: Settings) -> Isolation:
    """Find out what isolation this machine allows, by making one sandbox and closing it.

    If that one gets lost, another is made. Raises SandboxError as Sandbox does.
    """
    for _ in range(PROBES - 1):
        with suppress(SandboxLost), Sandbox(settings, entry=None) as sandbox:
            return sandbox.isolation
    with Sandbox(settings, entry=None) as sandbox:
        return sandbox.isolation


class Sandbox:
    """A running zygote; a context manager. Closing it, or the grader's death, ends everything.

    settings         limits, and ``isolation``: "best" does what the machine allows, "require"
                     refuses less than all, "none" only limits and kills
    python           the interpreter that runs the students' code
    import_folders   existing folders to import from, besides the standard library; read-only
    cpu              number of the processor to stay on
    entry            a file with ``main(control_fd, config)`` to run instead of the real zygote,
                     or None to end at once
    config           more values for ``main``, besides work_dir (empty, the current folder), scratch
                     (other folders a run can write to) and import_folders
    known            the isolation of a former sandbox, so that what was denied is not tried again

    Raises SandboxError with what the launcher said.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        python: str = sys.executable,
        import_folders: tuple[str, ...] = (),
        cpu: int | None = None,
        entry: str | None = "",
        config: Mapping[str, Json] = MappingProxyType({}),
        known: Isolation | None = None,
    ) -> None:
        if _guest_files() != _files_at_first():
            raise SandboxError("the grader's own files have changed while it ran: start it again")
        folders = [os.path.abspath(folder) for folder in import_folders]
        if lost := [folder for folder in folders if not os.path.isdir(folder)]:
            raise SandboxError(f"no such folder to import from: {', '.join(lost)}")
        if settings.isolation == "none":
            known = Isolation(tuple((step, "isolation is off") for step in STEPS))
        denied = dict(known.denied) if known else {}
        self._closed = True
        self._python = python
        self._made_for = settings.isolation, _bounds(settings), import_folders
        while True:
            job = _job(settings, denied, folders, cpu, entry, config)
            refused = self._start(job)
            if not refused:
                break
            if settings.isolation == "require":
                step, why = next(iter(refused.items()))
                raise SandboxError(
                    f"full isolation is required, but this machine denies it: {STEPS[step]} "
                    f"can't be protected ({why})"
                )
            denied |= refused
        without = tuple((step, denied[step]) for step in STEPS if step in denied)
        self.isolation = Isolation(without, self._ungrouped)

    def suits(self, settings: Settings, import_folders: tuple[str, ...]) -> bool:
        """Say whether a new sandbox for these, with the same interpreter, would be as this one."""
        return self._made_for == (settings.isolation, _bounds(settings), import_folders)

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Kill every process of the sandbox and remove what it left; wait until that is done."""
        if self._closed:
            return
        self._closed = True
        self.socket.close()
        with suppress(OSError):
            self._lifeline.shutdown(socket.SHUT_RDWR)  # reaches copies in forks of ours as well
        self._lifeline.close()
        try:
            if self._launcher.wait() != 0:
                self._sweep()
            if self._zygote is not None:
                select.select([self._zygote], [], [])  # dies with its supervisor at the latest
        finally:
            if self._zygote is not None:
                os.close(self._zygote)
            os.close(self.output)

    @property
    def supervisor(self) -> int:
        """The pid of the process below which everything of the sandbox is."""
        return self._launcher.pid

    def _start(self, job: Job) -> dict[str, str]:
        """Start a launcher; return the steps that were denied to it, and why: {} if it runs.

        Raises SandboxError if it failed otherwise.
        """
        self._job = job
        self._zygote: int | None = None
        self._ids = [os.getuid(), os.getgid()]
        self.group = self._ungrouped = ""  # the folder of the cgroup, or why there is none
        self.socket, control = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._lifeline, lifeline = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._lifeline.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        self.output, output = os.pipe()
        os.set_blocking(self.output, False)
        with suppress(PermissionError):  # a user who has many pipes gets smaller ones
            fcntl.fcntl(self.output, fcntl.F_SETPIPE_SZ, MIB)
        job["control"], job["lifeline"] = control.fileno(), lifeline.fileno()
        try:
            self._launcher = subprocess.Popen(
                _command(self._python, job),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                pass_fds=(control.fileno(), lifeline.fileno()),
                env=_environment(job["mark"]),
                cwd="/",
                start_new_session=True,  # Ctrl-C is for the grader, which then closes this
            )
        except BaseException as error:
            self.socket.close()
            self._lifeline.close()
            os.close(self.output)
            if not isinstance(error, OSError):
                raise
            raise SandboxError(f"{self._python} can't be started: {error.strerror}") from error
        finally:
            control.close()
            lifeline.close()
            os.close(output)
        self._closed = False
        try:
            return self._hear_report()
        except BaseException:
            self.close()
            raise

    def _hear_report(self) -> dict[str, str]:
        """Wait for the launcher's one message; if it is a refusal, close everything again."""
        self._lifeline.settimeout(START_SECONDS)
        try:
            data, ancillary, _, _ = self._lifeline.recvmsg(65536, socket.CMSG_SPACE(12))
        except TimeoutError:
            self._launcher.kill()
            data, ancillary = b"", []
        words = json.loads(data or "{}")
        if "ready" in words:
            # The system says who sent it, in our own numbering of processes and users.
            self.pid: int
            self.pid, *self._ids = struct.unpack("iII", ancillary[0][2][:12])
            self.group, self._ungrouped = str(words["group"]), str(words["ungrouped"])
            with suppress(ProcessLookupError):  # an entry of None has ended by now
                self._zygote = os.pidfd_open(self.pid)
            return {}
        if not words:
            with suppress(OSError):
                self._lifeline.shutdown(socket.SHUT_RDWR)
            self._launcher.wait()
            said = _read_all(self.output).decode(errors="replace").strip()
            raise SandboxLost(f"the sandbox did not start; it said: {said or 'nothing'}")
        self.close()
        refused: dict[str, str] = words["denied"]
        return refused

    def _sweep(self) -> None:
        """The supervisor has failed or was killed: clean up in its place."""
        subprocess.run(
            _command(self._python, {**self._job, "sweep": self._ids}),
            env=_environment(""),
            cwd="/",
            check=False,
        )


def _guest_files() -> frozenset[tuple[str, int, int]]:
    """Return name, time of change and size of each file that a sandbox loads from this grader."""
    found = [(str(path), path.stat()) for path in GUEST.rglob("*.py")]
    return frozenset((name, status.st_mtime_ns, status.st_size) for name, status in found)


@cache
def _files_at_first() -> frozenset[tuple[str, int, int]]:
    """Return the same as it was when this process made its first sandbox.

    The two sides of the protocol must be of one version: an update in the midst of a grading would
    else be told as the students' exceptions.
    """
    return _guest_files()


def _command(python: str, job: Job) -> list[str]:
    # Nobody sends code to a running interpreter, as 3.14 lets a process of the same user do.
    closed = ["-X", "disable-remote-debug"]
    return [python, *closed, "-s", "-S", "-P", str(GUEST / "launch.py"), json.dumps(job)]


def _environment(mark: str) -> dict[str, str]:
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


def _bounds(settings: Settings) -> Bounds:
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


def _job(
    settings: Settings,
    denied: Mapping[str, str],
    folders: list[str],
    cpu: int | None,
    entry: str | None,
    config: Mapping[str, Json],
) -> Job:
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
        **_bounds(settings),
        "config": dict(config),
        "control": -1,
        "lifeline": -1,
        "grader": os.getpid(),
        "sweep": None,
    }


def _read_all(descriptor: int) -> bytes:
    parts = []
    with suppress(BlockingIOError):
        while part := os.read(descriptor, MIB):
            parts.append(part)
    return b"".join(parts)
