"""A class of processes: its objects are packed up with what they hold."""

import os
import time
from functools import partial
from multiprocessing import Process, SimpleQueue, get_context

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


class Hand(Process):
    def __init__(self, number, plank, tool, answers):
        super().__init__(name=f"hand-{number}")
        self.number, self.plank, self.tool, self.answers = number, plank, tool, answers

    def run(self):
        self.answers.put((self.number, self.tool(self.plank)))


def saw_all(planks, tool):
    answers = SimpleQueue()
    hands = [Hand(number, plank, tool, answers) for number, plank in enumerate(planks)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    return [pieces for _, pieces in sorted(answers.get() for _ in hands)]


def make_tool(width):
    return partial(saw, width=width)


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
