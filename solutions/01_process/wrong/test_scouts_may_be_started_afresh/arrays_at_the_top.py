# cause: needs-fork
# The arrays are made at the top of the file and not handed over: a fresh child makes its own.
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


wells = Array("i", 20)
parents = Array("i", 20)


def scout(number, valley):
    parents[number] = os.getppid()
    try:
        explore(valley)
        wells[number] = notebook[valley]
    except Fog:
        sys.exit(LOST)


def send_out(valleys):
    ps = [Process(target=scout, args=(i, v), name=v) for i, v in enumerate(valleys)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    result = []
    for i in range(len(valleys)):
        result.append({'pid': ps[i].pid, 'parent': parents[i], 'exit': ps[i].exitcode, 'wells': wells[i]})
    return result
