"""A laboratory with a Pool of machines: apply and apply_async. The task is in README.md."""

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
    """Open the box, and analyse its samples, in a pool of so many machines.

    Returns a text for each sample, in the order of the samples: what was found, or the error's.
    """
    # TODO 1: have the box opened by a machine. Nothing can be done before that.
    # TODO 2: give the machines one task for each sample, and collect what became of each.
    raise NotImplementedError("TODO 1 and 2: analyse_box()")


def analyse_in_time(sample, patience):
    """Analyse one sample with a pool of one machine, and wait for `patience` seconds at most.

    Returns its text as above, or LATE.
    """
    # TODO 3
    raise NotImplementedError("TODO 3: analyse_in_time()")


if __name__ == "__main__":
    print("A box with three samples for two machines, then a sample that takes too long.")
    try:
        print(" ", analyse_box("3 -1 2", machines=2))
        print(" ", analyse_in_time(8, patience=2))
    except NotImplementedError as todo:
        print("Still to do:", todo)
