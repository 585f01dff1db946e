"""Plain shared memory: RawValue and RawArray whose accessors the kernel sees."""

from __future__ import annotations

import copyreg
import ctypes
from multiprocessing import sharedctypes
from multiprocessing.context import assert_spawning
from multiprocessing.reduction import ForkingPickler
from typing import Any

from ..link import Link
from ..values import plain


def install(link: Link) -> None:
    """Make ``sharedctypes`` hand out subclasses with watched accessors."""
    classes: dict[type, type] = {}

    def rebuild(type_: Any, wrapper: Any, length: int | None, key: int | None = None) -> Any:
        if length is not None:
            type_ = type_ * length
        watched: Any = type_ if issubclass(type_, Watched) else classes.get(type_)
        if watched is None:
            watched = classes[type_] = _watched(link, type_)
        ForkingPickler.register(watched, reduce)
        obj = watched.from_buffer(wrapper.create_memoryview())
        obj._wrapper = wrapper
        if key is None and link.active:
            key = link.ask("new-memory", None, [type_.__name__, getattr(type_, "_length_", None)])
        obj._key = key
        return obj

    def reduce(obj: Any) -> Any:
        assert_spawning(obj)
        base = type(obj).__mro__[1]
        length = getattr(base, "_length_", None) if issubclass(base, ctypes.Array) else None
        if length is not None:
            base = base._type_
        return rebuild_shared, (base, obj._wrapper, length, obj._key)

    def copy(obj: Any) -> Any:
        """Return a shared copy; CPython's own wants the classes of both to be the same."""
        made = sharedctypes._new_value(type(obj))
        ctypes.memmove(ctypes.addressof(made), ctypes.addressof(obj), ctypes.sizeof(obj))
        return made

    sharedctypes.copy = copy
    sharedctypes.rebuild_ctype = rebuild
    rebuild_shared.function = rebuild
    copyreg.constructor(rebuild_shared)


class Watched:
    """Marks the subclasses: a copy of a shared object is made of its class, not of a new one."""

    __slots__ = ()


def rebuild_shared(*args: Any) -> Any:
    """Rebuild a shared object in another process; pickled by name."""
    return rebuild_shared.function(*args)


def _watched(link: Link, base: Any) -> type:
    """Return a subclass of a ctypes type whose reads and writes the kernel sees."""

    def touch(self: Any, kind: str, part: str = "") -> None:
        if link.active:
            frame, callee = link.locator.find()
            if frame is not None and link.locator.begins(callee):
                op, mode = ("read", "r") if kind == "read" else ("write", "w")
                obj = f"mem:{self._key}{part}"
                link.request(op, obj, None, None, (), mode, frame, callee, True)
            del frame, callee

    def note(self: Any, kind: str, value: Any, part: str = "") -> None:
        link.note(kind, f"mem:{self._key}{part}", plain(value))

    space: dict[str, Any] = {"__module__": base.__module__, "_key": None}

    def accessor(name: str) -> property:
        original = getattr(base, name)

        def read(self: Any) -> Any:
            touch(self, "read")
            value = original.__get__(self)
            note(self, "read", value)
            return value

        def write(self: Any, value: Any) -> None:
            touch(self, "write")
            original.__set__(self, value)
            note(self, "wrote", original.__get__(self))

        for function, label in ((read, "read"), (write, "write")):
            function.__qualname__ = f"Value.{name} ({label})"
            function.__code__ = function.__code__.replace(co_qualname=function.__qualname__)
        return property(read, write)

    if issubclass(base, ctypes.Array):

        def getitem(self: Any, index: Any) -> Any:
            touch(self, "read")
            value = base.__getitem__(self, index)
            note(self, "read", value, f"[{index}]" if type(index) is int else "")
            return value

        def setitem(self: Any, index: Any, value: Any) -> None:
            touch(self, "write")
            base.__setitem__(self, index, value)
            note(self, "wrote", value, f"[{index}]" if type(index) is int else "")

        getitem.__code__ = getitem.__code__.replace(co_qualname="Array.__getitem__")
        setitem.__code__ = setitem.__code__.replace(co_qualname="Array.__setitem__")
        space |= {"__getitem__": getitem, "__setitem__": setitem}
        names = [name for name in ("value", "raw") if hasattr(base, name)]
    elif issubclass(base, ctypes._SimpleCData):
        names = ["value"]
    else:
        names = [field[0] for field in getattr(base, "_fields_", ())]
    space |= {name: accessor(name) for name in names}
    return type(base.__name__, (base, Watched), space)
