"""What goes wrong with a manager: copies that are changed, and a manager that has ended."""

from __future__ import annotations

import re

from grader.diagnosis.detectors.races import managed
from grader.diagnosis.reading import Reading, mark_of
from grader.diagnosis.scene import Happening, Scene, shown
from grader.model.trace import Failure, Json

SERVER = re.compile(r"\w*Manager-[\d:]+")
GONE = frozenset(
    {"BrokenPipeError", "ConnectionRefusedError", "ConnectionResetError", "EOFError"}
    | {"FileNotFoundError"}
)
"""What a managed object raises when its manager has ended."""

MISSING = frozenset({"ValueError", "KeyError", "IndexError"})
"""What a managed object raises when what it is asked for is not in it."""


def copy_changed(scene: Scene) -> Reading | None:
    """Find a list or dict that a child fetched from a managed object, and nobody wrote back."""
    people = {task.number for task in scene.children()}
    wrote = [found for found in scene.of("wrote") if found.task in people]
    gave = [found for found in wrote if _gives_too(found)]
    written = {found.event.obj for found in wrote if found not in gave}
    for found in (*scene.of("read"), *gave):
        item = found.event.obj or ""
        outer, bracket, _ = item.partition("[")
        if not managed(item) or not bracket or found.task not in people:
            continue
        if not _copied(found.event.value) or written & {item, outer}:
            continue
        who, name = scene.who(found.task), scene.called(item)
        why = (
            f"{who} read {shown(found.event.value)} from {name}{scene.at(found.event.site)}, and "
            f"nothing was written to {name} afterwards. What a managed object gives is a copy of "
            f"what it holds: a change of the copy stays in {who}."
        )
        return Reading("not-shared", why, marks=(mark_of(found, f"gets a copy of {name}"[:40]),))
    return None


def own_manager(scene: Scene) -> Reading | None:
    """Find a child that changed a managed object which it had made itself, and nobody else has."""
    users: dict[str, set[int]] = {}
    for found in scene.of("read", "wrote"):
        users.setdefault(_managed(found), set()).add(scene.task(found.task).process)
    people = {task.number for task in scene.children()}
    for found in scene.of("wrote"):
        key = _managed(found)
        thing = scene.thing(key)
        if thing is None or thing.creator is None or found.task not in people:
            continue
        if {scene.task(thing.creator).process} != users[key]:
            continue
        who, name = scene.who(found.task), scene.called(key)
        why = (
            f"{who} changed {name}{scene.at(found.event.site)}, which it had made itself"
            f"{scene.at(thing.site)}. Nobody else has ever asked {name} for anything."
        )
        return Reading("not-shared", why, marks=(mark_of(found, f"changes {name}"[:40]),))
    return None


def _gives_too(found: Happening) -> bool:
    """Say whether a call that may write an item gives it, too."""
    return found.event.call is not None and found.event.call.method.endswith("setdefault")


def _copied(value: Json) -> bool:
    """Say whether a value can be changed in place, and is none that the manager holds itself."""
    proxy = isinstance(value, dict) and str(value.get("type", "")).endswith("Proxy")
    return isinstance(value, list | dict) and not proxy


def gone_since_looked(scene: Scene, task: int, failure: Failure) -> str:
    """Say that what a managed object was asked for was there when the task looked; else ""."""
    site = failure.frames[-1] if failure.frames else None
    mine = [f for f in scene.of("read", "wrote") if f.task == task and _managed(f)]
    if failure.type not in MISSING or not mine or mine[-1].event.site != site:
        return ""
    asked = mine[-1]
    looks = [f for f in mine[:-1] if _managed(f) == _managed(asked)]
    if not looks or looks[-1].event.kind != "read":
        return ""
    changed = [
        found
        for found in scene.of("wrote")
        if looks[-1].step < found.step < asked.step and _managed(found) == _managed(asked)
    ]
    if not changed:
        return ""
    who, other, name = scene.who(task), scene.who(changed[-1].task), scene.called(_managed(asked))
    return (
        f"{who} looked at {name}{scene.at(looks[-1].event.site)} and acted on what it had seen"
        f"{scene.at(site)}. In between {other} changed {name}"
        f"{scene.at(changed[-1].event.site)}, so what {who} had seen was no longer true."
    )


def _managed(found: Happening) -> str:
    """Return the key of the managed object that was asked, whichever item of it; or ""."""
    whole = (found.event.obj or "").partition("[")[0]
    return whole if managed(whole) else ""


def manager_gone(scene: Scene, task: int, failure: Failure) -> str:
    """Say who ended the manager, if an exception tells that it had ended; else ""."""
    ended = _ended_before(scene, task, failure)
    if ended is None:
        return ""
    return (
        "What a managed object is asked for goes to its manager's process, and that had ended by "
        f"then{_by_whom(scene, ended)}."
    )


def gone_with_the_program(scene: Scene, task: int, failure: Failure) -> str:
    """Say that a child asked a manager that had ended because the program was over; else ""."""
    ended = _ended_before(scene, task, failure)
    mine = [s.number for s in scene.trace.steps if s.task == 0 and s.picked.pending.site]
    if ended is None or not mine or ended.step <= mine[-1] or _by_whom(scene, ended):
        return ""
    main, who = scene.who(0), scene.who(task)
    return (
        f"{main} returned without waiting for {who} to end. With the program its manager ends too, "
        f"and {who} asked it for something afterwards."
    )


def _ended_before(scene: Scene, task: int, failure: Failure) -> Happening | None:
    if failure.type not in GONE or failure.message.count("'"):  # a file that is missing has a name
        return None
    then = scene.last_step(task)
    servers = {t.number for t in scene.trace.tasks if t.service and SERVER.fullmatch(t.name)}
    ended = [f for f in scene.of("ended") if f.task in servers and f.step <= then]
    return ended[-1] if ended else None


def _by_whom(scene: Scene, ended: Happening) -> str:
    calls = scene.calls("BaseManager.__exit__", "Finalize.__call__", ".shutdown")
    last = [found for found in calls if found.step <= ended.step and found.event.site is not None]
    if not last:
        return ""
    who, at = scene.who(last[-1].task), scene.at(last[-1].event.site)
    call = last[-1].event.call
    if call is not None and call.method.endswith("__exit__"):
        return f": {who} had left the manager's with block, which begins{at}"
    return f": {who} had ended it{at}"
