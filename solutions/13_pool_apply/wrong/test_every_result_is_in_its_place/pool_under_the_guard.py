# cause: exception
# The pool is made where the file is run as a program, and nowhere else.
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
    samples = pool.apply(open_box, (box,))
    results = [pool.apply_async(analyse, (sample,)) for sample in samples]
    texts = []
    for result in results:
        try:
            texts.append(result.get())
        except Spoiled as error:
            texts.append(str(error))
    return texts


def analyse_in_time(sample, patience):
    with Pool(1) as pool:
        result = pool.apply_async(analyse, (sample,))
        try:
            return result.get(timeout=patience)
        except multiprocessing.TimeoutError:
            return LATE
        except Spoiled as error:
            return str(error)


if __name__ == "__main__":  # its own
    pool = Pool(2)
    print(analyse_box("3 -1 2", machines=2))
