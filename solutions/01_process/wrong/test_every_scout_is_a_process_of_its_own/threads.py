# cause: wrong-value
# Threads of the caller's process instead of processes.
import os
import time
from threading import Thread

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


codes = {}


def scout(number, valley, wells, parents):
    parents[number] = os.getppid()
    try:
        explore(valley)
        wells[number] = notebook[valley]
        codes[number] = 0
    except Fog:
        codes[number] = LOST


def send_out(valleys):
    wells = [0] * len(valleys)
    parents = [0] * len(valleys)
    ts = []
    for i, v in enumerate(valleys):
        t = Thread(target=scout, args=(i, v, wells, parents), name=v)
        t.start()
        ts.append(t)
    for t in ts:
        t.join()
    return [{"pid": os.getpid(), "parent": parents[i], "exit": codes[i], "wells": wells[i]}
            for i in range(len(ts))]
