"""A Process subclass; the way home is a pipe, and the exit code is set by os._exit()."""

import os
import time
from multiprocessing import Pipe, Process

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


class Scout(Process):
    def __init__(self, valley):
        super().__init__(name=valley)
        self.home, self.way = Pipe(duplex=False)

    def run(self):
        self.way.send(os.getppid())
        try:
            explore(self.name)
        except Fog:
            os._exit(LOST)
        self.way.send(notebook[self.name])

    def report(self):
        self.join()
        parent = self.home.recv()
        wells = self.home.recv() if self.home.poll() else 0
        return {"pid": self.pid, "parent": parent, "exit": self.exitcode, "wells": wells}


def send_out(valleys):
    scouts = [Scout(valley) for valley in valleys]
    for s in scouts:
        s.start()
    return [s.report() for s in scouts]
