"""Runs one program under control, once per schedule: the real ``search.machine.Machine``."""

from __future__ import annotations

import fcntl
import json
import keyword
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any

from grader.kernel.descriptors import raise_limit
from grader.kernel.isolation import Isolation
from grader.kernel.requests import Mailbox
from grader.kernel.run import Pick, Run
from grader.kernel.sandbox import Sandbox
from grader.kernel.zygote_client import Zygote
from grader.model.program import Program
from grader.model.trace import Clock, SwitchAt, Trace
from grader.settings import Settings


class Controller:
    """A sandbox with a zygote for one program; use it in a ``with`` block.

    ``used``: a sandbox that suits, and that another program was run in before.
    Raises KernelFault for whatever is the grader's own fault.
    """

    def __init__(
        self,
        program: Program,
        settings: Settings,
        *,
        python: str | None = None,
        used: Sandbox | None = None,
    ) -> None:
        self.program = program
        self.settings = settings
        self.python = python
        self._used = used
        self._mailbox = Mailbox()
        self._sandbox: Sandbox | None = None

    def __enter__(self) -> Controller:
        self._open()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the zygote and everything of its runs."""
        if self._sandbox is not None:
            self._sandbox.close()
            self._sandbox = None

    def release(self) -> Sandbox:
        """Give the sandbox away, for another program; whoever gets it closes it."""
        sandbox, self._sandbox = self._open(), None
        return sandbox

    @property
    def isolation(self) -> Isolation:
        """What protects this machine from the program."""
        return self._open().isolation

    def run(
        self,
        pick: Pick,
        *,
        clock: Clock = "patient",
        switch_at: SwitchAt = "calls",
        detailed: bool = False,
    ) -> Trace:
        """Run the program once under the schedule that ``pick`` chooses; see ``Machine``."""
        zygote = Zygote(self._open(), self.program)
        run = Run(zygote, self._mailbox, self.settings, pick, clock, switch_at, detailed)
        try:
            return run.execute()
        finally:
            zygote.command({"op": "clean"})
            zygote.read_output()

    def _open(self) -> Sandbox:
        if self._sandbox is None:
            sandbox = self._used or self._start()
            self._used = None
            try:
                with self._as_file() as fd:
                    Zygote(sandbox, self.program).command({"op": "program"}, [fd])
            except BaseException:
                sandbox.close()
                raise
            self._sandbox = sandbox
        return self._sandbox

    def _start(self) -> Sandbox:
        raise_limit()
        options: dict[str, Any] = {"python": self.python} if self.python else {}
        sandbox = Sandbox(self.settings, import_folders=self.program.import_folders, **options)
        try:
            Zygote(sandbox, self.program).answer()  # it is ready
        except BaseException:
            sandbox.close()
            raise
        return sandbox

    @contextmanager
    def _as_file(self) -> Iterator[int]:
        """Yield a descriptor that holds the program as JSON, and can't be changed any more."""
        fd = os.memfd_create("program", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        try:
            os.write(fd, json.dumps(_as_data(self.program, self.settings)).encode())
            seals = fcntl.F_SEAL_WRITE | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_SEAL
            fcntl.fcntl(fd, fcntl.F_ADD_SEALS, seals)
            yield fd
        finally:
            os.close(fd)


class SharedSandbox:
    """Controllers for one program after another, in one sandbox as long as it is whole and suits.

    For programs of one submission: what it does in a run is gone before the next one, but other
    people's programs get a sandbox of their own. Close it at the end.
    """

    def __init__(self) -> None:
        self._kept: Sandbox | None = None

    def close(self) -> None:
        """End the sandbox, if there is one."""
        if self._kept is not None:
            self._kept.close()
            self._kept = None

    @contextmanager
    def controller(self, program: Program, settings: Settings) -> Iterator[Controller]:
        """Yield a controller; one at a time. Whatever goes wrong ends the sandbox."""
        used, self._kept = self._kept, None
        if used is not None and not used.suits(settings, program.import_folders):
            used.close()
            used = None
        with Controller(program, settings, used=used) as controller:
            yield controller
            self._kept = controller.release()


def _as_data(program: Program, settings: Settings) -> dict[str, Any]:
    """Return the program as the zygote reads it: sources in order of import."""
    stem = program.name.rpartition("/")[2].partition(".")[0]
    usable = stem.isidentifier() and not keyword.iskeyword(stem)
    module = stem if usable and stem not in sys.stdlib_module_names else "submission"
    sources = [{"module": module, "file": program.name, "text": program.source}]
    if program.scenario is not None:
        sources.append(
            {"module": "scenario_", "file": program.scenario_name, "text": program.scenario}
        )
    return {
        "sources": sources,
        "function": program.function,
        "arguments": list(program.arguments),
        "files": {name: data.hex() for name, data in program.files.items()},
        "start_method": settings.start_method,
        "forks": program.forks,
        "cpu_count": settings.cpu_count,
    }
