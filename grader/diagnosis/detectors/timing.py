"""Times that were over early: a sleep or a time-out that was relied on."""

from __future__ import annotations

from dataclasses import replace

from grader.diagnosis.reading import Reading, mark_of
from grader.diagnosis.scene import Happening, Scene, several
from grader.model.causes import Cause
from grader.model.trace import Event, Step


def with_hurry(scene: Scene, found: Reading | None, timed: frozenset[Cause]) -> Reading | None:
    """Return the reading of a time that was over early, where what was found is what came of it.

    ``timed`` are the causes that can be seen for no other reason than such a time.
    """
    late = hurried(scene)
    if late is None or (found is not None and found.cause not in timed):
        return found
    if found is None or found.cause == late.cause:
        return found or late
    return replace(
        late, why=f"{late.why} {found.why}", rows=found.rows, marks=(*late.marks, *found.marks)
    )


def hurried(scene: Scene) -> Reading | None:
    """Find a run that only a sleep or a time-out that was over early can explain.

    Every schedule of the patient clock comes before those of the hostile one, so none of them
    failed.
    """
    timers = _timers(scene)
    if not timers:
        return None
    calls = [_with_limit(found) for found in timers if found.event.call is not None]
    who = several([scene.who(found.task) for found in timers])
    lines = several([scene.place(found.event.site) for found in timers])
    what = several(calls) or "a time-out"
    why = (
        f"{who} relied on {what} ({lines}) being long enough. In this schedule it was over "
        "while others were still at work, as can happen on a loaded machine."
    )
    marks = tuple(mark_of(found, "the time is over") for found in timers[:3])
    return Reading("sleep-as-synchronisation", why, marks=marks)


GUARD_SECONDS = 10.0
"""A limit from which on it may be one that guards against a hang, and is relied on by nobody.

Smaller: time-outs of a second or two, by which a program believes that nothing more will come, are
taken for guards. Larger: the ten seconds that many write as "for ever" are taken for a belief.
"""
GUARD_TIMES = 4
"""How many times as long as all else in the run a guard must be.

Smaller: a limit that the work itself may reach on a slow machine is taken for a guard. Larger: a
minute's limit on work of some ten seconds is not.
"""


def gave_up(scene: Scene) -> bool:
    """Say whether a run failed, loudly, because a limit that guards against a hang was over early.

    A limit that is long beside everything else passes only if something hangs; that it passed here
    is the grader's doing, and the program said so, as it should.
    """
    trace = scene.trace
    if trace.clock != "hostile" or trace.status not in ("raised", "crashed") or trace.limit:
        return False
    if trace.failure is None or trace.failure.type.startswith(("tampering", "signal")):
        return False
    early = [step for step in trace.steps if _is_early(scene, step)]
    early = [step for step in early if step.picked.pending.op != "sleep"]  # these guard nothing
    limits = [step.picked.pending.timeout or 0.0 for step in early]
    if not early or min(limits) < GUARD_SECONDS:
        return False
    return min(limits) >= GUARD_TIMES * max(early[0].time, _longest_sleep(scene))


def _longest_sleep(scene: Scene) -> float:
    """Return the seconds of the longest sleep that anybody was at."""
    options = (option.pending for step in scene.trace.steps for option in step.options)
    return max((o.timeout or 0.0 for o in options if o.op == "sleep"), default=0.0)


def _with_limit(found: Happening) -> str:
    text = found.event.call.text if found.event.call is not None else ""
    limit = found.event.value
    if text.startswith("sleep") or not isinstance(limit, int | float):
        return text
    return f"{text} with its time-out of {limit:g} s"


def _timers(scene: Scene) -> tuple[Happening, ...]:
    """Return the submission's own timers that fired while somebody else could run.

    Nobody relies on those of a check's scenario: they only say when something comes. Nor does
    who looks again afterwards, in the place where it looked before, nor a student on how long a
    given function takes.
    """
    found = []
    for step in scene.trace.steps:
        if not _is_early(scene, step) or _looks_again(scene, step):
            continue
        pending = step.picked.pending
        call, site = pending.call, pending.site
        event = Event("hurried", pending.task, pending.obj, pending.timeout, call, site)
        found.append(Happening(step.number, event))
    return tuple(found)


def _is_early(scene: Scene, step: Step) -> bool:
    """Say whether a timer of the submission's own work fired while somebody else could run."""
    pending = step.picked.pending
    site = pending.site
    if not step.picked.timer or scene.trace.clock != "hostile" or site is None:
        return False
    if pending.op == "poll-child" or all(option.timer for option in step.options):
        return False
    return scene.layout.file in ("", site.file) and site.function not in scene.given


def _looks_again(scene: Scene, woken: Step) -> bool:
    """Say whether a sleep only parts two looks at the same thing, in the same place."""
    if woken.picked.pending.op != "sleep":
        return False
    looks = [f for f in scene.of("read", "queried") if f.task == woken.task]
    before = {(f.event.obj, f.event.site) for f in looks if f.step < woken.number}
    after = [(f.event.obj, f.event.site) for f in looks if f.step >= woken.number]
    return bool(after) and after[0] in before
