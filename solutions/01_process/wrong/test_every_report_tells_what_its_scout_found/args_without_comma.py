# cause: child-failed
# args=(valley) is a text and no tuple: its letters are the arguments.
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


def scout(valley):
    try:
        explore(valley)
    except Fog:
        sys.exit(LOST)


def send_out(valleys):
    parents = Array("i", len(valleys))
    ps = []
    for v in valleys:
        p = Process(target=scout, args=(v), name=v)
        ps.append(p)
        p.start()
    for p in ps:
        p.join()
    return [{"pid": p.pid, "parent": os.getpid(), "exit": p.exitcode, "wells": notebook.get(p.name, 0)}
            for p in ps]
