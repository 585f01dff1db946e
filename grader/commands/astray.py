"""Files of a course that are not in their place."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from grader.checks.load import load_checks
from grader.course.course import CHECKS, README, Course, Exercise


def _astray(folder: Path, allowed: set[str]) -> list[str]:
    """Return the names in a folder that are not allowed; what tools leave behind is."""
    return sorted(
        path.name
        for path in folder.iterdir()
        if path.name not in allowed and not path.name.startswith(".") and path.name != "__pycache__"
    )


def astray_around(course: Course) -> list[str]:
    """Return what lies between the exercises and their solutions, in words."""
    names = {exercise.name for exercise in course.exercises} | {README}
    found = [f"{course.folder / name} is no exercise" for name in _astray(course.folder, names)]
    if course.solutions is None:
        return [*found, "there is no folder of solutions"]
    return found + [
        f"{course.solutions / name} belongs to no exercise"
        for name in _astray(course.solutions, names)
    ]


def astray_in(exercise: Exercise) -> list[str]:
    """Return what is astray or missing in an exercise and its solutions, in words."""
    checks = load_checks(exercise.checks).checks
    data = {PurePosixPath(name).parts[0] for check in checks for name in check.scenario.beside}
    own = {exercise.file, CHECKS, README} | data
    found = [f"{name} is astray" for name in _astray(exercise.folder, own)]
    folder = exercise.solutions
    if folder is None:
        return [*found, f"there is no solutions/{exercise.name}"]
    if not (folder / exercise.file).is_file():
        found.append(f"the reference solutions/{exercise.name}/{exercise.file} is missing")
    found += [
        f"solutions/{exercise.name}/{name} is astray"
        for name in _astray(folder, {exercise.file, "right", "wrong", README})
    ]
    inner = [folder / "right", *sorted(p for p in folder.glob("wrong/*") if p.is_dir())]
    for place in filter(Path.is_dir, inner):
        found += [
            f"{(place / name).relative_to(folder)} is astray"
            for name in _astray(place, {path.name for path in place.glob("*.py")})
        ]
    names = {check.name for check in checks}
    if (folder / "wrong").is_dir():
        found += [f"wrong/{name} belongs to no check" for name in _astray(folder / "wrong", names)]
    found += [
        f"{check.name} has no wrong solution"
        for check in checks
        if not any(folder.glob(f"wrong/{check.name}/*.py"))
    ]
    return found
