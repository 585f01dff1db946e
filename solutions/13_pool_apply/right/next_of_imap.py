"""imap, asked for one result at a time."""

import time
from multiprocessing import Pool
from multiprocessing import TimeoutError

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
        samples = pool.apply_async(open_box, [box]).get()
        found = pool.imap(analyse, samples)
        while len(texts) < len(samples):
            try:
                texts.append(next(found))
            except Spoiled as spoiled:
                texts.append(spoiled.args[0])
    return texts


def analyse_in_time(sample, patience):
    pool = Pool(1)
    try:
        return pool.apply_async(analyse, args=[sample]).get(timeout=patience)
    except (TimeoutError, Spoiled) as why:
        return LATE if isinstance(why, TimeoutError) else str(why)
    finally:
        pool.terminate()
        pool.join()


if __name__ == "__main__":
    print("A box with three samples for two machines, then a sample that takes too long.")
    print(" ", analyse_box("3 -1 2", machines=2))
    print(" ", analyse_in_time(8, patience=2))
