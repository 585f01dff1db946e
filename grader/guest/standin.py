"""What takes the place of Python's own goes by its name: for pickle, and in messages of errors."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from types import FunctionType
from typing import Any

OURS = ("_guest", "_launcher")


def stands_for(module: str, name: str) -> Callable[[Any], Any]:
    """Decorate a function that is to be found as ``module.name`` from now on.

    Other modules that were imported before, and have copied the name, get it too.
    """

    def place(function: Any) -> Any:
        home = importlib.import_module(module)
        original = getattr(home, name)
        function.__module__ = module
        function.__name__ = function.__qualname__ = name
        setattr(home, name, function)
        for other in list(sys.modules.values()):
            if not getattr(other, "__name__", OURS[0]).startswith(OURS):
                for label, value in list(vars(other).items()):
                    if value is original:
                        setattr(other, label, function)
        return function

    return place


def goes_by_its_name(stand_in: type) -> type:
    """Decorate a class so that errors name its methods without the function that makes it."""
    for function in vars(stand_in).values():
        if isinstance(function, FunctionType):
            function.__qualname__ = f"{stand_in.__name__}.{function.__name__}"
    return stand_in
