"""A thread becomes a task before its first step, and says goodbye after its last."""

from __future__ import annotations

import threading
from _thread import allocate_lock
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from types import CodeType
from typing import Any

from ..collecting import Uncollected
from ..link import Link
from .lines import trace_lines


def start(
    link: Link,
    function: Callable[..., Any],
    done: Callable[[], None],
    real_start: Callable[[Callable[[], None]], Any],
    begins: Callable[[], None] = lambda: None,
    args: Sequence[Any] = (),
    kwargs: Mapping[str, Any] | None = None,
) -> Any:
    """Start a thread in which ``function`` runs: it becomes a task first, says goodbye last.

    ``begins`` is called in the thread when it is a task.
    """
    arg = _told_of(link, function)
    kernel_end, channel = link.socketpair()
    born = allocate_lock()  # a real one: until it is free the new thread is heard, and no other
    born.acquire()
    # Taken out and let go, the last one first: CPython drops what a thread was made of after its
    # last Python step, beside the next task's, and what that leaves behind may have to ask.
    stages: list[Callable[[], object]] = [
        done,
        partial(_call, function, args, kwargs or {}),
        begins,
    ]
    del function, args, kwargs, done, begins

    def run() -> None:
        link.adopt(channel, number, process=False, greeted=born.release)
        stages.pop()()
        if link.lines:
            trace_lines(link)
        try:
            stages.pop()()
        finally:
            _forget_locals()
            stages.pop()()
            link.leave()

    with Uncollected(at_once=False):
        number = link.ask("thread", None, arg, fds=(kernel_end.fileno(),))
        kernel_end.close()
        try:
            started = real_start(run)
        except RuntimeError:
            link.refuse(channel)
            raise
        born.acquire()
        return started


def _call(function: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> None:
    with suppress(SystemExit):
        function(*args, **kwargs)


def _told_of(link: Link, function: Callable[..., Any]) -> dict[str, Any]:
    """Return what the kernel is told of a new thread."""
    frame, callee = link.locator.find()
    started_by_student = callee is not None and callee.f_code.co_name == "start"
    owner = getattr(function, "__self__", None)
    target = getattr(owner, "_target", None) or function
    if target is function and isinstance(owner, threading.Thread):
        target = type(owner).run  # else it is a method that was handed to _thread itself
    own_code = _is_student(link, target)
    return {
        "name": str(getattr(owner, "name", "thread"))[:60],
        "target": _target_name(owner, target, own_code),
        "daemon": bool(getattr(owner, "daemon", False)),
        "service": not (frame is not None and started_by_student),
    }


def _is_student(link: Link, target: Any) -> bool:
    code = getattr(getattr(target, "func", target), "__code__", None)
    return isinstance(code, CodeType) and link.locator.is_own(code)


def _target_name(owner: Any, target: Any, own_code: bool) -> str:
    if owner is None or not own_code:
        return ""
    if getattr(owner, "_target", None) is None:
        return type(owner).__name__[:60]
    return str(getattr(target, "__name__", ""))[:60]


def _forget_locals() -> None:
    """Drop the thread's ``threading.local`` values now, while the thread is still a task.

    CPython drops them after the thread's last Python step, beside the next task's: a Manager's
    connection would be closed at a moment that nobody chose.
    """
    import ctypes

    get_dict = ctypes.pythonapi.PyThreadState_GetDict
    get_dict.restype = ctypes.c_void_p
    address = get_dict()
    if address:
        ctypes.cast(address, ctypes.py_object).value.clear()
