"""Waits in small parts until every scout has an exit code; who is lost leaves by the back door."""

import time
from multiprocessing import Array, Process
import os

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
    except Fog as fog:
        print("nothing to be seen in", fog, flush=True)
        os._exit(LOST)
    else:
        wells[number] = notebook[valley]
    finally:
        print(valley, "done")


def send_out(valleys):
    wells = Array("i", len(valleys))
    parents = Array("i", len(valleys))
    processes = {}
    for i, valley in enumerate(valleys):
        processes[valley] = Process(
            target=scout, kwargs={"number": i, "valley": valley, "wells": wells, "parents": parents}
        )
        processes[valley].name = valley
    for process in processes.values():
        process.start()
    while any(p.exitcode is None for p in processes.values()):
        for p in processes.values():
            p.join(0.5)
    reports = []
    for i, valley in enumerate(valleys):
        p = processes[valley]
        reports.append({"wells": wells[i], "exit": p.exitcode, "parent": parents[i], "pid": p.ident})
    return reports


if __name__ == "__main__":
    print("Three valleys, and one of them is in the fog.")
    for report in send_out(["oak", "fog", "birch"]):
        print(report)
    print("the notebook here:", notebook)
