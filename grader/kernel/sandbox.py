"""The sandbox: starts and ends one zygote process, in the isolation that the machine allows.

This module decides what isolation is tried and what is done without; ``grader/guest/launcher``
carries it out, in processes of its own. What it is told is made in ``launching``.
"""

from __future__ import annotations

import fcntl
import json
import os
import select
import socket
import struct
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from types import MappingProxyType, TracebackType

from grader.errors import UsageError
from grader.guest.launcher.job import Job
from grader.kernel import launching
from grader.kernel.isolation import STEPS, Isolation
from grader.model.trace import Json
from grader.settings import MIB, Settings

PROBES = 3  # before it is believed that no sandbox starts
START_SECONDS = 60.0  # a launcher that takes longer is broken


class SandboxError(UsageError):
    """No sandbox can be had here, and why, to who gave the command: never the student's fault."""


class SandboxLost(SandboxError):
    """Its launcher ended before it was ready: killed from outside, or broken."""


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
        self._made_for = settings.isolation, launching.bounds(settings), import_folders
        while True:
            job = launching.job(settings, denied, folders, cpu, entry, config)
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
        return self._made_for == (settings.isolation, launching.bounds(settings), import_folders)

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
                launching.command(self._python, job),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                pass_fds=(control.fileno(), lifeline.fileno()),
                env=launching.environment(job["mark"]),
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
            launching.command(self._python, {**self._job, "sweep": self._ids}),
            env=launching.environment(""),
            cwd="/",
            check=False,
        )


def _guest_files() -> frozenset[tuple[str, int, int]]:
    """Return name, time of change and size of each file that a sandbox loads from this grader."""
    found = [(str(path), path.stat()) for path in launching.GUEST.rglob("*.py")]
    return frozenset((name, status.st_mtime_ns, status.st_size) for name, status in found)


@cache
def _files_at_first() -> frozenset[tuple[str, int, int]]:
    """Return the same as it was when this process made its first sandbox.

    The two sides of the protocol must be of one version: an update in the midst of a grading would
    else be told as the students' exceptions.
    """
    return _guest_files()


def _read_all(descriptor: int) -> bytes:
    parts = []
    with suppress(BlockingIOError):
        while part := os.read(descriptor, MIB):
            parts.append(part)
    return b"".join(parts)
