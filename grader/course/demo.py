"""A made-up class out of a course's own solutions and zoos: ``grader demo DIR``.

Nothing here knows an exercise by name: whatever the folders hold is handed in by somebody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat

from grader.course.course import Course, Exercise
from grader.course.demo_attacks import HOSTILE
from grader.errors import UsageError


class DemoError(UsageError):
    """The demo class can't be made; the text says why and what to do."""


FEW = 5
"""How many exercises at most a student of the class has done, but for two."""

Files = Mapping[str, bytes | str]
"""What one student hands in: names within the student's folder, and contents."""


@dataclass(frozen=True, slots=True)
class Pupil:
    """One made-up student."""

    name: str
    about: str  # what is to be seen in this hand-in
    files: Files


def make_demo(folder: Path, course: Course) -> tuple[Pupil, ...]:
    """Write the class into a new or empty folder, one folder per student; return who is in it.

    Raises DemoError.
    """
    missing = [exercise.name for exercise in course.exercises if exercise.solutions is None]
    if missing:
        raise DemoError(
            f"The demo is made of the course's solutions, and there are none for "
            f"{', '.join(missing)}. Run it where the folder 'solutions' is."
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise DemoError(f"{folder} is not empty. Name a new folder for the demo class.")
        pupils = demo_class(course)
        for pupil in pupils:
            _write(folder / pupil.name, pupil.files)
    except OSError as error:
        raise DemoError(f"{folder} can't be written to: {error.strerror}.") from None
    return pupils


def demo_class(course: Course) -> tuple[Pupil, ...]:
    """Return the class: right, wrong, broken and hostile hand-ins.

    One student has done the whole course, each of the others a few exercises of it, which are
    not the same for all: so a large course too is graded while one waits.
    """
    shelf = [_Shelf(exercise) for exercise in course.exercises]

    def some(pupil: int) -> list[_Shelf]:
        return shelf[pupil % -(-len(shelf) // FEW) :: -(-len(shelf) // FEW)]

    def each(
        mine: list[_Shelf], content: Callable[[int, _Shelf], bytes | str]
    ) -> dict[str, bytes | str]:
        return {f"{one.name}/{one.file}": content(n, one) for n, one in enumerate(mine)}

    def first(
        mine: list[_Shelf], content: Callable[[_Shelf], bytes | str]
    ) -> dict[str, bytes | str]:
        """One odd file, and the reference for all others."""
        return each(mine, lambda n, one: content(one) if n == 0 else one.reference)

    half = max(1, len(some(7)) // 2)
    return (
        Pupil("Alice Martin", "everything right", each(shelf, lambda n, one: one.reference)),
        Pupil("Bruno Costa", "right in another style", each(some(1), lambda n, one: one.right(0))),
        Pupil(
            "Chen Wei",
            "right, in notebooks",
            {f"{one.stem}.ipynb": _notebook(one.reference) for one in some(2)},
        ),
        Pupil(
            "Dana Kowalska",
            "a mistake in every exercise",
            each(some(3), lambda n, one: one.wrong(0)),
        ),
        Pupil("Emil Novák", "other mistakes", each(some(4), lambda n, one: one.wrong(1))),
        Pupil("Fatima Zahra", "other mistakes", each(some(5), lambda n, one: one.wrong(2))),
        Pupil(
            "Giulia Rossi",
            "some right, some wrong",
            each(some(6), lambda n, one: one.wrong(3) if n % 2 else one.right(1)),
        ),
        Pupil(
            "Hiro Tanaka",
            "half done",
            each(some(7), lambda n, one: one.reference if n < half else one.skeleton),
        ),
        Pupil("Inês Duarte", "nothing done yet", each(shelf, lambda n, one: one.skeleton)),
        Pupil(
            "Jonas Weber",
            "a syntax error",
            first(some(9), lambda one: one.reference + "\nif True\n    x\n"),
        ),
        Pupil(
            "Kofi Mensah",
            "a file that is not UTF-8",
            first(
                some(10),
                lambda one: f"# für die Klasse\n{one.reference}".encode("latin-1", "replace"),
            ),
        ),
        Pupil(
            "Lea Schmidt",
            "one file missing, others that nobody asked for",
            {
                **{one.file: one.reference for one in some(11)[1:]},
                "notes.txt": "What I tried first\n",
                "old/attempt.py": "print('first attempt')\n",
            },
        ),
        Pupil(
            "Marek Dvořák",
            "all files misnamed",
            {
                _misnamed(n, one): one.wrong(4) if n % 2 else one.reference
                for n, one in enumerate(some(12))
            },
        ),
        *_hostile(shelf[:FEW]),
    )


def _hostile(shelf: list[_Shelf]) -> tuple[Pupil, ...]:
    """Hand in every hostile program, as many to a student as there are exercises."""
    names = ("<script>alert(1)<", "=1+1", "Mallory", "Trudy", "Oscar", "Eve", "Sybil")
    programs = list(HOSTILE.items())
    pupils = []
    for name, start in zip(names, range(0, len(programs), len(shelf)), strict=False):
        mine = programs[start : start + len(shelf)]
        files = {
            f"{one.name}/{one.file}": f"{source}\n{one.reference}"
            for (_, source), one in zip(mine, shelf, strict=False)
        }
        pupils.append(Pupil(name, "hostile: " + "; ".join(what for what, _ in mine), files))
    return tuple(pupils)


class _Shelf:
    """What can be handed in for one exercise."""

    def __init__(self, exercise: Exercise) -> None:
        if exercise.solutions is None:
            raise DemoError(f"There are no solutions for {exercise.name}.")
        self.name = exercise.name
        self.file = exercise.file
        self.stem = Path(exercise.file).stem
        self.skeleton = exercise.skeleton.read_text("utf-8")
        self.reference = (exercise.solutions / exercise.file).read_text("utf-8")
        self._right = sorted((exercise.solutions / "right").glob("*.py"))
        by_check = [
            sorted(folder.glob("*.py"))
            for folder in sorted((exercise.solutions / "wrong").glob("*/"))
        ]
        # One of each check first, then the next of each: neighbours have different mistakes.
        longest = max(map(len, by_check), default=0)
        self._wrong = [bugs[n] for n in range(longest) for bugs in by_check if n < len(bugs)]

    def right(self, number: int) -> str:
        """Return another correct solution, or the reference if there is none."""
        if not self._right:
            return self.reference
        return self._right[number % len(self._right)].read_text("utf-8")

    def wrong(self, number: int) -> str:
        """Return a wrong solution without the comments that say so, or the skeleton."""
        if not self._wrong:
            return self.skeleton
        lines = self._wrong[number % len(self._wrong)].read_text("utf-8").splitlines(keepends=True)
        while lines and (lines[0].startswith("#") or not lines[0].strip()):
            del lines[0]
        return "".join(lines)


def _misnamed(number: int, one: _Shelf) -> str:
    names = (
        f"{one.stem.title()} (1).py",
        f"{one.name}.py",
        f"{one.stem}_final_v2.py",
        f"{one.name}/main.py",
        f"my {one.stem.replace('_', ' ')}.py",
    )
    return names[number % len(names)]


def _notebook(source: str) -> str:
    """Return a notebook with the parts of a source as cells, and what notebooks have besides."""
    v4 = nbformat.v4
    parts = [part.strip("\n") for part in source.split("\n\n\n")] + ['display("It works.")']
    cells = [v4.new_markdown_cell("# My homework"), v4.new_code_cell("%matplotlib inline")]
    cells += [v4.new_code_cell(part) for part in parts if part]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"  # the same demo every time
    book = v4.new_notebook(cells=cells)
    return str(nbformat.writes(book))


def _write(folder: Path, files: Files) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
