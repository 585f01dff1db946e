# cause: needs-fork
# The caller sets a global variable which the scouts read: a fresh child has another.
import os
import sys
import time
from multiprocessing import Array, Process

LOST = 3  # the exit code of a scout that could see nothing
notebook = {}  # an ordinary global variable: {valley: its wells}


class Fog(Exception):
    """Nothing can be seen."""


def explore(valley):
    """Given: takes a second, and notes the wells. Raises Fog where the name begins with "fog"."""
    time.sleep(1)
    if valley.startswith("fog"):
        raise Fog(valley)
    notebook[valley] = len(valley)


plan = []


def scout(number, wells, parents):
    parents[number] = os.getppid()
    valley = plan[number]
    try:
        explore(valley)
    except Fog:
        sys.exit(LOST)
    wells[number] = notebook[valley]


def send_out(valleys):
    global plan
    plan = valleys
    wells = Array("i", len(valleys))
    parents = Array("i", len(valleys))
    ps = []
    for i in range(len(plan)):
        p = Process(target=scout, args=(i, wells, parents))
        p.name = plan[i]
        ps.append(p)
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    result = []
    for i in range(len(valleys)):
        result.append({'pid': ps[i].pid, 'parent': parents[i], 'exit': ps[i].exitcode, 'wells': wells[i]})
    return result
