"""Checks: what a teacher writes in a checks.py, and how that is read.

given        the files that a program finds in its folder
sentence     the docstring of a judgement: its sentence and its hints
declare      @scenario and @check, and what they make: plain frozen data
source       a checks.py as it is written: which function is what
sent         what a scenario may use of ours: it is sent along
extract      cuts a scenario's source out of a checks.py, to be sent into the sandbox alone
load         a checks.py -> CheckFile
shapes       what a value looks like, beside an example of what it should be
seen         calls, events, steps and stays, as a judgement is shown them
calls        steps -> the calls that a learner sees
run          Run: what a judgement sees of one schedule
expect       expect(), and the judgements that recur
asked        what an exercise's checks ask a submission for
"""

from grader.checks.declare import Check, CheckError, Scenario, check, scenario
from grader.checks.expect import expect, fifo_per_producer, nothing_lost_or_doubled, shaped
from grader.checks.run import Run
from grader.checks.seen import CallSeen, EventSeen, Stay, StepSeen
from grader.checks.sent import run_processes
from grader.checks.shapes import shown

__all__ = [
    "CallSeen",
    "Check",
    "CheckError",
    "EventSeen",
    "Run",
    "Scenario",
    "Stay",
    "StepSeen",
    "check",
    "expect",
    "fifo_per_producer",
    "nothing_lost_or_doubled",
    "run_processes",
    "scenario",
    "shaped",
    "shown",
]
