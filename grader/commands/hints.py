"""``grader check --hint``: which hint comes next."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from grader.commands.check import Target
from grader.files import write_whole
from grader.model.results import ExerciseReport


class Hints:
    """Remembers in a small file how many hints were given, so that the next one follows."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def next(self, target: Target, report: ExerciseReport) -> Mapping[str, int]:
        """Return by check name how many hints to show: one more for the first that failed."""
        known = self._load()
        for check in report.checks:
            if check.verdict in ("failed", "not-done") and check.hints:
                place = f"{target.path.resolve()}\0{target.exercise.name}/{check.name}"
                key = hashlib.sha256(place.encode("utf-8", "surrogateescape")).hexdigest()[:16]
                count = min(known.get(key, 0) + 1, len(check.hints))
                self._save({**known, key: count})
                return {check.name: count}
        return {}

    def _load(self) -> dict[str, int]:
        try:
            data = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        items = data.items() if isinstance(data, dict) else ()
        return {key: value for key, value in items if isinstance(value, int)}

    def _save(self, known: Mapping[str, int]) -> None:
        with suppress(OSError):  # who can't keep anything here gets the first hint, each time
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._path, json.dumps(known))
