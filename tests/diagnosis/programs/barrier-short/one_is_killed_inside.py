"""One who has come is killed, and the barrier does not know."""

import time
from multiprocessing import Barrier, Process


def walker(gate):
    gate.wait()


def main():
    gate = Barrier(2)
    a = Process(target=walker, args=(gate,))
    a.start()
    time.sleep(1)
    a.kill()
    a.join()
    gate.wait()
