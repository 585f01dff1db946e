"""The learner's own names for shared objects, and calls as a learner would write them.

Used only in a detailed run: looking for a name reads the submission's variables, never calls
anything of the student's.
"""

from __future__ import annotations

import ast
import sys
import threading
from _thread import get_ident
from multiprocessing import synchronize
from multiprocessing.sharedctypes import SynchronizedBase
from types import FrameType, ModuleType
from typing import Any

from .link import Link
from .primitives.tracing import really_traced_by
from .values import attribute, own_dictionary, short
from .watchers.objects import part_key
from .written import Written, argument, receiver

HIDDEN = frozenset({"self", "cls", "block", "blocking", "timeout"})
MAKES = "BaseManager.register.<locals>.temp"  # dict(), list() ... of a manager
QUEUES = frozenset({"Queue", "JoinableQueue"})  # of a manager
WAITS = frozenset({"get", "put", "join"})  # of these queues
CONDITIONS = (synchronize.Condition, threading.Condition)


class Names:
    """Names what a call is made on, by looking through the submission's variables."""

    def __init__(self, link: Link) -> None:
        self.link = link
        self.written = Written()

    def call(self, frame: FrameType, callee: FrameType | None) -> list[Any]:
        """Return [method, key of the target, text] of the call that ``frame`` makes."""
        if callee is None:
            return [None, None, None]
        code = callee.f_code
        method = code.co_qualname.rpartition("<locals>.")[2]
        local = _locals(callee)
        target = local.get("self")
        text = code.co_name
        key = origin = None
        if target is not None:
            key = target_key(target)
            name = self.name(frame, target)
            origin = self.origin(frame, target)
            function = _function(code, local)
            arguments = self._arguments(frame, name, function, code, local)
            if name is None and method.startswith("BaseContext."):  # of the module, as most call it
                text = f"{function}({_without_rest(arguments)})"
            else:
                on = name or self._receiver(frame, target, function)
                text = _phrase(on, target, function, method, arguments)
            if function in WAITS and (kind := _managed_kind(target)) in QUEUES:
                method = f"{method} ({kind})"
        else:
            text = f"{text}({self._arguments(frame, None, text, code, local)})"
        local.clear()
        return [method[:80], key, text[:160], origin]

    def _receiver(self, frame: FrameType, target: Any, function: str) -> str:
        """Return what a call is made on where that has no name: as it is written, or its type."""
        call = self._written(frame, function)
        return (receiver(call) if call is not None else "") or f"<{type(target).__name__}>"

    def _arguments(
        self, frame: FrameType, name: str | None, function: str, code: Any, local: dict[str, Any]
    ) -> str:
        """Return the arguments as they were written, with the values that the caller gave."""
        by = function if function != "__call__" else (name or "").rpartition(".")[2]
        call = self._written(frame, by)
        if call is None:
            return _arguments(code, local)
        names = list(code.co_varnames[: code.co_argcount])
        del names[: 1 if "self" in names[:1] else 0]
        own = _locals(frame), frame.f_globals
        # A limit of time counts down in the library's own variable.
        given = {key: value for key, value in local.items() if key not in HIDDEN}
        names += [""] * len(call.args)  # those that go to *args
        pairs = [("", names[at], node) for at, node in enumerate(call.args)]
        pairs += [(f"{word.arg}=", word.arg or "", word.value) for word in call.keywords]
        shown = [before + argument(node, own, given.get(key)) for before, key, node in pairs]
        given.clear()
        return ", ".join(shown)

    def _written(self, frame: FrameType, function: str) -> ast.Call | None:
        """Return the call as it is written, where the source is known: reading it would be seen."""
        own = frame.f_code.co_filename in self.link.locator.files
        return self.written.call(frame, function) if own else None

    def name(self, frame: FrameType, target: Any) -> str | None:
        """Return the name of an object as the frame's function would write it, or None."""
        found = _search(_locals(frame), target) or _search(frame.f_globals, target)
        outer = frame.f_back
        while found is None and outer is not None:
            if self.link.locator.is_own(outer.f_code):
                found = _search(_locals(outer), target)
            outer = outer.f_back
        return found

    def origin(self, frame: FrameType, target: Any) -> str | None:
        """Return an object's name where it comes from: the same wherever it is passed on to.

        A function's own name for its argument may mean another object in each process. An item of
        a tuple is called as the tuple is unpacked: each place in it means one thing.
        """
        frames = self._own(frame)
        main = threading.main_thread().ident
        if main is not None and main != get_ident():
            frames += self._own(sys._current_frames().get(main))
        for outer in reversed(frames):
            names = _locals(outer)
            if found := _lasting(names, target):
                return _unpacked(names, [_locals(inner) for inner in frames], target) or found
        return _lasting(frame.f_globals, target)

    def _own(self, frame: FrameType | None) -> list[FrameType]:
        """Return the submission's frames of a stack, innermost first."""
        frames: list[FrameType] = []
        while frame is not None:
            if self.link.locator.is_own(frame.f_code):
                frames.append(frame)
            frame = frame.f_back
        return frames


def _managed_kind(target: Any) -> str:
    """Return what a manager was asked to make where the target stands for that, or ""."""
    token = attribute(target, "_token")
    known = getattr(sys.modules.get("multiprocessing.managers"), "Token", None)
    kind = token.typeid if known is not None and type(token) is known else ""
    return kind if type(kind) is str else ""


def _locals(frame: FrameType) -> dict[str, Any]:
    """Return a copy of a function's variables that keeps nothing alive when it is dropped.

    Up to 3.12 ``f_locals`` leaves a dictionary on the frame, which would keep, say, a closed
    connection alive: it is emptied at once.
    """
    if frame.f_locals is frame.f_globals:
        return dict(frame.f_locals)
    snapshot = frame.f_locals
    copy = dict(snapshot)
    if sys.version_info < (3, 13) and really_traced_by() is None:
        snapshot.clear()
    return copy


def target_key(target: Any) -> str | None:
    """Return the kernel's key for an object that a call is made on."""
    handle = attribute(target, "handle")
    if type(handle) is int and attribute(target, "maxvalue") is not None:
        return f"sem:{handle}"
    memory = attribute(target, "_key")
    if type(memory) is int and attribute(target, "_wrapper") is not None:
        return f"mem:{memory}"
    try:
        return part_key(target)
    except OSError:  # a closed connection
        return None


def _same(value: Any, target: Any) -> bool:
    return value is target or attribute(value, "_semlock") is target


def _search(names: dict[str, Any], target: Any) -> str | None:
    """Return the variable that is the target, or the one that contains it, or None."""
    for name, value in names.items():
        if not name.startswith("__") and _same(value, target):
            return name
    return _containing(names, target)


def _containing(names: dict[str, Any], target: Any, prefix: str = "") -> str | None:
    for name, value in names.items():
        if name.startswith("__") or isinstance(value, ModuleType) or name == prefix:
            continue
        inner = _within(value, target) if name.startswith(prefix) else None
        if inner is not None:
            return f"{name}{inner}"
    return None


def _lasting(names: dict[str, Any], target: Any) -> str | None:
    """Return the name that does not change: ``fork`` beside ``forks`` is a loop's variable."""
    found = _search(names, target)
    if found is None or not found.isidentifier():
        return found
    return _containing(names, target, found) or found


def _within(value: Any, target: Any) -> str | None:
    if type(value) in (list, tuple):
        for index, item in enumerate(value[:100]):
            if _same(item, target):
                return f"[{index}]"
    elif type(value) is dict:
        for key, item in list(value.items())[:100]:
            if _same(item, target):
                return f"[{short(key)}]"
    else:
        for key, item in list((own_dictionary(value) or {}).items())[:50]:
            if _same(item, target):
                return _by_its_methods(value) if key == "_lock" else f".{key}"
    return None


def _by_its_methods(value: Any) -> str:
    """Return how a learner reaches what an object keeps as its ``_lock``."""
    if issubclass(type(value), SynchronizedBase):
        return ".get_lock()"
    # A condition's acquire() and release() are its lock's own.
    return "" if issubclass(type(value), CONDITIONS) else "._lock"


def _unpacked(names: dict[str, Any], frames: list[dict[str, Any]], target: Any) -> str | None:
    """Return the variable into which a function unpacks the tuple that holds the target."""
    if any(_same(value, target) for value in names.values()):
        return None
    tuples = [v for v in names.values() if type(v) is tuple and any(_same(x, target) for x in v)]
    for local in frames:
        if any(value is each for value in local.values() for each in tuples):
            for name, value in local.items():
                if _same(value, target):
                    return name
    return None


def _function(code: Any, local: dict[str, Any]) -> str:
    """Return the name that was called: a manager's methods are one function for all kinds."""
    made = local.get("typeid") if code.co_qualname == MAKES else None
    return made if type(made) is str else str(code.co_name)


def _phrase(name: str, target: Any, function: str, method: str, arguments: str) -> str:
    """Return the call as a learner would write it."""
    if method.startswith("Value.") and "(" in method:
        attribute_name = method[6:].partition(" ")[0]
        return f"{name}.{attribute_name}" + ("" if "read" in method else f" = {arguments}")
    if function.startswith(("get", "set")) and _is_property(target, function[3:]):
        return f"{name}.{function[3:]}" + ("" if function.startswith("g") else f" = {arguments}")
    if _is_property(target, function):
        return f"{name}.{function}"
    if function == "__call__":
        return f"{name}({arguments})"
    if function == "__enter__":
        return f"with {name}"
    if function == "__exit__":
        return f"the end of with {name}"
    if function == "__len__":
        return f"len({name})"
    if function == "__contains__":
        return f"{arguments} in {name}"
    if function == "__delitem__":
        return f"del {name}[{arguments}]"
    if function in ("__getitem__", "getitem"):  # of an array, and of one without a lock
        return f"{name}[{arguments}]"
    if function in ("__setitem__", "setitem"):
        index, _, value = arguments.partition(", ")
        return f"{name}[{index}] = {value}"
    if method.startswith("Pool."):
        arguments = _without_rest(arguments)
    return f"{name}.{function}({arguments})"


def _is_property(target: Any, name: str) -> bool:
    """Say whether an attribute is one that sharedctypes makes with a function to get and set it."""
    return isinstance(getattr(type(target), name, None), property) if name else False


def _without_rest(arguments: str) -> str:
    """Leave out what was not given: the values of a pool's arguments that mean nothing."""
    shown = arguments.split(", ")
    while shown and shown[-1] in ("None", "()", "{}"):
        shown.pop()
    return ", ".join(shown)


def _arguments(code: Any, local: dict[str, Any]) -> str:
    """Return the arguments that say something, as a learner would write them."""
    shown = [
        short(local[name], 30)
        for name in code.co_varnames[: code.co_argcount]
        if name in local and name not in HIDDEN and not name.startswith("_")
    ]
    if not shown and isinstance(local.get("args"), tuple):
        shown = [short(value, 30) for value in local["args"]]  # a Manager's proxy
    return ", ".join(shown[:3])
