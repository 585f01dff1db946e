# cause: wrong-value
# A spoiled sample is called late.
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


def analyse_box(box, machines):
    texts = []
    with Pool(machines) as pool:
        samples = pool.apply(open_box, (box,))
        results = [pool.apply_async(analyse, (sample,)) for sample in samples]
        for result in results:
            try:
                texts.append(result.get())
            except Spoiled as error:
                texts.append(str(error))
    return texts


def analyse_in_time(sample, patience):
    with Pool(1) as pool:
        try:
            return pool.apply_async(analyse, (sample,)).get(patience)
        except (Spoiled, multiprocessing.TimeoutError):
            return LATE
