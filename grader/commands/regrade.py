"""One student's result, proved again: the same hand-in must give the same report.

Everything is done anew as ``grader grade`` did it, with the settings of that run; only how long it
took may differ.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from grader.commands.classroom import STATE, WORKER, Classroom, ClassroomError, students_of
from grader.commands.jobs import course_hash, job_of
from grader.commands.workers import kept_report, start_worker, what_it_said
from grader.course.course import Course
from grader.errors import GraderFault
from grader.files import safe_name
from grader.handins.archives import opened
from grader.model.results import StudentReport
from grader.report.data.results_json import student_from_json, student_to_json
from grader.settings import Settings


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a result compares with the same work graded again."""

    before: StudentReport
    again: StudentReport
    differences: tuple[str, ...]  # "exercises[0].checks[1].verdict: 'passed', and now 'failed'"


def regrade(
    out: Path,
    student: str,
    course: Callable[[Path], Course],
    worker: tuple[str, ...] = WORKER,
) -> Comparison:
    """Grade one student of an earlier run again, by the course for a folder of hand-ins.

    Raises ClassroomError if there is no such result, or if what it depends on was changed, and
    GraderFault if the ``worker`` made no report.
    """
    kept = _read(out / STATE / f"{safe_name(student)}.json", f"{out} has no result of {student}.")
    run = _read(out / STATE / "run.json", f"{out} is no folder of reports.")
    try:
        before = student_from_json(kept["report"])
        settings = Settings(**run["settings"])
        folder, names = Path(run["folder"]), tuple(run["exercises"])
    except (KeyError, TypeError, ValueError):
        raise ClassroomError(
            f"{out} was written by another version of the grader. Grade the class again."
        ) from None
    if not folder.is_dir():
        raise ClassroomError(
            f"There is no folder {folder} any more, in which {student} handed in what {out} tells "
            f"of. Put it back to where it was, or grade the class again from where it is now."
        )
    whole = course(folder)
    graded = whole.only(names)
    others = tuple(one for one in whole.exercises if one not in graded.exercises)
    room = Classroom(folder, out, graded, settings, jobs=1, worker=worker, others=others)
    with tempfile.TemporaryDirectory(prefix="grader-") as name:
        place = Path(name)
        found, _ = students_of(room)
        hand_in = next((one for one in found if one.student == student), None)
        if hand_in is None:
            raise ClassroomError(f"{room.folder} no longer has a hand-in of {student}.")
        hand_in = opened(hand_in, place / "unpacked")
        job = job_of(room, hand_in, course_hash(room.course))
        if job.input_hash != before.input_hash:
            raise ClassroomError(f"What {student} handed in was changed since it was graded.")
        if job.key != kept["key"]:
            raise ClassroomError(
                "The exercises or the grader itself were changed since then: grade the class again."
            )
        cores = (min(os.sched_getaffinity(0)),)
        job = replace(job, page=place / "page.html", state=place / "state.json", cores=cores)
        why = what_it_said(start_worker(room.worker), job)
        again = kept_report(job)
        if again is None:
            raise GraderFault(f"the worker made no report: {why}")
    lines = _differences("", _timeless(before), _timeless(again))
    return Comparison(before, again, tuple(lines))


def _read(path: Path, otherwise: str) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        raise ClassroomError(f"{otherwise} Grade the class first.") from None


def _timeless(report: StudentReport) -> Any:
    data: Any = student_to_json(report)
    del data["course_folder"]  # the same exercises may lie elsewhere by now; their hash is compared
    for exercise in data["exercises"]:
        del exercise["seconds"]
        for check in exercise["checks"]:
            del check["replay_command"]  # names places too; its token is compared with the finding
    return data


def _differences(place: str, before: Any, again: Any) -> Iterator[str]:
    """Yield where two JSON values differ, and how."""
    if isinstance(before, dict) and isinstance(again, dict) and before.keys() == again.keys():
        for key in before:
            yield from _differences(f"{place}.{key}".lstrip("."), before[key], again[key])
    elif isinstance(before, list) and isinstance(again, list) and len(before) == len(again):
        for number, (one, other) in enumerate(zip(before, again, strict=True)):
            yield from _differences(f"{place}[{number}]", one, other)
    elif before != again:
        yield f"{place}: {str(before)[:200]!r}, and now {str(again)[:200]!r}"
