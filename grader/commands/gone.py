"""Reports of students who no longer have a hand-in are put aside, with a note; none is deleted.

They can't be made again, so they are kept; among the others they would be taken for today's.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

from grader.files import safe_name
from grader.text import visible

ASIDE = "gone"
"""The folder for them, inside the folder of the state."""


def put_aside(out: Path, state: Path, students: Iterable[str]) -> list[str]:
    """Move the reports of earlier runs aside whose students are not among these; return notes.

    Only what the earlier results name is ours: any other file stays where it is. Raises OSError.
    """
    here = {safe_name(student) for student in students}
    notes = []
    for student in sorted(_earlier(out, state)):
        name = safe_name(student)
        if name in here:
            continue
        aside = state / ASIDE
        moved = False
        for path in (out / f"{name}.html", state / f"{name}.json"):
            if path.is_file() and not path.is_symlink():
                aside.mkdir(exist_ok=True)
                os.replace(path, aside / path.name)
                moved = True
        if moved:
            notes.append(
                f"{visible(student)} no longer has a hand-in. The report of an earlier run was "
                f"moved to {aside.relative_to(out)}/{name}.html."
            )
    return notes


def _earlier(out: Path, state: Path) -> set[str]:
    """Return the students of the last results, and of a run that was interrupted."""
    whole = _read(out / "results.json")
    reports = whole.get("students") if isinstance(whole, dict) else None
    found = list(reports) if isinstance(reports, list) else []
    for path in state.glob("*.json"):
        kept = _read(path)
        found.append(kept.get("report") if isinstance(kept, dict) else None)
    names = [report.get("student") for report in found if isinstance(report, dict)]
    return {name for name in names if isinstance(name, str)}


def _read(path: Path) -> object:
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
