# cause: orphan
# Who comes too late is left to work on.

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
    with Pool(machines) as pool:
        samples = pool.apply(open_box, (box,))
        results = [pool.apply_async(analyse, (s,)) for s in samples]
        texts = []
        for r in results:
            try:
                texts.append(r.get())
            except Spoiled as error:
                texts.append(str(error))
        return texts

pools = []


def analyse_in_time(sample, patience):
    pool = Pool(1)
    pools.append(pool)
    try:
        text = pool.apply_async(analyse, (sample,)).get(patience)
    except TimeoutError:
        return LATE
    except Spoiled as error:
        text = str(error)
    pool.close()
    pool.join()
    return text


if __name__ == "__main__":
    print("A box with three samples for two machines, then a sample that takes too long.")
    print(" ", analyse_box("3 -1 2", machines=2))
    print(" ", analyse_in_time(8, patience=2))
