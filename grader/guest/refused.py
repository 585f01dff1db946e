"""What can't be under control, and is refused in one sentence where a program asks for it."""

from __future__ import annotations

import sys
from typing import Any, NoReturn

from .imports import when_imported
from .standin import stands_for

INTERPRETERS = (
    "several interpreters in one process (concurrent.interpreters, InterpreterPoolExecutor) are "
    "not under the grader's control"
)
"""Known to ``grader/diagnosis/crashes.py``, too."""


def install() -> None:
    """Refuse interpreters within a process: each has locks and a clock of its own."""
    if sys.version_info < (3, 14):  # there is no way to them but a private module
        return

    @stands_for("_interpreters", "create")
    def create(*args: Any, **kwargs: Any) -> NoReturn:
        raise RuntimeError(INTERPRETERS)

    def refuse(module: Any) -> None:
        """Have the executor say so where it is made, and not in the threads that it starts."""
        module.InterpreterPoolExecutor.__init__ = create

    when_imported("concurrent.futures.interpreter", refuse)
