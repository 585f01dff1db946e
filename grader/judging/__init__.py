"""A submission and the checks of an exercise -> its report.

judge        one run, one check: does it fail, and why
examiner     all schedules, all checks: explore, judge, replay, diagnose
not_done/    what tells of a TODO: the source, a run, the files
blame        whose fault an exception in a line of the checks is
contrast     whether a program works only where its processes are forked
examination  one submission, check by check: what grading and the plugin call
grading      a submission -> ExerciseReport
deadline     an interrupt for a check that does not come to its end
marks        what pytest's marks on a judgement say to a grading
rewriting    a checks.py with its assertions rewritten by pytest
selfproof    whether the control holds on this Python at all
"""
