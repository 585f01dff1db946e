"""A bare zygote, started by the sandbox as the real one is: the floor under a schedule's cost.

It imports what the real zygote has imported, patches nothing, and knows two commands: fork a root,
which forks the other processes, each of which sends its messages, waits for the answer to each,
and ends; or fork a root that runs a program as CPython does.
"""

import array
import atexit
import gc
import importlib
import json
import os
import socket
import sys
import threading
from types import ModuleType


def main(control_fd, config):
    """Serve commands until the channel closes: a list of messages, or the source of a program.

    ``[messages of the root, of each child ...]``: the ends of the processes' channels come beside.
    ``config["modules"]``: what to import. The answer to a command, sent when its root has ended,
    is one byte.
    """
    channel = socket.socket(fileno=control_fd)
    imported = [_import(name) for name in config["modules"]]
    gc.collect()
    gc.freeze()
    channel.send(json.dumps(sum(imported)).encode())
    codes = {}
    while True:
        data, fds = _hear(channel)
        if not data:
            os._exit(0)
        command = json.loads(data)
        if isinstance(command, str) and command not in codes:
            codes[command] = compile(command, "p.py", "exec")
        pid = os.fork()
        if pid == 0:
            channel.close()
            if isinstance(command, str):
                _plainly(codes[command])
            _root([socket.socket(fileno=fd) for fd in fds], command)
        for fd in fds:
            os.close(fd)
        os.waitpid(pid, 0)
        channel.send(b".")


def _import(name):
    """Import a module where this interpreter lets it; return how many were imported."""
    try:
        importlib.import_module(name)
    except ImportError:
        return 0
    return name in sys.modules


def _hear(channel):
    data, ancillary, _flags, _address = channel.recvmsg(65536, socket.CMSG_SPACE(253 * 4))
    fds = array.array("i")
    for _level, _kind, content in ancillary:
        fds.frombytes(content)
    return data, list(fds)


def _root(channels, counts):
    children = []
    for channel, count in zip(channels[1:], counts[1:], strict=True):
        pid = os.fork()
        if pid == 0:
            _talk(channel, count)
            os._exit(0)
        children.append(pid)
    _talk(channels[0], counts[0])
    for pid in children:
        os.waitpid(pid, 0)
    os._exit(0)


def _plainly(code):
    """Call the program's main(), and end as an interpreter does."""
    try:
        module = sys.modules["p"] = ModuleType("p")
        exec(code, module.__dict__)
        module.main()
        threading._shutdown()
        atexit._run_exitfuncs()
    finally:
        os._exit(0)


def _talk(channel, count):
    message = b"x" * 120  # about as long as the engine's requests
    for _ in range(count):
        channel.send(message)
        channel.recv(65536)
