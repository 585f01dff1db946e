"""Pools: the work that was given, what the workers sent back, and how the pool ended.

A pool's own threads and workers talk through two queues inside it: a message is a task, or its
result, and None where somebody is to go home.
"""

from __future__ import annotations

import re
from itertools import dropwhile

from grader.diagnosis.reading import Reading, mark_of, mark_wait
from grader.diagnosis.scene import Happening, Scene, count
from grader.diagnosis.waits import phrase, waits_of
from grader.model.trace import TaskRecord

GIVES = (".apply_async", ".map_async", ".starmap_async", ".imap", ".imap_unordered")
ASKS = ("Result.get", "Result.wait", ".next", "<genexpr>")  # the last: imap() with chunks
ENDS = ("Pool.__exit__", "Pool.terminate")
MESSAGE = re.compile(r"\(\d+, \d+, ")
NOTHING = re.compile(r"\(\d+, \d+, \(True, \[?None[\], None…]*\)*…?")


def workers(scene: Scene) -> tuple[TaskRecord, ...]:
    """Return the workers of all pools."""
    return tuple(
        task for task in scene.trace.tasks if task.kind == "process" and "PoolWorker" in task.name
    )


def pool_work_lost(scene: Scene) -> Reading | None:
    """Find a pool that was ended before its tasks were, with results that nobody waited for."""
    given = scene.calls(*GIVES)
    joined = scene.calls("Pool.join")
    if not given or joined or not any(task.ended_by_program for task in workers(scene)):
        return None
    asked = [found for found in scene.calls(*ASKS) if found.task == 0]
    if len(asked) >= len(given) or _all_done(scene, len(given)):
        return None
    last = given[-1]
    text = last.event.call.text if last.event.call is not None else "apply_async()"
    why = (
        f"{scene.who(last.task)} gave the pool work{scene.at(last.event.site)} and did not wait "
        "until it was done. When the pool goes, its workers are ended in the middle of it."
    )
    return Reading("pool-not-closed", why, marks=(mark_of(last, text[:40]),))


def result_of_ended_pool(scene: Scene) -> Reading | None:
    """Find a wait for a result of a pool whose workers were ended before it was there."""
    ends = scene.calls(*ENDS)
    if not ends or any(task.state != "ended" for task in workers(scene)):
        return None
    for wait in waits_of(scene):
        if wait.family != "result":
            continue
        last = ends[-1]
        where = scene.at(scene.site_of(wait.task))
        left = last.event.call is not None and "exit" in last.event.call.method
        what = "The with block of the pool was left" if left else "The pool was terminated"
        why = (
            f"{what} before the work was done, and that ended the workers in the middle of it. "
            f"{scene.who(wait.task.number)} waits{where} for a result that nobody works on."
        )
        marks = (
            mark_of(last, "the workers are ended"),
            mark_wait(scene, wait.task, phrase(scene, wait)),
        )
        return Reading("pool-not-closed", why, marks=marks)
    return None


def pool_gave_nothing(scene: Scene) -> Reading | None:
    """Find a pool whose last tasks all returned None and wrote to nothing that is shared."""
    numbers = {task.number for task in workers(scene)}
    sent = sorted(_messages(scene, numbers), key=lambda found: _job(scene, found))
    nothing = list(dropwhile(lambda found: not _is_nothing(scene, found), sent))
    if not nothing or not all(_is_nothing(scene, found) for found in nothing):
        return None
    by_file = scene.trace.uncontrolled or scene.opened()
    if by_file or any(trace.shows != scene.trace.shows for trace in scene.siblings):
        return None
    given = (*scene.of("wrote"), *scene.calls(".put", ".put_nowait", ".send", ".send_bytes"))
    if any(scene.task(found.task).process in numbers for found in given):
        return None
    which = "Every task of the pool"
    if len(nothing) < len(sent):
        which = f"The pool's last {count(len(nothing), 'task')}, given after all others,"
    why = (
        f"{which} returned None and wrote to nothing that is shared. What a task puts into an "
        "ordinary variable is in the worker's own copy of it, and stays there."
    )
    advice = "By which way does what a worker has found out come back to the process that asked?"
    marks = (mark_of(nothing[-1], "returns None"),)
    return Reading("not-shared", why, marks=marks, advice=advice)


def _is_nothing(scene: Scene, found: Happening) -> bool:
    return NOTHING.fullmatch(scene.content(found)) is not None


def _job(scene: Scene, found: Happening) -> int:
    """Return the number of the call that gave the task."""
    return int(scene.content(found)[1:].partition(",")[0][:9])


def _all_done(scene: Scene, calls: int) -> bool:
    """Say whether every task that was to go to a worker went there and was answered."""
    numbers = {task.number for task in workers(scene)}
    others = {task.number for task in scene.trace.tasks} - numbers
    return len(_messages(scene, numbers)) >= max(calls, len(_messages(scene, others)))


def _messages(scene: Scene, tasks: set[int]) -> list[Happening]:
    """Return the tasks, or results, that these have sent through the inside of a pool."""
    return [
        found
        for found in scene.of("sent")
        if found.task in tasks and MESSAGE.match(scene.content(found))
    ]
