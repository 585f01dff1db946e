"""An executor; a tool is a method of an object, which travels with it."""

import os
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

workshop = {"door": "shut"}  # an ordinary global variable


def look(box, letter):
    """Given: put into the box how the door stands here, what the letter says, and the parent."""
    box.put({"door": workshop["door"], "letter": letter, "parent": os.getppid()})


def saw(plank, width=2):
    """Given: takes a second, and returns how many pieces of this width a plank gives."""
    time.sleep(1)
    return plank // width


def what_a_child_has(method, letter):
    workshop.update(door="open")
    context = get_context(method)
    box = context.SimpleQueue()
    child = context.Process(target=look, kwargs={"box": box, "letter": letter})
    child.start()
    child.join()
    return box.get()


def saw_all(planks, tool):
    with ProcessPoolExecutor(max_workers=len(planks)) as hands:
        return list(hands.map(tool, planks))


class Blade:
    def __init__(self, width):
        self.width = width

    def cut(self, plank):
        return saw(plank, self.width)


def make_tool(width):
    return Blade(width).cut


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
