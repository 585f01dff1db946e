"""Who runs, who is ready, who waits: one core and its processes."""

import time
from collections import deque
from dataclasses import dataclass, field
from multiprocessing import Lock, Process


@dataclass
class PCB:
    """What the system keeps of one process."""

    name: str
    code: list
    data: dict = field(default_factory=dict)
    registers: dict = field(default_factory=lambda: {"pc": 0, "acc": 0})
    state: str = "ready"
    waits: int = 0  # ticks until what it has asked for is there


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
    core = {"pc": 0, "acc": 0}
    pcbs = [PCB(name, code) for name, code in programs.items()]
    ready = deque(pcbs)
    running, slice_left = None, 0
    rows = []
    while any(pcb.state != "ended" for pcb in pcbs):
        if running is None and ready:
            running, slice_left = ready.popleft(), quantum
            running.state = "running"
            core.update(running.registers)
        rows.append({pcb.name: pcb.state for pcb in pcbs})
        blocked = [pcb for pcb in pcbs if pcb.state == "blocked"]
        op = ""
        if running is not None:
            op, arg = execute(core, running.code, running.data)
            slice_left -= 1
        for pcb in blocked:
            pcb.waits -= 1
            if pcb.waits == 0:
                pcb.state = "ready"
                ready.append(pcb)
        if running is None:
            continue
        if op == "exit":
            running.state = "ended"
        elif op == "wait":
            running.state, running.waits = "blocked", arg
        elif slice_left == 0:
            running.state = "ready"
            ready.append(running)
        if running.state != "running":
            running.registers.update(core)
            running = None
    return rows, {pcb.name: pcb.data for pcb in pcbs}


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
    return {
        "A": {"main": "running", "anna": "blocked", "bert": "ready"},
        "B": {"main": "running", "anna": "blocked", "bert": "blocked"},
        "C": {"main": "blocked", "anna": "running", "bert": "ready"},
        "D": {"main": "blocked", "anna": "ended", "bert": "running"},
        "E": {"main": "running", "anna": "ended", "bert": "ended"},
    }


if __name__ == "__main__":
    print("A core with two programs.")
    print(round_robin({"a": [("add", 2), ("exit", None)], "b": [("exit", None)]}, quantum=1))
    bakery()
    print(predict())
