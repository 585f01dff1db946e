"""What a controlled run executes, as plain data: nothing of the grader's own goes with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from grader.model.trace import Json

SCENARIO_NAME = "checks.py"
"""The file name of a scenario as shown to people."""


@dataclass(frozen=True, slots=True)
class Program:
    """A submission's source, and the function to call in it or in a scenario around it.

    An empty ``function`` only imports it, and "__main__" runs the file as a script.

    Without a scenario, ``function`` is called in the submission with ``arguments``. With one,
    ``scenario`` is the source of a small module, ``function`` is called in that module with the
    submission's module as first argument (``student``), then ``arguments``.
    """

    name: str  # the submission's file name as shown to people, such as "lock.py"
    source: str
    function: str = "main"
    arguments: tuple[Json, ...] = ()
    scenario: str | None = None
    scenario_name: str = SCENARIO_NAME
    files: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    """Files in the working folder at the start of every run, by relative name."""
    forks: bool = False
    """Whether every process is forked, whatever the program says: to tell what needs that."""
    import_folders: tuple[str, ...] = ()
    """Folders whose modules the program may import (read only), besides the standard library."""
