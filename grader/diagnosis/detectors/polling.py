"""Loops that ask a queue again and again, and whose answer can't change any more."""

from __future__ import annotations

from dataclasses import replace

from grader.diagnosis.detectors.crashes import failed, read_swallowed
from grader.diagnosis.reading import Reading, mark
from grader.diagnosis.scene import Scene, count
from grader.diagnosis.waits import among_threads
from grader.model.causes import Cause
from grader.model.finding import Mark
from grader.model.operations import QUEUES
from grader.model.trace import Pending, Step

TAKES = (".get", ".get_nowait", ".empty", ".qsize")
GIVES = (".put", ".put_nowait", ".full")


def polls_in_vain(scene: Scene, task: int, tail: tuple[Step, ...]) -> Reading | None:
    """Return why the task's questions in the last steps of a run can't get another answer."""
    asked = [step for step in tail if step.task == task and _is_look(step.picked.pending)]
    if not asked or not nobody_else(scene, task):
        return None
    for child in scene.failed:
        if child.failure is not None and child.number != task:
            found = failed(scene, child, child.failure)
            return replace(found, why=f"{found.why} {scene.who(task)} was not told.")
    if (lost := read_swallowed(scene)) is not None:
        return replace(lost, why=f"{lost.why} {scene.who(task)} looks for it in vain.")
    last = asked[-1]
    return _among_threads(scene, last) or _left_alone(scene, last)


def _is_look(pending: Pending) -> bool:
    call = pending.call
    return call is not None and "Queue." in call.method and call.method.endswith(TAKES + GIVES)


def nobody_else(scene: Scene, task: int) -> bool:
    """Say whether all the others have ended, or wait without a limit."""
    others = [other for other in scene.people if other.number != task]
    return all(
        other.state == "ended"
        or (other.state == "blocked" and other.pending is not None and not other.pending.timeout)
        for other in others
    )


def _among_threads(scene: Scene, look: Step) -> Reading | None:
    """Find a queue.Queue that another process was meant to fill or to empty."""
    pending = look.picked.pending
    process = scene.task(look.task).process
    others = [child for child in scene.children() if child.process != process]
    told = [event.obj or "" for event in look.events if event.kind == "queried"]
    among = any(among_threads(key) for key in (pending.obj, *told))
    if not among or not others or pending.call is None:
        return None
    why = (
        f"{scene.who(look.task)} asks {pending.call.text}{scene.at(pending.site)} again and again. "
        "That object works among the threads of one process. Every other process has a copy of its "
        "own, and what is done to a copy is not seen here."
    )
    return Reading("not-shared", why, marks=_marks(look))


def _left_alone(scene: Scene, look: Step) -> Reading | None:
    pending = look.picked.pending
    owner = scene.owner(pending.obj)
    if owner is None or pending.call is None or owner.kind not in QUEUES:
        return None
    who, name = scene.who(look.task), scene.called(owner.key)
    where = scene.at(pending.site)
    cause: Cause = "no-more-producers"
    put = len(scene.puts(owner.key))
    so_far = f" ({count(put, 'item was', 'items were')} put in before)" if put else ""
    why = (
        f"{who} asks {pending.call.text}{where} again and again. {name} is empty, and nobody is "
        f"left to put anything in{so_far}."
    )
    if pending.call.method.endswith(GIVES):
        cause = "no-more-consumers"
        room = f" has room for {count(owner.limit, 'item')} and" if owner.limit else ""
        why = (
            f"{who} asks {pending.call.text}{where} again and again. {name}{room} is full, and "
            "nobody is left to take anything out."
        )
    return Reading(cause, why, marks=_marks(look))


def _marks(look: Step) -> tuple[Mark, ...]:
    pending = look.picked.pending
    return (mark(look.number, look.task, pending.site, "asks again and again"),)
