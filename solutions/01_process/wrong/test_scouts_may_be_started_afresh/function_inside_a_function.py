# cause: needs-fork
# A function inside a function can't be sent to a fresh process.
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


def send_out(valleys):
    wells = Array("i", len(valleys))
    parents = Array("i", len(valleys))

    def go(i):
        parents[i] = os.getppid()
        try:
            explore(valleys[i])
        except Fog:
            sys.exit(LOST)
        wells[i] = notebook[valleys[i]]

    ps = [Process(target=go, args=(i,), name=valleys[i]) for i in range(len(valleys))]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    result = []
    for i in range(len(valleys)):
        result.append({'pid': ps[i].pid, 'parent': parents[i], 'exit': ps[i].exitcode, 'wells': wells[i]})
    return result
