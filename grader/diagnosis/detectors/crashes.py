"""Exceptions and deaths: of the program itself, of its children, and those nobody saw."""

from __future__ import annotations

import re
from dataclasses import replace

from grader.diagnosis.detectors.managers import (
    gone_since_looked,
    gone_with_the_program,
    manager_gone,
)
from grader.diagnosis.detectors.pipes import broken, torn_message
from grader.diagnosis.detectors.python_errors import meaning
from grader.diagnosis.detectors.timing import hurried
from grader.diagnosis.reading import Reading, mark
from grader.diagnosis.scene import Scene, count, several
from grader.diagnosis.waits import among_threads
from grader.model.causes import Cause
from grader.model.operations import QUEUES
from grader.model.trace import Failure, Json, Site, TaskRecord

IMPORTS = frozenset(
    {"ImportError", "ModuleNotFoundError", "SyntaxError", "IndentationError", "TabError"}
)
BROKEN = frozenset({"BrokenPipeError", "ConnectionResetError", "EOFError"})
"""What one is told at a pipe whose other end is gone."""
NOT_UNDER_CONTROL = "not under the grader's control"
"""So ends the message of what is refused to a program: see ``grader/guest/refused.py``."""
NAMELESS = frozenset({"<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>"})
PRINTED = re.compile(r'File "([^"\n]{1,200})", line (\d{1,7}), in (\S{1,100})')
WRONG_CALL = re.compile(r"\(\) (takes|missing|got (an unexpected|multiple)) ")
LIMITS = {
    "memory": "more memory than a run may use",
    "together": "more memory than all processes of a run together may use",
    "output": "more output than a run may print",
    "processes": "more processes than a run may have",
    "cpu": "more processor time than a run may use",
    "objects": "more shared objects than a run may make",
    "file": "a bigger file than a run may write",
}

RESTART = (
    "A notebook is graded from its first cell to its last, as if it were run for the first time: "
    "does it still work after 'Restart the kernel and run all cells'?"
)


def error_text(failure: Failure) -> str:
    """Return an exception's last line, or what is known of a death."""
    message = failure.message.partition("\n")[0][:200]
    return f"{failure.type}: {message}" if message else failure.type


def failed_place(failure: Failure) -> Site | None:
    """Return where in the submission an exception was raised."""
    return failure.frames[-1] if failure.frames else None


def read_crash(scene: Scene) -> Reading:
    """Return the most exact reading of a run in which something failed."""
    trace = scene.trace
    if trace.failure is not None and trace.failure.type == "tampering":
        why = f"No ordinary program does what this one did: {trace.failure.message}."
        return Reading("tampering", why, "The program meddled with its scheduler.")
    if trace.limit == "workers" and any(task.service for task in scene.failed):
        return _respawned(scene)
    if trace.limit:
        return _limit(scene)
    if (refused := _refused(scene)) is not None:
        return refused
    if trace.status == "raised" and trace.failure is not None:
        return _left_alone(scene, trace.failure) or failed(scene, scene.main, trace.failure)
    for task in scene.failed:
        if task.failure is not None:
            return failed(scene, task, task.failure)
    failure = trace.failure or Failure("an unknown failure", "")
    return failed(scene, scene.main, failure)


def _left_alone(scene: Scene, failure: Failure) -> Reading | None:
    """Find a failed child at the other end of the pipe that failed the program."""
    child = next(iter(scene.failed), None)
    if failure.type not in BROKEN or child is None or child.failure is None:
        return None
    found = failed(scene, child, child.failure)
    where = scene.at(failed_place(failure))
    why = (
        f"{found.why} {scene.who(0)} then failed{where} with {failure.type}, for nobody was left "
        "at the other end."
    )
    return replace(found, why=why)


def _refused(scene: Scene) -> Reading | None:
    """Find what the program asked for and the grader can't control."""
    for task in scene.trace.tasks:
        failure = task.failure or (scene.trace.failure if task.number == 0 else None)
        if failure is None or not failure.message.endswith(NOT_UNDER_CONTROL):
            continue
        site = failed_place(failure)
        why = (
            f"{scene.who(task.number)} asked for it{scene.at(site)}: {failure.message}. That is a "
            "limit of the grader, and says nothing about the program."
        )
        marks = (mark(scene.last_step(task.number), task.number, site, "not under control"),)
        return Reading("not-supported", why, "This can't be tried here.", marks=marks)
    return None


def _respawned(scene: Scene) -> Reading:
    """Return what made the workers of a pool fail, one after another."""
    worker = next(task for task in scene.failed if task.service and task.failure is not None)
    assert worker.failure is not None, "it was looked for"
    found = failed(scene, worker, worker.failure)
    number = sum(task.service for task in scene.failed)
    why = (
        f"A pool starts a new worker wherever one has ended, and each of {number} failed in this "
        "way: its tasks have nobody to do them, and whoever waits for results would wait for ever."
    )
    return replace(found, cause="child-failed", why=why)


def _limit(scene: Scene) -> Reading:
    wanted = LIMITS.get(scene.trace.limit, f"more than the limit ({scene.trace.limit})")
    last = scene.trace.steps[-1] if scene.trace.steps else None
    site = last.picked.pending.site if last is not None else None
    if last is None:
        return Reading("resource-limit", f"The program wanted {wanted}.")
    who = scene.who(last.task)
    why = f"{who} was running{scene.at(site)} when the program wanted {wanted}."
    headline = f"Stopped after {count(len(scene.trace.steps), 'step')}: {wanted}."
    marks = (mark(last.number, last.task, site, "the limit is reached"),)
    return Reading("resource-limit", why, headline, marks=marks)


def handled_failure(scene: Scene, *, chosen: bool = False) -> Reading | None:
    """Return what is told of an exception in a child whose exit code somebody has looked at.

    By itself that is no fault, but where the result is wrong it is the first thing to know of. An
    exit code that the child has ``chosen`` itself is an answer, and the last thing.
    """
    for task in scene.trace.tasks:
        failure = task.failure
        if not task.looked_at or task.ended_by_program or failure is None:
            continue
        if chosen == failure.type.startswith(("SystemExit", "exit code", "signal")):
            return failed(scene, task, failure)
    return None


def failed(scene: Scene, task: TaskRecord, failure: Failure) -> Reading:
    """Return the reading of a task that failed."""
    who = scene.who(task.number) if task.number else "The program"
    site = failed_place(failure)
    headline = f"{who} failed with {error_text(failure)}"
    if failure.type.startswith(("exit code", "signal")):
        headline = f"{who} died with {error_text(failure)}"
    if failure.type == "SystemExit":
        headline = f"{who} ended itself with exit code {failure.message or 1}"
    if task.service and task.kind == "thread":
        headline = f"A callback failed with {error_text(failure)}"
    cause, why, advice = _explain(scene, task, failure)
    if failure.type == "NameError" and scene.layout.cells:
        why = f"{why} {RESTART}"
    marks = [mark(scene.last_step(task.number), task.number, site, failure.type)]
    if cause == "sleep-as-synchronisation" and (late := hurried(scene)) is not None:
        marks[:0] = late.marks
    name = scene.who(task.number)
    frames = [frame for frame in failure.frames if frame.function not in NAMELESS]
    rows = tuple((name, scene.place(frame), f"in {frame.function}") for frame in frames[-6:])
    return Reading(cause, why, headline, rows=rows, marks=tuple(marks), advice=advice)


def _explain(scene: Scene, task: TaskRecord, failure: Failure) -> tuple[Cause, str, str]:
    """Return cause, why, and advice where the usual one does not fit."""
    text = f"{failure.type}: {failure.message}"
    if failure.type == "NotImplementedError":
        return "not-done", "This part is still to be written.", ""
    if (torn := torn_message(scene)) is not None:
        return "torn-message", torn.why, ""
    at_import = failure.frames and failure.frames[0].function == "<module>" and not scene.script
    if failure.type in IMPORTS or (task.number == 0 and at_import):
        return "import-error", "The file failed while it was imported, before anything ran.", ""
    if failure.type == "MemoryError":
        return "resource-limit", f"The program wanted {LIMITS['memory']}.", ""
    if "Pool is still running" in text:
        why = "A pool was to be joined while it could still be given work: its end can't come."
        return "pool-not-closed", why, ""
    if "cannot pickle '_thread." in text:
        why = (
            "What is handed to another process is packed up first. An object that works among the "
            "threads of one process, such as a queue.Queue or a threading.Lock, can't be packed."
        )
        return "not-shared", why, ""
    if (given_back := given_back_too_often(scene, task, text)) is not None:
        return "over-released", given_back, ""
    if failure.type in ("Empty", "Full") and (asked := _asked_before(scene, task)) is not None:
        return "unreliable-query", asked, ""
    if _only_when_late(scene, failure) and (late := hurried(scene)) is not None:
        return "sleep-as-synchronisation", late.why, ""
    if told := gone_since_looked(scene, task.number, failure):
        return "check-then-act", told, ""
    return _plain(scene, task, failure, text)


def _plain(scene: Scene, task: TaskRecord, failure: Failure, text: str) -> tuple[Cause, str, str]:
    if task.number == 0:
        if failure.type.startswith("exit code"):
            early = "with an error" if scene.script else "before the function had returned"
            return "exception", f"The program ended itself {early}.", ""
        told = _at_the_other_end(scene, 0, failure)
        return "exception", told or _uncaught(scene, failure), ""
    who = scene.who(task.number)
    if task.service and task.kind == "thread":
        why = "A callback runs in the pool's own thread, which ends with it: nobody was told."
        return "swallowed-exception", why, ""
    if "bootstrapping phase" in text:
        why = (
            f"{who} imported the program's file as a new interpreter does, and the file started "
            "processes again while it was imported."
        )
        advice = "Which lines should run only where the file is the program itself?"
        return "child-failed", why, advice
    if early := gone_with_the_program(scene, task.number, failure):
        return "read-too-early", early, ""
    what = "process" if task.kind == "process" else "thread"
    left = f"an exit code ({task.exit_code})" if task.kind == "process" else "a printed traceback"
    ended = "its error ended"
    advice = ""
    if failure.type == "SystemExit":
        ended = "sys.exit() ends"
        advice = "Is it meant to end so, on this way through the code?"
    why = (
        f"{who} is a {what} of its own: {ended} {who} alone, and all that the others "
        f"can see of it is {left}."
    )
    if not failure.frames and task.started is not None:
        start = f"{who} was started{scene.at(task.started)}"
        if failure.type == "TypeError" and WRONG_CALL.search(failure.message):
            start += ", and its function was called with each item of args as one argument"
        why = f"{start}. {why}"
    elif told := _at_the_other_end(scene, task.number, failure) or meaning(failure):
        why = f"{told} {why}"
    return "child-failed", why, advice


def _at_the_other_end(scene: Scene, task: int, failure: Failure) -> str:
    """Say what an exception tells of who was asked, or who was to send or to receive."""
    return manager_gone(scene, task, failure) or broken(scene, task, failure)


def _uncaught(scene: Scene, failure: Failure) -> str:
    """Say what is known of an exception that left the function itself."""
    puts = scene.calls(".put", ".put_nowait")
    if failure.type == "Empty" and not all(among_threads(found.event.obj) for found in puts):
        # A queue may be empty although something was put on it.
        return "What put() takes is sent later, by a thread of its own: it may be on its way still."
    what = "program" if scene.script else "function"
    ended = f"Nothing caught the exception, so the {what} ended there."
    if told := meaning(failure):
        return f"{told} {ended}"
    if error_text(failure) == "TimeoutError" and _gave_up_on_a_pool(scene):
        return f"It is multiprocessing.TimeoutError, and not the one without an import. {ended}"
    for found in scene.of("swallowed"):
        value = found.event.value if isinstance(found.event.value, dict) else {}
        if value.get("where") == "pool" and value.get("remote") and _same_error(value, failure):
            return f"It was raised in a worker of the pool{scene.at(raised_at(value))}. {ended}"
    return ended


def _gave_up_on_a_pool(scene: Scene) -> bool:
    """Say whether the last time-out of the program was one of a pool's results."""
    calls = [o.pending.call for o in (s.picked for s in scene.trace.steps) if o.timer]
    return bool(calls) and calls[-1] is not None and "Result." in calls[-1].method


def _same_error(value: dict[str, Json], failure: Failure) -> bool:
    return (value.get("type"), value.get("message")) == (failure.type, failure.message)


def given_back_too_often(scene: Scene, task: TaskRecord, text: str) -> str | None:
    """Say which release was refused, if the error of a task is that."""
    who = scene.who(task.number)
    often = [found for found in scene.of("released-too-often") if found.task == task.number]
    if often:
        found = often[-1]
        owner = scene.owner(found.event.obj)
        if "task_done" in text or (owner is not None and owner.kind in QUEUES):
            return None
        name = scene.called(found.event.obj)
        before = [
            other
            for other in scene.of("released-by-other")
            if other.step < found.step and scene.same(other.event.obj, found.event.obj)
        ]
        if before:
            by = f"{scene.who(before[-1].task)} had released it{scene.at(before[-1].event.site)}"
            return (
                f"{who} released {name}{scene.at(found.event.site)}, and it was free already: "
                f"{by} without holding it."
            )
        return f"{who} released {name}{scene.at(found.event.site)}, and it was free already."
    if "not owned" in text or "release unlocked lock" in text or "un-acquired lock" in text:
        return f"{who} released a lock that it did not hold."
    return None


def _asked_before(scene: Scene, task: TaskRecord) -> str | None:
    """Say what was asked, if the task that found a queue empty or full had asked just before."""
    asked = [
        found
        for found in scene.of("queried")
        if found.task == task.number
        and found.event.call is not None
        and found.event.call.method.endswith((".empty", ".full", ".qsize"))
    ]
    if not asked:
        return None
    last = asked[-1]
    call = last.event.call
    assert call is not None, "only such are looked at"
    return (
        f"{scene.who(task.number)} asked {call.text}{scene.at(last.event.site)} and was told "
        f"{last.event.value}. When it acted on that, it was no longer true."
    )


def _only_when_late(scene: Scene, failure: Failure) -> bool:
    """Say whether no run with a patient clock is known to fail in the same way."""
    return scene.trace.clock == "hostile" and not any(
        other.clock == "patient"
        and other.failure is not None
        and other.failure.type == failure.type
        for other in scene.siblings
    )


# --- errors that nobody saw


def read_swallowed(scene: Scene) -> Reading | None:
    """Return what is to be told of the first error that nobody saw, or None."""
    for found in scene.uncollected:
        value = found.event.value if isinstance(found.event.value, dict) else {}
        error = f"{value.get('type')}: {str(value.get('message')).partition(chr(10))[0][:200]}"
        where = value.get("where")
        site = raised_at(value)
        at = scene.at(site)
        if where == "feeder":
            headline = f"An item was never sent: {error}"
            item = f" ({value.get('item')})" if value.get("item") else ""
            why = (
                f"put() only hands an item{item} over to be sent later. Then it turned out that "
                "it can't be sent, and at that moment nobody was there to be told."
            )
        elif where == "callback":
            headline = f"A callback failed{at} with {error}"
            why = "A callback runs in the pool's own thread: nobody was there to be told."
        else:
            whose = "The executor" if where == "executor" else "The pool"
            headline = f"A task failed{at} with {error}"
            why = f"{whose} keeps an error together with the result, and nobody asked for this one."
        return Reading(
            "swallowed-exception",
            why,
            headline,
            marks=(mark(found.step, found.task, site, error[:60]),),
        )
    return None


def raised_at(value: dict[str, Json]) -> Site | None:
    """Return where in the submission a kept exception was raised.

    Of a worker's exception only the printed traceback has come over.
    """
    places = value.get("traceback")
    if isinstance(places, list) and places and isinstance(places[-1], list):
        file, line, name = (*places[-1], None, None, None)[:3]
        if isinstance(file, str) and isinstance(line, int) and isinstance(name, str):
            return Site(file, line, name)
    found = PRINTED.findall(str(value.get("remote", "")))
    own = [(file, line, name) for file, line, name in found if "/" not in file and file[:1] != "<"]
    return Site(own[-1][0], int(own[-1][1]), own[-1][2]) if own else None


def read_orphan(scene: Scene) -> Reading:
    """Return what is to be told of processes that outlived the program."""
    names = several([scene.who(number) for number in scene.trace.orphans])
    started = [
        f"{scene.who(task.number)} was started{scene.at(task.started)}"
        for task in scene.trace.tasks
        if task.number in scene.trace.orphans and task.started is not None
    ]
    why = f"{several(started) or names}, and the program was over before it ended."
    verb = "was" if len(scene.trace.orphans) == 1 else "were"
    return Reading("orphan", why, f"The program ended, and {names} {verb} still running.")
