# cause: read-too-early
# The join stands behind the loop, and waits for the last scout.

import time
from multiprocessing import Array, Process
import os, sys

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
    except Fog:
        sys.exit(LOST)
    wells[number] = notebook[valley]


def send_out(valleys):
    wells = Array("i", len(valleys))
    parents = Array("i", len(valleys))
    reports = []
    ps = []
    for i, valley in enumerate(valleys):
        p = Process(target=scout, args=(i, valley, wells, parents), name=valley)
        p.start()
        ps.append(p)
    p.join()
    for i, p in enumerate(ps):
        reports.append({"pid": p.pid, "parent": parents[i], "exit": p.exitcode, "wells": wells[i]})
    return reports


if __name__ == "__main__":
    print("Three valleys, and one of them is in the fog.")
    for report in send_out(["oak", "fog", "birch"]):
        print(report)
    print("the notebook here:", notebook)
