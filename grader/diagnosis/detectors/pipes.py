"""Ends of pipes: which is which, what their exceptions say, messages torn by several users."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from grader.diagnosis.reading import Reading, mark
from grader.diagnosis.scene import Scene, several
from grader.model.operations import EventKind, Operation
from grader.model.trace import Failure, Site

USES: Mapping[Operation, EventKind] = MappingProxyType({"readable": "received", "writable": "sent"})


def other_end(key: str | None) -> str | None:
    """Return the key of the end at which what is sent at this one arrives, if it is a pipe's."""
    if key is None or not key.startswith("pipe:") or key[-1] not in "ab":
        return None
    return key[:-1] + ("b" if key.endswith("a") else "a")


def broken(scene: Scene, task: int, failure: Failure) -> str:
    """Say what an exception that a learner's pipe raised tells, or ""."""
    match failure.type, failure.message:
        case "EOFError", _ if _was_at_a_pipe(scene, task, failure):
            what = "no message is left, and nobody has the other end open any more"
        case "BrokenPipeError" | "ConnectionResetError", _ if _was_at_a_pipe(scene, task, failure):
            what = "nobody has the other end open any more"
        case "OSError", "handle is closed":
            return "This end had been closed before, by the same process."
        case "OSError", "connection is read-only":
            return "This is the end of a one-way pipe that can only receive."
        case "OSError", "connection is write-only":
            return "This is the end of a one-way pipe that can only send."
        case _:
            return ""
    then = scene.last_step(task)
    ended = [found.task for found in scene.of("ended") if found.step < then]
    names = several([scene.who(number) for number in ended if scene.task(number) in scene.people])
    return f"{failure.type} says that {what}." + (f" {names} had ended by then." if names else "")


def _was_at_a_pipe(scene: Scene, task: int, failure: Failure) -> bool:
    """Say whether what a task did where it failed was done at an end of a learner's pipe."""
    place = failure.frames[-1] if failure.frames else None
    done = [s.picked.pending for s in scene.trace.steps if s.task == task]
    there = [pending.obj or "" for pending in done if pending.site == place]
    return bool(there) and scene.thing(there[-1]) is not None and _learners(scene, there[-1])


def torn_message(scene: Scene) -> Reading | None:
    """Find two tasks in the middle of a message on the same end of a learner's pipe.

    Every step at a pipe's end belongs to a message until the task's "sent" or "received" (or the
    end of the pipe, or of the task) is noted; another task's step between is a tear.
    """
    open_: dict[tuple[str, str], tuple[int, int, Site | None]] = {}
    for step in scene.trace.steps:
        pending = step.picked.pending
        kind = USES.get(pending.op)
        if kind is not None and pending.obj is not None and _learners(scene, pending.obj):
            other = open_.get((pending.obj, kind))
            if other is not None and other[0] != pending.task:
                return _torn(
                    scene, other, (pending.task, step.number, pending.site), kind, pending.obj
                )
            if _in_the_middle(scene, step.number, pending.task, kind):
                open_[pending.obj, kind] = (pending.task, step.number, pending.site)
        for event in step.events:
            if event.kind in ("sent", "received", "eof", "ended"):
                for place, (task, _, _) in list(open_.items()):
                    if task == event.task:
                        del open_[place]
    return None


def _learners(scene: Scene, key: str) -> bool:
    record = scene.thing(key)
    return key.startswith("pipe:") and (record is None or record.part_of is None)


def _in_the_middle(scene: Scene, number: int, task: int, kind: EventKind) -> bool:
    """Say whether the step left a message begun: it noted no whole one, and took something."""
    step = scene.trace.steps[number]
    whole = any(event.kind in (kind, "eof") and event.task == task for event in step.events)
    return not whole


def _torn(
    scene: Scene,
    one: tuple[int, int, Site | None],
    two: tuple[int, int, Site | None],
    kind: EventKind,
    key: str,
) -> Reading:
    doing = "sending" if kind == "sent" else "receiving"
    verb = "sent" if kind == "sent" else "received"
    name = scene.called(key)
    parts = "A long message goes in parts, and the parts of the two are mixed."
    if kind == "received":
        parts = "A message is a length and then its bytes, and each took a part of it."
    why = (
        f"{scene.who(one[0])}{scene.at(one[2])} was still {doing} a message on {name} when "
        f"{scene.who(two[0])}{scene.at(two[2])} {verb} on the same end. {parts}"
    )
    marks = (
        mark(one[1], one[0], one[2], f"{doing} on {name}"),
        mark(two[1], two[0], two[2], f"{doing} on {name}"),
    )
    return Reading("torn-message", why, marks=marks)
