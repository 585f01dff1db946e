"""Deadlocks whose root is that a process failed, never ends, or was never told to end."""

from __future__ import annotations

from grader.diagnosis.detectors.crashes import error_text, failed_place, given_back_too_often
from grader.diagnosis.detectors.python_errors import unknown_name
from grader.diagnosis.detectors.unshared import thread_only
from grader.diagnosis.reading import Reading, mark, mark_of, mark_wait
from grader.diagnosis.scene import Scene, several
from grader.diagnosis.waits import Wait, phrase, waits_of
from grader.model.trace import TaskRecord


def asked_before_the_end(scene: Scene) -> Reading | None:
    """Find a question whether a process has ended that came before its end."""
    for step in scene.trace.steps:
        pending = step.picked.pending
        if not step.picked.timer or pending.op != "poll-child" or pending.call is None:
            continue
        who, text = scene.who(step.task), pending.call.text
        why = (
            f"{who} asked {text}{scene.at(pending.site)}, and that process had not ended yet. It "
            f"was about to, but nobody had waited for that."
        )
        marks = (mark(step.number, step.task, pending.site, "asks before the end"),)
        return Reading("read-too-early", why, marks=marks)
    return None


def unshared_wait(scene: Scene) -> Reading | None:
    """Find a wait on an object among threads that another process was meant to end."""
    others = [task for task in scene.children() if task.kind == "process"]
    for wait in waits_of(scene):
        pending = wait.task.pending
        if wait.family not in (
            "get",
            "put",
            "task-done",
            "event",
            "condition",
            "barrier",
            "semaphore",
            "lock",
        ):
            continue
        if pending is None or pending.op != "thread-wait" or not others:
            continue
        if not thread_only(scene, wait.task):
            continue
        if (held := _copied_while_held(scene, wait)) is not None:
            return held
        call = pending.call.text if pending.call is not None else phrase(scene, wait)
        why = (
            f"{scene.who(wait.task.number)} waits in {call}{scene.at(pending.site)}. That object "
            "works among the threads of one process. Every other process has a copy of its "
            "own, and what is done to a copy is not seen here."
        )
        return Reading("not-shared", why, marks=(mark_wait(scene, wait.task, call),))
    return None


def _copied_while_held(scene: Scene, wait: Wait) -> Reading | None:
    """Find a thread of another process that holds a lock which a forked child has a copy of."""
    holders = [scene.task(number) for number in wait.on]
    holder = next((one for one in holders if one.process != wait.task.process), None)
    if wait.family != "lock" or holder is None:
        return None
    who, thread = scene.who(wait.task.number), scene.who(holder.number)
    name = scene.called(wait.key)
    why = (
        f"{who} was copied from its parent while {thread} held {name}. A copy begins with the one "
        f"thread that started it: {thread} is not there, so nobody can give back the copy of "
        f"{name} that {who} waits for{scene.at(scene.site_of(wait.task))}."
    )
    took = scene.took(holder.number, wait.key or "")
    marks = [mark_wait(scene, wait.task, phrase(scene, wait))]
    if took is not None:
        marks.insert(0, mark_of(took, f"takes {name}"))
    advice = "Who may hold a lock at the moment in which a process is started, and does it need it?"
    return Reading("lock-never-released", why, marks=tuple(marks), advice=advice)


def swallowed_before(scene: Scene) -> Reading | None:
    """Find an error that the library kept to itself, and that left others waiting."""
    for found in scene.of("swallowed"):
        value = found.event.value if isinstance(found.event.value, dict) else {}
        where = value.get("where")
        error = f"{value.get('type')}: {value.get('message')}"
        waiting = several([scene.who(wait.task.number) for wait in waits_of(scene)])
        item = f" ({value.get('item')})" if value.get("item") else ""
        if where == "feeder":
            why = (
                f"An item{item} that was put on a queue could not be sent: {error}. put() had "
                f"returned already, so the error reached nobody, and the item never came. "
                f"{waiting} waits for what will not come."
            )
        elif where != "callback":
            continue
        else:
            why = _callback(error, "", waiting)
        return Reading("swallowed-exception", why, marks=(mark_of(found, "the error is kept"),))
    return None


def _callback(error: str, at: str, waiting: str) -> str:
    return (
        f"A callback raised {error}{at}. That ended the pool's thread that brings the results, "
        f"and {waiting} waits for one that will not come."
    )


def _messenger(error: str, waiting: str) -> str:
    """Tell of an error that no line of the submission's raised: it need not be a callback's."""
    return (
        f"The pool's own thread that brings the results ended with {error}. It unpickles what the "
        f"workers send, errors too, and calls the callbacks. {waiting} waits for a result that "
        "will not come."
    )


def _of_a_callback(task: TaskRecord) -> bool:
    """Say whether a task is a thread of the library, in which only callbacks are the learner's."""
    return task.service and task.kind == "thread"


def callback_failed(scene: Scene) -> Reading | None:
    """Find a callback's error that ended the thread which brings the results."""
    for task in scene.failed:
        if task.failure is not None and _of_a_callback(task):
            site = failed_place(task.failure)
            waiting = several([scene.who(wait.task.number) for wait in waits_of(scene)])
            error = error_text(task.failure)
            why = _callback(error, scene.at(site), waiting) if site else _messenger(error, waiting)
            marks = (mark(scene.last_step(task.number), task.number, site, task.failure.type),)
            return Reading("swallowed-exception", why, marks=marks)
    return None


def child_failed_before(scene: Scene) -> Reading | None:
    """Find a failed process or thread on which those that wait may have relied."""
    for task in scene.failed:
        if task.failure is None or _of_a_callback(task):
            continue
        waiting = [
            f"{scene.who(w.task.number)} waits for {phrase(scene, w)}" for w in waits_of(scene)
        ]
        if not waiting:
            return None
        who = scene.who(task.number)
        site = failed_place(task.failure)
        how = f"failed{scene.at(site)} with {error_text(task.failure)}"
        advice = ""
        if task.failure.type == "SystemExit":
            how = f"ended itself{scene.at(site)} with exit code {task.exit_code}"
            advice = f"What do the others count on from {who}, on every way in which it may end?"
        why = f"{who} {how} and is gone. Nobody was told: {several(waiting)}."
        if "PoolWorker" in task.name and unknown_name(task.failure):
            why += " A worker knows of the file what had been run of it when the pool was made."
        marks = (mark(scene.last_step(task.number), task.number, site, task.failure.type),)
        return Reading("child-failed", why, marks=marks, advice=advice)
    return None


def refused_release(scene: Scene) -> Reading | None:
    """Find a task that failed because it gave back what was free, and left others waiting."""
    for task in scene.failed:
        failure = task.failure
        if failure is None or _of_a_callback(task) or not waits_of(scene):
            continue
        why = given_back_too_often(scene, task, f"{failure.type}: {failure.message}")
        if why is None:
            continue
        waits = [w for w in waits_of(scene) if w.family != "join"] or waits_of(scene)
        waiting = [f"{scene.who(w.task.number)} waits for {phrase(scene, w)}" for w in waits]
        site = failed_place(failure)
        story = f"{why} It failed with {error_text(failure)}, and {several(waiting)}."
        marks = (mark(scene.last_step(task.number), task.number, site, failure.type),)
        return Reading("over-released", story, marks=marks)
    return None


def pool_not_closed(scene: Scene) -> Reading | None:
    """Find a pool whose end is waited for though it was never closed."""
    for wait in waits_of(scene):
        if wait.family == "pool-join":
            why = (
                f"{scene.who(wait.task.number)} waits{scene.at(scene.site_of(wait.task))} for a "
                "pool to end, and its workers wait for more work."
            )
            marks = (mark_wait(scene, wait.task, phrase(scene, wait)),)
            return Reading("pool-not-closed", why, marks=marks)
    return None


def child_never_ends(scene: Scene) -> Reading | None:
    """Find a join of a child that waits for ever for something else."""
    for wait in waits_of(scene):
        if wait.family != "join" or not wait.on:
            continue
        child = scene.task(wait.on[0])
        where = scene.at(scene.site_of(wait.task)) or " at the end of the program"
        why = (
            f"{scene.who(wait.task.number)} waits{where} for {scene.who(child.number)} to end, "
            "and nothing makes it end."
        )
        marks = (mark_wait(scene, wait.task, phrase(scene, wait)),)
        return Reading("child-never-ends", why, marks=marks)
    return None
