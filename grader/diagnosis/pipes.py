"""Messages torn because several used the same end of a pipe at once."""

from __future__ import annotations

from grader.diagnosis.reading import Reading, mark
from grader.diagnosis.scene import Scene
from grader.kernel.trace import Site

USES = {
    "readable": "received",
    "writable": "sent",
    "more": "sent",
    "send": "sent",
    "recv": "received",
}


def torn_message(scene: Scene) -> Reading | None:
    """Find two tasks in the middle of a message on the same end of a learner's pipe.

    Every step at a pipe's end belongs to a message until the task's "sent" or "received" (or the
    end of the pipe) is noted; another task's step between is a tear.
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
            if event.kind in ("sent", "received", "eof"):
                for place, (task, _, _) in list(open_.items()):
                    if task == event.task:
                        del open_[place]
    return None


def _learners(scene: Scene, key: str) -> bool:
    record = scene.thing(key)
    return key.startswith("pipe:") and (record is None or record.part_of is None)


def _in_the_middle(scene: Scene, number: int, task: int, kind: str) -> bool:
    """Say whether the step left a message begun: it noted no whole one, and took something."""
    step = scene.trace.steps[number]
    whole = any(event.kind in (kind, "eof") and event.task == task for event in step.events)
    return not whole


def _torn(
    scene: Scene,
    one: tuple[int, int, Site | None],
    two: tuple[int, int, Site | None],
    kind: str,
    key: str,
) -> Reading:
    doing = "sending" if kind == "sent" else "receiving"
    verb = "sent" if kind == "sent" else "received"
    name = scene.called(key)
    why = (
        f"{scene.who(one[0])}{scene.at(one[2])} was still {doing} a message on {name} when "
        f"{scene.who(two[0])}{scene.at(two[2])} {verb} on the same end. A long message goes in "
        "parts, and the parts of the two are mixed."
    )
    marks = (
        mark(one[1], one[0], one[2], f"{doing} on {name}"),
        mark(two[1], two[0], two[2], f"{doing} on {name}"),
    )
    return Reading("torn-message", why, marks=marks)
