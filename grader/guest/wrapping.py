"""Methods of CPython's classes, called as they are, with something done after them."""

from __future__ import annotations

import types
from collections.abc import Callable
from typing import Any


def after(owner: Any, name: str, then: Callable[..., None], label: str = "") -> None:
    """Call ``then(result, self, *args)`` when the method has returned, under the same name."""
    original = getattr(owner, name)

    def wrapper(self: Any, /, *args: Any, **kwargs: Any) -> Any:
        result = original(self, *args, **kwargs)
        then(result, self, *args, **kwargs)
        return result

    setattr(owner, name, renamed(wrapper, original, label))


def renamed(wrapper: Any, original: Any, label: str = "") -> Any:
    """Return the wrapper under the original's name: the name is what a learner is shown."""
    qualname = label or getattr(original, "__qualname__", original.__name__)
    code = wrapper.__code__.replace(co_name=qualname.rpartition(".")[2], co_qualname=qualname)
    function = types.FunctionType(
        code, wrapper.__globals__, wrapper.__name__, wrapper.__defaults__, wrapper.__closure__
    )
    function.__qualname__ = qualname
    function.__kwdefaults__ = wrapper.__kwdefaults__
    return function
