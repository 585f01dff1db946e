"""What error messages of Python's own mean, where they say less than a learner needs."""

from __future__ import annotations

import re

from grader.model.trace import Failure

LOCAL = (
    "What goes to another process is pickled, and a function is pickled as its name alone. "
    "This one stands inside another function, where its name can't be looked up."
)
MEANINGS = (
    (
        "through inheritance",
        "Such an object is handed to a process when that process is started. It can't be sent "
        "to one that runs already, as a pool's workers do.",
    ),
    ("Can't pickle local object", LOCAL),
    ("Can't get local object", LOCAL),
    (
        "Pool not running",
        "close() and terminate() tell a pool that no more work will come. What is handed over "
        "after that is refused.",
    ),
    (
        "daemonic processes are not allowed to have children",
        "A daemon may not start processes, and a pool's workers are daemons.",
    ),
    (
        "Result object> not ready",
        "successful() says how a task has ended. This one was not over, and successful() does not "
        "wait for that.",
    ),
    (
        "can only join a started process",
        "join() waits for the end of a process, and this one was never started.",
    ),
    (
        "cannot start a process twice",
        "A process is started once. For the same work once more another one has to be made.",
    ),
)
"""Part of a message, and what it means."""

UNKNOWN = re.compile(
    r"Can't get attribute '([\w.]{1,100})' on <module"
    r"|module '[\w.]{1,100}' has no attribute '([\w.]{1,100})'"  # from 3.14 on
)


def unknown_name(failure: Failure) -> str:
    """Return the name that a process did not find in the file when it unpacked its work, or ""."""
    found = UNKNOWN.match(failure.message)
    inside = not failure.frames  # it is the library that looks it up
    return (found[1] or found[2]) if found and inside and failure.type == "AttributeError" else ""


def meaning(failure: Failure) -> str:
    """Return what an exception's message means, or ""."""
    return next((told for part, told in MEANINGS if part in failure.message), "")
