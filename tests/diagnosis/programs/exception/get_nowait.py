"""get_nowait() right after put."""

from multiprocessing import Queue


def main():
    q = Queue()
    q.put(1)
    return q.get_nowait()
