# cause: child-failed
# A guide leads the scouts, and is a daemon: it may not start processes.
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


def scout(number, valley, wells, parents):
    parents[number] = os.getppid()
    try:
        explore(valley)
        wells[number] = notebook[valley]
    except Fog:
        sys.exit(LOST)


def guide(valleys, wells, parents, pids, codes):
    ps = [Process(target=scout, args=(i, v, wells, parents), name=v) for i, v in enumerate(valleys)]
    for i, p in enumerate(ps):
        p.start()
        pids[i] = p.pid
    for i, p in enumerate(ps):
        p.join()
        codes[i] = p.exitcode


def send_out(valleys):
    n = len(valleys)
    wells, parents, pids, codes = Array("i", n), Array("i", n), Array("i", n), Array("i", n)
    g = Process(target=guide, args=(valleys, wells, parents, pids, codes), daemon=True)
    g.start()
    g.join()
    return [{"pid": pids[i], "parent": parents[i], "exit": codes[i], "wells": wells[i]} for i in range(n)]
