"""A dataclass for each process, and the states as an Enum whose members are texts."""

import time
from multiprocessing import Lock, Process
from collections import deque
from dataclasses import dataclass, field
from enum import Enum


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


class State(str, Enum):
    READY = "ready"
    RUNNING = "running"
    BLOCKED = "blocked"
    ENDED = "ended"


@dataclass
class PCB:
    name: str
    code: list
    state: State = State.READY
    data: dict = field(default_factory=dict)
    registers: dict = field(default_factory=lambda: {"pc": 0, "acc": 0})
    sleep: int = 0


def round_robin(programs, quantum):
    pcbs = [PCB(name, code) for name, code in programs.items()]
    ready = deque(pcbs)
    current, used, history = None, 0, []
    while not all(p.state is State.ENDED for p in pcbs):
        if current is None and ready:
            current = ready.popleft()
            current.state = State.RUNNING
            used = 0
        history.append({p.name: p.state for p in pcbs})
        waiting = [p for p in pcbs if p.state is State.BLOCKED]
        op, arg = execute(current.registers, current.code, current.data) if current else ("", 0)
        for p in waiting:
            p.sleep -= 1
            if not p.sleep:
                p.state = State.READY
                ready.append(p)
        if current is None:
            continue
        used += 1
        if op == "exit":
            current.state = State.ENDED
        elif op == "wait":
            current.state, current.sleep = State.BLOCKED, arg
        elif used == quantum:
            current.state = State.READY
            ready.append(current)
        else:
            continue
        current = None
    return history, {p.name: p.data for p in pcbs}


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
