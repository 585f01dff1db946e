"""Each process is a generator, which keeps its own registers."""

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


def process(code, data):
    core = {"pc": 0, "acc": 0}
    while True:
        op, arg = execute(core, code, data)
        yield op, arg


def round_robin(programs, quantum):
    data = {n: {} for n in programs}
    procs = {n: process(c, data[n]) for n, c in programs.items()}
    state = dict.fromkeys(programs, "ready")
    wake = {}
    line, who, slice_, tick, out = list(programs), None, 0, 0, []
    while set(state.values()) != {"ended"}:
        tick += 1
        if not who and line:
            who, slice_ = line.pop(0), quantum
            state[who] = "running"
        out += [dict(state)]
        if who:
            op, n = next(procs[who])
            slice_ -= 1
        for sleeper in [s for s in programs if wake.get(s) == tick]:
            del wake[sleeper]
            state[sleeper] = "ready"
            line.append(sleeper)
        if who:
            if op == "exit":
                state[who], who = "ended", None
            elif op == "wait":
                wake[who] = tick + n
                state[who], who = "blocked", None
            elif slice_ == 0:
                line.append(who)
                state[who], who = "ready", None
    return out, data


def predict():
    marks = {}
    for mark, (main, anna, bert) in zip(
        "ABCDE",
        [
            ("running", "blocked", "ready"),
            ("running", "blocked", "blocked"),
            ("blocked", "running", "ready"),
            ("blocked", "ended", "running"),
            ("running", "ended", "ended"),
        ],
    ):
        marks[mark] = {"bert": bert, "anna": anna, "main": main}
    return marks


if __name__ == "__main__":
    print("A core with two programs.")
    print(round_robin({"a": [("add", 2), ("exit", None)], "b": [("exit", None)]}, quantum=1))
    bakery()
    print(predict())
