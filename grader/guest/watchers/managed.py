"""Managed objects: what is asked of them, and whether the submission's own code answers."""

from __future__ import annotations

import types
from typing import Any

from ..link import Link
from ..values import plain, short
from ..wrapping import after, renamed

READS = frozenset(
    {"__getitem__", "get", "keys", "values", "items", "__len__", "__contains__", "copy", "count"}
    | {"index", "getvalue", "__getattribute__", "__iter__", "__reversed__"}
)
WRITES = frozenset(
    {"__setitem__", "__delitem__", "setvalue", "append", "extend", "insert", "pop", "popitem"}
    | {"remove", "reverse", "sort", "setdefault", "update", "clear", "__setattr__", "__delattr__"}
    | {"__iadd__", "__imul__", "set"}
)
ITEMS = frozenset({"__getitem__", "get", "__setitem__", "__delitem__", "pop", "setdefault"})
"""The methods whose first argument says which item is meant."""


def install(link: Link) -> None:
    """Note what a process asks of a managed object, and what a manager's server is to run."""
    from multiprocessing import managers

    def created(result: Any, server: Any, /, *args: Any, **kwargs: Any) -> None:
        held = server.id_to_obj.get(result[0]) if isinstance(result, tuple) else None
        if link.active and held is not None and _is_own(link, type(held[0])):
            link.note("uncontrolled", "threads-data")

    def asked_for(result: Any, manager: Any, typeid: str, /, *args: Any, **kwargs: Any) -> None:
        if link.active:
            token = result[0]
            proxy = getattr(manager._registry[typeid][3], "__name__", "")
            made = [f"managed:{token.address}/{token.id}", None, proxy]
            link.note("made", "manager-object", [[made], None])

    after(managers.Server, "create", created)
    after(managers.BaseManager, "_create", asked_for)
    original = managers.BaseProxy._callmethod

    def _callmethod(self: Any, methodname: str, args: Any = (), kwds: Any = {}) -> Any:  # noqa: B006  # CPython's signature
        known = link.active and methodname in READS | WRITES
        raw = [f"managed:{self._token.address}/{self._token.id}", None, type(self).__name__]
        if known and methodname in ITEMS and args:
            raw[1] = short(args[0])
        elif known and methodname in ("__getattribute__", "__setattr__") and args:
            raw[1] = "." + str(args[0])[:40]
        try:
            result = original(self, methodname, args, kwds)
        except (LookupError, ValueError):
            if known:
                link.note("read", raw)  # what is asked for is not there
            raise
        if known:
            wrote = methodname in WRITES
            value = args[1] if methodname in ("__setitem__", "__setattr__") else result
            value = args[0] if methodname in ("set", "setvalue", "append") and args else value
            link.note("wrote" if wrote else "read", raw, plain(value, 3))
        return result

    managers.BaseProxy._callmethod = renamed(_callmethod, original)


def _is_own(link: Link, made: type) -> bool:
    """Say whether a class has methods of the submission.

    The server runs them in a thread for each process that asks: they share plain variables, as
    the submission's own threads do.
    """
    values = [value for owner in made.__mro__ for value in vars(owner).values()]
    codes = [value.__code__ for value in values if isinstance(value, types.FunctionType)]
    return any(link.locator.is_own(code) for code in codes)
