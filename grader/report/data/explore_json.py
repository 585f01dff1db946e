"""The object that ``grader explore --json`` prints: a stable, documented contract (README.md)."""

from __future__ import annotations

import math

from grader.model.exploration import Exploration
from grader.model.finding import Finding
from grader.model.trace import Json


def exploration_json(exploration: Exploration, finding: Finding | None) -> dict[str, Json]:
    """Return the documented object; its fields are in README.md of this folder."""
    return {
        "program": exploration.program,
        "schedules": exploration.schedules,
        "exhaustive": exploration.exhaustive,
        "bound": exploration.bound,
        "steps": exploration.steps,
        "seconds": round(exploration.seconds, 3),
        "start_method": exploration.start_method,
        "outcomes": [
            {
                "status": outcome.status,
                "printed": outcome.printed,
                "value": plain(outcome.value),
                "count": outcome.count,
                "replay": outcome.replay,
            }
            for outcome in exploration.outcomes
        ],
        "finding": finding_json(finding),
    }


def finding_json(finding: Finding | None) -> dict[str, Json] | None:
    """Return a finding as in ``grader explore --json`` and results.json."""
    if finding is None:
        return None
    return {
        "kind": finding.kind,
        "cause": finding.cause,
        "message": finding.message,
        "advice": finding.advice,
        "replay": finding.replay,
        "schedule": finding.schedule,
        "tasks": [
            {
                "name": task.name,
                "state": task.state,
                "line": task.line,
                "cell": task.cell,
                "file": task.file,
                "holds": list(task.holds),
                "waits_for": task.waits_for,
            }
            for task in finding.tasks
        ],
    }


def plain(value: Json) -> Json:
    """Return the value with numbers that JSON has no word for (nan, inf) as text."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value
