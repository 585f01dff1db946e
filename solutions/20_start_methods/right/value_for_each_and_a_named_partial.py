"""A number for each plank; tools are made at the top of the file, by their widths."""

import os
import time
from functools import partial
from multiprocessing import Process, Value, get_context

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


def work(plank, tool, pieces):
    pieces.value = tool(plank)


def saw_all(planks, tool):
    hands, found = [], []
    for plank in planks:
        pieces = Value("i", 0, lock=False)
        hand = Process(target=work, args=(plank, tool, pieces))
        hand.start()
        hands.append(hand)
        found.append(pieces)
    for hand in hands:
        hand.join()
    return [pieces.value for pieces in found]


TOOLS = {width: partial(saw, width=width) for width in range(1, 20)}


def make_tool(width):
    return TOOLS.get(width) or partial(saw, width=width)


def main():
    """Given: the example run. Returns whether nothing is left to do."""
    print("A workshop, and three ways to a new hand.")
    try:
        for each in ("fork", "spawn", "forkserver"):
            print(f"{each}:", what_a_child_has(each, "oak, please"))
        print("this process is", os.getpid())
        print("pieces:", saw_all([6, 8, 9], make_tool(3)))
    except NotImplementedError as todo:
        print("Still to do:", todo)
        return False
    return True
