"""What happened in a step, in a learner's words: as short as a label in a picture must be."""

from __future__ import annotations

from grader.diagnosis.scene import Happening, Scene, shown
from grader.model.operations import HOLDABLE, OPERATIONS, QUEUES, ObjectKind
from grader.model.trace import Event, Json, Step

DATA_LENGTH = 40
"""Characters of a value or a message that are shown."""

_WITH_MEMORY_INSIDE: frozenset[ObjectKind] = QUEUES | {"barrier", "condition", "event"}
"""What these read and write is their own book-keeping."""


def call_text(step: Step) -> str:
    """Return the call that the task made in this step, as a learner wrote it, or ""."""
    call = step.picked.pending.call
    return call.text if call is not None else ""


def deeds(scene: Scene, step: Step) -> tuple[str, ...]:
    """Return what happened in a step that a learner knows of, in order.

    What happens inside Python's own objects (the lock in a queue) is left out.
    """
    found = []
    pending = step.picked.pending
    if step.picked.timer and pending.op != "sleep":
        late = pending.op == "poll-child"
        found.append("is told that it has not ended" if late else "has waited long enough")
    if pending.op == "start":
        found.append("begins")
    answers = {(event.call, event.obj): event for event in step.events if event.kind == "queried"}
    for event in step.events:
        if event.kind == "timeout" and found:
            continue  # that is what has been told
        if event.kind == "queried" and answers[event.call, event.obj] is not event:
            continue  # what the library asked on the way to its own answer
        text = _deed(scene, step.number, event)
        if text and event.task != step.task:
            text = f"{scene.who(event.task)} {text}"
        if text:
            found.append(text)
    return tuple(_without_inner_reads(found))


def otherwise(step: Step) -> str:
    """Return what is told of a step in which nothing happened that a learner knows of."""
    return call_text(step) or OPERATIONS[step.picked.pending.op].words


def is_message(scene: Scene, event: Event) -> bool:
    """Say whether a message is one on a learner's own queue or pipe."""
    record = scene.owner(event.obj)
    if record is None:
        return False
    if record.kind in QUEUES:
        return True
    own_pipe = record.kind == "pipe-end" and (record.creator is not None or record.site is not None)
    return (record.kind == "pipe" or own_pipe) and _is_sent_by_learner(scene, event)


def _is_sent_by_learner(scene: Scene, event: Event) -> bool:
    """Say whether a message on a pipe is no answer of Python's own, such as a manager's."""
    if event.call is not None:
        return "Connection" in event.call.method
    tasks = scene.trace.tasks
    return not (event.task < len(tasks) and tasks[event.task].service)


def is_held(scene: Scene, key: str | None) -> bool:
    """Say whether an object is one that a learner holds: no part of a queue, no mere signal."""
    record, owner = scene.thing(key), scene.owner(key)
    if record is None or owner is None or owner.kind not in HOLDABLE:
        return False
    counts = record.kind in ("semaphore", "bounded-semaphore")
    return not (counts and (record.limit == 0 or owner.kind == "condition"))


def _deed(scene: Scene, step: int, event: Event) -> str:
    match event.kind:
        case "acquired" | "released" | "released-by-other" | "released-too-often":
            return _held(scene, event)
        case "read" | "wrote":
            if _is_book_keeping(scene, event):
                return ""
            verb = "reads" if event.kind == "read" else "writes"
            return f"{verb} {_named(scene, event.obj)}{_value(event.value)}"
        case "sent" | "received":
            if not is_message(scene, event):
                return ""
            data = shown_text(scene.content(Happening(step, event))) or "a message"
            return f"{'sends' if event.kind == 'sent' else 'receives'} {data}"
        case "queried":
            return _answer(scene, event)
        case "eof":
            return "finds the end of the pipe"
        case "started" | "joined" if _is_service(scene, event.obj):
            return ""
        case "started":
            return f"starts {_task(scene, event.obj) or shown_text(str(event.value))}"
        case "ended" if _is_thread_of_python(scene, event.task):
            return ""
        case "ended":
            return "ends" if event.value in (None, 0) else f"ends with exit code {event.value}"
        case "joined":
            return f"{_task(scene, event.obj)} has ended"
        case "killed":
            return f"sends signal {event.value} to {_task(scene, event.obj)}"
        case "timeout":
            return "waits no longer"
        case "raised":
            return f"raises {_error(event)}"
        case "swallowed" if Happening(step, event) in scene.uncollected:
            return f"{_error(event)} is raised, and nobody sees it"
        case "swallowed":
            return f"{_error(event)} is raised, and kept for who asks for the result"
        case "output":
            return f"prints {shown(str(event.value).rstrip(), DATA_LENGTH)}"
        case "collected" | "created" | "cut" | "call" | "hurried":
            return ""


def _answer(scene: Scene, event: Event) -> str:
    owner = scene.owner(event.obj)
    if event.call is None or (owner is not None and owner.kind == "inner"):
        return ""  # nobody asked but Python itself
    if event.call.method.endswith((".get", ".get_nowait")):
        return "" if event.value else "finds nothing"
    return f"is told {shown(event.value, DATA_LENGTH)}"


def _is_book_keeping(scene: Scene, event: Event) -> bool:
    """Say whether memory was read or written within a call of an object that is built of it."""
    target = event.call.target if event.call is not None else None
    record = scene.thing(target) if target != event.obj else None
    return record is not None and record.kind in _WITH_MEMORY_INSIDE


def _held(scene: Scene, event: Event) -> str:
    if not is_held(scene, event.obj):
        return ""
    owner = scene.owner(event.obj)
    inside = owner is not None and owner.kind in ("value", "array")
    name = scene.called(event.obj)
    name = f"the lock of {name}" if inside else name
    if event.kind == "acquired":
        return f"takes {name}"
    return f"gives back {name}" + (" once too often" if event.kind.endswith("often") else "")


def _without_inner_reads(found: list[str]) -> list[str]:
    """Leave out a lock that is taken and given back around one read or write."""
    kept: list[str] = []
    for text in found:
        given = text.removeprefix("gives back ")
        if given != text and f"takes {given}" in kept and given.startswith("the lock of "):
            kept.remove(f"takes {given}")
            continue
        kept.append(text)
    return kept


def _error(event: Event) -> str:
    what = event.value if isinstance(event.value, dict) else {}
    text = f"{what.get('type', 'an exception')}: {what.get('message', '')}"
    return shown_text(text.rstrip(": "))


def _is_service(scene: Scene, key: str | None) -> bool:
    return any(task.service and key == f"task:{task.number}" for task in scene.trace.tasks)


def _is_thread_of_python(scene: Scene, task: int) -> bool:
    known = task < len(scene.trace.tasks)
    return known and scene.task(task).service and scene.task(task).kind == "thread"


def _task(scene: Scene, key: str | None) -> str:
    prefix, _, number = (key or "").partition(":")
    known = prefix == "task" and number.isdigit()
    return scene.who(int(number)) if known else ""


def _named(scene: Scene, key: str | None) -> str:
    return scene.called(key) if key is not None else "a value"


def _value(value: Json) -> str:
    return "" if value is None else f" = {shown(value, DATA_LENGTH)}"


def shown_text(text: str) -> str:
    """Return text from the run, cut to the length of a label and on one line."""
    text = " ".join(text.split())
    return text if len(text) <= DATA_LENGTH else text[: DATA_LENGTH - 1] + "…"


def seconds(time: float) -> str:
    """Return virtual time in words, to the millisecond: "0.5 s", "2 min", "1 h"."""
    time = round(time, 3)
    for unit, length in (("h", 3600), ("min", 60)):
        if time >= length and time % length == 0:
            return f"{time / length:g} {unit}"
    return f"{time:.10g} s"
