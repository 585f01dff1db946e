"""A workshop, and three ways to a new hand. The task is in README.md."""

import os
import time

workshop = {"door": "shut"}  # an ordinary global variable


def look(box, letter):
    """Given: put into the box how the door stands here, what the letter says, and the parent."""
    box.put({"door": workshop["door"], "letter": letter, "parent": os.getppid()})


def saw(plank, width=2):
    """Given: takes a second, and returns how many pieces of this width a plank gives."""
    time.sleep(1)
    return plank // width


def what_a_child_has(method, letter):
    """Open the door, have a child of this start method look around; return what it has seen."""
    # TODO 1: open the door first. What makes a box, and a process, of one certain start method?
    raise NotImplementedError("TODO 1: what_a_child_has()")


def saw_all(planks, tool):
    """Call tool(plank) for each plank, all at once, each in a process of its own.

    Returns what the tool returned, in the order of the planks; by whatever start method.
    """
    # TODO 2: what does a child need, and by which way does it get all of that?
    raise NotImplementedError("TODO 2: saw_all()")


def make_tool(width):
    """Return a tool: called with a plank, it returns saw(plank, width)."""
    # TODO 3: it goes into a new process. What can be sent there?
    raise NotImplementedError("TODO 3: make_tool()")


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


done = main()  # TODO 4: the program begins here. When is it to begin, and when is it not?
