"""A class around the pool; the patience is what is left until a deadline."""

import multiprocessing
import time
from multiprocessing import Pool


LATE = "late"


class Spoiled(Exception):
    """Nothing can be said of this sample."""


def open_box(box):
    """Given: return the samples in a box, such as [3, -1] for the box "3 -1". Takes a second."""
    time.sleep(1)
    return [int(sample) for sample in box.split()]


def analyse(sample):
    """Given: return what is found. Sample 3 takes three seconds, and so does sample -3.

    Raises Spoiled for a sample below 0.
    """
    time.sleep(abs(sample))
    if sample < 0:
        raise Spoiled(f"sample {sample} is spoiled")
    return f"sample {sample} is fine"


class Laboratory:
    def __init__(self, machines):
        self.pool = Pool(machines)
        self.results = []

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.pool.terminate()
        self.pool.join()

    def hand_over(self, sample):
        self.results.append(self.pool.apply_async(analyse, (sample,)))

    def texts(self, deadline=None):
        for result in self.results:
            left = None if deadline is None else max(0, deadline - time.monotonic())
            try:
                yield result.get(left)
            except Spoiled as error:
                yield str(error)
            except multiprocessing.TimeoutError:
                yield LATE


def analyse_box(box, machines):
    with Laboratory(machines) as laboratory:
        for sample in laboratory.pool.apply(open_box, (box,)):
            laboratory.hand_over(sample)
        return list(laboratory.texts())


def analyse_in_time(sample, patience):
    deadline = time.monotonic() + patience
    with Laboratory(1) as laboratory:
        laboratory.hand_over(sample)
        return next(laboratory.texts(deadline))
