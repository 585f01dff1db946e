"""Scouts: a process for each valley. The task is in README.md."""

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
    """Explore one valley, in a process of its own.

    Writes into parents[number] the process id of its parent, and into wells[number] the wells
    that it found. In the fog it ends its process with the exit code LOST.
    """
    # TODO 1
    raise NotImplementedError("TODO 1: scout()")


def send_out(valleys):
    """Send one scout process into each valley, all at the same time, and wait for all of them.

    Returns one report for each valley, in order: a dict with pid, parent, exit and wells.
    """
    wells = Array("i", len(valleys))
    parents = Array("i", len(valleys))
    # TODO 2: make and start a process for each valley, named after it; wait; report.
    raise NotImplementedError("TODO 2: send_out()")


if __name__ == "__main__":
    print("Three valleys, and one of them is in the fog.")
    try:
        for report in send_out(["oak", "fog", "birch"]):
            print(report)
        print("the notebook here:", notebook)
    except NotImplementedError as todo:
        print("Still to do:", todo)
