"""A daemon may not have children."""

from multiprocessing import Process


def inner():
    pass


def outer():
    Process(target=inner).start()


def main():
    p = Process(target=outer, daemon=True)
    p.start()
    p.join()
