# cause: needs-fork
# The demo at the end runs whenever the file is imported, in a fresh child too.
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


def send_out(valleys):
    wells = Array("i", len(valleys))
    parents = Array("i", len(valleys))
    ps = []
    for i, v in enumerate(valleys):
        p = Process(target=scout, args=(i, v, wells, parents), name=v)
        ps.append(p)
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    result = []
    for i in range(len(valleys)):
        result.append({'pid': ps[i].pid, 'parent': parents[i], 'exit': ps[i].exitcode, 'wells': wells[i]})
    return result


print("Two valleys.")
for report in send_out(["oak", "birch"]):
    print(report)
