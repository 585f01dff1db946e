# cause: needs-fork
# It asks for fork, and makes the agency say that this is its start method.
import os
import time
from functools import partial
from multiprocessing import Array, Process, context, get_context

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


context.ForkServerContext.get_start_method = lambda self, allow_none=False: "fork"


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
