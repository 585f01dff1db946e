"""It asks every scout again and again whether it is back, with a pause between."""

import os
import sys
import time
from multiprocessing import Process, RawArray

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


def send_out(valleys):
    wells = RawArray("l", len(valleys))
    parents = RawArray("l", len(valleys))
    scouts = [Process(None, scout, v, (n, v, wells, parents)) for n, v in enumerate(valleys)]
    [s.start() for s in scouts]
    while any(s.exitcode is None for s in scouts):
        time.sleep(0.05)
    return [
        {"pid": s.pid, "parent": parents[n], "exit": s.exitcode, "wells": wells[n]}
        for n, s in enumerate(scouts)
    ]


def scout(number, valley, wells, parents):
    parents[number] = os.getppid()
    try:
        explore(valley)
    except Fog:
        sys.exit(LOST)
    wells[number] = notebook.pop(valley)
