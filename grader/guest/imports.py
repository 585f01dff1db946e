"""What is patched when it is imported, and what a program is given ahead: the rest stays small.

A zygote's size is paid for at every fork, so what most programs never import is not in it.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib.machinery import PathFinder
from types import CodeType
from typing import Any

AHEAD = frozenset(
    {"argparse", "calendar", "concurrent.futures", "copy", "csv", "dataclasses", "decimal"}
    | {"fractions", "inspect", "logging", "pathlib", "pprint", "statistics", "string", "textwrap"}
)
"""Modules whose import starts nothing, and is the same before a run and in it."""

FUTURES = {
    "ThreadPoolExecutor": "concurrent.futures.thread",
    "ProcessPoolExecutor": "concurrent.futures.process",
}
"""Where a name of ``concurrent.futures`` comes from: it is imported when it is asked for."""


class _Finder:
    """Finds one module where the others do, and patches it when its code has run."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.patches: list[Callable[[Any], None]] = []

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        """Find the module that is to be patched (a meta path finder)."""
        if name != self.name:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is None or spec.loader is None:
            return None
        run = spec.loader.exec_module

        def exec_module(module: Any) -> None:
            run(module)
            for patch in self.patches:
                patch(module)

        vars(spec.loader)["exec_module"] = exec_module
        return spec


def when_imported(name: str, patch: Callable[[Any], None]) -> None:
    """Patch the module of that name as soon as somebody imports it, or now if that is done."""
    if name in sys.modules:  # some versions need more for what is here
        patch(sys.modules[name])
        return
    finders = [finder for finder in sys.meta_path if isinstance(finder, _Finder)]
    finder = next((finder for finder in finders if finder.name == name), None)
    if finder is None:
        finder = _Finder(name)
        sys.meta_path.insert(0, finder)
    finder.patches.append(patch)


def import_ahead(codes: Iterable[CodeType]) -> None:
    """Import what the code of a program names, and may as well have been imported before."""
    names = names_in(codes)
    wanted = sorted(names & AHEAD)
    if "concurrent.futures" in names:
        wanted += [FUTURES[name] for name in sorted(names & FUTURES.keys())]
    for name in wanted:
        with suppress(ImportError):  # an interpreter without it: the run says so
            importlib.import_module(name)


def names_in(codes: Iterable[CodeType]) -> set[str]:
    """Return the names of modules, globals and attributes that codes mention."""
    return {name for code in codes for name in _names(code)}


def _names(code: CodeType) -> Iterable[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)
