"""One run: load the submission, call its function, and end as a Python program ends."""

from __future__ import annotations

import atexit
import faulthandler
import linecache
import os
import sys
import threading
import warnings
from _socket import socket
from types import CodeType, ModuleType, TracebackType
from typing import Any

from . import wire
from .exchange import REPLY
from .failures import describe_exception
from .link import Link
from .primitives.lines import trace_lines
from .primitives.tracing import NOTE
from .script import MAIN, run_as_main
from .values import plain

MAINS = frozenset({MAIN, "__mp_main__"})


class Loader:
    """Makes modules of sources that are in no file, here and in a spawned interpreter."""

    def __init__(self, sources: list[dict[str, str]]) -> None:
        self.sources = {source["module"]: source for source in sources}
        self.codes: dict[str, CodeType] = {}

    def prepare(self) -> None:
        """Compile ahead what compiles: a fork then has it already. Errors come when loaded."""
        for module, source in self.sources.items():
            text, name = source["text"], source["file"]
            linecache.cache[name] = (len(text), None, text.splitlines(True), name)
            try:
                self.codes[module] = _compiled(source)
            except Exception:  # shown to the student when the run imports it
                continue

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        """Find a module among the sources (a meta path finder)."""
        if name not in self.sources:
            return None
        from importlib.machinery import ModuleSpec

        return ModuleSpec(name, self, origin=self.sources[name]["file"])

    def create_module(self, spec: Any) -> ModuleType:
        """Make the empty module."""
        module = ModuleType(spec.name)
        module.__file__ = os.path.join(os.getcwd(), self.sources[spec.name]["file"])
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Run its code."""
        exec(self.code(module.__name__), module.__dict__)

    def code(self, module: str) -> CodeType:
        """Return its code; raises what compiling does."""
        return self.codes.get(module) or _compiled(self.sources[module])


def control(link: Link, program: dict[str, Any], *, detailed: bool, lines: bool) -> None:
    """Switch control on in this process."""
    start_by_default(program["start_method"])
    if program["forks"]:
        fork_always()
    link.locator.files.update(source["file"] for source in program["sources"])
    link.detailed = detailed
    if detailed:
        from .naming import Names  # it reads sources: a fork of the zygote without it is smaller

        link.named = Names(link)
    link.active = True
    faulthandler.register(wire.ASKS_WHERE, 2, all_threads=True)  # asks where we hang
    link.modules = frozenset({source["module"] for source in program["sources"]} | MAINS)
    link.lines = lines
    link.garbage.begin()
    link.exports = program["exports"]
    if lines:
        trace_lines(link)


def start_by_default(method: str) -> None:
    """Have multiprocessing take the method for the interpreter's own default.

    It is as if nobody had chosen yet: the program can still do so, once.
    """
    from multiprocessing import context

    context._default_context._default_context = context._concrete_contexts[method]


def fork_always() -> None:
    """Give the program a fork wherever it asks for a new interpreter."""
    from multiprocessing import context

    fork = context._concrete_contexts["fork"]
    context._concrete_contexts.update(dict.fromkeys(context._concrete_contexts, fork))
    context._default_context._default_context = fork


def run(link: Link, channel: socket, program: dict[str, Any]) -> int:
    """Be the root: call the function, tell the kernel how it ended; return the exit status.

    The kernel believes the result when its ticket has come back, which lies in the channel before
    all else. While the function runs the ticket is held by no name, no container and no frame's
    variables, where the function could look: it is the argument of a call that is not yet made.
    """
    ended: list[Any] = []
    channel.send(channel.recv(REPLY), _run(link, channel, program, ended))
    status, last = ended
    if status is None:
        sys.excepthook(type(last), last, _own_part(link, last))
    return leave(link, 1 if status is None else status)


def _run(link: Link, channel: socket, program: dict[str, Any], ended: list[Any]) -> int:
    """Call the function and tell how it ended; return the flags of what is sent next: none.

    ``ended`` gets the exit status, or None for an exception that is to be printed, and what the
    function returned or raised: that lives on until the interpreter's end.
    """
    link.adopt(channel, 0, process=True)
    if link.lines and program["marks"]:
        link.note("uncontrolled", NOTE)
    try:
        value = _call(program)
    except SystemExit as error:
        status = exit_code(error)
        ended += [status, error]
        _tell(link, "exited" if status else "returned", status or None)
    except BaseException as error:  # noqa: BLE001,RUF100  # whatever a student raises is told
        link.tracing.end()
        ended += [None, error]
        _tell(link, "raised", describe_exception(link, error))
    else:
        ended += [0, value]
        _tell(link, "returned", plain(value))
    return 0


def _call(program: dict[str, Any]) -> Any:
    import importlib
    from importlib.util import find_spec, module_from_spec

    submission, *others = program["sources"]
    name, arguments = program["function"], program["arguments"]
    if name == MAIN and not others:
        return run_as_main(program)
    # Made ready before the submission runs: it could put other code in the scenario's place.
    execute = exec
    specs: list[Any] = [find_spec(other["module"]) for other in others]
    around = [(module_from_spec(spec), spec.loader.code(spec.name)) for spec in specs]
    modules = [importlib.import_module(submission["module"])]
    for module, code in around:
        modules.append(module)
        sys.modules[module.__name__] = module
        execute(code, module.__dict__)
    if not name:
        return None
    function = modules[-1].__dict__.get(name)
    if function is None and not around:
        function = getattr(modules[-1], name, None)  # a module may have a __getattr__
    if function is None:
        file = program["sources"][-1]["file"]
        raise NameError(f"there is no function {name}() in {file}")
    return function(*(modules[:1] if around else []), *arguments)


def _compiled(source: dict[str, str]) -> CodeType:
    """Compile in silence: a SyntaxWarning would be printed by the first of many runs alone."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return compile(source["text"], source["file"], "exec", dont_inherit=True)


def _own_part(link: Link, error: BaseException) -> TracebackType | None:
    """Return the traceback from the submission's first frame on, as a plain run would show it."""
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename not in link.locator.files:
        trace = trace.tb_next
    error.__traceback__ = trace
    return trace


def _tell(link: Link, how: str, value: Any) -> None:
    try:
        wire.encode(value)
    except ValueError:
        value = {"cut": "the value is too long"}
    link.request("result", None, [how, value], None, (), "-", None, None, False)


def exit_code(error: SystemExit) -> int:
    """Return the status that the interpreter would end with."""
    if error.code is None:
        return 0
    if isinstance(error.code, int):  # as bools are
        return error.code & 0xFF
    print(error.code, file=sys.stderr)
    return 1


def leave(link: Link, status: int) -> int:
    """Do what the interpreter does at its end, still under control."""
    link.tracing.end()
    for step in (threading._shutdown, atexit._run_exitfuncs):
        try:
            step()
        except BaseException as error:  # noqa: BLE001,RUF100  # as the interpreter: printed, not fatal
            sys.excepthook(type(error), error, error.__traceback__)
    for stream in (sys.stdout, sys.stderr):
        if stream is None or getattr(stream, "closed", False):
            continue  # the program's own doing, and no failure
        try:
            stream.flush()
        except (OSError, ValueError):
            status = status or 120
    link.flush()
    return status
