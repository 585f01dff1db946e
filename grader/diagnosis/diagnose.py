"""From a run to a finding: what kind it is of, its cause, its story."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from grader.diagnosis.detectors.crashes import read_crash, read_orphan, read_swallowed
from grader.diagnosis.detectors.deadlocks import read_deadlock
from grader.diagnosis.detectors.forks import needs_fork
from grader.diagnosis.detectors.items import canonical, over_released
from grader.diagnosis.detectors.stuck import read_stuck
from grader.diagnosis.detectors.timing import gave_up
from grader.diagnosis.detectors.values import read_value
from grader.diagnosis.reading import Reading
from grader.diagnosis.scene import Scene, count, shown
from grader.diagnosis.story import table_of, tell, views
from grader.model.causes import CAUSES, Cause
from grader.model.finding import Finding, Kind
from grader.model.source import PLAIN, Layout
from grader.model.trace import Json, Trace


def is_faulty(trace: Trace) -> bool:
    """Say whether anything is wrong in a run, without knowing which value would be right."""
    return _fault(Scene(trace)) is not None


def diagnose(
    trace: Trace,
    *,
    replay: str,
    schedule: int,
    expected: str | None = None,
    wrong: str | None = None,
    cause: Cause | None = None,
    advice: str = "",
    siblings: Sequence[Trace] = (),
    layout: Layout = PLAIN,
    given: frozenset[str] = frozenset(),
    script: bool = False,
    only_forked: bool = False,
) -> Finding | None:
    """Return what is wrong in a run, or None.

    ``replay`` and ``schedule`` are the run's token and number. ``expected`` is the JSON text of
    the value that it should have returned, ``wrong`` the message of a judgement that failed, and
    ``cause`` and ``advice`` what that judgement named: they stand unless the trace shows something
    more exact of the same family. ``siblings`` are runs of the same program on other schedules:
    a value that differs from theirs is wrong too. ``given`` are the submission's functions that
    are not the student's own work: how long they take is nobody's fault. ``script``: the file
    itself was run, and not one of its functions. With ``only_forked`` it is known that the same
    program fails whatever the schedule, and never where it forks.

    Raises ValueError if ``expected`` is no JSON.
    """
    scene = Scene(trace, siblings, layout, given, script)
    fault = _fault(scene)
    if fault is None:
        fault = _wrong_value(scene, expected, wrong, cause)
    if fault is None:
        return None
    reading = fault.reading
    if only_forked:
        reading = needs_fork(scene, reading) or reading
    why = reading.why
    if wrong is not None and fault.kind != "value":
        why = f"{why} {_first_line(wrong)}".strip()
    if fault.kind != "value" or reading.cause != (cause or "wrong-value"):
        advice = ""
    advice = reading.advice or advice or CAUSES[reading.cause].advice
    table = table_of(scene, reading) if reading.rows or fault.kind == "deadlock" else ()
    headline = reading.headline or fault.headline
    return Finding(
        kind=fault.kind,
        cause=reading.cause,
        message=tell(headline, table, why, advice),
        replay=replay,
        schedule=schedule,
        tasks=views(scene),
        marks=reading.marks,
        advice=advice,
    )


@dataclass(frozen=True, slots=True)
class _Fault:
    kind: Kind
    headline: str
    reading: Reading


def _fault(scene: Scene) -> _Fault | None:
    """Return what is wrong whatever the right value may be."""
    trace = scene.trace
    steps = count(len(trace.steps), "step")
    if trace.status == "deadlock":
        return _Fault("deadlock", f"Deadlock after {steps}.", read_deadlock(scene))
    if trace.status == "stuck" or trace.hung:
        return _Fault("stuck", "", read_stuck(scene))
    if gave_up(scene):
        return None
    if trace.status in ("raised", "crashed") or trace.limit:
        return _Fault("crash", "", read_crash(scene))
    swallowed = read_swallowed(scene)
    if swallowed is not None:
        return _Fault("crash", "", swallowed)
    if trace.orphans:
        return _Fault("crash", "", read_orphan(scene))
    released = over_released(scene)
    if released is not None:
        headline = f"Released too often in a run of {steps}."
        return _Fault("value", headline, released)
    return None


def _wrong_value(
    scene: Scene, expected: str | None, wrong: str | None, cause: Cause | None
) -> _Fault | None:
    """Return what is wrong with the value that the run returned, or None."""
    value = scene.trace.value
    wanted: Json = json.loads(expected) if expected is not None else None
    differs = expected is not None and canonical(value) != canonical(wanted)
    other = next(
        (
            t
            for t in scene.siblings
            if t.status == "returned" and canonical(t.shows) != canonical(scene.trace.shows)
        ),
        None,
    )
    steps = count(len(scene.trace.steps), "step")
    if wrong is not None:
        headline = f"Wrong result after {steps}: {_first_line(wrong)}"
    elif differs:
        headline = f"Wrong result after {steps}: {shown(value)}, expected was {shown(wanted)}."
    elif expected is None and other is not None:
        what = "What is printed" if value is None and other.value is None else "The result"
        headline = (
            f"{what} depends on the schedule: {shown(scene.trace.shows)} here, after {steps}, and "
            f"{shown(other.shows)} in another."
        )
    else:
        return None
    than = "than expected" if differs else ""
    if not differs and other is not None:
        wanted, than = other.shows, "than in another schedule"
    named = cause if cause != "wrong-value" else None
    reading = read_value(scene, named, wanted, than)
    return _Fault("value", headline, reading)


def _first_line(message: str) -> str:
    return message.strip().partition("\n")[0][:300]
