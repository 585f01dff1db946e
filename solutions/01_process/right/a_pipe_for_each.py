"""A pipe for each scout, over which it sends both numbers."""

import time
from multiprocessing import Array, Process
import os, sys
from multiprocessing import Pipe

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
    """wells is the sending end of a pipe here."""
    found, code = 0, 0
    try:
        explore(valley)
        found = notebook[valley]
    except Fog:
        code = LOST
    wells.send((os.getppid(), found))
    wells.close()
    if code:
        raise SystemExit(code)


def send_out(valleys):
    scouts = []
    for number, valley in enumerate(valleys):
        here, there = Pipe(duplex=False)
        p = Process(target=scout, args=(number, valley, there, None), name=valley)
        p.start()
        there.close()
        scouts.append((p, here))
    reports = []
    for p, here in scouts:
        parent, wells = here.recv()
        p.join()
        reports.append({"pid": p.pid, "parent": parent, "exit": p.exitcode, "wells": wells})
    return reports


if __name__ == "__main__":
    print("Three valleys, and one of them is in the fog.")
    for report in send_out(["oak", "fog", "birch"]):
        print(report)
    print("the notebook here:", notebook)
