"""Two wait, one is notified."""

import time
from multiprocessing import Condition, Process


def waiter(cond):
    with cond:
        cond.wait()


def main():
    cond = Condition()
    ps = [Process(target=waiter, args=(cond,)) for _ in range(2)]
    for p in ps:
        p.start()
    time.sleep(1)
    with cond:
        cond.notify()
    for p in ps:
        p.join()
