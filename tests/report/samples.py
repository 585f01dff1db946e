"""A small class with every verdict in it, hostile text included."""

from __future__ import annotations

from grader.model.finding import Finding, TaskView
from grader.model.results import CheckResult, ClassReport, ExerciseReport, StudentReport
from grader.model.source import SourceText

STORY = (
    "Deadlock after 14 steps.\n"
    "  clerk-1  line 12  holds  accounts[0]   waits for accounts[1]\n"
    "  clerk-2  line 12  holds  accounts[1]   waits for accounts[0]\n"
    "Both take their second lock while they hold the first. "
    "Which one does each of them take first, and who has the other one at that moment?"
)

FINDING = Finding(
    kind="deadlock",
    cause="lock-cycle",
    message=STORY,
    replay="K3:0-0-1-1",
    schedule=4,
    tasks=(
        TaskView("clerk-1", "blocked", 12, ("accounts[0]",), "accounts[1]", "lock.py"),
        TaskView("main", "ended", None),
    ),
    advice="Which one does each of them take first, and who has the other one at that moment?",
)

PASSED = CheckResult("test_sold", "Every ticket is sold.", 2, 2, "passed", schedules=96)
FAILED = CheckResult(
    "test_two_clerks",
    "Two clerks never wait for each other.",
    3,
    0.5,
    "failed",
    STORY,
    FINDING,
    hints=("Who takes which lock first?", "Compare the order in both functions."),
    schedules=4,
    bound="the first failing schedule of at most 200",
    replay_command="grader replay K3:0-0-1-1 lock.py --check 03_lock/test_two_clerks",
)
NOT_DONE = CheckResult(
    "test_refund", "A ticket can be given back.", 1, 0, "not-done", "refund() still says TODO."
)
GONE = CheckResult(
    *("test_clerk", "The clerk sells.", 1, 0, "not-done"),
    "sell() is not in lock.py.",
    missing=True,
)
UNSURE = CheckResult(
    "test_rows", "Seats stay in order.", 1, 0, "unsure", "The grader was killed from outside."
)

LOCK = ExerciseReport(
    "03_lock",
    "Tickets: nobody oversells",
    SourceText("lock.py", "x = 1\n"),
    (PASSED, FAILED, NOT_DONE, UNSURE),
    ("Lock (1).py was taken for lock.py.",),
    1.25,
)
NOTHING = ExerciseReport("08_pipe", "Ping and pong", None, (NOT_DONE,))

ALICE = StudentReport("alice", (LOCK, NOTHING), ("extra.txt was not needed.",), "ab12", "full")
EVIL = StudentReport(
    "=cmd|' /C calc'!A0\x1b[2J<script>", (ExerciseReport("03_lock", "T", None, (PASSED,)),), ()
)
CLASS = ClassReport("Autumn", (ALICE, EVIL), "0.1.0", "full", 7, 12.5)

EXTRA = CheckResult("test_eat", "Everybody eats.", 5, 5, "passed", bonus=True)
EXTRA_TO_DO = CheckResult(
    "test_rounds", "It can be used again.", 5, 0, "not-done", "It still says TODO.", bonus=True
)
FULL = ExerciseReport("01_process", "Nightly builds", None, (PASSED,))
PHILOSOPHERS = ExerciseReport("16_philosophers", "Dining", None, (EXTRA, EXTRA_TO_DO))
MORE = StudentReport("mia", (FULL, PHILOSOPHERS))
SOME = StudentReport("sam", (FULL,))
"""Full points, with bonus points on top and without."""
