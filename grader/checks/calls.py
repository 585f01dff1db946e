"""Steps -> the calls that a learner sees, by the names of Python's documentation."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from grader.checks.seen import CallSeen
from grader.model.program import SCENARIO_NAME
from grader.model.trace import Call, Step, Trace

_OWNERS = {
    "BaseProcess": "Process",
    "_ConnectionBase": "Connection",
    "ApplyResult": "AsyncResult",
}
_LOCKS = {
    "lock": "Lock",
    "rlock": "RLock",
    "semaphore": "Semaphore",
    "bounded-semaphore": "BoundedSemaphore",
    "value": "Value",
    "array": "Array",
}
START = "Process.start"
_DOCUMENTED = {"getvalue": "Value.read", "setvalue": "Value.write", "sleep": "time.sleep"}


def calls(trace: Trace, methods: Collection[str], children: Collection[str]) -> list[CallSeen]:
    """Return the calls of some methods, in order.

    ``children`` are the keys of the processes whose start is a call of Process.start: that may
    begin with any of several operations, and is told by the event.
    """
    wanted = frozenset(methods)
    found = list(_begun(trace, wanted - {START}))
    if START in wanted:
        found += _starts(trace, children)
    return sorted(found, key=lambda call: call.step)


def _begun(trace: Trace, methods: frozenset[str]) -> Iterator[CallSeen]:
    """Yield the calls of some methods, as they end and not as they begin."""
    open_calls: dict[int, list[Step]] = {}  # by task: the steps of its latest call
    for step in trace.steps:
        steps = open_calls.get(step.task)
        if steps is not None and _goes_on(step, steps[0]):
            steps.append(step)
            continue
        if steps is not None:
            yield from _seen(trace, steps, methods)
        open_calls[step.task] = [step]
    for steps in open_calls.values():
        yield from _seen(trace, steps, methods)


def _seen(trace: Trace, steps: list[Step], methods: frozenset[str]) -> Iterator[CallSeen]:
    """Yield the call that is made of these steps, if it is one of those methods."""
    first = steps[0]
    pending = first.picked.pending
    if pending.call is None or (method := _method(trace, pending.call)) not in methods:
        return
    task = trace.tasks[first.task]
    record = trace.objects.get(pending.call.target or "")
    yield CallSeen(
        task=task.name,
        number=task.number,
        process=task.process,
        method=method,
        target=record.name if record is not None else pending.call.target,
        places=record.limit if record is not None else None,
        step=first.number,
        time=first.time,
        line=pending.site.line if pending.site else None,
        by_scenario=pending.site is not None and pending.site.file == SCENARIO_NAME,
        waits=pending.op == "acquire" and pending.timeout != 0,
        received=any(event.kind == "received" for step in steps for event in step.events),
    )


def _starts(trace: Trace, children: Collection[str]) -> Iterator[CallSeen]:
    for step in trace.steps:
        for event in step.events:
            if event.kind != "started" or event.obj is None or event.obj not in children:
                continue
            task = trace.tasks[event.task]
            yield CallSeen(
                task=task.name,
                number=task.number,
                process=task.process,
                method=START,
                target=trace.tasks[int(event.obj.removeprefix("task:"))].name,
                places=None,
                step=step.number,
                time=step.time,
                line=event.site.line if event.site else None,
                by_scenario=event.site is not None and event.site.file == SCENARIO_NAME,
                waits=False,
                received=False,
            )


def _method(trace: Trace, call: Call) -> str:
    """Return the documented name of a call: CPython's base classes have others."""
    owner, _, name = call.method.rpartition(".")
    if owner == "SemLock":
        record = trace.objects.get(call.target or "")
        owner = _LOCKS.get(record.kind if record is not None else "", owner)
        name = {"__enter__": "acquire", "__exit__": "release"}.get(name, name)
    owner = _OWNERS.get(owner, owner)
    return _DOCUMENTED.get(call.method) or (f"{owner}.{name}" if owner else name)


def _goes_on(step: Step, began: Step) -> bool:
    """Say whether a step is a later part of the call that began with another one.

    A call that blocks goes on in a further step, with another operation or on another part of
    the same object, or on one of its process's own locks. The same call once more, in a loop,
    begins with the same operation again, or on another object.
    """
    now, then = step.picked.pending, began.picked.pending
    if now.call is None or then.call is None:
        return False
    target = now.call.target or ""
    same_target = target == then.call.target or target.startswith("lock:")
    same_call = (now.call.method, now.site) == (then.call.method, then.site) and same_target
    return same_call and (now.op, now.obj) != (then.op, then.obj)
