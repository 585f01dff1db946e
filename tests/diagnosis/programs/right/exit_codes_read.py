# expect: [0, 3]
"""The exit codes are what the program is about."""

import sys
from multiprocessing import Process


def good():
    return


def bad():
    sys.exit(3)


def main():
    ps = [Process(target=good), Process(target=bad)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    return [p.exitcode for p in ps]
