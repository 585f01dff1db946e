"""Options that several commands share, and what they turn into."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from rich.console import Console

from grader.commands.classroom import STATE
from grader.commands.program import Unusable
from grader.course.course import Course, load_course
from grader.course.places import Grounds, course_for_grading, find_exercises
from grader.files import write_whole
from grader.settings import Settings
from grader.text import visible

FOLDER = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)
exercises_option = click.option(
    "--exercises", type=FOLDER, help="The course's folder (default: found from here upwards)."
)
schedules_option = click.option(
    "--schedules", type=click.IntRange(1), help="How many schedules to try at most."
)
seed_option = click.option("--seed", type=int, help="Seed of all random choices (default: 0).")
isolation_option = click.option(
    "--isolation",
    type=click.Choice(["best", "require", "none"]),
    help="best: as much as the machine allows; require: all of it, or nothing is run.",
)
html_option = click.option("--html", type=FILE, help="Write the page to this file.")


def a_console() -> Console:
    """Return a console for text that is laid out: nothing in it is read as markup."""
    return Console(highlight=False, markup=False, emoji=False)


def settings_from(**options: Any) -> Settings:
    """Return the settings that the options ask for."""
    settings = Settings()
    for name, value in options.items():
        settings = settings.with_(f"--{name.replace('_', '-')}", **{name: value})
    return settings


def course_of(folder: Path | None, *, lenient: bool = False) -> Course:
    """Return the course in the folder, or the one found from here upwards; raises CourseError.

    ``lenient``: a problem of one exercise is kept with it, and not raised.
    """
    return load_course(folder or find_exercises(Path.cwd()), lenient=lenient)


def grounds_of(folder: Path | None, handed_in: Path, out: Path) -> Grounds:
    """Return the course that a folder of hand-ins is graded by, and print which; raises
    CourseError."""
    grounds = course_for_grading(Path.cwd(), folder, (handed_in, out / STATE))
    click.echo(f"Graded by the exercises in {visible(str(grounds.course.folder.resolve()))}")
    for note in grounds.notes:
        click.echo(f"grader: {visible(note)}", err=True)
    return grounds


def write_page(path: Path, page: str) -> None:
    """Write a page, and make the folders above it; raises Unusable."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, page)
    except OSError as error:
        raise Unusable(f"{path} can't be written to: {error.strerror}.") from None
