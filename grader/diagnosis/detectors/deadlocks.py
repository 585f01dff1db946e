"""A deadlock's cause: every reading that is known, the most exact first."""

from __future__ import annotations

from dataclasses import replace

from grader.diagnosis.detectors.children import (
    callback_failed,
    child_failed_before,
    child_never_ends,
    pool_not_closed,
    refused_release,
    swallowed_before,
    unshared_wait,
)
from grader.diagnosis.detectors.locks import (
    free_for_all,
    holder_gone,
    kept_while_waiting,
    lock_cycle,
    self_lock,
)
from grader.diagnosis.detectors.pipes import torn_message
from grader.diagnosis.detectors.pools import result_of_ended_pool
from grader.diagnosis.detectors.queries import unreliable_query
from grader.diagnosis.detectors.queues import (
    join_before_drain,
    listens_where_it_sent,
    no_more_consumers,
    no_more_producers,
    pipe_end_left_open,
    task_done_missing,
)
from grader.diagnosis.detectors.races import lost
from grader.diagnosis.detectors.signals import (
    barrier_short,
    condition_never_notified,
    event_never_set,
    semaphore_exhausted,
    semaphore_lost,
)
from grader.diagnosis.detectors.timing import with_hurry
from grader.diagnosis.detectors.unshared import own_event
from grader.diagnosis.reading import Detector, Reading, first
from grader.diagnosis.scene import Scene, several
from grader.diagnosis.waits import phrase, waits_of
from grader.model.causes import Cause


def raced(scene: Scene) -> Reading | None:
    """Find a change that was lost, after which nobody could go on.

    The schedule was not the default one: what it does otherwise, it had to do for this end.
    """
    found = lost(scene) if any(scene.trace.schedule) else None
    if found is None:
        return None
    waits = waits_of(scene)
    ends = [w for w in waits if w.family != "join"] or list(waits)
    for_what: dict[str, list[str]] = {}
    for wait in ends:
        for_what.setdefault(phrase(scene, wait), []).append(scene.who(wait.task.number))
    waiting = several(
        [
            f"{several(names)} {'waits' if len(names) == 1 else 'wait'} for {what}"
            for what, names in for_what.items()
        ]
    )
    return replace(found, why=f"{found.why} In the end {waiting}, and nobody can go on.")


ORDER: tuple[Detector, ...] = (
    unshared_wait,
    # A cycle or a lost lock explains all that waits behind it.
    self_lock,
    lock_cycle,
    # In a schedule that had to be looked for, a race is why the rest went wrong.
    raced,
    refused_release,
    holder_gone,
    semaphore_lost,
    # So does an error, or a decision taken on an old answer.
    swallowed_before,
    callback_failed,
    torn_message,
    child_failed_before,
    unreliable_query,
    kept_while_waiting,
    join_before_drain,
    semaphore_exhausted,
    condition_never_notified,
    barrier_short,
    task_done_missing,
    # An event is often set by one who waits for something himself, and an empty queue is
    # often only the end of what went wrong before: late in the list.
    no_more_consumers,
    listens_where_it_sent,
    pipe_end_left_open,
    own_event,
    event_never_set,
    no_more_producers,
    pool_not_closed,
    result_of_ended_pool,
    free_for_all,
    child_never_ends,
)

LEFT_WAITING: frozenset[Cause] = frozenset(
    {
        "join-before-drain",
        "no-more-producers",
        "no-more-consumers",
        "child-never-ends",
        "unreliable-query",
    }
)
"""What becomes of the others where one has left too early because a time was over."""


def read_deadlock(scene: Scene) -> Reading:
    """Return the most exact reading of a run in which nobody can go on."""
    why = "Each of them waits for something that only another one of them could bring."
    if len(waits_of(scene)) == 1:
        why = "Nobody is left who could bring what it waits for."
    return with_hurry(scene, first(scene, ORDER), LEFT_WAITING) or Reading("deadlock", why)
