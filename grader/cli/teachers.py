"""Commands for a course or a class: grade, regrade, verify, new, init, demo."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from grader.cli.options import (
    FOLDER,
    a_console,
    course_of,
    exercises_option,
    grounds_of,
    isolation_option,
    schedules_option,
    seed_option,
    settings_from,
)
from grader.commands.classroom import Classroom
from grader.commands.given_parts import differences, renew
from grader.commands.grade import grade_class
from grader.commands.new import make_exercise, place_for_new
from grader.commands.regrade import regrade
from grader.commands.verify import verify as verify_course
from grader.course.course import Exercise
from grader.course.demo import make_demo
from grader.course.handout import make_handout
from grader.kernel.sandbox import probe
from grader.report.terminal.progress import ClassProgress, Working, stderr
from grader.report.terminal.views import class_view, handout_view, proof_line, student_line
from grader.text import visible


@click.command()
@click.argument("folder", type=FOLDER)
@click.option("-o", "--out", type=FOLDER, required=True, help="Where the reports go.")
@click.option("--jobs", type=click.IntRange(1), help="Students at a time (default: all cores).")
@click.option("--exercise", "names", multiple=True, help="Grade this one alone; repeatable.")
@click.option("--fail-below-full", is_flag=True, help="Exit 1 unless everybody has full points.")
@exercises_option
@schedules_option
@seed_option
@isolation_option
def grade(
    folder: Path,
    out: Path,
    jobs: int | None,
    names: tuple[str, ...],
    fail_below_full: bool,
    exercises: Path | None,
    **options: Any,
) -> int:
    """Grade a folder with one subfolder or file for each student.

    Writes index.html, a page for each student, results.json, grades.csv and junit.xml. A run that
    was stopped goes on where it was. The exit code says whether the grading worked.
    """
    grounds = grounds_of(exercises, folder, out)
    course = grounds.course
    if names:
        course = course.only([course.find(name).name for name in names])
    others = tuple(one for one in grounds.course.exercises if one not in course.exercises)
    settings = settings_from(**options)
    click.echo(f"grader: {probe(settings).words}", err=True)
    with ClassProgress(stderr()) as progress:
        room = Classroom(
            folder,
            out,
            course,
            settings,
            jobs or len(os.sched_getaffinity(0)),
            others=others,
            notes=grounds.notes,
        )
        report = grade_class(room, progress)
    console = a_console()
    console.print(class_view(report))
    console.print(f"\nReports: {visible(str(out / 'index.html'))}", soft_wrap=True)
    if any(student.unsure for student in report.students):
        return 3
    return int(fail_below_full and not all(student.full for student in report.students))


@click.command("regrade")
@click.argument("student")
@click.option("-o", "--out", type=FOLDER, required=True, help="Where the reports are.")
@exercises_option
def regrade_one(student: str, out: Path, exercises: Path | None) -> int:
    """Grade one student of an earlier run again, and compare: the result must be the same.

    Exit 0: it is; 1: it differs, which is the grader's fault.
    """
    with Working(stderr(), f"grading {student} again"):
        proof = regrade(out, student, lambda folder: grounds_of(exercises, folder, out).course)
    console = a_console()
    console.print(student_line(proof.again), crop=False)
    for line in proof.differences:
        console.print(visible(line), soft_wrap=True)
    same = not proof.differences
    console.print("The same result as before." if same else "The result differs.")
    return 0 if same else 1


@click.command()
@click.argument("names", nargs=-1, metavar="[EXERCISE]...")
@click.option("--repeat", type=click.IntRange(1), default=1, help="How often to prove it.")
@click.option(
    "--seeds",
    type=click.IntRange(1),
    default=1,
    help="Catch each mistake with so many seeds; if more than one, in half of its schedules.",
)
@click.option("--jobs", type=click.IntRange(1), help="Proofs at a time (default: all cores).")
@click.option(
    "--renew-given",
    is_flag=True,
    help="Prove nothing: write what the skeletons give anew in their solutions.",
)
@exercises_option
@schedules_option
@seed_option
@isolation_option
def verify(
    names: tuple[str, ...],
    repeat: int,
    seeds: int,
    jobs: int | None,
    renew_given: bool,
    exercises: Path | None,
    **options: Any,
) -> int:
    """Prove a course: every solution gets what it must, every mistake is caught."""
    course = course_of(exercises)
    if renew_given:
        return _renew([course.find(name) for name in names] or course.exercises)
    settings = settings_from(**options)
    console, failed, count = a_console(), 0, 0
    wanted: list[Exercise | None] = [course.find(name) for name in names] or [None]
    for only in wanted * repeat:
        with Working(stderr(), "proving") as working:
            result = verify_course(
                course,
                settings,
                jobs=jobs or len(os.sched_getaffinity(0)),
                only=only,
                seeds=seeds,
                progress=lambda proof, number, of: working.say(f"{number} of {of} {proof.subject}"),
            )
        for proof in result.proofs:
            note = proof.margin.seen if proof.margin else ""
            line = proof_line(proof.subject, proof.ok, proof.expected, proof.seen, note)
            console.print(line)
        failed, count = failed + len(result.failed), count + len(result.proofs)
    console.print(f"{count - failed} of {count} proofs hold.")
    return 1 if failed else 0


def _renew(exercises: Sequence[Exercise]) -> int:
    """Write anew what the skeletons give; say what was changed, and what only a person can."""
    console, count, left = a_console(), 0, False
    for exercise in exercises:
        folder = exercise.solutions or exercise.folder
        for one in renew(exercise):
            told = f"{exercise.name}: {one.where(folder)} was written anew"
            console.print(visible(told), markup=False, soft_wrap=True)
            count += 1
        for one in differences(exercise):
            told = f"{exercise.name}: {one.told(folder)}"
            console.print(visible(told), markup=False, soft_wrap=True)
            left = True
    console.print(f"Written anew in all: {count}.")
    return 1 if left else 0


@click.command()
@click.argument("name", metavar="NUMBER_TOPIC")
@click.option(
    "--exercises",
    type=FOLDER,
    help="The course's folder (default: found from here upwards, else a folder exercises here).",
)
def new(name: str, exercises: Path | None) -> int:
    """Make a new exercise: skeleton, check, reference, and a wrong solution that is caught.

    It is whole and can be proved as it is; write over it what you want to teach.
    """
    for path in make_exercise(exercises or place_for_new(Path.cwd()), name):
        click.echo(visible(str(path)))
    where = f" --exercises {visible(str(exercises))}" if exercises else ""
    click.echo(f"\nProve it:  grader verify {name}{where}")
    return 0


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--notebook", is_flag=True, help="One notebook for each exercise.")
@click.option(
    "--package",
    help="What students give to pip to get the grader (default: a wheel of it, in DIR).",
)
@exercises_option
def init(folder: Path, notebook: bool, package: str | None, exercises: Path | None) -> int:
    """Write what students are given: tasks, skeletons, checks, the grader, and no solutions.

    Never overwrites work. Run again in the same folder, it adds what is missing, and renews what
    is still as it was written.
    """
    course = course_of(exercises)
    made = make_handout(folder, course, notebooks=notebook, package=package)
    view = handout_view(
        str(folder), made.written, made.renewed, made.same, made.removed, made.left, made.older
    )
    a_console().print(view, crop=False)
    return 0


@click.command()
@click.argument("folder", type=FOLDER)
@exercises_option
def demo(folder: Path, exercises: Path | None) -> int:
    """Make a class of hand-ins to try the grader on: right, wrong, broken and hostile ones."""
    console = a_console()
    for pupil in make_demo(folder, course_of(exercises)):
        console.print(f"  {visible(pupil.name):<20}{pupil.about}")
    where = visible(str(folder))
    console.print(f"\nGrade them:  grader grade {where} -o {where}-reports", soft_wrap=True)
    return 0
