"""A process that grades one student, so that whatever happens to it concerns nobody else.

Run as ``python -P -m grader.commands.worker``: it reads a Job from standard input, writes the
student's page, and last, whole, the state file: who finds that knows that the student is done.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import sys
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from grader.checks.asked import asked_by
from grader.commands.parallel import end_with, grade_student
from grader.course.course import Course, load_exercise
from grader.files import write_whole
from grader.handins.folder import HandIn
from grader.handins.matching import match_files
from grader.handins.submission import Submission, Unreadable, read_bytes, read_submission
from grader.model.results import StudentReport
from grader.report.data.results_json import student_to_json
from grader.report.html.pages import student_page
from grader.settings import Settings
from grader.version import __version__


@dataclass(frozen=True, slots=True)
class Job:
    """All that a worker is told."""

    hand_in: HandIn
    course: Path  # the folder of exercises
    exercises: tuple[str, ...]  # names of those that are graded
    others: tuple[str, ...]  # names of the course's other ones
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
    def from_json(cls, text: str) -> Job:
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


def hash_of(hand_in: HandIn) -> str:
    """Return a hash of what was handed in: names, and the contents of what can be graded."""
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


def grade(job: Job) -> StudentReport:
    """Grade one student: match the files, read them, run the checks."""
    # These folders and no others: which ones are of the course was decided by who gave the job.
    exercises, others = (
        tuple(load_exercise(job.course / name) for name in names)
        for names in (job.exercises, job.others)
    )
    course = Course(job.course, None, exercises)
    matches, notes = match_files(job.hand_in, course.exercises, others)
    submissions = {}
    for match in matches:
        if match.path is None:
            problem = " ".join(match.notes)
            submissions[match.exercise.name] = Submission(match.exercise.file, None, problem)
            continue
        read = read_submission(match.path, job.hand_in.bounds(match.path), asked_by(match.exercise))
        submissions[match.exercise.name] = replace(read, notes=(*match.notes, *read.notes))
    return grade_student(
        job.hand_in.student,
        course,
        submissions,
        job.settings,
        cores=job.cores,
        notes=notes,
        input_hash=job.input_hash,
    )


def chosen(course: Course, names: tuple[str, ...]) -> Course:
    """Return the course with these exercises only."""
    kept = tuple(exercise for exercise in course.exercises if exercise.name in names)
    return replace(course, exercises=kept)


def main() -> None:
    """Grade the student of the job on standard input; being told to end is as Ctrl-C."""
    job = Job.from_json(sys.stdin.read())
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    end_with(job.parent, signal.SIGTERM)
    if job.cores:
        os.sched_setaffinity(0, job.cores)
    report = grade(job)
    if hash_of(job.hand_in) != job.input_hash:  # the report may be one of neither
        sys.exit("what was handed in was changed meanwhile")
    write_whole(job.page, student_page(report, version=__version__))
    state = {"key": job.key, "report": student_to_json(report)}
    write_whole(job.state, json.dumps(state, ensure_ascii=False))


if __name__ == "__main__":
    main()
