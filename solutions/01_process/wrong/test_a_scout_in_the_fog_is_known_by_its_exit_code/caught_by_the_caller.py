# cause: child-failed
# The caller waits to catch an exception that is raised in another process.
import os
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


def scout(number, valley, wells, parents):
    parents[number] = os.getppid()
    explore(valley)
    wells[number] = notebook[valley]


def send_out(valleys):
    wells = Array("i", len(valleys))
    parents = Array("i", len(valleys))
    ps = [Process(target=scout, args=(i, v, wells, parents), name=v) for i, v in enumerate(valleys)]
    for p in ps:
        p.start()
    reports = []
    for i, p in enumerate(ps):
        try:
            p.join()
            code = 0
        except Fog:
            code = LOST
        reports.append({"pid": p.pid, "parent": parents[i], "exit": code, "wells": wells[i]})
    return reports
