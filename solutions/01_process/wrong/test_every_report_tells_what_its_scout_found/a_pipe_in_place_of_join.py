# cause: read-too-early
# What came through the pipe is taken for the end of its scout.
import os
import time
from multiprocessing import Pipe, Process

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


def scout(valley, there):
    found, code = 0, 0
    try:
        explore(valley)
        found = notebook[valley]
    except Fog:
        code = LOST
    there.send((os.getppid(), found))
    there.close()
    if code:
        raise SystemExit(code)


def send_out(valleys):
    scouts = []
    for valley in valleys:
        here, there = Pipe(duplex=False)
        p = Process(target=scout, args=(valley, there), name=valley)
        p.start()
        there.close()
        scouts.append((p, here))
    reports = []
    for p, here in scouts:
        parent, wells = here.recv()
        reports.append({"pid": p.pid, "parent": parent, "exit": p.exitcode, "wells": wells})
    return reports

