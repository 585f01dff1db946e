# cause: not-concurrent
# map() puts several samples into one task.
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


def text_of(sample):
    try:
        return analyse(sample)
    except Spoiled as error:
        return str(error)


def analyse_box(box, machines):
    with Pool(machines) as pool:
        return pool.map(text_of, pool.apply(open_box, (box,)))


def analyse_in_time(sample, patience):
    with Pool(1) as pool:
        result = pool.apply_async(analyse, (sample,))
        try:
            return result.get(timeout=patience)
        except multiprocessing.TimeoutError:
            return LATE
        except Spoiled as error:
            return str(error)
