# cause: not-shared
# Each scout appends its report to a list, which is its own.

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


reports = []

def scout(number, valley, wells, parents):
    exit_code = 0
    parents[number] = os.getppid()
    try:
        explore(valley)
        wells[number] = notebook[valley]
    except Fog:
        exit_code = LOST
    reports.append({"pid": os.getpid(), "parent": os.getppid(), "exit": exit_code, "wells": wells[number]})
    sys.exit(exit_code)


def send_out(valleys):
    wells = Array("i", len(valleys))
    parents = Array("i", len(valleys))
    ps = []
    for i, v in enumerate(valleys):
        p = Process(target=scout, args=(i, v, wells, parents), name=v)
        ps.append(p)
        p.start()
    for p in ps:
        p.join()
    return reports


if __name__ == "__main__":
    print("Three valleys, and one of them is in the fog.")
    for report in send_out(["oak", "fog", "birch"]):
        print(report)
    print("the notebook here:", notebook)
