"""When garbage is collected: what it leaves behind runs code of its own, which may ask the kernel.

CPython collects after so many objects. A detailed run makes more of them than the run that it
repeats, so here it is after so many questions to the kernel, which are the same in both.
"""

from __future__ import annotations

from gc import collect, enable, get_threshold, isenabled, set_threshold
from gc import disable as forbid  # kept here: a program may put others in their place

from .standin import stands_for

YOUNG = 32
"""Questions of a process after which it collects what is new.

Fewer: they begin to cost something; as it is, pools, queues and managers take as long as where
CPython collects by itself (0.97 to 1.00 of it). More: what a program leaves behind is there for
longer than under CPython, which collects each 700 objects.
"""

ALL = 32 * YOUNG
"""Questions after which it collects everything."""

NET = 10_000
"""Objects after which CPython collects all the same, if a process makes so many and asks nothing.

Fewer: the few objects by which a detailed run differs move such a collection more often. More:
memory that is only held by garbage runs out: 10,000 times 10 KB are a tenth of what there is.
"""


class Rounds:
    """Counts the questions of a process, and collects garbage after so many."""

    def __init__(self) -> None:
        self._count = 0
        self._wanted = get_threshold()  # by the program, which sees these

    def install(self) -> None:
        """Replace ``gc.set_threshold`` and ``gc.get_threshold``: they tell what was set."""

        @stands_for("gc", "get_threshold")
        def get_threshold() -> tuple[int, ...]:
            return self._wanted

        @stands_for("gc", "set_threshold")
        def set_threshold(*thresholds: int) -> None:
            self._set(thresholds)

        self._set(self._wanted)

    def _set(self, thresholds: tuple[int, ...]) -> None:
        """Take the program's thresholds; 0 means never, and any other how often we do."""
        with Uncollected():
            set_threshold(*thresholds)
            self._wanted = get_threshold()
            set_threshold(NET if self._wanted[0] else 0, *self._wanted[1:])

    def begin(self) -> None:
        """Count anew: what was made and asked before is not the program's."""
        self._count = 0
        collect(0)

    def asked(self) -> None:
        """Count a question, before it is asked."""
        self._count += 1
        if self._count % YOUNG == 0 and self._wanted[0] and isenabled():
            collect(2 if self._count % ALL == 0 else 0)


class Uncollected:
    """Collects no garbage within a ``with`` block; if not ``at_once``, then from ``forbid`` on."""

    __slots__ = ("_at_once", "_collected")

    def __init__(self, *, at_once: bool = True) -> None:
        self._at_once = at_once

    def __enter__(self) -> None:
        self._collected = isenabled()
        if self._at_once:
            forbid()

    def __exit__(self, *error: object) -> None:
        if self._collected:
            enable()
