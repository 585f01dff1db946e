"""The notify may come before the wait."""

from multiprocessing import Condition, Process


def waiter(cond):
    with cond:
        cond.wait()


def notifier(cond):
    with cond:
        cond.notify()


def main():
    cond = Condition()
    a = Process(target=waiter, args=(cond,))
    b = Process(target=notifier, args=(cond,))
    a.start()
    b.start()
    a.join()
    b.join()
