"""A wrong value's cause: every reading that is known, the most exact first."""

from __future__ import annotations

from grader.diagnosis.detectors.children import asked_before_the_end
from grader.diagnosis.detectors.crashes import handled_failure
from grader.diagnosis.detectors.halves import half_done
from grader.diagnosis.detectors.items import compare, left_in_queue, released_by_other, went_above
from grader.diagnosis.detectors.lock_mixups import refused, with_locks
from grader.diagnosis.detectors.managers import copy_changed, own_manager
from grader.diagnosis.detectors.pipes import torn_message
from grader.diagnosis.detectors.pools import pool_gave_nothing, pool_work_lost
from grader.diagnosis.detectors.queries import left_too_early
from grader.diagnosis.detectors.races import (
    acted_on_old,
    left_before_done,
    read_before_write,
    stale,
)
from grader.diagnosis.detectors.timing import with_hurry
from grader.diagnosis.detectors.unshared import not_shared, own_one_each
from grader.diagnosis.reading import Detector, Reading, first
from grader.diagnosis.scene import Scene
from grader.model.causes import Cause
from grader.model.trace import Json

ORDER: tuple[Detector, ...] = (
    asked_before_the_end,
    read_before_write,
    stale,
    went_above,
    released_by_other,
    torn_message,
    left_too_early,
    pool_work_lost,
    pool_gave_nothing,
    left_before_done,
    own_one_each,
    copy_changed,
    own_manager,
    not_shared,
)
KEEPS_OUT: tuple[Detector, ...] = (
    acted_on_old,
    stale,
    went_above,
    released_by_other,
    own_one_each,
)
"""What may explain that more are inside than allowed: results have nothing to do with it."""

MEMORY: frozenset[Cause] = frozenset(
    {"lost-update", "check-then-act", "read-too-early", "sleep-as-synchronisation", "not-shared"}
)
TIMED: frozenset[Cause] = MEMORY | {"unreliable-query", "pool-not-closed"}
"""Mistakes that a program can seem to avoid by being slow enough."""
MORE_EXACT: dict[Cause, frozenset[Cause]] = {
    "lost-update": MEMORY | {"over-released"},
    "check-then-act": MEMORY | {"over-released"},
    "read-too-early": MEMORY | {"pool-not-closed"},
    "lost-item": MEMORY | {"unreliable-query", "pool-not-closed", "torn-message"},
    "duplicate-item": MEMORY | {"torn-message", "over-released"},
    "too-many-inside": MEMORY | {"over-released"},
    "order-broken": frozenset({"sleep-as-synchronisation"}),
    "not-shared": frozenset({"not-shared", "read-too-early", "sleep-as-synchronisation"}),
}
"""What the trace may show in place of a cause that a judgement named: the same mistake, seen
from nearer. Any other cause of a judgement stands as it is."""


def read_value(scene: Scene, named: Cause | None, wanted: Json, than: str) -> Reading:
    """Return the most exact reading of a run that ended with a wrong value.

    ``named`` is the cause that the judgement itself named; ``wanted`` is another value to compare
    with, and ``than`` what it is ("than expected"), empty if there is none.
    """
    compared = compare(scene.trace.shows, wanted, than) if than else None
    if named is not None:
        found = _seen(scene, KEEPS_OUT if named == "too-many-inside" else ORDER)
        if found is not None and found.cause in MORE_EXACT.get(named, frozenset({named})):
            return found
        if named == "read-too-early" and (half := half_done(scene)) is not None:
            return with_locks(scene, half)
        return Reading(named, found.why if found is not None and found.cause == named else "")
    found = handled_failure(scene) or _seen(scene, ORDER)
    if found is not None:
        return found
    items = _with_items(compared, left_in_queue(scene))
    chosen = handled_failure(scene, chosen=True)
    return items or refused(scene) or chosen or Reading("wrong-value", "")


def _seen(scene: Scene, order: tuple[Detector, ...]) -> Reading | None:
    """Return what the trace itself shows.

    A failing schedule comes out minimal: a sleep that was over early in it had to be, so that
    what else went wrong there could.
    """
    found = first(scene, order)
    return with_hurry(scene, with_locks(scene, found) if found is not None else None, TIMED)


def _with_items(compared: Reading | None, left: Reading | None) -> Reading | None:
    if compared is not None and left is not None and compared.cause == left.cause:
        return Reading(compared.cause, f"{compared.why} {left.why}", marks=left.marks)
    return compared or left
