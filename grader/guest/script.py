"""A file that is run as ``python FILE`` runs it: as ``__main__``, and in spawned children again."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from types import CodeType, ModuleType
from typing import Any

MAIN = "__main__"
"""In place of a function's name: the file itself is run."""


def run_as_main(program: dict[str, Any]) -> None:
    """Run the program's file as a script."""
    name, code = _file(program)
    main = sys.modules[MAIN]
    main.__file__ = os.path.join(os.getcwd(), name)
    sys.argv = [name]
    exec(code, main.__dict__)


def run_in_children(program: dict[str, Any]) -> None:
    """Have a spawned child import the file as it would any other's, under its other name.

    It is that of the program, whatever lies in the file by now.
    """
    from multiprocessing import spawn

    def _fixup_main_from_path(main_path: str) -> None:
        if getattr(sys.modules[MAIN], "__file__", None) == main_path:
            return  # a fork server has imported it, and this process is forked from that one
        spawn.old_main_modules.append(sys.modules[MAIN])
        main = ModuleType("__mp_main__")
        main.__file__ = main_path
        exec(_file(program)[1], main.__dict__)
        sys.modules[MAIN] = sys.modules["__mp_main__"] = main

    spawn._fixup_main_from_path = _fixup_main_from_path


def _file(program: dict[str, Any]) -> tuple[str, CodeType]:
    source = program["sources"][0]
    spec: Any = find_spec(source["module"])
    return source["file"], spec.loader.code(spec.name)
