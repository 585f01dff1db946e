"""Programs that try to do harm, for the demo class: what a sandbox is for.

Each is text that goes before an otherwise harmless skeleton. They try, and must not succeed; do
not run them without the grader's limits.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

HOSTILE: Mapping[str, str] = MappingProxyType(
    {
        "never ends while it is imported": """\
while True:
    pass
""",
        "a fork bomb": """\
import os

while True:
    try:
        os.fork()
    except OSError:
        pass
""",
        "ends its process while it is imported, with success": """\
import os

os._exit(0)
""",
        "prints 10 MB": """\
for _ in range(10):
    print("x" * 1024 * 1024)
""",
        "prints markup and terminal commands": """\
print("<script>alert('output')</script>")
print("\\x1b[2J\\x1b]0;owned\\x07[bold red]All checks passed[/]")
raise RuntimeError("<script>alert('error')</script>")
""",
        "reads other people's files": """\
import glob

for name in ["/etc/passwd", *glob.glob("/home/*/*"), *glob.glob("/**/solutions/**/*.py")][:50]:
    try:
        with open(name) as file:
            print(name, file.read(200))
    except OSError as error:
        print(error)
""",
        "leaves a process behind": """\
import os
import signal
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        while True:
            time.sleep(1)
    os._exit(0)
""",
    }
)
"""What each does, and its source."""
