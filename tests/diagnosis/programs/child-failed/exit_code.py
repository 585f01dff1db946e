"""A child ends with a code."""

import sys
from multiprocessing import Process


def work():
    sys.exit(3)


def main():
    p = Process(target=work, name="worker")
    p.start()
    p.join()
