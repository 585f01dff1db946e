"""Runs that went on and on: loops that ask again and again, and calls outside control."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from grader.diagnosis.detectors.polling import nobody_else, polls_in_vain
from grader.diagnosis.detectors.unshared import thread_only
from grader.diagnosis.reading import Reading, mark
from grader.diagnosis.scene import Scene, count, several
from grader.model.operations import ASKS, BARE
from grader.model.trace import Event, Site, Step

TAIL = 400  # steps at the end of the run that show what it was busy with
QUESTIONS = (
    *("is_set", "empty", "full", "qsize", "poll", "is_alive", "ready", "locked", "get_nowait"),
)


def read_stuck(scene: Scene) -> Reading:
    """Return the most exact reading of a run that did not end within its budget."""
    if scene.trace.hung:
        return _hung(scene)
    tail = scene.trace.steps[-TAIL:]
    site, task = _busiest(tail)
    headline = f"Still running after {count(len(scene.trace.steps), 'step')}."
    if site is None:
        return Reading(
            "busy-wait", "Nothing that happens any more brings it nearer to its end.", headline
        )
    who = scene.who(task)
    texts = _calls_at(tail, task)
    doing = f"{who} goes round and round{scene.at(site)}: {several(texts)}."
    label = "goes round and round"
    marks = (mark(tail[-1].number, task, site, label),)
    if task in (polite := _give_way(scene, tail)) and len(polite) > 1:
        others = [scene.who(number) for number in polite if number != task]
        why = (
            f"{doing} {several(others)} {'does' if len(others) == 1 else 'do'} the same, over and "
            "over: each takes something, can't get the rest, gives back what it has, and begins "
            "again. All of them move, and none gets on."
        )
        advice = "What keeps them in step, and what could let one of them go first?"
        return Reading("busy-wait", why, headline, marks=marks, advice=advice)
    if (vain := polls_in_vain(scene, task, tail)) is not None:
        return replace(vain, headline=vain.headline or headline)
    if _only_sleeps(scene, tail, task):
        why = (
            f"{doing} Between two sleeps it looks at nothing that another process could change: an "
            "ordinary variable is copied into each process, and what others do to theirs is not "
            "seen here."
        )
        return Reading("not-shared", why, headline, marks=marks)
    if task != 0 and not _asks(tail, task):
        waiter = [
            t
            for t in scene.blocked
            if t.pending is not None and t.pending.op == "join" and t.pending.obj == f"task:{task}"
        ]
        if waiter:
            who_waits = scene.who(waiter[0].number)
            where = scene.at(scene.site_of(waiter[0])) or " at the end of the program"
            why = f"{doing} {who_waits} waits{where} for {who} to end, and nothing makes it end."
            return Reading("child-never-ends", why, headline, marks=marks)
    why = f"{doing} It asks again and again for what has not happened{_at_what_cost(tail, task)}."
    advice = ""
    if nobody_else(scene, task):
        why = f"{doing} Nobody is left who could change what it looks at."
        advice = "What does it wait for: has that happened before it looked, or never?"
    return Reading("busy-wait", why, headline, marks=marks, advice=advice)


def _busiest(tail: tuple[Step, ...]) -> tuple[Site | None, int]:
    """Return the place and the task that most of the last steps belong to."""
    seen = Counter(
        (step.picked.pending.site, step.task)
        for step in tail
        if step.picked.pending.site is not None
    )
    if not seen:
        return None, 0
    (site, task), _ = max(seen.items(), key=lambda item: (item[1], -item[0][1]))
    return site, task


def _calls_at(tail: tuple[Step, ...], task: int) -> list[str]:
    calls = [step.picked.pending.call for step in tail if step.task == task]
    often = Counter(call.text for call in calls if call is not None)
    return [text for text, number in often.items() if number > 1] or ["the same lines"]


def _give_way(scene: Scene, tail: tuple[Step, ...]) -> list[int]:
    """Return the tasks that take a lock, fail to get another one, and give the first one back."""
    did: dict[int, set[str]] = {}
    for step in tail:
        found = {event.kind for event in step.events if _on_a_lock(scene, event)}
        if step.picked.pending.op == "try-acquire" and "acquired" not in found:
            found.add("timeout")
        did.setdefault(step.task, set()).update(found)
    return sorted(
        task for task, kinds in did.items() if kinds >= {"acquired", "released", "timeout"}
    )


def _on_a_lock(scene: Scene, event: Event) -> bool:
    record = scene.owner(event.obj)
    return record is not None and record.kind in BARE


def _asks(tail: tuple[Step, ...], task: int) -> bool:
    """Say whether the loop looks for a change, or only does its own work again."""
    mine = [step for step in tail if step.task == task]
    for step in mine[len(mine) // 2 :]:  # before that it may not have been in the loop
        call = step.picked.pending.call
        if call is not None and call.method.endswith(QUESTIONS):
            return True
        if step.picked.pending.op in ASKS:
            return True
        kinds = {event.kind for event in step.events}
        if kinds & {"wrote", "sent", "received"}:
            return False
        if kinds & {"queried", "timeout", "read"}:
            return True
    return False


def _at_what_cost(tail: tuple[Step, ...], task: int) -> str:
    sleeps = any(step.task == task and step.picked.pending.op == "sleep" for step in tail)
    return "" if sleeps else ", and keeps a core busy"


def _only_sleeps(scene: Scene, tail: tuple[Step, ...], number: int) -> bool:
    """Say whether a task does nothing but sleep, beside other processes and with no threads."""
    task = scene.task(number)
    processes = [other for other in scene.people if other.kind == "process"]
    return (
        len(processes) > 1
        and thread_only(scene, task)
        and all(
            step.picked.pending.op in ("start", "sleep", "line") and not step.events
            for step in tail
            if step.task == number
        )
    )


def _hung(scene: Scene) -> Reading:
    running = [task for task in scene.trace.tasks if task.state == "running"]
    task = running[0] if running else scene.main
    who, site = scene.who(task.number), scene.site_of(task)
    where = scene.at(site)
    if scene.trace.hung == "burning":
        why = f"{who} computes without a pause{where}, and nothing that it does can end that."
        if any(t.process == task.process and t is not task for t in scene.trace.tasks):
            why = (
                f"{who} computes without a pause{where}. It asks nobody for anything there, so no "
                "other thread gets a turn in which it could change what the loop looks at."
            )
        headline = f"{who} never came back from a loop{where}."
    else:
        why = f"{who} waits{where} in a call that the scheduler does not know, and nothing comes."
        headline = f"{who} never came back from a call{where}."
    last = scene.last_step(task.number)
    marks = (mark(last, task.number, site, "never comes back"),)
    return Reading("hung-outside-control", why, headline, marks=marks)
