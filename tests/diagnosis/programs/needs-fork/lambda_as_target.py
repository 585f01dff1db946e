"""A lambda has no name by which a new interpreter could find it."""

# method: spawn
from multiprocessing import Process


def main():
    worker = Process(target=lambda: print("hello"))
    worker.start()
    worker.join()
