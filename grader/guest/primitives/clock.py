"""Time: the virtual clock in place of ``time.sleep``, ``time``, ``monotonic`` and their kin.

Processor time (``process_time``, ``thread_time``) is what a process's looks at it are counted to
take: the real one is another in each run.
"""

from __future__ import annotations

import ctypes
import datetime
import gc
import time
from collections.abc import Callable
from typing import Any

from ..link import Link
from ..standin import stands_for

EPOCH = 1_767_225_600.0  # 2026-01-01 00:00 UTC: when every run begins
UPTIME = 10_000.0  # what monotonic and perf_counter say then
LOOKS = 10_000  # at processor time are a second of it
READS = 100  # looks at the clock, with nothing else between, that count as a spin


def install(link: Link) -> None:
    """Replace the functions of the ``time`` module, and ``datetime.now``.

    Before a run, while modules are imported, it is the moment in which every run begins.
    """
    real_sleep = time.sleep

    def look() -> float:
        if not link.active:
            return 0.0
        link.idle += 1
        if link.idle >= READS:
            link.ask("yield", arg="clock")
        return link.kernel.now

    @stands_for("time", "sleep")
    def sleep(seconds: Any, /) -> None:
        if not link.active:
            real_sleep(seconds)
            return
        if not isinstance(seconds, (int, float)) and not hasattr(seconds, "__float__"):
            raise TypeError(
                f"'{type(seconds).__name__}' object cannot be interpreted as an integer"
            )
        if float(seconds) < 0:
            raise ValueError("sleep length must be non-negative")
        link.ask("sleep", timeout=min(float(seconds), 1e9))

    def reader(name: str, start: float, told: Callable[[], float] = look) -> None:
        @stands_for("time", name)
        def seconds() -> float:
            return start + told()

        @stands_for("time", f"{name}_ns")
        def nanoseconds() -> int:
            return int((start + told()) * 1e9)

    spent = [0]  # looks of this process
    link.on_child.append(lambda: spent.__setitem__(0, 0))

    def spend() -> float:
        look()  # who looks in a loop lets others go on
        spent[0] += 1
        return spent[0] / LOOKS

    for name in ("process_time", "thread_time"):
        reader(name, 0.0, spend)
    reader("time", EPOCH)
    reader("monotonic", UPTIME)
    reader("perf_counter", UPTIME)
    _clocks(lambda start: spend() if start is None else start + look())
    _calendar()
    _datetime()


def _clocks(read: Callable[[float | None], float]) -> None:
    """Replace ``clock_gettime``; the clocks of processor time start nowhere."""
    starts: dict[int, float | None] = {time.CLOCK_REALTIME: EPOCH}
    starts |= {time.CLOCK_PROCESS_CPUTIME_ID: None, time.CLOCK_THREAD_CPUTIME_ID: None}
    starts |= dict.fromkeys(
        (time.CLOCK_MONOTONIC, time.CLOCK_MONOTONIC_RAW, time.CLOCK_BOOTTIME), UPTIME
    )
    real, real_ns = time.clock_gettime, time.clock_gettime_ns

    @stands_for("time", "clock_gettime")
    def clock_gettime(clock: int, /) -> float:
        return read(starts[clock]) if clock in starts else real(clock)

    @stands_for("time", "clock_gettime_ns")
    def clock_gettime_ns(clock: int, /) -> int:
        return int(read(starts[clock]) * 1e9) if clock in starts else real_ns(clock)


def _calendar() -> None:
    """Replace the functions of ``time`` that tell of now if they are given no time."""
    localtime, gmtime, ctime = time.localtime, time.gmtime, time.ctime
    asctime, strftime = time.asctime, time.strftime

    def default(name: str, original: Callable[[Any], Any]) -> None:
        @stands_for("time", name)
        def told(seconds: float | None = None, /) -> Any:
            return original(time.time() if seconds is None else seconds)

    for name, original in ("localtime", localtime), ("gmtime", gmtime), ("ctime", ctime):
        default(name, original)

    @stands_for("time", "asctime")
    def asctime_(*given: Any) -> str:
        return asctime(*given or (localtime(time.time()),))

    @stands_for("time", "strftime")
    def strftime_(form: str, *given: Any) -> str:
        return strftime(form, *given or (localtime(time.time()),))


def _datetime() -> None:
    """Have ``datetime.now`` and ``utcnow`` ask ``time.time``, as ``today`` does by itself.

    The type is written in C and refuses new methods, but a class of our own in its place would not
    be the same type to isinstance, pickle and repr.
    """

    def now(cls: type[datetime.datetime], tz: datetime.tzinfo | None = None) -> datetime.datetime:
        return cls.fromtimestamp(time.time(), tz)

    def utcnow(cls: type[datetime.datetime]) -> datetime.datetime:
        return cls.fromtimestamp(time.time(), datetime.UTC).replace(tzinfo=None)

    methods = gc.get_referents(datetime.datetime.__dict__)[0]
    for method in now, utcnow:
        method.__qualname__ = f"datetime.{method.__name__}"
        methods[method.__name__] = classmethod(method)
    ctypes.pythonapi.PyType_Modified(ctypes.py_object(datetime.datetime))
