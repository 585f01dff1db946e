"""What a task is about to do, in the words of a trace: references of the sandbox made keys."""

from __future__ import annotations

from grader.kernel import requests
from grader.kernel.registry import Registry
from grader.kernel.requests import Request
from grader.kernel.tasks import Task
from grader.model.operations import NAMED
from grader.model.trace import Call, Json, Pending

MOST_PENDINGS = 10_000  # that are kept, as long as they may be asked for again


class Pendings:
    """Translates requests; what is asked for again and again is translated once."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._known: dict[tuple[int, int], Pending] = {}  # by task and what requests have alike
        self._version = 0  # of the registry that they were made with

    def of(self, task: Task, request: Request) -> Pending:
        """Return what the task is about to do; the one made before, if it still means the same."""
        if not request.alike or request.op.startswith("thread-"):  # who holds a lock changes
            return self._translated(task, request)
        if self._version != self._registry.version or len(self._known) > MOST_PENDINGS:
            self._version = self._registry.version
            self._known.clear()
        key = task.number, request.alike
        pending = self._known.get(key)
        if pending is None:
            pending = self._known[key] = self._translated(task, request)
        return pending

    def _translated(self, task: Task, request: Request) -> Pending:
        registry = self._registry
        thread_lock = request.op.startswith("thread-")
        obj = None if thread_lock else registry.key(request.obj)
        if request.op in ("join", "poll-child") and isinstance(request.arg, list):
            obj = f"task:{request.arg[0]}"
        elif thread_lock:
            obj = f"lock:{task.process}:{request.obj}"
            if obj not in registry.things:
                registry.add(obj, "thread-lock", task.number, request.site)
            if request.op == "thread-wait" and type(request.arg) is int and request.arg >= 0:
                registry.things[obj].holder = request.arg
        elif obj is not None and obj.startswith("file:") and obj not in registry.things:
            registry.add(obj, "file", task.number, request.site).name = obj[5:]
        touch = request.touch
        mode = "r" if touch == "r" else "w" if touch == "w" else "-"
        return Pending(
            task.number,
            NAMED[request.op],
            obj,
            mode,  # type: ignore[arg-type]  # one of the three letters above
            call_of(registry, request.call, obj),
            request.site,
            request.timeout,
        )


def call_of(registry: Registry, raw: Json, obj: str | None) -> Call | None:
    """Return a call that a task told of, and keep the learner's name of what it is called on."""
    told = requests.call(raw)
    if told is None:
        return None
    method, key, text, name = told
    target = registry.learner_key(registry.key(key) if key is not None else obj)
    registry.name(target, name)
    end = registry.key(key)
    if end is not None and end.startswith("pipe:"):
        registry.name(end, name)
    return requests.make_call(method, target, text)
