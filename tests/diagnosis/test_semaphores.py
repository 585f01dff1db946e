"""Semaphores: whose they are, and who gives back what was never taken."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.diagnosis import is_faulty
from grader.model.causes import Cause
from grader.model.trace import Site, Trace
from tests.diagnosis.build import Building
from tests.diagnosis.traces import finding


@pytest.mark.parametrize(("guards", "cause"), [(True, "over-released"), (False, "wrong-value")])
def test_a_semaphore_that_counts_may_be_given_back_by_anybody(guards: bool, cause: Cause) -> None:
    run = Building()
    ann, tom = run.task("Ann"), run.task("Tom")
    places = run.thing("semaphore", "places", limit=1, value=1)
    if guards:  # who takes it gives it back, as a rule
        run.does(ann, 4, "acquired", places, 0)
        run.does(ann, 5, "released", places, 1)
    run.does(ann, 7, "acquired", places, 0)
    run.does(tom, 8, "released-by-other", places, 1)
    assert finding(run.trace("returned"), wrong="One was too early.").cause == cause


@pytest.mark.parametrize(
    ("names", "cause"),
    [(("forks[0]", "forks[1]"), "too-many-inside"), (("fork", "fork"), "not-shared")],
)
def test_several_locks_of_one_list_are_meant_to_be_several(
    names: tuple[str, str], cause: Cause
) -> None:
    run = Building()
    for name in names:
        fork = run.thing("lock", name)
        run.things[fork] = replace(run.things[fork], creator=0, site=Site("shop.py", 3, "lay"))
        run.does(run.task(f"eater of {fork}"), 8, "acquired", fork)
    found = finding(run.trace("returned"), wrong="Both ate.", cause="too-many-inside")
    assert found.cause == cause


def karaoke(*shared: bool) -> Trace:
    """Three guests each take a place of the room's keys, or of keys of their own."""
    run = Building()
    for number, is_shared in enumerate(shared):
        guest = run.task(f"guest-{number}")
        key = run.thing("semaphore", "keys", limit=2, value=2)
        made = Site("shop.py", 8, "open_bar")
        run.things[key] = replace(run.things[key], site=made)
        taken = next(iter(run.things)) if is_shared else key
        run.does(guest, 4, "acquired", taken, 1)
        run.does(guest, 4, "released", taken, 2)
        run.ends(guest)
    run.ends(run.main)
    return run.trace("returned", 1)


def test_a_semaphore_for_each_process_is_told_as_not_shared() -> None:
    found = finding(karaoke(False, False, False), wrong="3 sang.", cause="too-many-inside")
    assert found.cause == "not-shared"
    assert found.message == (
        "Wrong result after 6 steps: 3 sang.\n"
        "  guest-0, guest-1 and guest-2 each took another semaphore: 3 of them were made at line "
        "8, and each knows only of the one process that uses it. So none of them ever kept "
        "anybody out.\n"
        "  Which things are copied into a process, and which exist for all of them?"
    )


def test_a_semaphore_that_two_processes_use_is_shared() -> None:
    found = finding(karaoke(True, True, True), wrong="3 sang.", cause="too-many-inside")
    assert found.cause == "too-many-inside"


def guests_who_give_back(*kinds: str, value: int) -> Trace:
    """A guest takes and gives places of a semaphore of one; ``value`` is left in the end."""
    run = Building()
    guest = run.task("guest")
    keys = run.thing("semaphore", "keys", limit=1, value=value)
    free = 1
    for line, kind in enumerate(kinds, start=5):
        if kind == "refused":
            run.does(guest, line, "timeout", keys, call="SemLock.acquire", text="keys.acquire()")
            continue
        free += 1 if kind == "released" else -1
        run.does(guest, line, kind, keys, free)
    for task in (run.main, guest):
        run.ends(task)
    return run.trace("returned", 1)


@pytest.mark.parametrize(
    ("kinds", "why"),
    [
        (
            ("acquired", "released", "released"),
            "it was acquired once and released twice. guest gave back a place at line 7 that it "
            "did not have: it had released that place at line 6 already.",
        ),
        (
            ("refused", "released"),
            "it was acquired never and released once. guest gave back a place at line 6 that it "
            "did not have: keys.acquire() at line 5 had got none.",
        ),
        (
            ("released",),
            "it was acquired never and released once. guest gave back a place at line 5 that it "
            "did not have: it had taken none.",
        ),
    ],
)
def test_the_release_without_an_acquire_is_pointed_at(kinds: tuple[str, ...], why: str) -> None:
    found = finding(guests_who_give_back(*kinds, value=2))
    assert found.cause == "over-released"
    assert f"  keys was made with 1 place and has 2 in the end: {why} More can be" in found.message


def test_a_release_before_its_acquire_is_told_only_where_something_went_wrong() -> None:
    trace = guests_who_give_back("released", "acquired", value=1)
    assert not is_faulty(trace)
    found = finding(trace, wrong="2 sang.", cause="too-many-inside")
    assert found.cause == "over-released"
    assert "guest released keys at line 5 before that place was taken" in found.message
