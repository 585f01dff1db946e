"""Daemons that are joined all the same, and a Value for each number."""

import time
from multiprocessing import Process, Value, parent_process

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


def scout(valley, wells, parent):
    parent.value = parent_process().pid
    try:
        explore(valley)
    except Fog:
        exit(LOST)
    wells.value = notebook[valley]


def send_out(valleys):
    reports, scouts = [], {}
    for valley in valleys:
        wells, parent = Value("i"), Value("i")
        process = Process(target=scout, kwargs={"valley": valley, "wells": wells, "parent": parent})
        process.daemon = True
        process.name = valley
        process.start()
        scouts[process] = wells, parent
    for process in reversed(scouts):
        process.join()
    for process, (wells, parent) in scouts.items():
        reports.append({"pid": process.ident, "parent": parent.value})
        reports[-1].update({"exit": process.exitcode, "wells": wells.value})
    return reports
