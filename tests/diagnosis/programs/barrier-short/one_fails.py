"""A runner falls before the start."""

from multiprocessing import Barrier, Process


def run(start, shoes):
    if not shoes:
        return
    start.wait()


def main():
    start = Barrier(2)
    ps = [Process(target=run, args=(start, shoes), name=f"runner-{shoes}") for shoes in (0, 2)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
