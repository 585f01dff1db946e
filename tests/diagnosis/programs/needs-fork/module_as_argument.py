"""A module can't be packed."""

# method: forkserver
import math
from multiprocessing import Process


def work(module):
    print(module.pi)


def main():
    worker = Process(target=work, args=(math,))
    worker.start()
    worker.join()
