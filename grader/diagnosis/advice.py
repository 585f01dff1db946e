"""For each cause one thing to think about next: a question or a pointer, never the answer."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from grader.model.finding import Cause

ADVICE: Mapping[Cause, str] = MappingProxyType(
    {
        "lock-cycle": "Take locks in one agreed order.",
        "self-lock": "Look at what is called while the lock is held: what there asks for it again?",
        "lock-never-released": (
            "Follow every way out of the part that holds the lock, an exception's way too: "
            "does each one give it back?"
        ),
        "no-more-producers": (
            "How does each one that takes learn that nothing more will come, "
            "and how many have to learn it?"
        ),
        "no-more-consumers": "Who should still take items at this moment, and what made it stop?",
        "task-done-missing": (
            "Follow an item from the moment it is taken, on every branch: who says that it is done?"
        ),
        "join-before-drain": "What has to happen first, so that the process is able to end?",
        "pipe-end-left-open": (
            "List every process that has a copy of the sending end: which of them needs it?"
        ),
        "event-never-set": "Which line should set it, and what keeps that line from being reached?",
        "semaphore-exhausted": (
            "Count acquires and releases on every way through the code, an exception's way too."
        ),
        "condition-never-notified": (
            "What could be looked at before waiting, so that an earlier notify is not missed?"
        ),
        "barrier-short": (
            "Compare the number that the barrier was made for with those who come to it, each time."
        ),
        "pool-not-closed": (
            "What tells the pool that no more work will come, and what waits until all is done?"
        ),
        "child-never-ends": "What should make the child's work end, and who gives the sign?",
        "lost-update": (
            "Reading, changing and writing back belong together: what could keep others out?"
        ),
        "check-then-act": (
            "What was seen is old as soon as others can change it: "
            "from where to where must nobody else come in?"
        ),
        "order-broken": (
            "Which order does the program make sure of, and which one happens only by equal speed?"
        ),
        "read-too-early": "From which line on is it certain that every child has done its work?",
        "duplicate-item": "Who decides that an item is taken, and could two decide at once?",
        "lost-item": "Follow one missing item: who had it last, and what happened to it then?",
        "over-released": (
            "Pair every release with the one acquire that it gives back: which has no partner?"
        ),
        "too-many-inside": (
            "Go to the moment at which the last one came in: what should have made it wait there?"
        ),
        "torn-message": "Who shares this end, and what makes sure that only one uses it at a time?",
        "child-failed": (
            "Repair the line first. Then ask how the others could learn that a child has failed."
        ),
        "swallowed-exception": "Where would an error of this call show, and who looks there?",
        "orphan": "Who is responsible for the end of this process, and when?",
        "busy-wait": "What could wake this loop when there is news, so that it need not ask?",
        "sleep-as-synchronisation": (
            "A time says how long, never that something has happened: "
            "what is being waited for, and what tells that it is there?"
        ),
        "unreliable-query": (
            "The answer tells of a moment that is over: what else could say what comes next?"
        ),
        "not-concurrent": (
            "Mark where each one starts and where somebody waits for it: do they overlap?"
        ),
        "not-shared": "Which things are copied into a process, and which exist for all of them?",
        "needs-fork": (
            "What does the child have when it begins, and by which way could it get the rest?"
        ),
        "wrong-prediction": (
            "Which line has each process reached at this moment, and what does it need to go on?"
        ),
        "hung-outside-control": "What should end this loop or this call?",
        "not-supported": "Could processes or threads do this work? Those can be tried here.",
        "tampering": "Which line reaches for what does not belong to the program?",
        "resource-limit": "What grows with every round, and what should stop it?",
        "import-error": "Start with this line: until the file can be imported nothing else runs.",
        "not-done": "The TODO is the place to start.",
        "exception": "Start at the last line shown, with the values that it had.",
        "wrong-value": "Go through the schedule step by step: where does the result go astray?",
        "deadlock": "Ask for each one: who could end its wait, and what is that one waiting for?",
    }
)
