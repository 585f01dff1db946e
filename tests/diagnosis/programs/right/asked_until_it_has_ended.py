# expect: [0, []]
"""Asked again and again, with a pause: who is told of the end late only asks once more."""

import time
from multiprocessing import Pipe, Process, active_children


def work(end):
    end.send("done")


def main():
    ours, theirs = Pipe()
    p = Process(target=work, args=(theirs,))
    p.start()
    ours.recv()
    while p.is_alive():
        time.sleep(0.1)
    return [p.exitcode, active_children()]
