# cause: order-broken
# The reports stand in the order in which the scouts come back.
import os
import sys
import time
from multiprocessing import Process, Queue

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


def scout(valley, q):
    try:
        explore(valley)
        q.put((os.getpid(), os.getppid(), notebook[valley]))
    except Fog:
        q.put((os.getpid(), os.getppid(), 0))
        sys.exit(LOST)


def send_out(valleys):
    q = Queue()
    ps = [Process(target=scout, args=(v, q), name=v) for v in valleys]
    for p in ps:
        p.start()
    out = []
    for p in ps:
        pid, parent, wells = q.get()
        out.append({"pid": pid, "parent": parent, "wells": wells})
    for p, d in zip(ps, out):
        p.join()
        d["exit"] = p.exitcode
    return out
