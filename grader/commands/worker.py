"""A process that grades one student, so that whatever happens to it concerns nobody else.

Run as ``python -P -m grader.commands.worker``: it reads a StudentJob from standard input, writes
the student's page, and last, whole, the state file: who finds that knows that the student is done.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from dataclasses import replace

from grader.checks.asked import asked_by
from grader.commands.again import with_commands
from grader.commands.jobs import StudentJob, hash_of
from grader.commands.parallel import end_with, grade_student
from grader.commands.student_pages import write_student_page
from grader.course.course import Course, load_exercise
from grader.files import write_whole
from grader.handins.matching import match_files
from grader.handins.reader import Reader
from grader.handins.submission import Submission
from grader.model.results import StudentReport
from grader.report.data.results_json import student_to_json


def grade(job: StudentJob) -> StudentReport:
    """Grade one student: match the files, read them, run the checks."""
    # These folders and no others: which ones are of the course was decided by who gave the job.
    exercises, others = (
        tuple(load_exercise(job.course / name) for name in names)
        for names in (job.exercises, job.others)
    )
    course = Course(job.course, None, exercises)
    reader = Reader(job.hand_in)
    matches, notes = match_files(job.hand_in, course.exercises, others, reader)
    submissions = {}
    paths = {match.exercise.name: match.path for match in matches}
    for match in matches:
        if match.path is None:
            problem = " ".join(match.notes)
            submissions[match.exercise.name] = Submission(match.exercise.file, None, problem)
            continue
        read = reader.submission(match.path, asked_by(match.exercise))
        submissions[match.exercise.name] = replace(read, notes=(*match.notes, *read.notes))
    report = grade_student(
        job.hand_in.student,
        course,
        submissions,
        job.settings,
        cores=job.cores,
        notes=notes,
        input_hash=job.input_hash,
    )
    # Whoever reads the report may be in a folder that has another course: this one is named.
    more = ("--exercises", str(job.course))
    reports = tuple(
        with_commands(each, path, more) if (path := paths[each.exercise]) else each
        for each in report.exercises
    )
    return replace(report, exercises=reports)


def main() -> None:
    """Grade the student of the job on standard input; a request to end acts as Ctrl-C does."""
    job = StudentJob.from_json(sys.stdin.read())
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    end_with(job.parent, signal.SIGTERM)
    if job.cores:
        os.sched_setaffinity(0, job.cores)
    report = grade(job)
    if hash_of(job.hand_in) != job.input_hash:  # the report may fit neither state
        sys.exit("what was handed in was changed meanwhile")
    write_student_page(job.page, report)
    state = {"key": job.key, "report": student_to_json(report)}
    write_whole(job.state, json.dumps(state, ensure_ascii=False))


if __name__ == "__main__":
    main()
