"""A pool has a worker for each plank; it packs up what it is given as well."""

import os
import time
from functools import partial
from multiprocessing import Pool, get_context

workshop = {"door": "shut"}  # an ordinary global variable


def look(box, letter):
    """Given: put into the box how the door stands here, what the letter says, and the parent."""
    box.put({"door": workshop["door"], "letter": letter, "parent": os.getppid()})


def saw(plank, width=2):
    """Given: takes a second, and returns how many pieces of this width a plank gives."""
    time.sleep(1)
    return plank // width


def what_a_child_has(method, letter):
    ctx = get_context(method)
    workshop["door"] = "open"
    box = ctx.Queue()
    p = ctx.Process(target=look, args=(box, letter))
    p.start()
    seen = box.get()
    p.join()
    return seen


def saw_all(planks, tool):
    with Pool(len(planks)) as pool:
        return pool.map(tool, planks, chunksize=1)


def make_tool(width):
    return partial(saw, width=width)
