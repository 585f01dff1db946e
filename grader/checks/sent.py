"""What a scenario may import from ``grader``: it is sent into the sandbox with the scenario.

Each is one line, which stands there in the place of the line that imports it: so all other lines
keep their numbers, and what is told of that line is found in checks.py. It calls what it starts
through ``map``, so that no frame comes between: the calls are then made in its own line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from multiprocessing.process import BaseProcess
from types import MappingProxyType
from typing import Any

from grader.checks.declare import CheckError

SENT: Mapping[str, str] = MappingProxyType(
    {
        "run_processes": "def run_processes(plans, join=True): "
        "from multiprocessing import Process; "
        "made = [Process(target=function, name=name, args=tuple(arguments)) "
        "for name, (function, *arguments) in plans.items()]; "
        "[*map(Process.start, made)]; "
        "[*map(Process.join, made if join else ())]; "
        "return made",
    }
)
"""By its name: the source that is sent."""


def run_processes(
    plans: Mapping[str, tuple[Callable[..., Any] | Any, ...]], join: bool = True
) -> list[BaseProcess]:
    """Start a process for each plan, in order, and wait for their ends in that order.

    ``plans`` is {name of the process: (function, argument, argument ...)}. With ``join=False`` it
    does not wait: that is then left to the scenario. Returns the processes.

    For scenarios alone: in a judgement it raises CheckError.
    """
    raise CheckError("run_processes() is for scenarios, which run in the sandbox: here is none")
