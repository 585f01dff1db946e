# expect: 0
"""Two children, one of which fails, and the exit code of the other one is read."""

from multiprocessing import Process


def good():
    return


def bad():
    raise KeyError("price")


def main():
    ps = [Process(target=good), Process(target=bad)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    return ps[0].exitcode
