"""Deadlocks in which a sign is missing: semaphores, events, conditions, barriers."""

from __future__ import annotations

from collections import Counter

from grader.diagnosis.detectors.locks import how_it_ended
from grader.diagnosis.detectors.unshared import another_was_set
from grader.diagnosis.reading import Reading, mark_of, mark_wait
from grader.diagnosis.scene import Scene, count, several, times
from grader.diagnosis.waits import (
    GIVES,
    Family,
    Wait,
    among_threads,
    phrase,
    together,
    uses_of,
    waits_of,
)
from grader.model.finding import Mark
from grader.model.trace import TaskRecord


def _of(scene: Scene, family: Family) -> tuple[Wait, ...]:
    return tuple(wait for wait in waits_of(scene) if wait.family == family)


def _together(scene: Scene, waits: tuple[Wait, ...], wait: Wait) -> tuple[str, str]:
    """Return the names of those who wait for the same thing, and the verb for them."""
    names = [scene.who(each.task.number) for each in together(scene, waits, wait)]
    return several(names), "waits" if len(names) == 1 else "wait"


def semaphore_exhausted(scene: Scene) -> Reading | None:
    """Find a semaphore whose places are all taken, by ones that will not give them back."""
    waits = _of(scene, "semaphore")
    if not waits:
        return None
    # Who gives a sign may be waiting for a place itself: places that are gone come first.
    wait = next((w for w in waits if w.on), waits[0])
    name = scene.called(wait.key)
    record = scene.owner(wait.key)
    who, verb = _together(scene, waits, wait)
    marks = [mark_wait(scene, w.task, phrase(scene, w)) for w in waits]
    if not wait.on and among_threads(wait.key):
        return _sign_among_threads(scene, wait, f"{who} {verb} for {name}.", tuple(marks))
    if not wait.on:
        released = [f for f in scene.of("released") if scene.same(f.event.obj, wait.key)]
        so_far = f"It was released {times(len(released))}, and that is used up{_by(scene, wait)}."
        advice = (
            "How many have to get through, how often is it released, and can one take what was "
            "meant for another?"
        )
        if not released:
            so_far = "It was made with no place free, and nobody ever released it."
            advice = "Which line should release it, and what keeps that line from being reached?"
        why = f"{who} {verb} for {name}. {so_far} Nobody is left to release it."
        return Reading("semaphore-exhausted", why, marks=tuple(marks), advice=advice)
    fates = []
    for number in wait.on:
        holder = scene.task(number)
        took = scene.took(number, wait.key or "")
        if took is not None:
            marks.insert(0, mark_of(took, f"takes a place of {name}"))
        where = scene.at(took.event.site) if took is not None else ""
        fate = how_it_ended(scene, holder) if holder.state == "ended" else "still has it"
        fates.append(f"{scene.who(number)} took a place{where} and {fate}")
    limit = record.limit if record is not None else None
    places = f"which has {count(limit, 'place')}" if limit else "whose places are taken"
    why = (
        f"{who} {verb} for {name}, {places}: {'; '.join(fates[:4])}. "
        "What is not released is gone for all."
    )
    return Reading("semaphore-exhausted", why, marks=tuple(marks))


def _sign_among_threads(scene: Scene, wait: Wait, who: str, marks: tuple[Mark, ...]) -> Reading:
    """Read a semaphore among threads that is a sign; what a thread alone did is not known."""
    released = uses_of(scene, GIVES, wait.task, wait.key or "")
    often = Counter(scene.who(found.task) for found in released)
    by = several([f"{times(n)} by {giver}" for giver, n in often.items()])
    so_far = f" It was released {by}, and that is used up." if released else ""
    advice = "Which line should release it, and what keeps that line from being reached?"
    if released:
        advice = "How many have to get through, and how often is it released?"
    why = f"{who}{so_far} Nobody is left to release it."
    return Reading("semaphore-exhausted", why, marks=marks, advice=advice)


def _by(scene: Scene, wait: Wait) -> str:
    """Return who acquired a semaphore that is a sign: for whom were its releases meant?"""
    taken = [f for f in scene.of("acquired") if scene.same(f.event.obj, wait.key)]
    often = Counter(scene.who(found.task) for found in taken)
    if not taken:
        return ""
    return f": acquired {several([f'{times(n)} by {who}' for who, n in often.items()])}"


def semaphore_lost(scene: Scene) -> Reading | None:
    """Find places of a semaphore that ended together with those who had them."""
    for wait in _of(scene, "semaphore"):
        if any(scene.task(number).state == "ended" for number in wait.on):
            return semaphore_exhausted(scene)
    return None


def condition_never_notified(scene: Scene) -> Reading | None:
    """Find a wait for a notify that came too early, or never."""
    waits = _of(scene, "condition")
    if not waits:
        return None
    wait = waits[0]
    name = scene.called(wait.key)
    who, verb = _together(scene, waits, wait)
    began = scene.last_step(wait.task.number)
    site = scene.site_of(wait.task)
    marks = [mark_wait(scene, w.task, phrase(scene, w)) for w in waits]
    advice = ""
    notified = [
        found
        for found in scene.calls(".notify", ".notify_all")
        if scene.same(found.event.obj, wait.key)
    ]
    early = [found for found in notified if found.step < began]
    if early:
        last = early[-1]
        marks.insert(0, mark_of(last, f"notifies {name}"))
        by = f"{scene.who(last.task)} notified {name}{scene.at(last.event.site)}"
        why = (
            f"{by} before {who} began to wait{scene.at(site)}. A notify wakes only who is waiting "
            "already: it is not kept for later."
        )
        if _woken(scene, wait, last.step):
            woken = scene.who(wait.task.number)
            looked = "looked and began to wait again"
            advice = "What does it look at when it is woken, and who has changed that by then?"
            if _came_again(scene, wait, last.step):
                looked = "went on and later began to wait again"
                advice = "Which line should notify it once more, and why is it not reached?"
            why = (
                f"{by} and woke {woken}, which {looked}{scene.at(site)}. "
                "Nobody is left to notify it once more."
            )
    elif notified:
        why = (
            f"{who} {verb} on {name}{scene.at(site)}. {name} was notified "
            f"{times(len(notified))}, and that woke others."
        )
        advice = "How many wait at that moment, and how many are woken?"
    else:
        why = f"{who} {verb} on {name}{scene.at(site)}, and nobody is left to notify it."
        advice = "Which line changes what is waited for, and how do those who wait hear of it?"
    return Reading("condition-never-notified", why, marks=tuple(marks), advice=advice)


def _woken(scene: Scene, wait: Wait, by: int) -> bool:
    """Say whether the task was in a wait for the condition when it was notified in that step."""
    begun = {found.step for found in scene.calls(".wait", ".wait_for")}
    later = (s for s in scene.trace.steps[by + 1 :] if s.task == wait.task.number)
    step = next(later, None)
    call = step.picked.pending.call if step is not None else None
    return (
        step is not None
        and call is not None
        and call.method.endswith((".wait", ".wait_for"))
        and scene.same(call.target, wait.key)
        and step.number not in begun
    )


def _came_again(scene: Scene, wait: Wait, since: int) -> bool:
    """Say whether who waits gave the condition's lock back since then, and took it once more."""
    return any(
        found.task == wait.task.number
        and found.step > since
        and scene.same(found.event.obj, wait.key)
        for found in scene.calls(".__exit__", ".release")
    )


def barrier_short(scene: Scene) -> Reading | None:
    """Find a barrier to which not enough come."""
    waits = _of(scene, "barrier")
    if not waits:
        return None
    wait = waits[0]
    here = together(scene, waits, wait)
    name = scene.called(wait.key)
    who, verb = _together(scene, waits, wait)
    record = scene.owner(wait.key)
    limit = record.limit if record is not None else None
    gone = [task for task in scene.children() if task.state == "ended" and not task.service]
    inside = [task for task in gone if _ended_at(scene, task, wait)]
    told = {task.number: f"{scene.who(task.number)} {how_it_ended(scene, task)}" for task in gone}
    lost = several([told[task.number] for task in inside])
    missing = several([told[task.number] for task in gone if task not in inside])
    if inside:
        why = (
            f"{who} {verb} at {name}. {lost} while it waited there, having come: a barrier is not "
            "told of that, and counts on who will not go on."
        )
    else:
        came = f"{len(here)} of {limit}" if limit else str(len(here))
        rest = f"{missing} without coming to it." if missing else "Nobody else is on the way to it."
        why = f"{who} {verb} at {name}: {came} have come, and it opens for all together. {rest}"
    marks = tuple(mark_wait(scene, w.task, phrase(scene, w)) for w in here)
    return Reading("barrier-short", why, marks=marks)


def _ended_at(scene: Scene, task: TaskRecord, wait: Wait) -> bool:
    """Say whether a task was at the barrier that is waited for when it came to its end."""
    call = task.pending.call if task.pending is not None else None
    if call is None or not call.method.endswith("Barrier.wait"):
        return False
    return scene.called(call.target) == scene.called(wait.key)


def event_never_set(scene: Scene) -> Reading | None:
    """Find a wait for an event that nobody will set any more."""
    waits = _of(scene, "event")
    if not waits:
        return None
    wait = waits[0]
    name = scene.called(wait.key)
    who, verb = _together(scene, waits, wait)
    where = scene.at(scene.site_of(wait.task))
    marks = [mark_wait(scene, w.task, phrase(scene, w)) for w in waits]
    changes = [
        found for found in scene.calls(".set", ".clear") if scene.same(found.event.obj, wait.key)
    ]
    sets = [f for f in changes if f.event.call is not None and f.event.call.method.endswith("set")]
    why = f"{who} {verb} for {name}{where}, and nobody is left to set it."
    advice = ""
    event = scene.thing(wait.key)
    if event is not None and not sets:
        why += another_was_set(scene, event, wait.task.process)
    if sets and changes[-1] is not sets[-1]:
        clear = changes[-1]
        marks[:0] = [mark_of(sets[-1], f"sets {name}"), mark_of(clear, f"clears {name}")]
        setter, clearer = scene.who(sets[-1].task), scene.who(clear.task)
        by = "" if clearer == setter else f"{clearer} "
        before = f" before {who} had seen it"
        if clear.task == wait.task.number:
            before = f" and then began to wait for it{where}"
        why = (
            f"{setter} set {name}{scene.at(sets[-1].event.site)}, and {by}cleared it again"
            f"{scene.at(clear.event.site)}{before}. Nobody is left to set it once more."
        )
        advice = "Who has to have seen it before it is cleared, and how could one know of that?"
    return Reading("event-never-set", why, marks=tuple(marks), advice=advice)
