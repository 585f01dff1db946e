"""What the variables of a frame hold, told by its shape: the same again, if nothing has changed.

It calls no code of the submission and compares no addresses. Where it can't see whether something
has changed (an iterator, an open file, very much data), it says that it can't tell.
"""

from __future__ import annotations

import mmap
import types
from array import array
from collections import OrderedDict, defaultdict, deque
from opcode import opmap
from types import CodeType, FrameType
from typing import Any

from ..values import attribute, own_dictionary

FOR_ITER = opmap["FOR_ITER"]

MOST = 600  # parts that are looked at
END = 24  # items at each end of a long collection
SAMPLE = 4096  # bytes of memory that are compared

VALUES = frozenset({int, float, complex, bool, str, bytes, type(None), range})
LISTS = frozenset({list, tuple, deque})
DICTIONARIES = frozenset({dict, OrderedDict, defaultdict})
BYTES = frozenset({bytearray, memoryview, array, mmap.mmap})
LASTING = frozenset(
    {type, object, types.ModuleType, types.FunctionType, types.BuiltinFunctionType}
    | {types.MethodType, types.GeneratorType, types.CodeType, property, staticmethod, classmethod}
)
"""What is no news by itself: what is done in it is seen where it is done."""

CONTAINERS = (list, dict, set, frozenset, deque, tuple, str, bytes, int, float, complex)

CONTROLLED = ("threading", "_thread", "multiprocessing", "queue", "concurrent", "_guest")
"""Modules whose objects change by calls, which the kernel sees."""

Told = tuple[object, ...]


class _Unknown(Exception):
    """It can't be told whether this changes."""


def held_by(frame: FrameType, variables: Any, modules: frozenset[str]) -> Told | None:
    """Return what a frame's variables hold, and the globals that its code names; or None.

    None if that can't be told. ``modules``: the names of those of the submission.
    """
    telling = _Telling(modules)
    names = frame.f_globals
    try:
        for name, value in list(variables.items()):
            telling.add(name)
            telling.tell(value)
        if variables is not names:
            for name in frame.f_code.co_names:
                if name in names:
                    telling.tell(names[name])
    except _Unknown:
        return None
    return tuple(telling.told)


def steps_on(code: CodeType) -> frozenset[int]:
    """Return the lines of the code on which a ``for`` takes its next item."""
    ops = code.co_code[::2]
    return frozenset(
        line
        for start, end, line in code.co_lines()
        if line is not None and FOR_ITER in ops[start // 2 : end // 2]
    )


def _of_class(kind: type, name: str) -> Any:
    """Return what Python itself says of a class, whatever its metaclass would say."""
    return type.__dict__[name].__get__(kind)


class _Telling:
    """Goes through values, and writes down what it finds."""

    def __init__(self, modules: frozenset[str]) -> None:
        self.told: list[object] = []
        self._seen: dict[int, int] = {}  # by address: all of this is alive meanwhile
        self._modules = modules

    def add(self, what: object) -> None:
        """Write down what can be compared without the submission's code."""
        if len(self.told) >= MOST:
            raise _Unknown
        self.told.append(what)

    def tell(self, value: Any) -> None:
        """Write down what a value is made of. Raises _Unknown."""
        kind = type(value)
        self.add(_of_class(kind, "__name__"))
        if kind in VALUES:
            self.add(value)
        elif id(value) in self._seen:
            self.add(self._seen[id(value)])
        else:
            self._seen[id(value)] = len(self._seen)
            self._look_into(kind, value)

    def _look_into(self, kind: type, value: Any) -> None:
        if kind in LISTS:
            self._items(value)
        elif kind in (set, frozenset):
            self._items([len(value), *value] if len(value) <= END else [len(value)])
        elif kind in DICTIONARIES:
            self._items([part for item in value.items() for part in item])
        elif kind in BYTES:
            self._bytes(value)
        elif kind in LASTING or issubclass(kind, type):
            return
        elif self._modules.intersection(map(_module, _of_class(kind, "__mro__"))):
            self._own(kind, value)
        elif _module(kind).partition(".")[0] in CONTROLLED:
            if type(buffer := attribute(value, "_buf")) is memoryview:  # shared memory
                self._bytes(buffer)
        else:
            raise _Unknown

    def _items(self, items: Any) -> None:
        size = len(items)
        self.add(size)
        for number in range(size):
            if not END <= number < size - END:
                self.tell(items[number])

    def _bytes(self, memory: Any) -> None:
        try:
            with memoryview(memory) as view, view.cast("B") as flat:
                self.add(len(flat))
                self.add(bytes(flat[:SAMPLE]))
                self.add(bytes(flat[-SAMPLE:]))
        except (TypeError, ValueError, BufferError):
            raise _Unknown from None

    def _own(self, kind: type, value: Any) -> None:
        """Look into an object of a class of the submission's own."""
        own = own_dictionary(value)
        if own is None or issubclass(kind, CONTAINERS):
            raise _Unknown
        self._items([part for item in own.items() for part in item])


def _module(kind: type) -> str:
    return str(_of_class(kind, "__dict__").get("__module__", ""))
