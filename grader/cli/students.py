"""Commands for one's own program: check, explore, replay."""

from __future__ import annotations

import json
import multiprocessing
import os
import shlex
from pathlib import Path
from typing import Any, get_args

import click
from platformdirs import user_cache_path

from grader.cli.options import (
    a_console,
    course_of,
    exercises_option,
    html_option,
    isolation_option,
    schedules_option,
    seed_option,
    settings_from,
    write_page,
)
from grader.commands.again import with_commands
from grader.commands.check import targets
from grader.commands.explore import explore_file
from grader.commands.hints import Hints
from grader.commands.parallel import grade_all
from grader.commands.program import Unusable
from grader.commands.replay import replay_file
from grader.course.course import Course
from grader.course.places import exercises_above
from grader.files import safe_name
from grader.model.results import StudentReport, isolation_of
from grader.model.trace import StartMethod
from grader.report.data.explore_json import exploration_json
from grader.report.html.pages import explore_page, replay_page, student_page
from grader.report.terminal.progress import Working, stderr
from grader.report.terminal.replay import replay_view
from grader.report.terminal.views import check_summary, exercise_view, exploration_view
from grader.search.portfolio import STRATEGIES
from grader.text import visible
from grader.version import __version__


@click.command()
@click.argument("words", nargs=-1, metavar="[FILE or EXERCISE]...")
@click.option("--hint", is_flag=True, help="Show the next hint for the first failed check.")
@click.option("--started", is_flag=True, help="Judge what was begun, and no TODO that is left.")
@click.option("--exercise", help="The exercise that FILE is for, if its name does not say it.")
@html_option
@exercises_option
@schedules_option
@seed_option
@isolation_option
def check(
    words: tuple[str, ...],
    hint: bool,
    started: bool,
    exercise: str | None,
    html: Path | None,
    exercises: Path | None,
    **options: Any,
) -> int:
    """Check your own work. Without arguments: the exercise you are in, or all of them.

    Exit 0: full points (with --started: nothing that was begun is wrong); 1: not so; 2: bad usage;
    3: the grader could not decide.
    """
    above = exercises or exercises_above(Path.cwd())
    course = course_of(above, lenient=True)
    cache = user_cache_path("concurrency-grader")
    hints = Hints(cache / "hints.json")
    console, reports = a_console(), []
    only = course.find(exercise) if exercise else None
    more = ["--exercises", str(exercises)] if exercises else []
    asked_for = targets(words, course, Path.cwd(), only, elsewhere=above is None)
    unusable = {target: report for target in asked_for if (report := target.unusable())}
    with Working(stderr(), "checking") as working:
        graded = grade_all(
            [target.job() for target in asked_for if target not in unusable],
            settings_from(**options),
            sorted(os.sched_getaffinity(0)),
            lambda title, number, count: working.say(f"check {number} of {count}: {title}"),
        )
        for target in asked_for:
            report = unusable.get(target) or next(graded)
            working.pause()
            report = with_commands(report, target.near(Path.cwd()), more)
            reports.append(report)
            if started and not report.begun:
                working.resume()
                continue
            shown = hints.next(target, report) if hint else {}
            console.print(exercise_view(report, shown), crop=False)
            console.print()
            working.resume()
    student = StudentReport(
        "your work",
        tuple(reports),
        isolation=isolation_of(reports),
        course_folder=str(course.folder.resolve()),
    )
    page = html or cache / f"{safe_name('-'.join(report.exercise for report in reports))}.html"
    written = _is_written(page, student_page(student, version=__version__), asked_for=bool(html))
    asked = [*words, *(["--exercise", exercise] if exercise else [])]
    again = shlex.join(["grader", "check", *asked, *more, "--hint"])
    passed = all(check.verdict == "passed" for check in student.checks)
    done = passed or (started and student.right_so_far)
    console.print(
        check_summary(
            reports,
            page=str(page) if written else "",
            hint_command="" if done or hint else again,
            started=started,
        ),
        crop=False,
    )
    good = student.right_so_far if started else student.full
    return 3 if student.unsure else 0 if good and not unusable else 1


def _is_written(page: Path, text: str, *, asked_for: bool) -> bool:
    """Write the page of a check; where nobody named its place, it may be left out, with a note."""
    try:
        write_page(page, text)
    except Unusable as error:
        if asked_for:
            raise
        note = f"grader: {error} So there is no page of this check: --html FILE says where to."
        click.echo(visible(note), err=True)
        return False
    return True


@click.command()
@click.argument("target", metavar="FILE[:FUNCTION]")
@click.option("--expect", metavar="JSON", help="The value that every schedule must return.")
@click.option("--strategy", type=click.Choice(STRATEGIES), help="How schedules are chosen.")
@click.option(
    "--switch-at",
    "--points",  # as it was called before
    "switch_at",
    type=click.Choice(["auto", "calls", "lines"]),
    help="Where processes may be switched: at calls, or at every line as well.",
)
@click.option(
    "--start-method",
    type=click.Choice(get_args(StartMethod)),
    help="How processes are started, unless the program says so (default: as this Python does).",
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
    settings = settings_from(**options)
    if options["schedules"] is None:
        settings = settings.with_("explore", schedules=settings.explore_schedules)
    if options["start_method"] is None:
        own = multiprocessing.get_all_start_methods()[0]
        settings = settings.with_("explore", start_method=own)
    if as_json:
        result = explore_file(target, settings, expected=expect)
        click.echo(json.dumps(exploration_json(result.exploration, result.finding)))
    else:
        with Working(stderr(), f"exploring {target}"):
            result = explore_file(target, settings, expected=expect)
        view = exploration_view(
            result.exploration,
            result.finding,
            result.command,
            notes=result.notes,
            printed=result.printed,
        )
        a_console().print(view, crop=False)
    if html:
        page = explore_page(
            result.exploration, result.finding, result.source, command=result.command
        )
        write_page(html, page)
    return 1 if result.finding else 0


@click.command()
@click.argument("token")
@click.argument("target", metavar="FILE[:FUNCTION]")
@click.option("--check", metavar="EXERCISE/TEST", default="", help="Whose scenario it is.")
@click.option("--expect", metavar="JSON", help="The value that it should have returned.")
@click.option(
    *("--all-steps", "--all", "every"),
    is_flag=True,
    help="Show every step, however many, and those of Python's own.",
)
@html_option
@exercises_option
@isolation_option
def replay(
    token: str,
    target: str,
    check: str,
    expect: str | None,
    every: bool,
    html: Path | None,
    exercises: Path | None,
    **options: Any,
) -> int:
    """Run exactly one schedule again, and show it step by step."""

    def course() -> Course:
        found = course_of(exercises, lenient=True)
        click.echo(f"Checked by the exercises in {visible(str(found.folder.resolve()))}")
        return found

    result = replay_file(
        token,
        target,
        settings_from(**options),
        check=check,
        expected=expect,
        course=course,
    )
    trace = result.exploration.runs[0].trace
    console = a_console()
    console.print(replay_view(trace, result.source.layout, every=every), crop=False)
    if result.finding:
        console.print(exploration_view(result.exploration, result.finding, ""), crop=False)
    if html:
        more = ["--check", check] if check else []
        more += ["--exercises", str(exercises)] if check and exercises else []
        more += ["--expect", expect] if expect is not None else []
        command = shlex.join(["grader", "replay", token, target, *more])
        page = replay_page(trace, result.finding, result.source, command=command, every=every)
        write_page(html, page)
    return 0
