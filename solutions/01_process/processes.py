"""Scouts: a process for each valley."""

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
    """Explore one valley; the notebook of this process goes with it, what is in `wells` stays."""
    parents[number] = os.getppid()
    try:
        explore(valley)
    except Fog:
        sys.exit(LOST)
    wells[number] = notebook[valley]


def send_out(valleys):
    """Send one scout process into each valley; return a report of each."""
    wells = Array("i", len(valleys))
    parents = Array("i", len(valleys))
    scouts = [
        Process(target=scout, name=valley, args=(number, valley, wells, parents))
        for number, valley in enumerate(valleys)
    ]
    for process in scouts:
        process.start()
    for process in scouts:
        process.join()
    return [
        {
            "pid": process.pid,
            "parent": parents[number],
            "exit": process.exitcode,
            "wells": wells[number],
        }
        for number, process in enumerate(scouts)
    ]


if __name__ == "__main__":
    print("Three valleys, and one of them is in the fog.")
    for report in send_out(["oak", "fog", "birch"]):
        print(report)
    print("the notebook here:", notebook)
