"""Ordinary variables and thread objects that were expected to cross a process."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from grader.diagnosis.reading import Reading, mark_of, mark_wait
from grader.diagnosis.scene import Scene, several, shown
from grader.diagnosis.waits import phrase, waits_of
from grader.model.operations import BARE
from grader.model.trace import ObjectRecord, TaskRecord


def thread_only(scene: Scene, task: TaskRecord) -> bool:
    """Say whether a task is the only one of the learner's in its process."""
    return not any(
        other.process == task.process and other.number != task.number and not other.service
        for other in scene.trace.tasks
    )


def not_shared(scene: Scene) -> Reading | None:
    """Find children that gave nothing back: no shared object was written, no message sent.

    A result that such children were to change is then the same on every schedule. What other
    children gave counts only where the caller asked for anything at all.
    """
    children = [
        task
        for task in scene.children()
        if task.kind == "process" and task.state == "ended" and not task.ended_by_program
    ]
    by_file = scene.trace.uncontrolled or any(f.event.kind == "wrote" for f in scene.opened())
    if not children or by_file or any(trace.shows != scene.trace.shows for trace in scene.siblings):
        return None
    numbers = {task.number for task in scene.trace.tasks if task.process != 0}
    given = (*scene.of("wrote"), *scene.calls(".put", ".put_nowait", ".send", ".send_bytes"))
    gave = {scene.task(found.task).process for found in given if found.task in numbers}
    asked = scene.of("received", "read", "queried", "eof")
    if gave and any(scene.task(found.task).process == 0 for found in asked):
        return None
    children = [task for task in children if task.number not in gave]
    if not children:
        return None
    if any(task.name.count("PoolWorker") for task in scene.trace.tasks):
        return None
    who = several([scene.who(task.number) for task in children])
    why = (
        f"{who} ran, and gave nothing back through any shared object: the result is "
        f"{shown(scene.trace.value)} whatever the schedule. A process changes its own copy of an "
        "ordinary variable, and the copy goes with the process."
    )
    return Reading("not-shared", why)


def own_one_each(scene: Scene) -> Reading | None:
    """Find locks or semaphores made at one line, of which each process has used another one.

    Each was free whenever it was asked for: nobody was ever kept out. Where one task made several
    under several names, as the items of a list, or one for those who came after all the others had
    ended, there are meant to be several.
    """
    made: dict[object, list[ObjectRecord]] = defaultdict(list)
    for record in scene.trace.objects.values():
        if record.kind in BARE and record.part_of is None and record.site is not None:
            made[record.site].append(record)
    for records in made.values():
        if len({r.creator for r in records}) == 1 < len({r.name for r in records}):
            continue
        users = [_users(scene, record.key) for record in records]
        once = [next(iter(numbers)) for numbers in users if len(numbers) == 1]
        if len(set(once)) < 2 or any(len(numbers) > 1 for numbers in users):
            continue
        if not _side_by_side(scene, set(once)):
            continue
        taken = [f for f in scene.of("acquired") if scene.thing(f.event.obj) in records]
        who = several([scene.who(number) for number in once])
        why = (
            f"{who} each took another {records[0].kind}: {len(records)} of them were made at "
            f"{scene.place(records[0].site)}, and each knows only of the one process that uses it. "
            "So none of them ever kept anybody out."
        )
        marks = tuple(mark_of(f, f"takes {scene.called(f.event.obj)}") for f in taken[:3])
        return Reading("not-shared", why, marks=marks)
    return None


def _users(scene: Scene, key: str) -> frozenset[int]:
    """Return the processes whose tasks ever took a lock or a place, or asked for one in vain."""
    asked = [
        step.task
        for step in scene.trace.steps
        if step.picked.pending.op == "try-acquire" and step.picked.pending.obj == key
    ]
    took = [found.task for found in scene.of("acquired", "timeout") if found.event.obj == key]
    return frozenset(scene.task(number).process for number in (*asked, *took))


def _side_by_side(scene: Scene, tasks: set[int]) -> bool:
    """Say whether any two of the tasks were under way at once."""
    begun = {found.event.obj: found.step for found in scene.of("started")}
    ended = {found.task: found.step for found in scene.of("ended")}
    last = len(scene.trace.steps)
    spans = sorted((begun.get(f"task:{n}", 0), ended.get(n, last)) for n in tasks)
    return any(begin < end for (_, end), (begin, _) in pairwise(spans))


def own_event(scene: Scene) -> Reading | None:
    """Find a wait for an event that the waiting process has made for itself alone."""
    for wait in waits_of(scene):
        event = scene.thing(wait.key)
        if wait.family != "event" or event is None or event.creator is None:
            continue
        home = wait.task.process
        used = [f for f in scene.calls(".set", ".wait", ".is_set") if f.event.obj == event.key]
        alone = all(scene.task(found.task).process == home for found in used)
        if scene.task(event.creator).process != home or not alone or not _others(scene, home):
            continue
        who = scene.who(wait.task.number)
        made = scene.at(event.site)
        why = (
            f"{who} waits for {scene.called(event.key)}, which {who} made itself{made}. No other "
            f"process has it.{another_was_set(scene, event, home)}"
        )
        marks = (mark_wait(scene, wait.task, phrase(scene, wait)),)
        return Reading("not-shared", why, marks=marks)
    return None


def _others(scene: Scene, home: int) -> bool:
    return any(t.kind == "process" and t.process != home and t.number for t in scene.people)


def another_was_set(scene: Scene, event: ObjectRecord, home: int) -> str:
    """Return what to tell of an event of the same name that was set: easily taken for this one.

    Not one that ``home``, the waiting process, has waited for before: that was another round's.
    """
    waits = [f for f in scene.calls(".wait") if scene.task(f.task).process == home]
    before = {event.key} | {found.event.obj for found in waits}
    for found in scene.calls(".set"):
        other = scene.thing(found.event.obj)
        if other is not None and other.key not in before and other.name == event.name:
            where = scene.at(found.event.site)
            return f" What {scene.who(found.task)} set{where} is {scene.called(other.key)}."
    return ""
