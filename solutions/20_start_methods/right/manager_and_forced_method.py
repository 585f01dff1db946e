"""The start method is set anew for each child; a manager keeps the pieces."""

import multiprocessing as mp
import os
import time
from functools import partial

workshop = {"door": "shut"}  # an ordinary global variable


def look(box, letter):
    """Given: put into the box how the door stands here, what the letter says, and the parent."""
    box.put({"door": workshop["door"], "letter": letter, "parent": os.getppid()})


def saw(plank, width=2):
    """Given: takes a second, and returns how many pieces of this width a plank gives."""
    time.sleep(1)
    return plank // width


def what_a_child_has(method, letter):
    before = mp.get_start_method()
    mp.set_start_method(method, force=True)
    try:
        workshop["door"] = "open"
        box = mp.Queue()
        child = mp.Process(target=look, args=(box, letter))
        child.start()
        child.join()
        return box.get()
    finally:
        mp.set_start_method(before, force=True)


def work(number, plank, tool, pieces):
    pieces[number] = tool(plank)


def saw_all(planks, tool):
    with mp.Manager() as manager:
        pieces = manager.dict()
        hands = []
        for number, plank in enumerate(planks):
            hands.append(mp.Process(target=work, args=(number, plank, tool, pieces)))
            hands[-1].start()
        for hand in hands:
            hand.join()
        return [pieces[number] for number in range(len(planks))]


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


if __name__ == "__main__":
    main()
