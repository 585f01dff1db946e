"""Frozen types that everything else speaks in: the ground floor, which imports nothing of ours.

program      what a run is of
trace        the record of one run
source       a student's source, and where a line of it is for its writer
causes       what a run can have gone wrong by: one row a cause
finding      what is told to a person of a run that went wrong
exploration  the runs of one program
results      what reports are made of
"""
