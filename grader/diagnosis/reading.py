"""What a detector concludes from a scene: a cause, why, and where to look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from grader.diagnosis.scene import Happening, Scene
from grader.model.causes import Cause
from grader.model.finding import Mark
from grader.model.trace import Site, TaskRecord


@dataclass(frozen=True, slots=True)
class Reading:
    """One possible explanation of a run."""

    cause: Cause
    why: str  # one to three sentences; the story puts them under the table
    headline: str = ""  # the story's first line, where the usual one would be wrong
    shown: tuple[int, ...] | None = None  # tasks of the table; None: all that wait
    rows: tuple[tuple[str, ...], ...] = ()  # a table of what happened, in place of the tasks
    marks: tuple[Mark, ...] = ()
    advice: str = ""  # where the usual advice for the cause would not fit


Detector = Callable[[Scene], "Reading | None"]


def mark(step: int, task: int, site: Site | None, label: str) -> Mark:
    """Return a mark for a place that may be unknown."""
    line = site.line if site is not None else None
    return Mark(step, task, line, label, site.file if site is not None else "")


def mark_of(found: Happening, label: str) -> Mark:
    """Return a mark for something that happened."""
    return mark(found.step, found.task, found.event.site, label)


def mark_wait(scene: Scene, task: TaskRecord, phrase: str) -> Mark:
    """Return a mark for a task that stands since its last step."""
    last = scene.last_step(task.number)
    return mark(last, task.number, scene.site_of(task), f"waits for {phrase}")


def first(scene: Scene, detectors: tuple[Detector, ...]) -> Reading | None:
    """Return what the first detector that recognises the run says."""
    for detect in detectors:
        reading = detect(scene)
        if reading is not None:
            return reading
    return None
