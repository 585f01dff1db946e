"""Checks: what a teacher writes in a checks.py, and how that is read.

given        the files that a program finds in its folder
declare      @scenario and @check, and what they make: plain frozen data
source       a checks.py as it is written: which function is what
extract      cuts a scenario's source out of a checks.py, to be sent into the sandbox alone
load         a checks.py -> CheckFile
shapes       what a value looks like, beside an example of what it should be
run          Run: what a judgement sees of one schedule
judgements   the judgements that recur, and Wrong
asked        what an exercise's checks ask a submission for
"""

from grader.checks.declare import Check, CheckError, Scenario, check, scenario
from grader.checks.judgements import Wrong, fifo_per_producer, nothing_lost_or_doubled, shaped
from grader.checks.run import CallSeen, Run, Stay
from grader.checks.shapes import shown

__all__ = [
    "CallSeen",
    "Check",
    "CheckError",
    "Run",
    "Scenario",
    "Stay",
    "Wrong",
    "check",
    "fifo_per_producer",
    "nothing_lost_or_doubled",
    "scenario",
    "shaped",
    "shown",
]
