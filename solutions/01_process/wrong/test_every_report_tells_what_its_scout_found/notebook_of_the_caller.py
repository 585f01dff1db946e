# cause: not-shared
# It looks for the wells in the caller's own notebook.
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


def scout(number, valley, parents):
    parents[number] = os.getppid()
    try:
        explore(valley)
    except Fog:
        sys.exit(LOST)


def send_out(valleys):
    parents = Array("i", len(valleys))
    ps = [Process(target=scout, args=(i, v, parents), name=v) for i, v in enumerate(valleys)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    return [{"pid": p.pid, "parent": parents[i], "exit": p.exitcode, "wells": notebook.get(p.name, 0)}
            for i, p in enumerate(ps)]
