# expect: [1]
"""What prepares each worker of a pool fails, in each worker that takes another's place."""

from multiprocessing import Pool


def load():
    raise RuntimeError("no table")


def look_up(i):
    return i


def main():
    with Pool(1, initializer=load) as pool:
        return pool.map(look_up, [1])
