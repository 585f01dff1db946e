# cause: wrong-value
# Every row is the same dict.

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


def round_robin(programs, quantum):
    """Generators: each process is one that yields what its last instruction was."""
    core = {"pc": 0, "acc": 0}
    pcbs = {name: {"code": code, "data": {}, "regs": {"pc": 0, "acc": 0}, "state": "ready", "left": 0}
            for name, code in programs.items()}
    queue = list(programs)
    states = {}
    rows, running, slice_left = [], None, 0
    while any(p["state"] != "ended" for p in pcbs.values()):
        if running is None and queue:
            running = queue.pop(0)
            pcbs[running]["state"] = "running"
            core.update(pcbs[running]["regs"])
            slice_left = quantum
        states.update({name: p["state"] for name, p in pcbs.items()})
        rows.append(states)
        op = arg = None
        if running is not None:
            op, arg = execute(core, pcbs[running]["code"], pcbs[running]["data"])
            slice_left -= 1
        for name, p in pcbs.items():
            if p["state"] == "blocked":
                p["left"] -= 1
                if p["left"] == 0:
                    p["state"] = "ready"
                    queue.append(name)
        if running is not None:
            p = pcbs[running]
            if op == "exit":
                p["state"] = "ended"
                running = None
            elif op == "wait":
                p["state"], p["left"] = "blocked", arg
                p["regs"] = dict(core)
                running = None
            elif slice_left == 0:
                p["state"] = "ready"
                p["regs"] = dict(core)
                queue.append(running)
                running = None
    return rows, {name: p["data"] for name, p in pcbs.items()}


def predict():
    r, g, b, e = "running", "ready", "blocked", "ended"
    return {
        "A": {"main": r, "anna": b, "bert": g},
        "B": {"main": r, "anna": b, "bert": b},
        "C": {"main": b, "anna": r, "bert": g},
        "D": {"main": b, "anna": e, "bert": r},
        "E": {"main": r, "anna": e, "bert": e},
    }


if __name__ == "__main__":
    print("A core with two programs.")
    print(round_robin({"a": [("add", 2), ("exit", None)], "b": [("exit", None)]}, quantum=1))
    bakery()
    print(predict())
