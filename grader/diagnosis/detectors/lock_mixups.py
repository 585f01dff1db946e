"""Locks that kept nobody out: everybody held another one, or somebody did without."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace

from grader.diagnosis.detectors.unshared import own_one_each
from grader.diagnosis.reading import Reading, mark
from grader.diagnosis.scene import Happening, Scene, several
from grader.model.causes import Cause

RACES: frozenset[Cause] = frozenset(
    {"lost-update", "check-then-act", "read-too-early", "torn-message"}
)
"""What a lock could have kept from happening."""

WITHOUT = "acquire() tells whether the lock was got. What becomes of the work if it was not?"
ADVICE = "Is it one and the same lock for everybody? Where is it made, and who is given it?"


def with_locks(scene: Scene, found: Reading) -> Reading:
    """Return the reading of a race, with the locks that were held in it, if none was the same.

    Who has taken a lock and is told of a race looks for the mistake everywhere but there.
    """
    if found.cause not in RACES:
        return found
    own = own_one_each(scene)
    if own is not None:
        marks = (*found.marks, *own.marks)
        return replace(found, why=f"{found.why} {own.why}", marks=marks, advice=ADVICE)
    held = _held_through(scene, found)
    common = frozenset[str]().union(*held.values()) if held else frozenset[str]()
    if len(held) < 2 or sum(map(len, held.values())) > len(common) or not all(held.values()):
        return found
    each = [f"{scene.who(task)} held {_names(scene, keys)}" for task, keys in held.items()]
    remark = f"Meanwhile {several(each)}: a lock keeps out only those who ask for the same one."
    return replace(found, why=f"{found.why} {remark}", advice=ADVICE)


def refused(scene: Scene) -> Reading | None:
    """Find somebody who asked for a lock and did not get it, and so may have left out its work."""
    for step in scene.trace.steps:
        pending = step.picked.pending
        call, key = pending.call, pending.obj
        if call is None or key is None or not call.method.endswith(".acquire"):
            continue
        gave_up = pending.op == "try-acquire" or (pending.op == "acquire" and step.picked.timer)
        if not gave_up or any(event.kind == "acquired" for event in step.events):
            continue
        owner = scene.owner(key)
        holders = [
            scene.who(task.number)
            for task in scene.people
            if owner is not None and owner.key in _held(scene, task.number, step.number)
        ]
        who, name = scene.who(pending.task), scene.called(key)
        by = f": {several(holders)} had it" if holders else ""
        why = f"{who} asked for {name}{scene.at(pending.site)}, and did not get it{by}."
        marks = (mark(step.number, pending.task, pending.site, f"does not get {name}"),)
        return Reading("wrong-value", why, marks=marks, advice=WITHOUT)
    return None


def _held_through(scene: Scene, found: Reading) -> dict[int, frozenset[str]]:
    """Return, by task, the locks that it held at each of its marks."""
    steps: dict[int, list[int]] = defaultdict(list)
    for place in found.marks:
        steps[place.task].append(place.step)
    return {
        task: frozenset.intersection(*(_held(scene, task, step) for step in marked))
        for task, marked in steps.items()
    }


def _held(scene: Scene, task: int, step: int) -> frozenset[str]:
    """Return the locks that a task had taken by a call of its own, and not yet given back."""
    held: Counter[str] = Counter()
    for done in scene.of("acquired", "released"):
        record = scene.owner(done.event.obj)
        if done.task == task and done.step <= step and record is not None and _by_itself(done):
            held[record.key] += 1 if done.event.kind == "acquired" else -1
    return frozenset(key for key, often in held.items() if often > 0)


def _by_itself(done: Happening) -> bool:
    """Say whether a lock was taken or given back for its own sake, and not within another call."""
    method = done.event.call.method if done.event.call is not None else ""
    return method.endswith((".acquire", ".release", ".__enter__", ".__exit__"))


def _names(scene: Scene, keys: frozenset[str]) -> str:
    return several(sorted(_taken_as(scene, key) for key in keys))


def _taken_as(scene: Scene, key: str) -> str:
    """Return how a learner writes a lock: that of a Value or an Array is reached through it."""
    record, name = scene.thing(key), scene.called(key)
    inside = record is not None and record.kind in ("value", "array")
    return f"{name}.get_lock()" if inside else name
