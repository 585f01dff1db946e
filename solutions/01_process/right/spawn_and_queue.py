"""Started with spawn; every scout puts what it knows on a queue."""

import os
import time
from multiprocessing import get_context

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


def scout(number, valley, answers):
    found = 0
    try:
        explore(valley)
        found = notebook[valley]
    except Fog:
        raise SystemExit(LOST) from None
    finally:
        answers.put((number, os.getppid(), found))


def send_out(valleys):
    ctx = get_context("spawn")
    answers = ctx.Queue()
    scouts = []
    for number, valley in enumerate(valleys):
        scouts.append(ctx.Process(target=scout, name=valley, args=(number, valley, answers)))
        scouts[-1].start()
    told = {}
    while len(told) < len(scouts):
        number, parent, wells = answers.get()
        told[number] = parent, wells
    reports = []
    for number, process in enumerate(scouts):
        process.join()
        parent, wells = told[number]
        reports.append(dict(pid=process.pid, parent=parent, exit=process.exitcode, wells=wells))
    return reports
