"""Callbacks put each text into its place; an event tells that it came in time."""

import threading
import time
from functools import partial
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


class Report:
    def __init__(self, size):
        self.texts = [None] * size
        self.came = threading.Event()

    def put(self, place, text):
        self.texts[place] = str(text)
        self.came.set()


def order(pool, report, place, sample):
    put = partial(report.put, place)
    pool.apply_async(analyse, (sample,), callback=put, error_callback=put)


def analyse_box(box, machines):
    pool = Pool(machines)
    samples = pool.apply(open_box, (box,))
    report = Report(len(samples))
    for place, sample in enumerate(samples):
        order(pool, report, place, sample)
    pool.close()
    pool.join()
    return report.texts


def analyse_in_time(sample, patience):
    report = Report(1)
    with Pool(1) as pool:
        order(pool, report, 0, sample)
        return report.texts[0] if report.came.wait(patience) else LATE
