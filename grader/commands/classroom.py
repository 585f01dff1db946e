"""What ``grade`` and ``regrade`` work on: a folder of hand-ins, a course, a folder of reports."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from grader.course.course import Course, Exercise
from grader.errors import UsageError
from grader.settings import Settings

STATE = ".state"
"""The folder for what is finished, inside the folder of reports."""


class ClassroomError(UsageError):
    """A folder that can't be graded, or written to; the text says why, to the teacher."""


WORKER = (sys.executable, "-P", "-m", "grader.commands.worker")
"""The command that grades one student."""


@dataclass(frozen=True, slots=True)
class Classroom:
    """What is graded, and where the reports go."""

    folder: Path
    out: Path
    course: Course  # the exercises that are graded
    settings: Settings
    jobs: int
    worker: tuple[str, ...] = WORKER
    others: tuple[Exercise, ...] = ()  # of the course, and not graded now
    notes: tuple[str, ...] = ()  # about the course
