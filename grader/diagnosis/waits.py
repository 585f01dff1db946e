"""What each blocked task waits for, as a learner would say it, and who could end that wait."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from grader.diagnosis.scene import Happening, Scene
from grader.model.operations import LOCKS, QUEUES, SEMAPHORES, ObjectKind
from grader.model.trace import ObjectRecord, Pending, TaskRecord

Family = Literal[
    "lock",
    "semaphore",
    "get",
    "put",
    "task-done",
    "recv",
    "send",
    "accept",
    "join",  # a child: by name, or because the program is over
    "result",  # of a pool or an executor
    "pool-join",
    "pool-end",  # of a pool or an executor that is told to end and waited for in one call
    "event",
    "condition",
    "barrier",
    "flush",  # a process that may not end before its feeder has written everything
    "manager",  # a managed object's answer
    "other",
]

RESULTS = frozenset({"map", "starmap", "apply", "next", "__next__", "result", "as_completed"})
SIMPLE: dict[str, Family] = {"accept": "accept", "join_thread": "flush", "shutdown": "pool-end"}
MANAGED_QUEUES = ("(Queue)", "(JoinableQueue)")
"""So end the methods of a manager's queues."""

Kind = ObjectKind | Literal[""]
"""Of an object, or "" where there is none."""


@dataclass(frozen=True, slots=True)
class Wait:
    """One blocked task and its wait."""

    task: TaskRecord
    family: Family
    key: str | None  # of the learner's object, where there is one
    on: tuple[int, ...] = ()  # tasks that hold or are what is waited for
    inner: bool = False  # what is missing is a lock inside the object, not its content


def waits_of(scene: Scene) -> tuple[Wait, ...]:
    """Return the wait of every blocked task that a learner knows of."""
    return tuple(wait for task in scene.blocked if (wait := wait_of(scene, task)) is not None)


def among_threads(key: str | None) -> bool:
    """Say whether an object works among the threads of one process, and is known by its locks.

    A thread that is alone in its process is not seen to use it, so nothing can be counted.
    """
    return key is not None and key.startswith("lock:")


def together(scene: Scene, waits: Sequence[Wait], wait: Wait) -> tuple[Wait, ...]:
    """Return those of the waits that are for the same thing as this one."""
    return tuple(other for other in waits if _for_the_same(scene, other, wait))


def _for_the_same(scene: Scene, one: Wait, two: Wait) -> bool:
    if one.key == two.key:
        return True
    name = scene.called(one.key)
    return (
        among_threads(one.key)
        and among_threads(two.key)
        and one.task.process == two.task.process
        and name == scene.called(two.key)
        and " " not in name  # a description, which others have too
    )


def wait_of(scene: Scene, task: TaskRecord) -> Wait | None:
    """Return a task's wait, or None where it waits for nothing (its work, its turn)."""
    pending = task.pending
    if pending is None:
        return None
    kind = _family(scene, pending)
    if kind is None:
        return None
    target = pending.call.target if pending.call is not None else None
    owner = scene.owner(target) or scene.owner(pending.obj)
    key = owner.key if owner is not None else target or pending.obj
    if kind in ("join", "flush"):
        return Wait(task, kind, pending.obj, _joined(scene, pending) or _threads(scene, task))
    if kind == "semaphore" and among_threads(pending.obj):
        return Wait(task, kind, key, _with_places(scene, task, key))
    # A thread lock's holder is its own process's word: it may be no task at all.
    held_by = holders(scene.thing(pending.obj))
    held_by = tuple(number for number in held_by if number < len(scene.trace.tasks))
    if kind in ("lock", "semaphore"):
        return Wait(task, kind, key, held_by)
    base = scene.thing(pending.obj)
    is_lock = base is not None and base.kind in ("lock", "rlock")  # and no count of free places
    inner = is_lock and bool(held_by) and kind in ("get", "put", "send")
    return Wait(task, kind, key, held_by if inner else (), inner)


TAKES = ("Semaphore.acquire", "Semaphore.__enter__")
GIVES = ("Semaphore.release", "Semaphore.__exit__")
"""Methods of a semaphore among threads: multiprocessing's have other names."""


def uses_of(scene: Scene, methods: tuple[str, ...], task: TaskRecord, key: str) -> list[Happening]:
    """Return the calls of a semaphore among the threads of a task's process, those on end too."""
    name = scene.called(key)
    return [
        found
        for found in scene.calls(*methods)
        if among_threads(found.event.obj)
        and scene.task(found.task).process == task.process
        and scene.called(found.event.obj) == name
    ]


def _with_places(scene: Scene, task: TaskRecord, key: str | None) -> tuple[int, ...]:
    """Return who has places of a semaphore among threads, by the calls that were seen.

    Nobody has any where somebody releases it who took none: it is a sign, then.
    """
    if key is None:
        return ()
    has = Counter(found.task for found in uses_of(scene, TAKES, task, key))
    has.subtract(found.task for found in uses_of(scene, GIVES, task, key))
    has.subtract(one.number for one in scene.blocked if _is_taking(scene, one, task, key))
    return tuple(sorted(+has)) if min(has.values(), default=0) >= 0 else ()


def _is_taking(scene: Scene, one: TaskRecord, task: TaskRecord, key: str) -> bool:
    """Say whether a task has begun to take a place of that semaphore, and waits for it."""
    call = one.pending.call if one.pending is not None else None
    if call is None or call.method not in TAKES or one.process != task.process:
        return False
    return scene.called(call.target) == scene.called(key)


def holders(record: ObjectRecord | None) -> tuple[int, ...]:
    """Return who holds a lock or a place of a semaphore; a signal (first value 0) is not held."""
    if record is None or (record.kind in SEMAPHORES and record.limit == 0):
        return ()
    return tuple(dict.fromkeys(record.holders))


def holds(scene: Scene, task: TaskRecord) -> tuple[str, ...]:
    """Return the keys of the learner's locks and semaphores that a task holds."""
    own = [key for key in task.holds if _really_held(scene, task.number, key)]
    wanted = [wait_of(scene, other) for other in scene.blocked if other.number != task.number]
    among_threads = [
        wait.key
        for wait in wanted
        if wait is not None and wait.family == "lock" and task.number in wait.on and wait.key
    ]
    return tuple(dict.fromkeys([*own, *among_threads]))


def _really_held(scene: Scene, task: int, key: str) -> bool:
    """Leave out signals, and a condition of which only an inner counter was taken."""
    parts = [r for r in scene.trace.objects.values() if r.key == key or r.part_of == key]
    locks = [record for record in parts if task in holders(record)]
    owner = scene.thing(key)
    if owner is not None and owner.kind == "condition" and len(parts) > 1:
        return any(record.kind not in SEMAPHORES for record in locks)
    return bool(locks) or not any(record.holders for record in parts)


def _joined(scene: Scene, pending: Pending) -> tuple[int, ...]:
    prefix, _, number = (pending.obj or "").partition(":")
    if prefix == "task" and number.isdigit() and int(number) < len(scene.trace.tasks):
        return (int(number),)
    return ()


def _threads(scene: Scene, task: TaskRecord) -> tuple[int, ...]:
    """Return the thread that a join means where the kernel knows the thread's lock only.

    It holds that lock until it ends. Where nobody is known to, it is the one that is left.
    """
    record = scene.thing(task.pending.obj) if task.pending is not None else None
    threads = [t.number for t in scene.trace.tasks if t.kind == "thread" and not t.service]
    holding = tuple(number for number in holders(record) if number in threads)
    if holding:
        return holding[:1]
    alive = [
        other.number
        for other in scene.people
        if other.kind == "thread" and other.parent == task.number and other.state != "ended"
    ]
    return tuple(alive) if len(alive) == 1 else ()


def _family(scene: Scene, pending: Pending) -> Family | None:
    if pending.op == "join":
        joined = _joined(scene, pending)
        feeder = joined and scene.task(joined[0]).kind == "thread" and scene.task(joined[0]).service
        if feeder and scene.task(joined[0]).process == pending.task:
            return "flush"
        return "join"
    owner = scene.owner(pending.call.target if pending.call else None) or scene.owner(pending.obj)
    kind: Kind = owner.kind if owner is not None else ""
    base = scene.thing(pending.obj)
    if pending.call is None:
        if pending.op != "thread-wait":
            return None
        if pending.task in _flushing(scene):
            return "flush"
        return "join" if _threads(scene, scene.task(pending.task)) else None
    return _by_method(pending, kind, base.kind if base is not None else "")


def _flushing(scene: Scene) -> frozenset[int]:
    """Return the tasks at their process's end whose feeder has still something to write."""
    return frozenset(task.process for task in stuck_feeders(scene))


def stuck_feeders(scene: Scene) -> tuple[TaskRecord, ...]:
    """Return the feeders that wait for room in a pipe."""
    return tuple(
        task
        for task in scene.trace.tasks
        if task.service
        and task.state == "blocked"
        and task.kind == "thread"
        and task.pending is not None
        and task.pending.op == "writable"
    )


def _by_method(pending: Pending, kind: Kind, base: Kind) -> Family:
    """Read the method's name; its class may be any in the inheritance, or a proxy's."""
    assert pending.call is not None
    method = pending.call.method.partition(" ")[0]
    owner, _, name = method.rpartition(".")
    queue = kind in QUEUES or "Queue" in owner or pending.call.method.endswith(MANAGED_QUEUES)
    if name in ("__exit__", "terminate") and ("Pool" in owner or "Executor" in owner):
        return "pool-end"
    if name in SIMPLE:
        return SIMPLE[name]
    if name == "join":
        return "task-done" if queue else "pool-join" if "Pool" in owner else "join"
    if name in ("get", "put") and queue:
        return "get" if name == "get" else "put"
    if name in ("acquire", "__enter__"):
        return "semaphore" if kind in SEMAPHORES or method in TAKES else "lock"
    if name in ("wait", "wait_for"):
        return _waiting(pending, owner, kind, base)
    if name.startswith("recv") or name == "poll":
        return "recv"
    if name.startswith("send"):
        return "send"
    if name in RESULTS or (name == "get" and "Result" in owner):
        return "result"
    if pending.op in ("acquire", "thread-wait") and (kind in LOCKS or base in LOCKS):
        return "lock"
    return "manager" if kind == "manager-object" or "Proxy" in owner else "other"


def _waiting(pending: Pending, owner: str, kind: Kind, base: Kind) -> Family:
    if kind == "event" or "Event" in owner:
        return "event"
    if kind == "barrier" or "Barrier" in owner:
        return "barrier"
    if kind == "condition" or "Condition" in owner:
        # Woken already, it may wait for the condition's lock only.
        return "lock" if base in ("lock", "rlock") else "condition"
    if "Result" in owner or pending.op not in ("wait", "readable"):
        return "result"
    return "recv"


def _of_a_future(wait: Wait) -> bool:
    call = wait.task.pending.call if wait.task.pending is not None else None
    return call is not None and call.method.partition(".")[0] in ("Future", "as_completed")


def _of_an_executor(wait: Wait) -> bool:
    call = wait.task.pending.call if wait.task.pending is not None else None
    return call is not None and "Executor" in call.method


def phrase(scene: Scene, wait: Wait) -> str:
    """Return what a task waits for, to be put after "waits for"."""
    name = scene.called(wait.key)
    match wait.family:
        case "lock" | "manager":
            return name
        case "semaphore":
            return f"a place of {name}"
        case "get":
            return f"an item from {name}"
        case "put":
            return f"room in {name}"
        case "task-done":
            return f"every item of {name} to be marked done"
        case "recv":
            return f"a message on {name}"
        case "send":
            return f"room in {name}"
        case "accept":
            return "somebody to connect"
        case "join" if wait.on:
            return f"{scene.who(wait.on[0])} to end"
        case "join":
            return f"{'a thread or process' if ' ' in name else name} to end"
        case "result" if _of_a_future(wait):
            return "a future to be completed"
        case "result":
            return "a result of the pool"
        case "pool-join":
            return "the pool to end"
        case "pool-end":
            return "the executor to end" if _of_an_executor(wait) else "the pool to end"
        case "event":
            return f"{name} to be set"
        case "condition":
            return f"a notify on {name}"
        case "barrier":
            return f"the others at {name}"
        case "flush":
            return "its items to be taken from the queue"
    call = wait.task.pending.call if wait.task.pending is not None else None
    return call.text if call is not None else "something"
