"""The commands: options in, calls, words out. No logic lives here.

Exit codes, for all commands: 0 as hoped, 1 something was found wrong, 2 bad usage or input with
one clear message, 3 the grader's own fault, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import io
import json
import os
import shlex
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from platformdirs import user_cache_path
from rich.console import Console

from grader.checking import CheckUsage, Hints, targets
from grader.checks import CheckError
from grader.classroom import Classroom, ClassroomError, Stopped, grade_class
from grader.course import Course, CourseError, Exercise, find_exercises, load_course
from grader.demo import DemoError, make_demo
from grader.exploring import Unusable, explore_file, replay_file
from grader.files import safe_name, write_whole
from grader.handout import HandoutError, make_handout
from grader.kernel.sandbox import SandboxError, probe
from grader.regrade import regrade
from grader.report.exploration import exploration_json
from grader.report.model import StudentReport
from grader.report.page import explore_page, replay_page, student_page
from grader.report.progress import ClassProgress, Working, stderr
from grader.report.replay import replay_view
from grader.report.terminal import (
    check_summary,
    class_view,
    exercise_view,
    exploration_view,
    handout_view,
    proof_line,
    student_line,
)
from grader.search.mix import STRATEGIES
from grader.settings import Settings
from grader.several import grade_all
from grader.verify import verify as verify_course
from grader.version import __version__
from grader.visible import visible
from grader.worker import chosen

USAGE = (
    *(CheckUsage, CheckError, ClassroomError, CourseError, DemoError, HandoutError, SandboxError),
    Unusable,
)
"""Exceptions whose text is the one clear message for who asked."""


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run a command and return its exit code; no exception leaves it."""
    try:
        return int(commands.main(list(arguments), "grader", standalone_mode=False) or 0)
    except click.ClickException as error:
        error.show()
        return 2
    except USAGE as error:
        return _say(str(error), 2)
    except Stopped as stopped:
        return _say(f"Stopped: {stopped}. The same command goes on from there.", 130)
    except (KeyboardInterrupt, click.Abort):
        return _say("Stopped.", 130)
    except BrokenPipeError:
        # Whoever read our output has gone; keep Python from complaining as it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as error:
        if os.environ.get("GRADER_DEBUG"):
            traceback.print_exc()
        what = " ".join(f"{type(error).__name__}: {error}".split())
        return _say(f"The grader failed: {what} (GRADER_DEBUG=1 shows where)", 3)


def _say(message: str, code: int) -> int:
    click.echo(f"grader: {visible(message)}", err=True)
    return code


def _console() -> Console:
    return Console(highlight=False, markup=False, emoji=False)


def _settings(**options: Any) -> Settings:
    settings = Settings()
    for name, value in options.items():
        settings = settings.with_(f"--{name}", **{name: value})
    return settings


def _course(folder: Path | None) -> Course:
    return load_course(folder or find_exercises(Path.cwd()))


FOLDER = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)
exercises_option = click.option(
    "--exercises", type=FOLDER, help="The course's folder (default: found from here upwards)."
)
schedules_option = click.option(
    "--schedules", type=click.IntRange(1), help="How many schedules to try at most."
)
seed_option = click.option("--seed", type=int, help="Of all random choices (default: 0).")
isolation_option = click.option(
    "--isolation",
    type=click.Choice(["best", "require", "none"]),
    help="best: as much as the machine allows; require: all of it, or nothing is run.",
)
html_option = click.option("--html", type=FILE, help="Write the page to this file.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="grader")
def commands() -> None:
    """Check programs with several processes: the grader decides who runs when."""


@commands.command()
@click.argument("words", nargs=-1, metavar="[FILE or EXERCISE]...")
@click.option("--hint", is_flag=True, help="Show the next hint for the first failed check.")
@click.option("--exercise", help="For which exercise FILE is, if its name does not tell.")
@html_option
@exercises_option
@schedules_option
@seed_option
@isolation_option
def check(
    words: tuple[str, ...],
    hint: bool,
    exercise: str | None,
    html: Path | None,
    exercises: Path | None,
    **options: Any,
) -> int:
    """Check your own work. Without arguments: the exercise you are in, or all of them."""
    course = _course(exercises)
    cache = user_cache_path("concurrency-grader")
    hints = Hints(cache / "hints.json")
    console, reports = _console(), []
    only = course.find(exercise) if exercise else None
    more = f" --exercises {shlex.quote(str(exercises))}" if exercises else ""
    asked_for = targets(words, course, Path.cwd(), only)
    with Working(stderr(), "checking") as working:
        graded = grade_all(
            [target.assignment() for target in asked_for],
            _settings(**options),
            sorted(os.sched_getaffinity(0)),
            lambda title, number, count: working.say(f"check {number} of {count}: {title}"),
        )
        for target, report in zip(asked_for, graded, strict=True):
            working.pause()
            report = target.with_commands(report, Path.cwd(), more)
            reports.append(report)
            shown = hints.next(target, report) if hint else {}
            console.print(exercise_view(report, shown), crop=False)
            console.print()
            working.resume()
    student = StudentReport("your work", tuple(reports), isolation=reports[0].isolation)
    page = html or cache / f"{safe_name('-'.join(report.exercise for report in reports))}.html"
    _write_page(page, student_page(student, version=__version__))
    asked = [*words, *(["--exercise", exercise] if exercise else [])]
    again = f"{shlex.join(['grader', 'check', *asked])}{more} --hint"
    done = all(check.verdict == "passed" for check in student.results)
    console.print(
        check_summary(reports, page=str(page), hint_command="" if done or hint else again),
        crop=False,
    )
    unsure = any(check.verdict == "unsure" for check in student.results)
    return 3 if unsure else 0 if student.full else 1


@commands.command()
@click.argument("folder", type=FOLDER)
@click.option("-o", "--out", type=FOLDER, required=True, help="Where the reports go.")
@click.option("--jobs", type=click.IntRange(1), help="Students at a time (default: all cores).")
@click.option("--exercise", "names", multiple=True, help="Only this one; can be repeated.")
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
    course = _course(exercises)
    if names:
        course = chosen(course, tuple(course.find(name).name for name in names))
    settings = _settings(**options)
    click.echo(f"grader: {probe(settings).words}", err=True)
    with ClassProgress(stderr()) as progress:
        room = Classroom(folder, out, course, settings, jobs or len(os.sched_getaffinity(0)))
        report = grade_class(room, progress)
    console = _console()
    console.print(class_view(report))
    console.print(f"\nReports: {visible(str(out / 'index.html'))}", soft_wrap=True)
    if any(check.verdict == "unsure" for student in report.students for check in student.results):
        return 3
    return int(fail_below_full and not all(student.full for student in report.students))


@commands.command("regrade")
@click.argument("student")
@click.option("-o", "--out", type=FOLDER, required=True, help="Where the reports are.")
@exercises_option
def regrade_one(student: str, out: Path, exercises: Path | None) -> int:
    """Grade one student of an earlier run again, and compare: the result must be the same.

    Exit 0: it is; 1: it differs, which is the grader's fault.
    """
    with Working(stderr(), f"grading {student} again"):
        proof = regrade(out, student, lambda: _course(exercises))
    console = _console()
    console.print(student_line(proof.again), crop=False)
    for line in proof.differences:
        console.print(visible(line), soft_wrap=True)
    same = not proof.differences
    console.print("The same result as before." if same else "The result differs.")
    return 0 if same else 1


@commands.command()
@click.argument("names", nargs=-1, metavar="[EXERCISE]...")
@click.option("--repeat", type=click.IntRange(1), default=1, help="Prove it so many times.")
@click.option("--jobs", type=click.IntRange(1), help="Proofs at a time (default: all cores).")
@exercises_option
@schedules_option
@seed_option
@isolation_option
def verify(
    names: tuple[str, ...], repeat: int, jobs: int | None, exercises: Path | None, **options: Any
) -> int:
    """Prove a course: every solution gets what it must, every mistake is caught."""
    course = _course(exercises)
    settings = _settings(**options)
    console, failed, count = _console(), 0, 0
    wanted: list[Exercise | None] = [course.find(name) for name in names] or [None]
    for only in wanted * repeat:
        with Working(stderr(), "proving") as working:
            result = verify_course(
                course,
                settings,
                jobs=jobs or len(os.sched_getaffinity(0)),
                only=only,
                progress=lambda proof, number, of: working.say(f"{number} of {of} {proof.subject}"),
            )
        for proof in result.proofs:
            console.print(proof_line(proof.subject, proof.ok, proof.expected, proof.seen))
        failed, count = failed + len(result.failed), count + len(result.proofs)
    console.print(f"{count - failed} of {count} proofs hold.")
    return 1 if failed else 0


@commands.command()
@click.argument("target", metavar="FILE[:FUNCTION]")
@click.option("--expect", metavar="JSON", help="The value that every schedule must return.")
@click.option("--strategy", type=click.Choice(STRATEGIES), help="How schedules are chosen.")
@click.option(
    "--points",
    type=click.Choice(["auto", "calls", "lines"]),
    help="Where processes may be switched: at calls, or at every line as well.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@html_option
@schedules_option
@seed_option
@isolation_option
def explore(
    target: str, expect: str | None, as_json: bool, html: Path | None, **options: Any
) -> int:
    """Run any program under many schedules: FUNCTION (default: main) of FILE.

    Exit 0: nothing wrong in any of them; 1: a finding; 2: bad usage or unreadable program; 3: the
    grader's own fault.
    """
    settings = _settings(**options)
    if options["schedules"] is None:
        settings = settings.with_("explore", schedules=settings.explore_schedules)
    if as_json:
        result = explore_file(target, settings, expected=expect)
        click.echo(json.dumps(exploration_json(result.exploration, result.finding)))
    else:
        with Working(stderr(), f"exploring {target}"):
            result = explore_file(target, settings, expected=expect)
        view = exploration_view(
            result.exploration, result.finding, result.command, notes=result.notes
        )
        _console().print(view, crop=False)
    if html:
        page = explore_page(
            result.exploration, result.finding, result.source, command=result.command
        )
        _write_page(html, page)
    return 1 if result.finding else 0


@commands.command()
@click.argument("token")
@click.argument("target", metavar="FILE[:FUNCTION]")
@click.option("--check", metavar="EXERCISE/TEST", default="", help="Of the scenario of a check.")
@click.option("--all", "every", is_flag=True, help="Show every step, however many.")
@html_option
@exercises_option
@isolation_option
def replay(
    token: str,
    target: str,
    check: str,
    every: bool,
    html: Path | None,
    exercises: Path | None,
    **options: Any,
) -> int:
    """Run exactly one schedule again, and show it step by step."""
    result = replay_file(
        token, target, _settings(**options), check=check, course=lambda: _course(exercises)
    )
    trace = result.exploration.runs[0].trace
    console = _console()
    console.print(replay_view(trace, result.source.layout, every=every), crop=False)
    if result.finding:
        console.print(exploration_view(result.exploration, result.finding, ""), crop=False)
    if html:
        more = ["--check", check] if check else []
        command = shlex.join(["grader", "replay", token, target, *more])
        _write_page(html, replay_page(trace, result.finding, result.source, command=command))
    return 0


@commands.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--notebook", is_flag=True, help="One notebook for each exercise.")
@click.option(
    "--package",
    default="concurrency-grader",
    show_default=True,
    help="What students give to pip to get the grader.",
)
@exercises_option
def init(folder: Path, notebook: bool, package: str, exercises: Path | None) -> int:
    """Write what students are given: tasks, skeletons and checks, and no solutions.

    Never overwrites a file. Run again in the same folder, it adds what is missing.
    """
    course = _course(exercises)
    made = make_handout(folder, course, notebooks=notebook, package=package)
    view = handout_view(str(folder), len(made.written), len(made.same), made.left)
    _console().print(view, crop=False)
    return 0


@commands.command()
@click.argument("folder", type=FOLDER)
@exercises_option
def demo(folder: Path, exercises: Path | None) -> int:
    """Make a class of hand-ins to try the grader on: right, wrong, broken and hostile ones."""
    console = _console()
    for pupil in make_demo(folder, _course(exercises)):
        console.print(f"  {visible(pupil.name):<20}{pupil.about}")
    where = visible(str(folder))
    console.print(f"\nGrade them:  grader grade {where} -o {where}-reports", soft_wrap=True)
    return 0


def _write_page(path: Path, page: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, page)
    except OSError as error:
        raise Unusable(f"{path} can't be written to: {error.strerror}.") from None
