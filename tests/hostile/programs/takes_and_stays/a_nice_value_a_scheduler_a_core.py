# outcome: failed, wrong-value
# says: the result is 1.

import os

os.nice(19)
try:
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
except OSError:
    pass
os.sched_setaffinity(0, range(8))
