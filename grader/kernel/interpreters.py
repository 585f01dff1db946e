"""Has new interpreters forked: by the zygote, or by a fork server of the run."""

from __future__ import annotations

from grader.guest import wire
from grader.kernel.errors import LimitReached, ProtocolBreach
from grader.kernel.lifecycle import Lifecycle
from grader.kernel.state import State
from grader.kernel.tasks import Task, Wait
from grader.kernel.zygote_client import Zygote
from grader.model.trace import Json

STRANGE = "it asked for a new interpreter in a way that nobody does"
HANDLES = frozenset({"tracker_fd", "pipe_handle", "ready"})
FIELDS = ("fds", "handles", "parent", "environ", "command")


class Interpreters:
    """Who forks a new interpreter, and the order to do so."""

    def __init__(self, state: State, lifecycle: Lifecycle, zygote: Zygote) -> None:
        self._state = state
        self._lifecycle = lifecycle
        self._zygote = zygote

    def maker(self, arg: dict[str, Json]) -> Task | Zygote | None:
        """Return the fork server that is asked for, or the zygote; None for one that is gone."""
        number = arg.get("server")
        if number is None:
            return self._zygote
        if type(number) is not int or not 0 <= number < len(self._state.tasks):
            raise ProtocolBreach(STRANGE)
        server = self._state.tasks[number]
        if not server.server:
            raise ProtocolBreach(STRANGE)
        waits = server.state == "parked" and server.wait is not None and server.wait.op == "serve"
        return server if waits else None

    def start(self, maker: Task | Zygote, child: Task, wait: Wait, arg: dict[str, Json]) -> int:
        """Have a fresh interpreter forked that becomes the child; return its inner pid."""
        _check(arg, len(wait.fds))
        state = self._state
        order: dict[str, Json] = {
            "number": child.number,
            "arg": {name: arg[name] for name in FIELDS},
            "detailed": state.detailed,
            "lines": state.switch_at == "lines",
        }
        try:
            if isinstance(maker, Task):
                pid = self._lifecycle.forked_by(maker, order, wait.fds[1:])
            else:
                child.server = arg["command"] is not None
                pid = maker.spawn(order, wait.fds[1:])
        except ValueError:  # an order is a little longer than what it was asked for with
            raise ProtocolBreach(STRANGE) from None
        if pid == wire.NO_PID:
            raise LimitReached("processes")
        return pid


def _check(arg: dict[str, Json], descriptors: int) -> None:
    """Raise ProtocolBreach for an order that the zygote could not carry out."""
    numbers, handles, parent, environ, command = map(arg.get, FIELDS)
    if not (isinstance(numbers, list) and isinstance(handles, dict) and type(parent) is int):
        raise ProtocolBreach(STRANGE)
    if descriptors != 2 + len(numbers) or not handles.keys() <= HANDLES:
        raise ProtocolBreach(STRANGE)
    if not all(type(n) is int and 0 <= n < 4096 for n in [*numbers, *handles.values()]):
        raise ProtocolBreach(STRANGE)
    if not isinstance(environ, dict) or not isinstance(command, list | None):
        raise ProtocolBreach(STRANGE)
    if not all(isinstance(value, str | None) for value in environ.values()):
        raise ProtocolBreach(STRANGE)
    if not all(isinstance(text, str) for text in command or []):
        raise ProtocolBreach(STRANGE)
