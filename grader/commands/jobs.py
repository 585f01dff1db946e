"""What a worker is told about one student, and the hashes of what its result depends on."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from grader.commands.classroom import STATE, Classroom
from grader.course.course import Course
from grader.files import safe_name
from grader.handins.folder import HandIn
from grader.handins.submission import Unreadable, read_bytes
from grader.report.data.results_json import FORMAT
from grader.settings import Settings
from grader.version import __version__


@dataclass(frozen=True, slots=True)
class StudentJob:
    """All that a worker is told."""

    hand_in: HandIn
    course: Path  # the folder of exercises
    exercises: tuple[str, ...]  # names of those that are graded
    others: tuple[str, ...]  # names of the course's other exercises
    settings: Settings
    page: Path
    state: Path
    key: str  # what the result depends on
    input_hash: str
    parent: int  # process id
    cores: tuple[int, ...] = ()  # numbers of the processors to stay on

    def to_json(self) -> str:
        """Return the job as text."""
        return json.dumps(asdict(self), default=os.fspath)

    @classmethod
    def from_json(cls, text: str) -> StudentJob:
        """Return the job that ``to_json`` wrote."""
        data: dict[str, Any] = json.loads(text)
        given = data["hand_in"]
        hand_in = HandIn(
            student=given["student"],
            root=Path(given["root"]),
            files=tuple(map(Path, given["files"])),
            loose=given["loose"],
            notes=tuple(given["notes"]),
        )
        paths = {name: Path(data[name]) for name in ("course", "page", "state")}
        settings = Settings(**data["settings"])
        own = {"hand_in": hand_in, "settings": settings, "exercises": tuple(data["exercises"])}
        own["others"] = tuple(data["others"])
        own["cores"] = tuple(data["cores"])
        return cls(**{**data, **paths, **own})


def job_of(room: Classroom, hand_in: HandIn, course: str) -> StudentJob:
    """Return what a worker is told; ``course`` is the course's hash."""
    name = safe_name(hand_in.student)
    input_hash = hash_of(hand_in)
    exercises = [exercise.name for exercise in room.course.exercises]
    parts = [FORMAT, __version__, input_hash, course, exercises, settings_values(room.settings)]
    return StudentJob(
        hand_in=hand_in,
        course=room.course.folder.resolve(),
        exercises=tuple(exercises),
        others=tuple(exercise.name for exercise in room.others),
        settings=room.settings,
        page=room.out.resolve() / f"{name}.html",
        state=room.out.resolve() / STATE / f"{name}.json",
        key=sha256_of(json.dumps(parts).encode()),
        input_hash=input_hash,
        parent=os.getpid(),
    )


def settings_values(settings: Settings) -> dict[str, object]:
    """Return what the settings are, and not where they came from."""
    values = asdict(settings)
    del values["origins"]
    return values


def course_hash(course: Course) -> str:
    """Return a hash of all files that say what is asked and how it is checked."""
    digest = hashlib.sha256()
    for exercise in course.exercises:
        for path in exercise.files:
            name = path.relative_to(exercise.folder).as_posix()
            digest.update(f"{exercise.name}/{name}\0{sha256_of(path.read_bytes())}\n".encode())
    return digest.hexdigest()


def hash_of(hand_in: HandIn) -> str:
    """Return a hash of what was handed in: the names, and the contents of what can be graded."""
    digest = hashlib.sha256(repr((hand_in.student, hand_in.loose, hand_in.notes)).encode())
    for path in hand_in.files:
        notes: list[str] = []
        try:
            data = read_bytes(path, hand_in.bounds(path), notes)
        except Unreadable as problem:
            data = str(problem).encode("utf-8", "backslashreplace")
        name = path.relative_to(hand_in.root).as_posix()
        digest.update(repr((name, notes, sha256_of(data))).encode())
    return digest.hexdigest()


def sha256_of(data: bytes) -> str:
    """Return the SHA-256 of some bytes."""
    return hashlib.sha256(data).hexdigest()
