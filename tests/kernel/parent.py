"""A grader to be killed: makes a sandbox with a daemon in it, tells their pids, and waits."""

import json
import signal
import sys

from grader.kernel.sandbox import Sandbox
from grader.settings import Settings
from tests.kernel.test_sandbox import DAEMON, HERE, outer_pid

python, isolation = sys.argv[1:]
sandbox = Sandbox(
    Settings(isolation=isolation),  # type: ignore[arg-type]  # a word of the test's own
    python=python,
    entry=str(HERE / "agent.py"),
)
assert sandbox.socket.recv(100) == b"ready"
sandbox.socket.send(DAEMON.format(before="pass").encode())
daemon = outer_pid(sandbox, json.loads(sandbox.socket.recv(1000))["answer"])
print(json.dumps([sandbox.pid, daemon, sandbox._launcher.pid]), flush=True)
signal.pause()
