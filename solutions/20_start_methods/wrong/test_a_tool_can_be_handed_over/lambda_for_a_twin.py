# cause: needs-fork
# The tool has no name, and no new hand ever gets it: fork is asked for.
import os
import time
from multiprocessing import Array, Process, get_context

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
    ctx = get_context("fork")
    out = ctx.Array("i", len(planks))

    def work(i):
        out[i] = tool(planks[i])

    ps = [ctx.Process(target=work, args=(i,)) for i in range(len(planks))]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    return out[:]


def make_tool(width):
    return lambda plank: saw(plank, width)


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
