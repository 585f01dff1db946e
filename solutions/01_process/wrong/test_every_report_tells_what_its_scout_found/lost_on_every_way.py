# cause: child-failed
# A bare except catches the exit of those who found something.

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
        wells[number] = notebook[valley]
        sys.exit(0)
    except Fog:
        wells[number] = 0
    except:
        pass
    sys.exit(LOST)


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
    return [
        {"pid": p.pid, "parent": parents[i], "exit": p.exitcode, "wells": wells[i]}
        for i, p in enumerate(ps)
    ]


if __name__ == "__main__":
    print("Three valleys, and one of them is in the fog.")
    for report in send_out(["oak", "fog", "birch"]):
        print(report)
    print("the notebook here:", notebook)
