# cause: child-failed
# An answer of each scout is waited for, and who is lost sends none.

import time
from multiprocessing import Array, Process
import os, sys
from multiprocessing import Queue

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


def scout(number, valley, q):
    try:
        explore(valley)
    except Fog:
        sys.exit(LOST)
    q.put({"pid": os.getpid(), "parent": os.getppid(), "exit": 0, "wells": notebook[valley]})


def send_out(valleys):
    q = Queue()
    ps = [Process(target=scout, args=(i, v, q), name=v) for i, v in enumerate(valleys)]
    for p in ps:
        p.start()
    reports = [q.get() for _ in ps]
    for p in ps:
        p.join()
    return reports


if __name__ == "__main__":
    print("Three valleys, and one of them is in the fog.")
    for report in send_out(["oak", "fog", "birch"]):
        print(report)
    print("the notebook here:", notebook)
