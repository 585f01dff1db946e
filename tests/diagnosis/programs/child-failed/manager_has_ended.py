"""The manager's with block is left while the child still needs the manager."""

from multiprocessing import Manager, Process


def work(shared):
    shared["done"] = True


def main():
    with Manager() as manager:
        shared = manager.dict()
        worker = Process(target=work, args=(shared,))
        worker.start()
    worker.join()
