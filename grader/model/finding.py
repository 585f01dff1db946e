"""What is told to a person about a failing run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from grader.model.causes import Cause
from grader.model.trace import TaskState

Kind = Literal["deadlock", "stuck", "crash", "value"]


@dataclass(frozen=True, slots=True)
class TaskView:
    """One line of the story's table."""

    name: str
    state: TaskState
    line: int | None  # in a notebook counted within its cell
    holds: tuple[str, ...] = ()  # the learner's names
    waits_for: str | None = None  # the learner's name, or a phrase such as "process clerk-1 to end"
    file: str = ""
    cell: int | None = None  # of a notebook, counted among its code cells from 1


@dataclass(frozen=True, slots=True)
class Mark:
    """Something to point at in the picture and in the source."""

    step: int
    task: int
    line: int | None  # in a notebook of the joined source
    label: str  # short: "reads 0", "waits for accounts[1]"
    file: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What went wrong in one schedule, why, and how to see it again."""

    kind: Kind
    cause: Cause
    message: str  # the story, several lines of plain text
    replay: str  # token
    schedule: int  # number of the schedule in the exploration, from 1
    tasks: tuple[TaskView, ...] = ()
    marks: tuple[Mark, ...] = ()
    advice: str = ""  # what to think about next (also the story's last line)
