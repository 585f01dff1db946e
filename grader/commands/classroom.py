"""What ``grade`` and ``regrade`` work on: a folder of hand-ins, a course, a folder of reports."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from grader.course.course import Course, Exercise
from grader.errors import UsageError
from grader.handins.folder import HandIn, hand_ins
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


def students_of(room: Classroom) -> tuple[tuple[HandIn, ...], list[str]]:
    """Return what the students handed in, and notes about the folder; raises ClassroomError."""
    every = (*room.course.exercises, *room.others)
    try:
        students, notes = hand_ins(room.folder, every, besides=room.out)
    except OSError as error:
        raise ClassroomError(f"{room.folder} can't be read: {error.strerror}.") from None
    if not students:
        raise ClassroomError(
            f"{room.folder} holds no hand-ins: one folder or one file (.py, .ipynb, .zip) for "
            f"each student is expected in it."
        )
    return students, notes
