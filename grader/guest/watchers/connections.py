"""Messages that are sent and received, and those that a queue's feeder has lost."""

from __future__ import annotations

import threading
from typing import Any

from ..failures import swallowed
from ..link import Link
from ..primitives.descriptors import key
from ..values import short
from ..wrapping import after
from .objects import answered


def install(link: Link) -> None:
    """Watch connections and the feeders of queues."""
    _watch_connections(link)
    _watch_feeders(link)


def _watch_connections(link: Link) -> None:
    from multiprocessing import connection

    last: dict[str, str] = {}  # what is being sent, as a learner would write it

    def sent(result: Any, self: Any, *args: Any) -> None:
        link.note("sent", key(self._handle), last.pop("sent", None))

    def received(result: Any, self: Any, *args: Any) -> None:
        link.note("received", key(self._handle), None)

    after(connection.Connection, "_send_bytes", sent)
    after(connection.Connection, "_recv_bytes", received)

    pickler: Any = connection._ForkingPickler

    class Describing(pickler):
        """Remembers what was pickled last."""

        @classmethod
        def dumps(cls, obj: Any, protocol: Any = None) -> Any:
            try:
                data = connection.reduction.ForkingPickler.dumps(obj, protocol)
            except Exception as error:
                if link.active and util.is_exiting() and _in_feeder():
                    # At a process's end the feeder tells nobody at all.
                    link.note("swallowed", None, _lost_item(link, error, obj))
                    link.flush()
                raise
            if link.active:
                last["sent"] = short(obj)
            return data

    from multiprocessing import queues, util

    connection._ForkingPickler = queues._ForkingPickler = Describing

    original_pipe = connection.Pipe

    def Pipe(duplex: bool = True) -> Any:  # CPython's name
        ends = original_pipe(duplex)
        if link.active:
            link.note("made", "pipe", [key(end._handle) for end in ends])
        return ends

    connection.Pipe = Pipe
    after(connection._ConnectionBase, "poll", answered(link))

    original_recv = connection.Connection._recv

    def _recv(self: Any, size: Any, *rest: Any) -> Any:
        try:
            return original_recv(self, size, *rest)
        except EOFError:
            link.note("eof", key(self._handle))
            raise

    _recv.__defaults__ = None
    connection.Connection._recv = _recv


def _watch_feeders(link: Link) -> None:
    from multiprocessing import queues

    original = queues.Queue._on_queue_feeder_error

    def _on_queue_feeder_error(e: BaseException, obj: Any) -> None:
        link.note("swallowed", None, _lost_item(link, e, obj))
        link.flush()
        original(e, obj)

    queues.Queue._on_queue_feeder_error = staticmethod(_on_queue_feeder_error)


def _lost_item(link: Link, error: Any, item: Any) -> dict[str, Any]:
    return swallowed(link, error, "feeder") | {"item": short(item)}


def _in_feeder() -> bool:
    return threading.current_thread().name == "QueueFeederThread"
