"""A class for the machine; every process has registers that the core points to."""

import collections
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


class Pcb:
    def __init__(self, name, code):
        self.name, self.code, self.state = name, code, "ready"
        self.data, self.registers, self.sleep = {}, dict(pc=0, acc=0), 0

    def __repr__(self):
        return f"<{self.name} {self.state} {self.registers}>"


class Machine:
    def __init__(self, programs, quantum):
        self.table = [Pcb(n, c) for n, c in programs.items()]
        self.ready = iter(())
        self.queue = collections.deque(self.table)
        self.core, self.current, self.quantum, self.left = None, None, quantum, 0
        self.rows = []

    def tick(self):
        if self.current is None and self.queue:
            self.current = self.queue.popleft()
            self.current.state, self.left = "running", self.quantum
            self.core = self.current.registers  # the switch: these are the core's registers now
        self.rows.append({pcb.name: pcb.state for pcb in self.table})
        sleepers = [pcb for pcb in self.table if pcb.state == "blocked"]
        op = self.work()
        for pcb in sleepers:
            pcb.sleep -= 1
            if not pcb.sleep:
                pcb.state = "ready"
                self.queue.append(pcb)
        if op is not None and self.current.state != "running":
            if self.current.state == "ready":
                self.queue.append(self.current)
            self.current = None

    def work(self):
        pcb = self.current
        if pcb is None:
            return None
        op, arg = execute(self.core, pcb.code, pcb.data)
        self.left -= 1
        if op == "exit":
            pcb.state = "ended"
        elif op == "wait":
            pcb.state, pcb.sleep = "blocked", arg
        elif not self.left:
            pcb.state = "ready"
        return op


def round_robin(programs, quantum):
    machine = Machine(programs, quantum)
    while {pcb.state for pcb in machine.table} - {"ended"}:
        machine.tick()
    return machine.rows, {pcb.name: pcb.data for pcb in machine.table}


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
    return {
        "A": {"main": "running", "anna": "blocked", "bert": "ready"},
        "B": {"main": "running", "anna": "blocked", "bert": "blocked"},
        "C": {"main": "blocked", "anna": "running", "bert": "ready"},
        "D": {"main": "blocked", "anna": "ended", "bert": "running"},
        "E": {"main": "running", "anna": "ended", "bert": "ended"},
    }
