"""Exceptions of the submission, as the kernel is told of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from .link import Link

ADDRESS = re.compile(r" at 0x[0-9a-f]+")
"""Of an object, in its repr: another one in every run."""


def describe_exception(link: Link, error: BaseException | None) -> dict[str, Any]:
    """Return type, message and the submission's frames of an exception."""
    frames: list[list[Any]] = []
    trace = error.__traceback__ if error is not None else None
    while trace is not None and len(frames) < 50:
        code = trace.tb_frame.f_code
        if code.co_filename in link.locator.files:
            frames.append([code.co_filename, trace.tb_lineno, code.co_name])
        trace = trace.tb_next
    try:
        message = str(error)
        if isinstance(error, SyntaxError) and error.filename in link.locator.files:
            # Its own text tells the line in words of the file that is run.
            message = str(error.msg)
            frames.append([str(error.filename), int(error.lineno or 0), "<module>"])
    except BaseException:  # noqa: BLE001,RUF100  # a student's __str__ may raise anything
        message = "(its message can't be shown)"
    return {
        "type": type(error).__name__[:80],
        "message": ADDRESS.sub("", message)[:2000],
        "traceback": frames[-20:],
    }


def reporting(
    link: Link, run: Callable[[], Any], first: list[Callable[[], None]]
) -> Callable[[], Any]:
    """Return ``run`` with a note of an exception that escapes from it; calls ``first`` before."""

    def reported() -> Any:
        for hook in first:
            hook()
        try:
            return run()
        except SystemExit as error:
            if error.code not in (None, 0):
                link.note("raised", None, describe_exception(link, error))
            raise
        except BaseException as error:
            link.note("raised", None, describe_exception(link, error))
            raise

    return reported


def swallowed(link: Link, error: Any, where: str) -> dict[str, Any]:
    """Return what is told of an exception that a pool, feeder or executor kept."""
    details = describe_exception(link, error)
    cause = getattr(error, "__cause__", None)
    if not details["traceback"] and type(cause).__name__ in ("RemoteTraceback", "_RemoteTraceback"):
        details["remote"] = str(cause)[-3000:]
    return details | {"where": where, "collected": False}
