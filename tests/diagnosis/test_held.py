"""Who has taken a lock and is told of a race is told of the lock, too: on traces made by hand."""

from __future__ import annotations

import pytest

from grader.diagnosis import diagnose
from grader.model.causes import CAUSES
from tests.diagnosis.build import Building

REMARK = (
    "Ann's change is lost. Meanwhile Tom held {tom} and Ann held {ann}: a lock keeps out only "
    "those who ask for the same one.\n"
    "  Is it one and the same lock for everybody? Where is it made, and who is given it?"
)


def lost_update(ann: str, tom: str, *, call: str = "SemLock.__enter__") -> str:
    """Return what is told of two clerks who read 0 and write 1, and hold what is named."""
    run = Building()
    clerks = run.task("Tom"), run.task("Ann")
    sold = run.thing("value", "sold")
    run.thing("lock", "safe")
    run.thing("lock", "door")
    taken = [{v.name: k for k, v in run.things.items()}.get(name) for name in (tom, ann)]
    for clerk, lock in zip(clerks, taken, strict=True):
        if lock is not None:
            run.does(clerk, 6, "acquired", lock, call=call)
        run.does(clerk, 8, "read", sold, 0)
    for clerk in reversed(clerks):
        run.does(clerk, 8, "wrote", sold, 1)
    run.does(run.main, 20, "read", sold, 1)
    found = diagnose(run.trace("returned", 1), replay="", schedule=1, expected="2")
    assert found is not None
    assert found.cause == "lost-update"
    return found.message


@pytest.mark.parametrize(
    ("ann", "tom", "said"),
    [
        ("safe", "door", {"ann": "safe", "tom": "door"}),
        ("sold", "door", {"ann": "sold.get_lock()", "tom": "door"}),
    ],
)
def test_two_who_held_different_locks_are_told_which(ann: str, tom: str, said: dict[str, str]):
    assert REMARK.format(**said) in lost_update(ann, tom)


@pytest.mark.parametrize(("ann", "tom"), [("", ""), ("safe", ""), ("safe", "safe")])
def test_nothing_is_said_of_a_lock_that_one_alone_or_both_held(ann: str, tom: str):
    message = lost_update(ann, tom)
    assert "held" not in message
    assert message.endswith("Ann's change is lost.\n  " + CAUSES["lost-update"].advice)


def test_a_lock_that_is_taken_within_another_call_is_not_the_learners():
    assert "held" not in lost_update("sold", "door", call="Synchronized.getvalue")


@pytest.mark.parametrize("call", ["SemLock.acquire", "Queue.get"])
def test_who_asked_for_a_lock_in_vain_is_told_where_nothing_else_is_seen(call: str):
    run = Building()
    ann, tom = run.task("Ann"), run.task("Tom")
    safe = run.thing("lock", "safe")
    run.does(ann, 6, "acquired", safe, call="SemLock.__enter__")
    run.does(tom, 7, "try-acquire", safe, call=call)
    found = diagnose(run.trace("returned", 1), replay="", schedule=1, expected="2")
    assert found is not None
    assert found.cause == "wrong-value"
    told = "Tom asked for safe at line 7, and did not get it: Ann had it." in found.message
    assert told is (call == "SemLock.acquire")
