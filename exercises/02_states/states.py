"""Who runs, who is ready, who waits: one core and its processes. The task is in README.md."""

import time
from multiprocessing import Lock, Process


def execute(core, code, data):
    """Given: the core carries out the next instruction of a process, and returns it."""
    op, arg = code[core["pc"]]
    core["pc"] += 1
    if op == "add":
        core["acc"] += arg
    elif op == "store":
        data[arg] = core["acc"]
    return op, arg


def round_robin(programs, quantum):
    """Let one core carry out all programs in turns; return (states in each tick, data)."""
    core = {"pc": 0, "acc": 0}  # the registers: there is one core
    # TODO 1: a PCB for each program, a queue of those who are ready, and the rules in README.md.
    raise NotImplementedError("TODO 1: round_robin()")


def baker(oven, seconds, mark):
    with oven:
        time.sleep(seconds)
    print(mark)
    time.sleep(0.5)


def bakery():
    oven = Lock()
    anna = Process(target=baker, name="anna", args=(oven, 3, "C"))
    bert = Process(target=baker, name="bert", args=(oven, 1, "D"))
    anna.start()
    time.sleep(1)
    bert.start()
    print("A")
    time.sleep(1)
    print("B")
    anna.join()
    bert.join()
    print("E")


def predict():
    """Say how main, anna and bert stand at the marks of bakery(): {mark: {name: state}}."""
    # TODO 2
    raise NotImplementedError("TODO 2: predict()")


if __name__ == "__main__":
    print("A core with two programs.")
    try:
        print(round_robin({"a": [("add", 2), ("exit", None)], "b": [("exit", None)]}, quantum=1))
        bakery()
        print(predict())
    except NotImplementedError as todo:
        print("Still to do:", todo)
