"""Moving house: who comes out first, and who can see it. The task is in README.md."""


class Stack:
    """First in, last out (FILO): push() puts a box in, pop() takes one out, unload() all."""

    # TODO 1: write both classes. pop() and get() raise IndexError where there is nothing.
    def __init__(self):
        raise NotImplementedError("TODO 1: Stack and Fifo")


class Fifo:
    """First in, first out (FIFO): put() puts a box in, get() takes one out, unload() all."""

    def __init__(self):
        raise NotImplementedError("TODO 1: Stack and Fifo")


def pack(thing):
    """Given: put a thing in a box."""
    return f"box of {thing}"


def through_a_thread(things, order):
    """Let a thread pack all things into a hall; return the boxes as they come out again.

    The hall is a queue of the module `queue`: by `order` a "fifo" or a "filo".
    """
    # TODO 2: which of its classes is which? And when may the first box be taken out?
    raise NotImplementedError("TODO 2: through_a_thread()")


def two_halls(before, more):
    """Show what becomes of a `queue.Queue` that is given to a process.

    Returns [what the child has in it in the end, what the parent has in it in the end].
    """
    # TODO 3: put `before` in, then start a child process that puts `more` into the same variable.
    raise NotImplementedError("TODO 3: two_halls()")


def through_a_process(things):
    """Let a child process pack all things; return the boxes, in the order of the things."""
    # TODO 4: which queue takes a box from one process to another?
    raise NotImplementedError("TODO 4: through_a_process()")


if __name__ == "__main__":
    print("A van, a hall, and a helper in another flat.")
    try:
        van = Stack()
        for thing in ["cups", "pans"]:
            van.push(pack(thing))
        print("out of the van:", van.unload())
        print("from a thread, fifo and filo:")
        print(through_a_thread(["cups", "pans"], "fifo"), through_a_thread("ab", "filo"))
        print("child's hall, parent's hall:", two_halls(["lamp"], ["rug"]))
        print("from a process:", through_a_process(["cups", "pans"]))
    except NotImplementedError as todo:
        print("Still to do:", todo)
