"""The learner's own names for shared objects, and calls as a learner would write them.

Used only in a detailed run: looking for a name reads the submission's variables, never calls
anything of the student's.
"""

from __future__ import annotations

import sys
from types import FrameType, ModuleType
from typing import Any

from .link import Link
from .values import short
from .watch import part_key

HIDDEN = frozenset({"self", "cls", "block", "timeout"})
CONTAINERS = (list, tuple, dict)


class Names:
    """Names what a call is made on, by looking through the submission's variables."""

    def __init__(self, link: Link) -> None:
        self.link = link
        self.known: dict[int, str] = {}

    def call(self, frame: FrameType, callee: FrameType | None) -> list[Any]:
        """Return [method, key of the target, text] of the call that ``frame`` makes."""
        if callee is None:
            return [None, None, None]
        code = callee.f_code
        method = code.co_qualname.replace("<locals>.", "").rpartition("make_semlock.")[2]
        local = _locals(callee)
        target = local.get("self")
        text = code.co_name
        key = None
        if target is not None:
            key = target_key(target)
            name = self.name(frame, target)
            text = _phrase(name or f"a {type(target).__name__}", code.co_name, method)
        if not text.endswith(")") and "=" not in text and " " not in text:
            text = f"{text}({_arguments(code, local)})"
        local.clear()
        return [method[:80], key, text[:160]]

    def name(self, frame: FrameType, target: Any) -> str | None:
        """Return the name of an object as the frame's function would write it, or None."""
        found = _search(_locals(frame), target) or _search(frame.f_globals, target)
        outer = frame.f_back
        while found is None and outer is not None:
            if outer.f_code.co_filename in self.link.locator.files:
                found = _search(_locals(outer), target)
            outer = outer.f_back
        return found

    def describe_open_ends(self) -> None:
        """Nothing to do: names of pipe ends come with the calls that use them."""


def _locals(frame: FrameType) -> dict[str, Any]:
    """Return a copy of a function's variables that keeps nothing alive when it is dropped.

    Up to 3.12 ``f_locals`` leaves a dictionary on the frame, which would keep, say, a closed
    connection alive: it is emptied at once.
    """
    if frame.f_locals is frame.f_globals:
        return dict(frame.f_locals)
    snapshot = frame.f_locals
    copy = dict(snapshot)
    if sys.version_info < (3, 13) and sys.gettrace() is None:
        snapshot.clear()
    return copy


def target_key(target: Any) -> str | None:
    """Return the kernel's key for an object that a call is made on."""
    handle = getattr(target, "handle", None)
    if type(handle) is int and hasattr(target, "maxvalue"):
        return f"sem:{handle}"
    memory = getattr(target, "_key", None)
    if type(memory) is int and hasattr(target, "_wrapper"):
        return f"mem:{memory}"
    try:
        return part_key(target)
    except (OSError, AttributeError, TypeError):
        return None


def _same(value: Any, target: Any) -> bool:
    return value is target or getattr(value, "_semlock", None) is target


def _search(names: dict[str, Any], target: Any) -> str | None:
    for name, value in names.items():
        if not name.startswith("__") and _same(value, target):
            return name
    for name, value in names.items():
        if name.startswith("__") or isinstance(value, ModuleType):
            continue
        inner = _within(value, target)
        if inner is not None:
            return f"{name}{inner}"
    return None


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
        attributes = getattr(type(value), "__dict__", {}).get("__dict__")
        if attributes is not None and not isinstance(value, type):
            for key, item in list(value.__dict__.items())[:50]:
                if _same(item, target):
                    return f".{key}"
    return None


def _phrase(name: str, function: str, method: str) -> str:
    if method.startswith("Value.") and "(" in method:
        attribute = method[6:].partition(" ")[0]
        return f"{name}.{attribute}" if "read" in method else f"{name}.{attribute} = …"
    special = {"__enter__": f"with {name}", "__exit__": f"leaving with {name}"}
    if function in special:
        return special[function]
    if function in ("fget", "getvalue", "get_value"):
        return f"{name}.value ()"
    return f"{name}.{function}"


def _arguments(code: Any, local: dict[str, Any]) -> str:
    count = code.co_argcount + code.co_posonlyargcount * 0
    shown = []
    for name in code.co_varnames[:count]:
        if name in HIDDEN or name.startswith("_") or name not in local:
            continue
        shown.append(short(local[name], 30))
    return ", ".join(shown[:3])
