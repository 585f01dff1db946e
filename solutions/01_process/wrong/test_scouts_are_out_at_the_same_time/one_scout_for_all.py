# cause: not-concurrent
# One process goes into all the valleys.
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


def scout(valleys, wells, parents):
    for i, valley in enumerate(valleys):
        parents[i] = os.getppid()
        try:
            explore(valley)
            wells[i] = notebook[valley]
        except Fog:
            sys.exit(LOST)


def send_out(valleys):
    wells = Array("i", len(valleys))
    parents = Array("i", len(valleys))
    p = Process(target=scout, args=(valleys, wells, parents))
    p.start()
    p.join()
    return [{"pid": p.pid, "parent": parents[i], "exit": p.exitcode, "wells": wells[i]}
            for i in range(len(valleys))]
