"""Locks that could have kept somebody out, and that nobody ever took."""

from __future__ import annotations

from grader.diagnosis.scene import Scene, several
from grader.model.operations import BARE


def never_taken(scene: Scene) -> str:
    """Return a sentence about the submission's own locks that nobody ever took, or ""."""
    taken = {found.event.obj for found in scene.of("acquired")}
    left = [
        record
        for record in scene.trace.objects.values()
        if record.kind in BARE
        and record.part_of is None
        and record.limit != 0
        and record.site is not None
        and record.site.file == scene.home
        and record.key not in taken
    ]
    if not left:
        return ""
    names = several([f"the {record.kind} made{scene.at(record.site)}" for record in left])
    return f" Nobody ever took {names}."
