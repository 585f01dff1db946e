# cause: not-shared
# The scouts append their results to a global list.
import os
import sys
import time
from multiprocessing import Process

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


results = []


def scout(valley):
    global results
    try:
        explore(valley)
    except Fog:
        results.append((valley, os.getppid(), 0))
        sys.exit(LOST)
    results.append((valley, os.getppid(), notebook[valley]))


def send_out(valleys):
    ps = []
    for v in valleys:
        p = Process(target=scout, args=(v,), name=v)
        p.start()
        ps.append(p)
    for p in ps:
        p.join()
    reports = []
    for p in ps:
        parent, wells = 0, 0
        for valley, ppid, w in results:
            if valley == p.name:
                parent, wells = ppid, w
        reports.append({"pid": p.pid, "parent": parent, "exit": p.exitcode, "wells": wells})
    return reports
