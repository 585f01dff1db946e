"""The process with everything imported and patched that forks one root per schedule."""

from __future__ import annotations

import array
import contextlib
import gc
import io
import json
import linecache
import os
import random
import signal
import socket
import sys
from types import ModuleType
from typing import Any

from . import root, wire
from .imports import import_ahead, names_in
from .install import install
from .launcher.cleaning import remove_file, remove_tree
from .launcher.system import PR_SET_DUMPABLE, become_ordinary, prctl
from .link import Link, channel_of
from .primitives import spawned
from .primitives.memory import exports_memory
from .primitives.tracing import MARKS
from .wire import NO_PID

BEFORE_FIRST_PID = b"99"


def main(control_fd: int, config: dict[str, Any]) -> None:
    """Serve the kernel's commands on the descriptor until it closes; never returns.

    ``program`` (with a descriptor that holds it as JSON): what every following run executes; the
    program before it leaves nothing.
    ``run`` (with the root task's socket): fork a root. ``spawn`` (with the new task's socket and
    the descriptors to pass on): fork a fresh interpreter. ``clean``: end whatever is left.
    """
    channel = socket.socket(fileno=control_fd)
    guard()
    real_fork, real_exit = os.fork, os._exit
    link = install(config)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(line_buffering=True)
    sys.modules["__main__"] = ModuleType("__main__")
    program: dict[str, Any] = {}
    last_pid: int | None = config["last_pid"]
    _say(channel, {"ready": True, "pid": os.getpid()})
    while True:
        command, fds = _hear(channel)
        if command is None:
            real_exit(0)
        if command["op"] == "program":
            program = _read_program(fds[0], config)
            gc.collect()
            gc.freeze()
            _say(channel, {"ok": True})
        elif command["op"] == "run":
            _number_anew(last_pid)
            pid = real_fork()
            if pid == 0:
                channel.close()
                unguard(last_pid)
                _root(link, fds[0], program, command)
            os.close(fds[0])
            _say(channel, {"pid": pid})
        elif command["op"] == "spawn":
            try:
                pid = real_fork()
            except OSError:  # the program has as many processes as it may
                pid = NO_PID
            if pid == 0:
                channel.close()
                unguard(last_pid)
                spawned.run(link, program, command, fds)
            for fd in fds:
                os.close(fd)
            _say(channel, {"pid": pid})
        elif command["op"] == "clean":
            _say(channel, {"left": _kill_all(real_fork), "files": _empty(config)})


def guard() -> None:
    """Keep the zygote from the programs that it starts, which belong to the same user.

    They may not trace it nor open its memory and descriptors; and as process 1 of a namespace it
    gets no signal from within, as long as it has no handler for it.
    """
    prctl(PR_SET_DUMPABLE, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def unguard(last_pid: int | None) -> None:
    """Be an ordinary process without powers, at which the grader may look.

    It is the first to go where memory runs out.
    """
    if last_pid is not None:
        os.close(last_pid)
    become_ordinary(powerful=last_pid is not None)
    os.setsid()  # a signal to its own group or session is not to reach the zygote
    with contextlib.suppress(OSError):
        score = os.open("/proc/self/oom_score_adj", os.O_WRONLY)  # open() would cost much more
        os.write(score, b"1000")
        os.close(score)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _number_anew(last_pid: int | None) -> None:
    """Give the processes of every run the same ids, which a program may print or return."""
    if last_pid is not None:
        with contextlib.suppress(OSError):  # denied: the ids go on from those of the run before
            os.pwrite(last_pid, BEFORE_FIRST_PID, 0)


def _root(link: Link, fd: int, program: dict[str, Any], command: dict[str, Any]) -> None:
    """Be the root of one run, with that end of a channel; ends the process."""
    status = 1
    try:
        random.seed(0)
        root.control(link, program, detailed=command["detailed"], lines=command["lines"])
        status = root.run(link, channel_of(fd), program)
    finally:
        os._exit(status)


def _read_program(fd: int, config: dict[str, Any]) -> dict[str, Any]:
    size = os.fstat(fd).st_size
    program: dict[str, Any] = json.loads(os.pread(fd, size, 0))
    linecache.clearcache()
    loader = root.Loader(program["sources"])
    loader.prepare()
    import_ahead(loader.codes.values())
    program["exports"] = exports_memory(loader.codes.values())
    program["marks"] = not MARKS.isdisjoint(names_in(loader.codes.values()))
    sys.meta_path[:] = [f for f in sys.meta_path if not isinstance(f, root.Loader)]
    sys.meta_path.insert(0, loader)
    os.close(fd)
    config["files"], config["cpu_count"] = program["files"], program["cpu_count"]
    _empty(config)
    return program


def _fill(config: dict[str, Any]) -> None:
    for name, text in config.get("files", {}).items():
        path = os.path.join(config["work_dir"], name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(bytes.fromhex(text))


def _kill_all(real_fork: Any) -> int:
    """End every process but this one, and reap them; return how many there were."""
    left = 0
    if os.getpid() == 1:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(-1, signal.SIGKILL)
    while True:
        if os.getpid() != 1:
            for pid in _descendants(os.getpid()):
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL)
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return left
        left += 1


def _descendants(pid: int) -> list[int]:
    found = []
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/children") as file:
                for child in map(int, file.read().split()):
                    found += [child, *_descendants(child)]
    except OSError:
        return found
    return found


def _empty(config: dict[str, Any]) -> int:
    """Empty the folders that a run can write to, and put the given files there again."""
    count = 0
    for folder in [config["work_dir"], *config.get("scratch", [])]:
        with contextlib.suppress(OSError):
            for entry in os.scandir(folder):
                count += 1
                with contextlib.suppress(OSError):
                    if not remove_file(entry):
                        remove_tree(entry.path)
    os.makedirs(config["work_dir"], 0o700, exist_ok=True)  # a run may have removed it
    os.chdir(config["work_dir"])
    _fill(config)
    return count


def _say(channel: socket.socket, message: Any) -> None:
    channel.send(wire.encode(message))


def _hear(channel: socket.socket) -> tuple[dict[str, Any] | None, list[int]]:
    data, ancillary, _flags, _address = channel.recvmsg(wire.LIMIT, socket.CMSG_SPACE(253 * 4))
    fds = array.array("i")
    for level, kind, content in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            fds.frombytes(content[: len(content) - len(content) % fds.itemsize])
    return (wire.decode(data) if data else None), list(fds)
