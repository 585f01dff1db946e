"""What works only where processes are forked: a new interpreter has less of its parent."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace

from grader.diagnosis.detectors.python_errors import unknown_name
from grader.diagnosis.reading import Reading, mark
from grader.diagnosis.scene import Scene, several
from grader.diagnosis.waits import waits_of
from grader.model.causes import Cause
from grader.model.trace import Failure, ObjectRecord, Site, Trace

PACKING = re.compile(r"pickl|local object", re.IGNORECASE)
NAMELESS = re.compile(r"<locals>|<lambda>|local object")
PACKS = frozenset(
    {"__reduce__", "__reduce_ex__", "__getstate__", "__getnewargs__", "__getnewargs_ex__"}
)
"""Methods by which an object says itself how it is packed: whoever calls them is the library."""

BOOTSTRAPPING = "bootstrapping phase"
KEPT: frozenset[Cause] = frozenset({"not-done", "not-supported", "tampering", "resource-limit"})
"""What says more than that forking would have hidden it, or is a limit of the grader."""

OF_THREADS = "cannot pickle '_thread."
"""A queue or lock of threads: a forked process has a copy of it, which is of no use to others."""

SERVER = "forkserver"


def may_need_fork(trace: Trace) -> bool:
    """Say whether a run has started a new interpreter, or was to.

    A program that asks for fork itself has none, whatever the default is. What is still to do is
    so by every start method.
    """
    failure = trace.failure
    if failure is not None and failure.type == "NotImplementedError":
        return False
    if failure is not None and _is_of_packing(failure):
        return True
    starts = {step.picked.pending.op for step in trace.steps} & {"fork", "spawn"}
    return "spawn" in starts or (trace.start_method != "fork" and not starts)


def _is_of_packing(failure: Failure) -> bool:
    return PACKING.search(f"{failure.type}: {failure.message}") is not None


def needs_fork(scene: Scene, reading: Reading) -> Reading | None:
    """Return why a program fails that is known to work wherever its processes are forked.

    None where ``reading`` says more.
    """
    failure = scene.trace.failure
    if reading.cause in KEPT or (failure is not None and OF_THREADS in failure.message):
        return None
    told = (
        _packed(scene)
        or _imported(scene)
        or _not_in_the_file(scene)
        or _made_anew(scene)
        or _unchanged(scene)
    )
    site = told.site
    marks = reading.marks
    if site is not None and not any(m.line == site.line for m in marks):
        marks = (*marks, mark(0, 0, site, "runs at each import of the file"))
    why = f"{told.why} {_PROOF}".lstrip()
    return replace(reading, cause="needs-fork", why=why, marks=marks, advice=told.advice)


_PROOF = (
    "It does not depend on the schedule: this program fails in every one that was tried, and in "
    "none where the same processes are forked, as copies of their parent."
)
_UNCHANGED = (
    "A process that is not forked begins without its parent's memory: it has what the file makes "
    "when it is imported, and its arguments."
)
_FOUND_ANEW = "What of this could a new interpreter find in the file, or make for itself?"


@dataclass(frozen=True, slots=True)
class _Told:
    why: str
    site: Site | None = None  # to be marked
    advice: str = ""


def _packed(scene: Scene) -> _Told | None:
    """Tell of what can't be packed up for a new interpreter."""
    failure = scene.trace.failure
    if failure is None or not _is_of_packing(failure):
        return None
    hooks = (n for n, frame in enumerate(failure.frames) if frame.function in PACKS)
    before = failure.frames[: next(hooks, len(failure.frames))]
    site = before[-1] if before else None
    why = (
        f"A process is to begin as a new interpreter{scene.at(site)}, and what it is given is "
        "packed up for that: its function, its arguments, and all that these hold."
    )
    if NAMELESS.search(failure.message):
        why += (
            " What is made within a function, or by lambda, can't be packed: it has no name by "
            "which a new interpreter could find it in the file."
        )
    return _Told(why, advice=_FOUND_ANEW)


def _unchanged(scene: Scene) -> _Told:
    """Tell what a child begins with, where there was one."""
    began = any(task.kind == "process" for task in scene.trace.tasks[1:])
    return _Told(_UNCHANGED if began else "")


def _not_in_the_file(scene: Scene) -> _Told | None:
    """Tell of a function that only the parent has: a child looks for its name in the file."""
    for task in scene.failed:
        name = unknown_name(task.failure) if task.failure is not None else ""
        if not name:
            continue
        why = (
            f"{name} is looked up by its name in the file, and where a new interpreter "
            "imports the file it is not there."
        )
        return _Told(why, advice=_FOUND_ANEW)
    return None


def _imported(scene: Scene) -> _Told | None:
    """Tell of a file that starts processes whenever it is imported."""
    for task in scene.trace.tasks:
        if task.failure is None or BOOTSTRAPPING not in task.failure.message:
            continue
        frames = task.failure.frames
        who = "The fork server" if task.name == SERVER and task.service else scene.who(task.number)
        why = (
            f"{who} is a new interpreter, which imports the program's file first, and the file "
            f"starts processes while it is imported{scene.at(frames[0] if frames else None)}."
        )
        advice = "Which lines should run only where the file is the program itself?"
        return _Told(why, advice=advice)
    return None


def _made_anew(scene: Scene) -> _Told | None:
    """Tell of a shared object that every new interpreter makes for itself."""
    used = _used(scene)
    made: dict[Site, list[ObjectRecord]] = defaultdict(list)
    for record in scene.trace.objects.values():
        whole = record.part_of is None and record.creator is not None and record.key in used
        if whole and record.site is not None and record.site.function == "<module>":
            made[record.site].append(record)
    for site, records in made.items():
        makers = list(dict.fromkeys(_maker(scene, record) for record in records))
        if len(makers) < 2:
            continue
        name = min(records, key=lambda record: record.kind in ("pipe", "pipe-end")).name
        why = (
            f"{name} is made{scene.at(site)}, where the file is imported, and a new interpreter "
            f"imports it again: {several(makers)} have each made one of their own."
        )
        if "the fork server" in makers:
            why += " That of the fork server is shared by the children that it forks."
        return _Told(why, site)
    return None


def _used(scene: Scene) -> frozenset[str]:
    """Return the keys of the objects with which anything was done, or that somebody waits for."""
    keys = [found.event.obj for found in scene.happenings if found.event.kind != "created"]
    keys += [wait.key for wait in waits_of(scene)]
    owners = [scene.owner(key) for key in dict.fromkeys(keys)]
    return frozenset(owner.key for owner in owners if owner is not None)


def _maker(scene: Scene, record: ObjectRecord) -> str:
    number = scene.task(record.creator or 0).process
    task = scene.task(number)
    return "the fork server" if task.name == SERVER and task.service else scene.who(number)
