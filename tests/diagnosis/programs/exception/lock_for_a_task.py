"""A lock can't be sent to a worker that runs already."""

from multiprocessing import Lock, Pool


def square(x, lock):
    with lock:
        return x * x


def main():
    lock = Lock()
    with Pool(2) as pool:
        return pool.apply(square, (3, lock))
