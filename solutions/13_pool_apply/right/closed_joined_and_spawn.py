"""Started with spawn; closed and joined before the results are looked at."""

import time
from multiprocessing import get_context


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


def what_became_of(result):
    if result.successful():
        return result.get()
    try:
        result.get()
    except Spoiled as error:
        return str(error)


def analyse_box(box, machines):
    pool = get_context("spawn").Pool(machines)
    samples = pool.apply_async(open_box, [box]).get()
    results = [pool.apply_async(analyse, [sample]) for sample in samples]
    pool.close()
    pool.join()
    return [what_became_of(result) for result in results]


def analyse_in_time(sample, patience):
    pool = get_context("spawn").Pool(1)
    result = pool.apply_async(analyse, [sample])
    result.wait(patience)
    text = what_became_of(result) if result.ready() else LATE
    pool.terminate()
    pool.join()
    return text
