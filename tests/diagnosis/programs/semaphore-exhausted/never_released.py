"""Each guest takes a place and none gives it back."""

from multiprocessing import Process, Semaphore


def visit(toilet):
    toilet.acquire()


def main():
    toilet = Semaphore(2)
    guests = [Process(target=visit, args=(toilet,), name=f"guest-{i}") for i in range(3)]
    for g in guests:
        g.start()
    for g in guests:
        g.join()
