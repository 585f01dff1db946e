# cause: sleep-as-synchronisation
# Each result gets ten seconds, and is called late after that.

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
                texts.append(r.get(timeout=10))
            except Spoiled as error:
                texts.append(str(error))
            except TimeoutError:
                texts.append(LATE)
        return texts


def analyse_in_time(sample, patience):
    with Pool(1) as pool:
        result = pool.apply_async(analyse, (sample,))
        try:
            return result.get(patience)
        except TimeoutError:
            return LATE
        except Spoiled as error:
            return str(error)


if __name__ == "__main__":
    print("A box with three samples for two machines, then a sample that takes too long.")
    print(" ", analyse_box("3 -1 2", machines=2))
    print(" ", analyse_in_time(8, patience=2))
