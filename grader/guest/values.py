"""Students' values as bounded plain data, without ever calling the students' own methods."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .collecting import Uncollected


def own_dictionary(obj: Any) -> dict[str, Any] | None:
    """Return the object's own dictionary, or None; runs no code of it.

    CPython 3.11 may make the dictionary only now. If garbage were collected in that moment, and
    what it leaves behind looked here as well, there would be two of them, of the same values.
    """
    with Uncollected():
        try:
            space = object.__getattribute__(obj, "__dict__")
        except (AttributeError, TypeError):
            return None
    return space if type(space) is dict else None


def attribute(obj: Any, name: str) -> Any:
    """Return what the object's own dictionary holds under the name, or None; runs no code of it."""
    space = own_dictionary(obj)
    return space.get(name) if space is not None else None


TEXT = 20_000
ITEMS = 2_000

_AS_ITS_BASE: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (int, int.__pos__),
    (float, float.__pos__),
    (str, str.__str__),
    (list, list.copy),
    (tuple, lambda value: tuple.__getitem__(value, slice(None))),
    (dict, dict.copy),
)
"""Makes a plain value of one of a subclass, such as an Enum of texts, by the base's own methods."""


def plain(value: Any, depth: int = 12) -> Any:
    """Return the value as JSON data; what is none of Python's plain types as ``{"type": name}``.

    A value of a subclass comes as one of its base class, to which it is equal. Tuples and sets
    become lists (a set's in a fixed order); a key that is no text becomes its literal. Too long or
    too deep parts are cut and marked.
    """
    kind = type(value)
    if value is None or kind is bool:
        return value
    if kind is int:
        return value if value.bit_length() <= 200 else {"type": "int", "bits": value.bit_length()}
    if kind is float:
        return value if value - value == 0.0 else {"type": "float", "text": repr(value)}
    if kind is str:
        text = value.encode("utf-8", "backslashreplace").decode("utf-8")
        return text if len(text) <= TEXT else text[:TEXT] + "…"
    if kind in (bytes, bytearray):
        return {"type": kind.__name__, "text": repr(bytes(value[:200]))}
    if depth <= 0:
        return {"type": kind.__name__, "cut": True}
    if kind in (list, tuple):
        items = [plain(item, depth - 1) for item in value[:ITEMS]]
        return items if len(value) <= ITEMS else [*items, {"cut": len(value) - ITEMS}]
    if kind in (set, frozenset):
        return sorted((plain(item, depth - 1) for item in list(value)[:ITEMS]), key=repr)
    if kind is dict:
        return {_key(k): plain(v, depth - 1) for k, v in list(value.items())[:ITEMS]}
    for base, convert in _AS_ITS_BASE:
        if issubclass(kind, base):
            return plain(convert(value), depth)
    return {"type": _type_name(kind)}


def short(value: Any, length: int = 40) -> str:
    """Return the value as a learner would write it, cut to the length."""
    kind = type(value)
    if value is None or kind in (bool, float):
        text = repr(value)
    elif kind is int:
        text = repr(value) if value.bit_length() <= 200 else "a big int"
    elif kind in (str, bytes):
        text = repr(value[: length + 1])
    elif kind is slice:
        ends = [value.start, value.stop, *([] if value.step is None else [value.step])]
        text = ":".join("" if end is None else short(end, length) for end in ends)
    elif kind in (list, tuple, set, frozenset, dict):
        text = _short_container(value, kind, length)
    else:
        text = f"<{_type_name(kind)}>"
    return text if len(text) <= length else text[: length - 1] + "…"


def _short_container(value: Any, kind: type, length: int) -> str:
    if not value:
        return repr(kind())
    few = list(value.items() if kind is dict else value)[:8]
    if kind is dict:
        inner = ", ".join(f"{short(k, length)}: {short(v, length)}" for k, v in few)
    else:
        inner = ", ".join(short(item, length) for item in few)
    more = ", …" if len(value) > len(few) else ""
    left, right = "[]" if kind is list else "()" if kind is tuple else "{}"
    comma = "," if kind is tuple and len(value) == 1 else ""
    return f"{left}{inner}{more}{comma}{right}"


def _key(key: Any) -> str:
    return str.__str__(key) if issubclass(type(key), str) else short(key, 100)


def _type_name(kind: type) -> str:
    names: Any = type.__dict__["__name__"]
    name = names.__get__(kind)  # not a metaclass's own idea of it
    return str(name)[:80]
