"""A submission and the checks of an exercise -> its report.

judge      one run, one check: does it fail, and why
examiner   all schedules, all checks: explore, judge, replay, diagnose
not_done/  what tells of a TODO: the source, a run, the files
blame      whose fault an exception in a line of the checks is
contrast   whether a program works only where its processes are forked
grading    a submission -> ExerciseReport
selfproof  whether the control holds on this Python at all
"""
