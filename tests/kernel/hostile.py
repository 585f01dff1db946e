"""Source texts of programs that try to stay, for tests that run them in the sandbox."""

from __future__ import annotations

import os

from grader.kernel.sandbox import Sandbox

# A program that gets away from its parents: its own session, and a parent that is gone. The answer
# is its pid, in the sandbox's numbering.
DAEMON = """
import os, signal
reader, writer = os.pipe()
if os.fork() == 0:
    os.setsid()
    if os.fork():
        os._exit(0)
    {before}
    os.write(writer, b"%d" % os.getpid())
    os.close(writer)
    while True:
        signal.pause()
os.close(writer)
answer = int(os.read(reader, 20))
"""
DAEMONS = {
    "in a session of its own": "pass",
    "ignores what can be ignored": (
        "for number in (1, 2, 3, 15, 17): signal.signal(number, signal.SIG_IGN)"
    ),
    "stopped": "os.write(writer, b'%d' % os.getpid()); os.kill(os.getpid(), signal.SIGSTOP)",
    "of another program, without the environment": (
        "os.write(writer, b'%d' % os.getpid()); os.execve('/bin/sleep', ['sleep', '999999'], {})"
    ),
}

# Shared memory that somebody holds on to, and folders too deep for any path.
MESS = """
import os, signal, tempfile
from multiprocessing import resource_tracker
from multiprocessing.shared_memory import SharedMemory
resource_tracker.register = lambda *_: None
memory = SharedMemory("{name}", create=True, size=100)
if os.fork() == 0:
    os.setsid()
    signal.pause()
for folder in (config["work_dir"], tempfile.gettempdir()):
    os.chdir(folder)
    for level in range(20):
        os.mkdir("deep" * 60)
        os.symlink("/", "link")
        open("file", "w").close()
        os.chmod("file", 0)
        os.chdir("deep" * 60)
    os.chmod(".", 0)
"""


def outer_pid(sandbox: Sandbox, inner: int) -> int:
    """The machine's number of a process of the sandbox."""
    namespace = os.readlink(f"/proc/{sandbox.pid}/ns/pid")
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            if os.readlink(f"/proc/{pid}/ns/pid") == namespace:
                with open(f"/proc/{pid}/status") as lines:
                    words = dict(line.split(":", 1) for line in lines)
                if int(words["NSpid"].split()[-1]) == inner:
                    return int(pid)
        except OSError:
            continue
    raise LookupError(inner)
