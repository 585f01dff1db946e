"""Plain shared memory: RawValue and RawArray whose accessors the kernel sees.

So are those of the structures and arrays within: an element that is one is handed out as a view
with accessors of its own. What reaches past all of them (a memoryview, an address) is seen by
nobody: a program that mentions such is switched at lines.
"""

from __future__ import annotations

import copyreg
import ctypes
from collections.abc import Callable, Iterable
from multiprocessing import sharedctypes
from multiprocessing.context import assert_spawning
from multiprocessing.reduction import ForkingPickler
from types import CodeType
from typing import Any

from ..imports import names_in
from ..link import Link
from ..values import plain

EXPORTS = frozenset(
    {"memoryview", "from_buffer", "frombuffer", "readinto", "recv_into", "recv_bytes_into"}
    | {"pack_into", "unpack_from", "iter_unpack", "addressof", "from_address", "cast", "pointer"}
    | {"byref", "memmove", "memset", "string_at", "wstring_at", "from_param"}
)
"""What reads or writes memory without an accessor, or hands out what does."""


def exports_memory(codes: Iterable[CodeType]) -> bool:
    """Say whether a program names what would reach past the accessors of shared memory."""
    return not EXPORTS.isdisjoint(names_in(codes))


def install(link: Link) -> None:
    """Make ``sharedctypes`` hand out subclasses with watched accessors."""
    classes: dict[type, Any] = {}

    def watched_class(type_: Any) -> Any:
        if issubclass(type_, Watched):
            return type_
        if type_ not in classes:
            classes[type_] = _watched(link, type_, view)
            ForkingPickler.register(classes[type_], reduce)
        return classes[type_]

    def view(owner: Any, value: Any, part: str) -> Any:
        """Return a structure or an array within shared memory with watched accessors."""
        if not isinstance(value, PARTS):
            return value
        seen = watched_class(type(value)).from_buffer(value)
        seen._wrapper, seen._key, seen._part = owner._wrapper, owner._key, owner._part or part
        return seen

    def rebuild(type_: Any, wrapper: Any, length: int | None, key: int | None = None) -> Any:
        if length is not None:
            type_ = type_ * length
        obj = watched_class(type_).from_buffer(wrapper.create_memoryview())
        obj._wrapper = wrapper
        if link.exports:
            link.note("uncontrolled", "shared-memory")
        if key is None and link.active:
            key = link.ask("new-memory", None, [type_.__name__, getattr(type_, "_length_", None)])
        obj._key = key
        return obj

    def reduce(obj: Any) -> Any:
        if obj._part:
            return obj.__reduce__()
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


PARTS = (ctypes.Structure, ctypes.Union, ctypes.Array)
"""What has parts of its own that can be read and written."""


class Watched:
    """Marks the subclasses: a copy of a shared object is made of its class, not of a new one."""

    __slots__ = ()


def rebuild_shared(*args: Any) -> Any:
    """Rebuild a shared object in another process; pickled by name."""
    return rebuild_shared.function(*args)


def rebuild_part(base: Any, data: bytes) -> Any:
    """Return a copy of what lies within a shared object: it is pickled as its value."""
    return base.from_buffer_copy(data)


def _fields(base: Any) -> list[str]:
    """Return the names of all fields of a structure: also inherited ones, and anonymous ones'."""
    found: list[str] = []
    for owner in base.__mro__:
        for name, type_, *_ in vars(owner).get("_fields_", ()):
            found += [name, *(_fields(type_) if name in vars(owner).get("_anonymous_", ()) else [])]
    return found


def _watched(link: Link, base: Any, view: Callable[[Any, Any, str], Any]) -> type:
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

    def copied(self: Any) -> Any:
        return rebuild_part, (base, bytes(self))

    space: dict[str, Any] = {"__module__": base.__module__, "__reduce__": copied}
    space |= {"_key": None, "_part": "", "_wrapper": None}

    def accessor(name: str) -> property:
        original = getattr(base, name)

        def read(self: Any) -> Any:
            value = original.__get__(self)
            if isinstance(value, PARTS):
                return view(self, value, f".{name}")
            touch(self, "read")
            value = original.__get__(self)
            note(self, "read", value, self._part)
            return value

        def write(self: Any, value: Any) -> None:
            touch(self, "write")
            original.__set__(self, value)
            note(self, "wrote", original.__get__(self), self._part)

        for function, label in ((read, "read"), (write, "write")):
            function.__qualname__ = f"Value.{name} ({label})"
            function.__code__ = function.__code__.replace(co_qualname=function.__qualname__)
        return property(read, write)

    if issubclass(base, ctypes.Array):

        def getitem(self: Any, index: Any) -> Any:
            part = f"[{index}]" if type(index) is int else ""
            if issubclass(base._type_, PARTS):  # who gets one has read nothing of it
                value = base.__getitem__(self, index)
                if type(index) is slice:
                    places = range(*index.indices(len(self)))
                    return [view(self, v, f"[{i}]") for i, v in zip(places, value, strict=True)]
                return view(self, value, part)
            touch(self, "read")
            value = base.__getitem__(self, index)
            note(self, "read", value, self._part or part)
            return value

        def setitem(self: Any, index: Any, value: Any) -> None:
            touch(self, "write")
            base.__setitem__(self, index, value)
            part = f"[{index}]" if type(index) is int else ""
            note(self, "wrote", value, self._part or part)

        getitem.__code__ = getitem.__code__.replace(co_qualname="Array.__getitem__")
        setitem.__code__ = setitem.__code__.replace(co_qualname="Array.__setitem__")
        space |= {"__getitem__": getitem, "__setitem__": setitem}
        names = [name for name in ("value", "raw") if hasattr(base, name)]
    elif issubclass(base, ctypes._SimpleCData):
        names = ["value"]
    else:
        names = _fields(base)
    space |= {name: accessor(name) for name in names}
    return type(base.__name__, (base, Watched), space)
