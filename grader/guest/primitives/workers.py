"""Where a worker of a pool or an executor hands in a result: a point, whatever its task did.

A task that makes no call of the learner's has no other: its result could never overtake another's,
though nothing but luck keeps them in order.
"""

from __future__ import annotations

import sys
from functools import partial
from threading import current_thread, main_thread
from types import CodeType, FunctionType, MethodType
from typing import Any

from ..imports import when_imported
from ..link import Link
from ..wrapping import renamed


def install(link: Link) -> None:
    """Make points of what workers of pools and executors hand in."""
    from multiprocessing import pool

    _watch_pool(link, pool)
    when_imported("concurrent.futures.process", lambda process: _watch_processes(link, process))
    when_imported("concurrent.futures.thread", lambda thread: _watch_threads(link, thread))


def _watch_pool(link: Link, pool: Any) -> None:
    original = pool.worker

    def worker(inqueue: Any, outqueue: Any, *args: Any, **kwargs: Any) -> None:
        tasks = _Tasks(link, inqueue)
        original(tasks, _Results(link, outqueue, tasks), *args, **kwargs)

    pool.worker = renamed(worker, original)
    pool.worker.__module__ = original.__module__  # a new interpreter looks it up there


class _Around:
    """Stands before an object of the library's, and is it but for what a subclass does first."""

    def __init__(self, link: Link, inner: Any) -> None:
        self._link = link
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


class _Tasks(_Around):
    """A worker's way to its tasks, which remembers the last one."""

    code: CodeType | None = None

    def get(self) -> Any:
        task = self._inner.get()
        if type(task) is tuple and len(task) == 5:
            self.code = _code_of(self._link, task[2], task[3])
            _shares_all(self._link)
        return task


class _Results(_Around):
    """A worker's way back."""

    def __init__(self, link: Link, inner: Any, tasks: _Tasks) -> None:
        super().__init__(link, inner)
        self._tasks = tasks

    def put(self, result: Any) -> None:
        _hand_in(self._link, self._tasks.code)
        self._inner.put(result)


def _watch_processes(link: Link, process: Any) -> None:
    original = process._sendback_result

    def _sendback_result(*args: Any, **kwargs: Any) -> None:
        item = sys._getframe(1).f_locals.get("call_item")
        _hand_in(link, _code_of(link, getattr(item, "fn", None), getattr(item, "args", ())))
        original(*args, **kwargs)

    process._sendback_result = renamed(_sendback_result, original)


def _watch_threads(link: Link, thread: Any) -> None:
    """The result is handed in by the method that runs the task: between the two is the point."""
    original = thread._WorkItem.run

    def run(self: Any, /, *args: Any) -> None:
        fn, arguments = _task_of(self)
        code = _code_of(link, fn, arguments)
        _shares_all(link)
        self.future = _Future(link, self.future, code)
        original(self, *args)

    thread._WorkItem.run = renamed(run, original)


def _task_of(item: Any) -> tuple[Any, Any]:
    """Return function and arguments of a thread's work item."""
    if hasattr(item, "fn"):
        return item.fn, item.args
    task = getattr(item, "task", None)  # from 3.14 on
    return (task[0], task[1]) if isinstance(task, tuple) and len(task) > 1 else (None, ())


class _Future(_Around):
    """A future as the thread sees it that is to complete it."""

    def __init__(self, link: Link, inner: Any, code: CodeType | None) -> None:
        super().__init__(link, inner)
        self._code = code

    def set_result(self, result: Any) -> None:
        _hand_in(self._link, self._code)
        self._inner.set_result(result)

    def set_exception(self, error: BaseException) -> None:
        _hand_in(self._link, self._code)
        self._inner.set_exception(error)


def _hand_in(link: Link, code: CodeType | None) -> None:
    """Stop, at the line of the task's function if it is the learner's."""
    if link.active and link.number() >= 0:
        site = None if code is None else link.locator.where(code, code.co_firstlineno)
        link.request("hand-in", None, None, None, (), "-", None, None, True, site)


def _shares_all(link: Link) -> None:
    """Tell that tasks run among the threads of one process, and so share all its variables."""
    if link.active and not link.lines and current_thread() is not main_thread():
        link.note("uncontrolled", "threads-data")


def _code_of(link: Link, function: Any, arguments: Any) -> CodeType | None:
    """Return the learner's function in a task; maps carry it within their arguments."""
    for found in (function, _first(arguments), _first(_first(arguments))):
        if type(found) is partial:
            found = found.func if _own(link, found.func) else _first(found.args)
        if (code := _own(link, found)) is not None:
            return code
    return None


def _own(link: Link, function: Any) -> CodeType | None:
    if type(function) is MethodType:
        function = function.__func__
    if type(function) is FunctionType and link.locator.is_own(function.__code__):
        return function.__code__
    return None


def _first(items: Any) -> Any:
    return items[0] if type(items) in (tuple, list) and items else None
