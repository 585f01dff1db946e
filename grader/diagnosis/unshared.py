"""Ordinary variables and thread objects that were expected to cross a process."""

from __future__ import annotations

from grader.diagnosis.reading import Reading
from grader.diagnosis.scene import Scene, several, shown
from grader.kernel.trace import TaskRecord


def thread_only(scene: Scene, task: TaskRecord) -> bool:
    """Say whether a task is the only one of the learner's in its process."""
    return not any(
        other.process == task.process and other.number != task.number and not other.service
        for other in scene.trace.tasks
    )


def not_shared(scene: Scene) -> Reading | None:
    """Find children that gave nothing back: no shared object was written, no message sent.

    A result that such children were to change is then the same on every schedule.
    """
    children = [
        task
        for task in scene.children()
        if task.kind == "process" and task.state == "ended" and not task.ended_by_program
    ]
    by_file = scene.trace.uncontrolled or scene.opened()
    if not children or by_file or any(trace.value != scene.trace.value for trace in scene.siblings):
        return None
    numbers = {task.number for task in scene.trace.tasks if task.process != 0}
    given = (*scene.of("wrote"), *scene.calls(".put", ".put_nowait", ".send", ".send_bytes"))
    if any(found.task in numbers for found in given):
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
