"""Every cause that a finding can have: one row for each, and all that is said of it.

A new cause is a name in ``Cause``, a row in ``ROWS``, and a program that has it in
tests/diagnosis/programs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Family = Literal["deadlock", "data", "other", "unknown"]
"""What a cause is about: who waits for whom; what becomes of data; all the rest; and what is told
where nothing more exact is known."""

Cause = Literal[
    "lock-cycle",
    "self-lock",
    "lock-never-released",
    "no-more-producers",
    "no-more-consumers",
    "task-done-missing",
    "join-before-drain",
    "pipe-end-left-open",
    "event-never-set",
    "semaphore-exhausted",
    "condition-never-notified",
    "barrier-short",
    "pool-not-closed",
    "child-never-ends",
    "lost-update",
    "check-then-act",
    "order-broken",
    "read-too-early",
    "duplicate-item",
    "lost-item",
    "over-released",
    "too-many-inside",
    "torn-message",
    "child-failed",
    "swallowed-exception",
    "orphan",
    "busy-wait",
    "sleep-as-synchronisation",
    "unreliable-query",
    "not-concurrent",
    "not-shared",
    "needs-fork",
    "wrong-prediction",
    "hung-outside-control",
    "not-supported",
    "tampering",
    "resource-limit",
    "import-error",
    "not-done",
    "exception",
    "wrong-value",
    "deadlock",
]
"""A cause's name. It is written out here since mypy can't read it from the rows; a test compares
them."""


@dataclass(frozen=True, slots=True)
class Row:
    """One cause."""

    name: Cause
    family: Family
    advice: str  # for the learner: a question or a pointer to what comes next, never the answer
    line: str  # for the teacher: what is wrong, as it stands in the class's list


ROWS = (
    Row(
        "lock-cycle",
        "deadlock",
        "Which one does each of them take first, and who has the other one at that moment?",
        "locks are taken in different orders, and processes wait in a circle",
    ),
    Row(
        "self-lock",
        "deadlock",
        "Look at what is called while the lock is held: what there asks for it again?",
        "a lock is taken again by who holds it already",
    ),
    Row(
        "lock-never-released",
        "deadlock",
        "Follow every way out of the part that holds the lock, an exception's way too: "
        "does each one give it back?",
        "a lock is not given back on every way out",
    ),
    Row(
        "no-more-producers",
        "deadlock",
        "How does each one that takes learn that nothing more will come, "
        "and how many have to learn it?",
        "a consumer waits for an item that nobody will send",
    ),
    Row(
        "no-more-consumers",
        "deadlock",
        "Who should still take items at this moment, and what made it stop?",
        "a producer waits for room that nobody will make",
    ),
    Row(
        "task-done-missing",
        "deadlock",
        "Follow an item from the moment it is taken, on every branch: who says that it is done?",
        "an item is not marked done",
    ),
    Row(
        "join-before-drain",
        "deadlock",
        "What has to happen first, so that the process is able to end?",
        "a process is joined before its queue is emptied",
    ),
    Row(
        "pipe-end-left-open",
        "deadlock",
        "List every process that has a copy of the sending end: which of them needs it?",
        "a pipe's end is left open, so its end is never seen",
    ),
    Row(
        "event-never-set",
        "deadlock",
        "Which line should set it, and what keeps that line from being reached?",
        "an event that is waited for is never set",
    ),
    Row(
        "semaphore-exhausted",
        "deadlock",
        "Count acquires and releases on every way through the code, an exception's way too.",
        "a semaphore's places are not given back",
    ),
    Row(
        "condition-never-notified",
        "deadlock",
        "What could be looked at before waiting, so that an earlier notify is not missed?",
        "nobody notifies a condition that is waited on",
    ),
    Row(
        "barrier-short",
        "deadlock",
        "Compare the number that the barrier was made for with those who come to it, each time.",
        "too few come to a barrier",
    ),
    Row(
        "pool-not-closed",
        "deadlock",
        "What tells the pool that no more work will come, and what waits until all is done?",
        "a pool is joined or left without being closed",
    ),
    Row(
        "child-never-ends",
        "deadlock",
        "What should make the child's work end, and who gives the sign?",
        "a process that is waited for never ends",
    ),
    Row(
        "lost-update",
        "data",
        "Reading, changing and writing back belong together: what could keep others out?",
        "an update is lost: reading and writing are not kept together",
    ),
    Row(
        "check-then-act",
        "data",
        "What was seen is old as soon as others can change it: "
        "from where to where must nobody else come in?",
        "something changes between looking and acting",
    ),
    Row(
        "order-broken",
        "data",
        "Which order does the program make sure of, and which one happens only by equal speed?",
        "the order is not kept",
    ),
    Row(
        "read-too-early",
        "data",
        "From which line on is it certain that every child has done its work?",
        "a result is read before it is there",
    ),
    Row(
        "duplicate-item",
        "data",
        "Who decides that an item is taken, and could two decide at once?",
        "an item is taken twice",
    ),
    Row(
        "lost-item",
        "data",
        "Follow one missing item: who had it last, and what happened to it then?",
        "an item gets lost",
    ),
    Row(
        "over-released",
        "data",
        "Pair every release with the one acquire that it gives back: which has no partner?",
        "a lock or semaphore is given back too often",
    ),
    Row(
        "too-many-inside",
        "data",
        "Go to the moment at which the last one came in: what should have made it wait there?",
        "more are inside at once than allowed",
    ),
    Row(
        "torn-message",
        "data",
        "Who shares this end, and what makes sure that only one uses it at a time?",
        "several use one end of a pipe at once",
    ),
    Row(
        "child-failed",
        "other",
        "Repair the line first. Then ask how the others could learn that a child has failed.",
        "a process fails",
    ),
    Row(
        "swallowed-exception",
        "other",
        "Where would an error of this call show, and who looks there?",
        "an exception that nobody collects",
    ),
    Row(
        "orphan",
        "other",
        "Who is responsible for the end of this process, and when?",
        "a process outlives the program",
    ),
    Row(
        "busy-wait",
        "other",
        "What could wake this loop when there is news, so that it need not ask?",
        "waiting in a loop that never sleeps",
    ),
    Row(
        "sleep-as-synchronisation",
        "other",
        "A time says how long, never that something has happened: "
        "what is being waited for, and what tells that it is there?",
        "sleep is used where waiting for each other is needed",
    ),
    Row(
        "unreliable-query",
        "other",
        "The answer tells of a moment that is over: what else could say what comes next?",
        "a decision is taken on empty(), full() or qsize()",
    ),
    Row(
        "not-concurrent",
        "other",
        "Mark where each one starts and where somebody waits for it: do they overlap?",
        "processes run one after another",
    ),
    Row(
        "not-shared",
        "other",
        "Which things are copied into a process, and which exist for all of them?",
        "an ordinary variable is expected to be shared",
    ),
    Row(
        "needs-fork",
        "other",
        "What does the child have when it begins, and by which way could it get the rest?",
        "it works only where processes are forked",
    ),
    Row(
        "wrong-prediction",
        "other",
        "Which line has each process reached at this moment, and what does it need to go on?",
        "a process is thought to be in a state that it is not in",
    ),
    Row(
        "hung-outside-control",
        "other",
        "What should end this loop or this call?",
        "the program hangs in a loop or a call of its own",
    ),
    Row(
        "not-supported",
        "other",
        "Could processes or threads do this work? Those can be tried here.",
        "it uses what the grader can't control",
    ),
    Row(
        "tampering",
        "other",
        "Which line reaches for what does not belong to the program?",
        "the program meddles with the grader",
    ),
    Row(
        "resource-limit",
        "other",
        "What grows with every round, and what should stop it?",
        "too much memory, output or too many processes",
    ),
    Row(
        "import-error",
        "other",
        "Start with this line: until the file can be imported nothing else runs.",
        "the file can't be imported",
    ),
    Row(
        "not-done",
        "other",
        "The TODO is the place to start.",
        "not done yet",
    ),
    Row(
        "exception",
        "unknown",
        "Start at the last line shown, with the values that it had.",
        "an exception",
    ),
    Row(
        "wrong-value",
        "unknown",
        "Go through the schedule step by step: where does the result go astray?",
        "a wrong result",
    ),
    Row(
        "deadlock",
        "unknown",
        "Ask for each one: who could end its wait, and what is that one waiting for?",
        "a deadlock",
    ),
)

CAUSES: Mapping[Cause, Row] = MappingProxyType({row.name: row for row in ROWS})
"""Every row by its name."""
