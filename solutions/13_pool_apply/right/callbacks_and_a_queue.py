"""Callbacks put what has come into a queue, or set an event among threads."""

import time
from multiprocessing import Pool
import threading
import queue

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


def analyse_box(box, machines):
    done = queue.Queue()
    with Pool(machines) as pool:
        pool.apply_async(open_box, (box,), callback=done.put)
        samples = done.get()
        texts = [None] * len(samples)
        for place, sample in enumerate(samples):
            def keep(value, place=place):
                done.put((place, str(value)))

            pool.apply_async(analyse, (sample,), callback=keep, error_callback=keep)
        for _ in samples:
            place, text = done.get()
            texts[place] = text
    return texts


def analyse_in_time(sample, patience):
    there = threading.Event()
    got = []

    def keep(value):
        got.append(str(value))
        there.set()

    with Pool(1) as pool:
        pool.apply_async(analyse, (sample,), callback=keep, error_callback=keep)
        return got[0] if there.wait(patience) else LATE


if __name__ == "__main__":
    print("A box with three samples for two machines, then a sample that takes too long.")
    print(" ", analyse_box("3 -1 2", machines=2))
    print(" ", analyse_in_time(8, patience=2))
