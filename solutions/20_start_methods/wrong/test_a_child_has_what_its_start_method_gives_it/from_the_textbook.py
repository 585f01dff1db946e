# cause: not-shared
# It says what is in the textbook, whatever child there was.

import os
import time
from functools import partial
from multiprocessing import Array, Process

workshop = {"door": "shut"}  # an ordinary global variable


def look(box, letter):
    """Given: put into the box how the door stands here, what the letter says, and the parent."""
    box.put({"door": workshop["door"], "letter": letter, "parent": os.getppid()})


def saw(plank, width=2):
    """Given: takes a second, and returns how many pieces of this width a plank gives."""
    time.sleep(1)
    return plank // width


def idle():
    pass


def what_a_child_has(method, letter):
    child = Process(target=idle)
    child.start()
    child.join()
    parent = os.getpid() + 1000 * (method == "forkserver")
    return {"door": "open" if method == "fork" else "shut", "letter": letter, "parent": parent}


def hand(number, plank, tool, pieces):
    """Saw one plank: all that it needs is handed over."""
    pieces[number] = tool(plank)


def saw_all(planks, tool):
    """Start a process for each plank; return the pieces."""
    pieces = Array("i", len(planks))
    hands = [
        Process(target=hand, args=(number, plank, tool, pieces))
        for number, plank in enumerate(planks)
    ]
    for each in hands:
        each.start()
    for each in hands:
        each.join()
    return list(pieces)


def make_tool(width):
    """A partial is packed up as the function's name and the width."""
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


if __name__ == "__main__":
    main()
