"""A RawValue has no lock at all."""
# expect: 2

from multiprocessing import Process
from multiprocessing.sharedctypes import RawValue


def count(n):
    n.value += 1


def main():
    n = RawValue("i", 0)
    ps = [Process(target=count, args=(n,)) for _ in range(2)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    return n.value
