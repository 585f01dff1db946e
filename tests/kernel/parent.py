"""A grader to be killed: makes a sandbox with a daemon in it, tells their pids, and waits."""

import json
import signal
import sys
from pathlib import Path

from grader.kernel.sandbox import Sandbox
from grader.settings import Settings
from tests.kernel.hostile import DAEMON, outer_pid

python, isolation = sys.argv[1:]
sandbox = Sandbox(
    Settings(isolation=isolation),  # type: ignore[arg-type]  # a word of the test's own
    python=python,
    entry=str(Path(__file__).parent / "agent.py"),
)
assert sandbox.socket.recv(100) == b"ready"
sandbox.socket.send(DAEMON.format(before="pass").encode())
daemon = outer_pid(sandbox, json.loads(sandbox.socket.recv(1000))["answer"])
print(json.dumps([sandbox.pid, daemon, sandbox._launcher.pid]), flush=True)
signal.pause()
