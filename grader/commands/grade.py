"""A folder of hand-ins -> a class's reports: in parallel, one by one, and resumable.

Each student is graded by a process of its own (workers.py), one per core at a time. What is
broken, a hand-in or a worker, concerns one student and no other. What is finished stays in
OUT/.state, so that the same command goes on where an interrupted one was.
"""

from __future__ import annotations

import errno
import json
import time
from collections.abc import Mapping

from grader.checks.load import load_checks
from grader.commands.classroom import STATE, Classroom, ClassroomError, students_of
from grader.commands.gone import put_aside
from grader.commands.jobs import StudentJob, course_hash, job_of, settings_values
from grader.commands.student_pages import write_student_page
from grader.commands.unsure import unsure_report
from grader.commands.workers import END_SECONDS, Watch, Workers, kept_report
from grader.files import Busy, held, safe_name, sweep_parts, write_whole
from grader.handins.archives import opened
from grader.handins.folder import HandIn, is_gone
from grader.model.results import ClassReport, StudentReport
from grader.report.data.grades_csv import grades_csv
from grader.report.data.junit_xml import junit_xml
from grader.report.data.results_json import class_to_json
from grader.report.html.pages import class_page
from grader.text import visible
from grader.version import __version__

UNWRITABLE = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO}
    | {errno.ENOTDIR, errno.EEXIST, errno.ENAMETOOLONG}
)
"""Errors in writing reports that whoever gave the command can mend."""


class Stopped(Exception):
    """The grading was interrupted; what is finished is kept."""

    def __init__(self, done: int, count: int) -> None:
        super().__init__(f"{done} of {count} students are graded")
        self.done = done
        self.count = count


def grade_class(room: Classroom, watch: Watch) -> ClassReport:
    """Grade every student of a folder and write all reports.

    Raises ClassroomError, CheckError for checks that can't be used, and Stopped after a
    KeyboardInterrupt.
    """
    if not room.folder.is_dir():
        raise ClassroomError(f"There is no folder {room.folder}. Name the folder of hand-ins.")
    try:
        state = room.out / STATE
        state.mkdir(parents=True, exist_ok=True)
        with held(state / "lock", END_SECONDS) as lock:
            for folder in (room.out, state):
                sweep_parts(folder)
            return _grade_class(room, watch, lock)
    except Busy:
        raise ClassroomError(
            f"Another grader is at work on {room.out}. Let it end first."
        ) from None
    except OSError as error:
        if error.errno not in UNWRITABLE:
            raise
        place = f" ({error.filename})" if error.filename else ""
        raise ClassroomError(
            f"{room.out} can't be written to: {error.strerror}{place}. What is finished is kept: "
            f"the same command goes on from there."
        ) from None


def _grade_class(room: Classroom, watch: Watch, lock: int) -> ClassReport:
    began = time.monotonic()
    for exercise in room.course.exercises:
        load_checks(exercise.checks)  # now: a broken one would make every student unsure
    students, notes = students_of(room)
    course = course_hash(room.course)
    _note_run(room)
    reports: dict[str, StudentReport] = {}
    jobs: list[StudentJob] = []
    for student in students:
        prepared = _prepared(room, student, course)
        if isinstance(prepared, StudentJob):
            jobs.append(prepared)
        else:
            reports[student.student] = prepared
    watch.begin(len(students))
    for broken in reports.values():
        watch.finished(broken, kept=False)
    for job in jobs:
        if (report := kept_report(job)) and not report.unsure:
            reports[job.hand_in.student] = report
            watch.finished(report, kept=True)
    workers = Workers(room.worker, room.course, room.jobs, watch, lock)
    try:
        for future in workers.begin([job for job in jobs if job.hand_in.student not in reports]):
            report = future.result()
            reports[report.student] = report
            watch.finished(report, kept=False)
    except KeyboardInterrupt:
        raise Stopped(len(reports), len(students)) from None
    finally:
        workers.end()
    ordered = tuple(reports[student.student] for student in students)
    gone = put_aside(room.out, room.out / STATE, reports)
    summary = ClassReport(
        title=room.folder.resolve().name,
        students=ordered,
        version=__version__,
        isolation="; ".join(dict.fromkeys(r.isolation for r in ordered if r.isolation)),
        seed=room.settings.seed,
        course=course,
        course_folder=str(room.course.folder.resolve()),
        seconds=time.monotonic() - began,
        notes=(*room.notes, *notes, *gone),
    )
    _write(room, summary, {name: f"{safe_name(name)}.html" for name in reports})
    return summary


def _prepared(room: Classroom, student: HandIn, course: str) -> StudentJob | StudentReport:
    """Return a student's job, or the report where what was handed in breaks the grader itself.

    Whatever it is, it is this one student's; only our own folder of reports concerns everybody.
    """
    unpacked = room.out.resolve() / STATE / "unpacked" / safe_name(student.student)
    try:
        job = job_of(room, opened(student, unpacked), course)
        if any(is_gone(path) for path in (student.root, *student.files)):
            raise RuntimeError("what was handed in was changed meanwhile")
        return job
    except OSError:
        raise
    except Exception as error:
        why = visible(" ".join(f"{type(error).__name__}: {error}".split()))[:500]
        report = unsure_report(room.course, student, why, attempts=1)
        write_student_page(room.out / f"{safe_name(student.student)}.html", report)
        return report


def _write(room: Classroom, report: ClassReport, links: Mapping[str, str]) -> None:
    results = json.dumps(class_to_json(report), indent=1, ensure_ascii=False)
    write_whole(room.out / "results.json", results + "\n")
    write_whole(room.out / "grades.csv", grades_csv(report))
    write_whole(room.out / "junit.xml", junit_xml(report))
    write_whole(room.out / "index.html", class_page(report, links=links))


def _note_run(room: Classroom) -> None:
    """Write down what ``grader regrade`` needs to do the same again."""
    run = {
        "folder": str(room.folder.resolve()),
        "exercises": [exercise.name for exercise in room.course.exercises],
        "settings": settings_values(room.settings),
    }
    write_whole(room.out / STATE / "run.json", json.dumps(run))
