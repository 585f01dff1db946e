"""What works only where processes are forked: a new interpreter has less of its parent."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace

from grader.diagnosis.reading import Reading, mark
from grader.diagnosis.scene import Scene, several
from grader.model.causes import Cause
from grader.model.trace import ObjectRecord, Site, Trace

PACKING = re.compile(r"pickle|local object")
NAMELESS = re.compile(r"<locals>|<lambda>|local object")
BOOTSTRAPPING = "bootstrapping phase"
KEPT: frozenset[Cause] = frozenset({"not-done", "tampering", "resource-limit"})
"""What says more than that forking would have hidden it."""

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
    if failure is not None and PACKING.search(failure.message):
        return True
    starts = {step.picked.pending.op for step in trace.steps} & {"fork", "spawn"}
    return "spawn" in starts or (trace.start_method != "fork" and not starts)


def needs_fork(scene: Scene, reading: Reading) -> Reading | None:
    """Return why a program fails that is known to work wherever its processes are forked.

    None where ``reading`` says more.
    """
    failure = scene.trace.failure
    if reading.cause in KEPT or (failure is not None and OF_THREADS in failure.message):
        return None
    told = _packed(scene) or _imported(scene) or _made_anew(scene) or _Told(_UNCHANGED)
    site = told.site
    marks = reading.marks
    if site is not None and not any(m.line == site.line for m in marks):
        marks = (*marks, mark(0, 0, site, "runs at each import of the file"))
    why = f"{told.why} {_PROOF}"
    return replace(reading, cause="needs-fork", why=why, marks=marks, advice=told.advice)


_PROOF = (
    "It does not depend on the schedule: this program fails in every one that was tried, and in "
    "none where the same processes are forked, as copies of their parent."
)
_UNCHANGED = (
    "The child is a new interpreter. It has what the file makes when it is imported, and what it "
    "is given as arguments. What its parent had changed in a variable before the start is not "
    "there."
)


@dataclass(frozen=True, slots=True)
class _Told:
    why: str
    site: Site | None = None  # to be marked
    advice: str = ""


def _packed(scene: Scene) -> _Told | None:
    """Tell of what can't be packed up for a new interpreter."""
    failure = scene.trace.failure
    if failure is None or not PACKING.search(f"{failure.type}: {failure.message}"):
        return None
    site = failure.frames[-1] if failure.frames else None
    why = (
        f"A process is to begin as a new interpreter{scene.at(site)}, and what it is given is "
        "packed up for that: its function, its arguments, and all that these hold."
    )
    if NAMELESS.search(failure.message):
        why += (
            " What is made within a function, or by lambda, can't be packed: it has no name by "
            "which a new interpreter could find it in the file."
        )
    advice = "What of this could a new interpreter find in the file, or make for itself?"
    return _Told(why, advice=advice)


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
    made: dict[Site, list[ObjectRecord]] = defaultdict(list)
    for record in scene.trace.objects.values():
        whole = record.part_of is None and record.creator is not None
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


def _maker(scene: Scene, record: ObjectRecord) -> str:
    number = scene.task(record.creator or 0).process
    task = scene.task(number)
    return "the fork server" if task.name == SERVER and task.service else scene.who(number)
