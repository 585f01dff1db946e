# cause: not-concurrent
# The caller explores the valleys itself.
import os
import time

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


def send_out(valleys):
    result = []
    for v in valleys:
        try:
            explore(v)
            result.append({"pid": os.getpid(), "parent": os.getppid(), "exit": 0, "wells": notebook[v]})
        except Fog:
            result.append({"pid": os.getpid(), "parent": os.getppid(), "exit": LOST, "wells": 0})
    return result
