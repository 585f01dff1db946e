"""Makes the frozen trace of a run, from its state and its record as they are in the end."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from grader.kernel import procfs, requests
from grader.kernel.ending import Ending
from grader.kernel.state import State
from grader.kernel.tasks import Task
from grader.model.trace import EndHolder, Failure, Json, Status, Step, TaskRecord, Trace


def freeze(state: State, ending: Ending, ready: frozenset[int]) -> Trace:
    """Return the whole run, frozen; ``ready``: the numbers of the tasks that could go on."""
    recorder = state.recorder
    recorder.end()
    tasks = tuple(_task_record(state, task, ready) for task in state.tasks)
    root = state.tasks[0]
    orphans: tuple[int, ...] = ()
    if root.state == "ended" and not ending.why:
        left = (t for t in state.tasks if t.kind == "process" and t.state != "ended")
        orphans = tuple(task.number for task in left if not task.server)
    status, failure, value = _status(state, ending)
    return Trace(
        status=status,
        value=value,
        failure=failure,
        steps=tuple(recorder.steps),
        tasks=tasks,
        objects=state.registry.records(),
        end_holders=_end_holders(state) if ending.why else (),
        output="".join(recorder.printed),
        time=state.now,
        clock=state.clock,
        switch_at=state.switch_at,
        start_method=state.settings.start_method,
        limit=ending.limit if ending.why == "limit" else "",
        hung=ending.hung,
        orphans=orphans,
        uncontrolled=tuple(recorder.uncontrolled) + _threads_data(state),
        passed_over=recorder.passed_over,
        operations=state.operations,
        detailed=state.detailed,
        digest=_digest(status, recorder.steps),
    )


def _threads_data(state: State) -> tuple[str, ...]:
    """Threads of the submission's own share all variables: only lines can part their uses."""
    own = any(task.kind == "thread" and not task.service for task in state.tasks)
    return ("threads-data",) if own else ()


def _status(state: State, ending: Ending) -> tuple[Status, Failure | None, Json]:
    how, value = state.recorder.answer or ("", None)
    root = state.tasks[0]
    if ending.why == "deadlock":
        return "deadlock", _first_failure(state), None
    if ending.why == "limit" and ending.limit in ("steps", "operations"):
        return "stuck", None, None
    if ending.why == "hung":
        return "stuck", None, None
    if ending.why == "breach":
        return "crashed", Failure("tampering", ending.limit), None
    if ending.why == "limit":
        return "crashed", Failure("limit", ending.limit), None
    if how == "raised":
        return "raised", requests.failure(value), None
    failure = _first_failure(state)
    if failure is not None:
        return "crashed", failure, value if how == "returned" else None
    if how == "returned":
        return "returned", None, value
    code = root.exit_code
    return "crashed", Failure(f"exit code {code}", "the program ended itself"), None


def _first_failure(state: State) -> Failure | None:
    for task in state.tasks:
        if task.ended_by_program or _looked_at(state, task):
            continue
        failed = task.failure or state.recorder.failures.get(task.number)
        if failed is not None:
            return failed
    return None


def _task_record(state: State, task: Task, ready: frozenset[int]) -> TaskRecord:
    standing = "ended" if task.state == "ended" else "running"
    if task.state == "parked":
        standing = "ready" if task.number in ready else "blocked"
    stack = task.hung_at or ((task.pending.site,) if task.pending and task.pending.site else ())
    return TaskRecord(
        number=task.number,
        name=task.name,
        kind=task.kind,
        process=task.process,
        parent=task.parent,
        service=task.service,
        daemon=task.daemon,
        started=task.started,
        began=task.began,
        state=standing,  # type: ignore[arg-type]  # one of the states above
        pending=task.pending,
        stack=stack,
        holds=state.registry.held_by(task.number),
        exit_code=task.exit_code,
        ended_by_program=task.ended_by_program,
        failure=task.failure or state.recorder.failures.get(task.number),
        looked_at=_looked_at(state, task),
    )


def _looked_at(state: State, task: Task) -> bool:
    """Say whether the process that started it was told of the process's end, and looked."""
    if task.parent is None or task.kind == "thread":
        return False
    starter = state.tasks[task.parent].process
    return (starter, f"task:{task.number}") in state.recorder.looked_at


def _end_holders(state: State) -> tuple[EndHolder, ...]:
    """Ask the system which process has which pipe end open."""
    registry = state.registry
    held = []
    for task in state.tasks:
        if task.kind != "process" or task.state == "ended" or not task.pid:
            continue
        for inode, mode in sorted(set(procfs.open_ends(task.pid))):
            key = registry.ends.get((inode, mode))
            if key is not None:
                name = registry.things[key].name if key in registry.things else ""
                held.append(EndHolder(key, task.number, "w" in mode, name))
    return tuple(held)


def _digest(status: Status, steps: Iterable[Step]) -> str:
    """Return a digest of what a replay must repeat: who did what where, not the values."""
    told: list[str] = [status]
    for step in steps:
        picked = step.options[step.choice]
        pending = picked.pending
        where = pending.site and (pending.site.file, pending.site.line)
        events = [(e.kind, e.task, e.obj) for e in step.events if e.kind != "output"]
        said = (pending.task, pending.op, pending.obj, where, step.choice, len(step.options))
        told.append(repr((said, picked.timer, round(step.time, 6), events)))
    return hashlib.sha256("".join(told).encode()).hexdigest()[:32]
