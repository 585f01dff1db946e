"""concurrent.futures: submit and result are its words for the same thing."""

import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor
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


def text_of(future, patience=None):
    try:
        return future.result(timeout=patience)
    except Spoiled as error:
        return str(error)


def analyse_box(box, machines):
    with ProcessPoolExecutor(max_workers=machines) as executor:
        samples = executor.submit(open_box, box).result()
        futures = [executor.submit(analyse, sample) for sample in samples]
        return [text_of(future) for future in futures]


def analyse_in_time(sample, patience):
    pool = Pool(processes=1)
    try:
        return pool.apply_async(analyse, kwds={"sample": sample}).get(patience)
    except multiprocessing.TimeoutError:
        return LATE
    except Spoiled as error:
        return f"{error}"
    finally:
        pool.terminate()
        pool.join()
