"""A laboratory with a Pool of machines: apply and apply_async."""

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


def text_of(result, patience=None):
    """Wait for a result; return its text, or that of the error that it holds."""
    try:
        return result.get(patience)
    except Spoiled as error:
        return str(error)
    except multiprocessing.TimeoutError:
        return LATE


def analyse_box(box, machines):
    """Open the box, and analyse its samples, in a pool of so many machines."""
    with Pool(machines) as pool:
        samples = pool.apply(open_box, (box,))
        results = [pool.apply_async(analyse, (sample,)) for sample in samples]
        return [text_of(result) for result in results]


def analyse_in_time(sample, patience):
    """Analyse one sample with a pool of one machine, and wait for `patience` seconds at most."""
    with Pool(1) as pool:
        return text_of(pool.apply_async(analyse, (sample,)), patience)


if __name__ == "__main__":
    print("A box with three samples for two machines, then a sample that takes too long.")
    print(" ", analyse_box("3 -1 2", machines=2))
    print(" ", analyse_in_time(8, patience=2))
