"""Deadlocks among locks: cycles, a lock taken twice, a lock that never comes back."""

from __future__ import annotations

from grader.diagnosis.detectors.pipes import other_end
from grader.diagnosis.reading import Reading, mark_of, mark_wait
from grader.diagnosis.scene import Scene, several
from grader.diagnosis.waits import Wait, phrase, waits_of
from grader.model.operations import LOCKS
from grader.model.trace import TaskRecord

SLIPS = frozenset({"AttributeError", "IndexError", "NameError", "TypeError", "UnboundLocalError"})
"""Errors that nobody plans for: the line is to be repaired, and not the lock's way back."""


def lock_waits(scene: Scene) -> tuple[Wait, ...]:
    """Return the waits for a lock that somebody holds, a semaphore used as one among them."""
    return tuple(wait for wait in waits_of(scene) if wait.on and _is_lock(scene, wait))


def _is_lock(scene: Scene, wait: Wait) -> bool:
    if wait.inner or wait.family == "lock":
        return True
    record = scene.owner(wait.key)
    single = record is not None and (record.limit == 1 or record.kind in LOCKS)
    return wait.family == "semaphore" and single


def self_lock(scene: Scene) -> Reading | None:
    """Find a task that waits for a lock which it holds itself."""
    for wait in lock_waits(scene):
        task = wait.task
        if task.number not in wait.on or wait.family != "lock":
            continue
        name, who = scene.called(wait.key), scene.who(task.number)
        took = scene.took(task.number, wait.key or "")
        here = scene.site_of(task)
        if took is not None and took.event.site == here and took.event.site is not None:
            return _not_given_back(scene, wait, name, who)
        where = scene.at(took.event.site) if took is not None else ""
        marks = [mark_wait(scene, task, name)]
        if took is not None:
            marks.insert(0, mark_of(took, f"takes {name}"))
        why = (
            f"{who} took {name}{where} and asks for it again{scene.at(here)}. "
            "It waits for itself, and nobody else can give the lock back."
        )
        return Reading("self-lock", why, shown=(task.number,), marks=tuple(marks))
    return None


def _not_given_back(scene: Scene, wait: Wait, name: str, who: str) -> Reading:
    """Read a second acquire at the very same line: a round of a loop that gave nothing back."""
    took = scene.took(wait.task.number, wait.key or "")
    assert took is not None, "the caller found it"
    why = (
        f"{who} took {name}{scene.at(took.event.site)}, came round to the same line again, "
        "and had not released it in between."
    )
    marks = (mark_of(took, f"takes {name}"), mark_wait(scene, wait.task, name))
    return Reading("lock-never-released", why, shown=(wait.task.number,), marks=marks)


def lock_cycle(scene: Scene) -> Reading | None:
    """Find tasks that each hold what the next one waits for."""
    waits = {wait.task.number: wait for wait in lock_waits(scene)}
    cycle = _cycle({number: wait.on for number, wait in waits.items()})
    if len(cycle) < 2:
        return None
    marks = []
    for number in cycle:
        wait = waits[number]
        before = waits[cycle[cycle.index(number) - 1]]
        took = scene.took(number, before.key or "")
        if took is not None:
            marks.append(mark_of(took, f"takes {scene.called(before.key)}"))
        marks.append(mark_wait(scene, wait.task, scene.called(wait.key)))
    every = "Both take their second lock while they hold the first"
    if len(cycle) > 2:
        every = f"Each of the {len(cycle)} holds a lock while it waits for the next one's"
    why = f"{every}, so nobody can go on."
    return Reading("lock-cycle", why, shown=tuple(sorted(cycle)), marks=tuple(marks))


def _cycle(edges: dict[int, tuple[int, ...]]) -> list[int]:
    """Return the tasks of the first cycle, each waiting for the next, or an empty list."""
    for start in sorted(edges):
        path: list[int] = []
        found = _walk(start, edges, path, set())
        if found:
            return found
    return []


def _walk(
    number: int, edges: dict[int, tuple[int, ...]], path: list[int], seen: set[int]
) -> list[int]:
    if number in path:
        return path[path.index(number) :]
    if number in seen or number not in edges:
        return []
    seen.add(number)
    path.append(number)
    for following in edges[number]:
        found = _walk(following, edges, path, seen)
        if found:
            return found
    path.pop()
    return []


def holder_gone(scene: Scene) -> Reading | None:
    """Find a lock whose holder has ended without giving it back."""
    for wait in lock_waits(scene):
        for number in wait.on if wait.family != "semaphore" else ():
            holder = scene.task(number)
            error = holder.failure.type if holder.failure is not None else ""
            if holder.state == "ended" and error not in SLIPS:
                return _lost_with(scene, wait, holder)
    return None


def _lost_with(scene: Scene, wait: Wait, holder: TaskRecord) -> Reading:
    name, who = scene.called(wait.key), scene.who(holder.number)
    took = scene.took(holder.number, wait.key or "")
    marks = [mark_wait(scene, wait.task, phrase(scene, wait))]
    if took is not None:
        marks.insert(0, mark_of(took, f"takes {name}"))
    where = scene.at(took.event.site) if took is not None else ""
    inside = "the lock inside " if wait.inner else ""
    why = (
        f"{who} took {inside}{name}{where} and {how_it_ended(scene, holder)} without "
        f"releasing it. {several(_waiting_for(scene, wait))} can never get it."
    )
    return Reading("lock-never-released", why, marks=tuple(marks))


def _waiting_for(scene: Scene, wait: Wait) -> list[str]:
    return [scene.who(w.task.number) for w in lock_waits(scene) if w.key == wait.key]


def how_it_ended(scene: Scene, task: TaskRecord) -> str:
    """Return how a task ended, to be put after its name."""
    if task.failure is not None:
        frames = task.failure.frames
        if task.failure.type == "SystemExit":
            where = scene.at(frames[-1] if frames else None)
            return f"ended itself{where} with exit code {task.exit_code}"
        said = task.failure.message.partition("\n")[0][:100]
        error = f"{task.failure.type} ({said})" if said else task.failure.type
        return f"failed with {error}{scene.at(frames[-1] if frames else None)}"
    for found in scene.of("killed"):
        if found.event.obj == f"task:{task.number}":
            by = f"by {scene.who(found.task)}{scene.at(found.event.site)}"
            return f"died (it was ended {by})"
    if task.ended_by_program:
        return "was ended by the program"
    return "ended"


def kept_while_waiting(scene: Scene) -> Reading | None:
    """Find a lock whose holder waits for something else, which those that need the lock bring."""
    waits = {wait.task.number: wait for wait in waits_of(scene)}
    for wait in lock_waits(scene):
        if wait.inner or (wait.family == "semaphore" and not _is_guard(scene, wait)):
            continue
        for number in wait.on:
            other = waits.get(number)
            if other is None or other in lock_waits(scene) or not _needed(scene, other, wait):
                continue
            name, who = scene.called(wait.key), scene.who(number)
            took = scene.took(number, wait.key or "")
            where = scene.at(took.event.site) if took is not None else ""
            why = (
                f"{who} took {name}{where} and keeps it while it waits for "
                f"{phrase(scene, other)}. {several(_waiting_for(scene, wait))} can't go on "
                f"without {name}, so that wait never ends."
            )
            marks = [mark_wait(scene, other.task, phrase(scene, other))]
            if took is not None:
                marks.insert(0, mark_of(took, f"takes {name}"))
            marks.append(mark_wait(scene, wait.task, name))
            return Reading("lock-never-released", why, marks=tuple(marks))
    return None


def _is_guard(scene: Scene, wait: Wait) -> bool:
    """Say whether a semaphore of one place serves as a lock: who takes it gives it back."""
    by_others = scene.of("released-by-other")
    return not any(scene.same(found.event.obj, wait.key) for found in by_others)


def _needed(scene: Scene, other: Wait, wait: Wait) -> bool:
    """Say whether the task that waits for the lock could end the holder's own wait.

    Two that run the same function are alike: neither is what the other waits for. Who has put or
    sent before, in this run or in another, could do so again.
    """
    waiter = wait.task.number
    if other.family == "join":
        return waiter in other.on
    if other.family == "send" and (end := other_end(other.key)) is not None:
        # Room is made by who receives, at the other end.
        has_it = {h.process for h in scene.trace.end_holders if h.obj == end}
        return wait.task.process in has_it and not _alike(scene, other, wait)
    if other.family in ("get", "recv"):
        if other.key is not None and _provides(scene, waiter, other.key):
            return True
        return not _alike(scene, other, wait)
    return True


def _alike(scene: Scene, one: Wait, two: Wait) -> bool:
    """Say whether two stand in the same function."""
    mine, its = scene.site_of(one.task), scene.site_of(two.task)
    return mine is not None and its is not None and mine.function == its.function


def _provides(scene: Scene, number: int, key: str) -> bool:
    worlds = [scene, *(Scene(trace) for trace in scene.siblings)]
    return any(found.task == number for world in worlds for found in world.puts(key))


def free_for_all(scene: Scene) -> Reading | None:
    """Find a wait for a lock of which nobody is known to be the holder."""
    for wait in waits_of(scene):
        if wait.family != "lock" or wait.on:
            continue
        name, who = scene.called(wait.key), scene.who(wait.task.number)
        taken = [f for f in scene.of("acquired") if scene.same(f.event.obj, wait.key)]
        last = taken[-1] if taken else None
        before = (
            f" The last to take it was {scene.who(last.task)}{scene.at(last.event.site)}."
            if last is not None
            else ""
        )
        why = f"{who} waits for {name}, which nobody is left to release.{before}"
        marks = (mark_wait(scene, wait.task, name),)
        return Reading("lock-never-released", why, marks=marks)
    return None
