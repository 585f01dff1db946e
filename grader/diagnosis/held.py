"""Locks that were held in a race and kept nobody out: everybody held another one."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace

from grader.diagnosis.finding import Cause
from grader.diagnosis.reading import Reading
from grader.diagnosis.scene import Happening, Scene, several
from grader.diagnosis.unshared import own_one_each

RACES: frozenset[Cause] = frozenset(
    {"lost-update", "check-then-act", "read-too-early", "torn-message"}
)
"""What a lock could have kept from happening."""

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


def _held_through(scene: Scene, found: Reading) -> dict[int, frozenset[str]]:
    """Return, by task, the locks that it held at each of its marks."""
    steps: dict[int, list[int]] = defaultdict(list)
    for mark in found.marks:
        steps[mark.task].append(mark.step)
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
