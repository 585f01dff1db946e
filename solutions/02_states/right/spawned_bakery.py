"""The bakery's processes are spawned; the simulation is a generator of rows."""

import time
from multiprocessing import get_context
from types import SimpleNamespace


def execute(core, code, data):
    """Given: the core carries out the next instruction of a process, and returns it."""
    op, arg = code[core["pc"]]
    core["pc"] += 1
    if op == "add":
        core["acc"] += arg
    elif op == "store":
        data[arg] = core["acc"]
    return op, arg


spawn = get_context("spawn")
Lock, Process = spawn.Lock, spawn.Process


def ticks(pcbs, quantum):
    core, queue, running, used = {}, [*pcbs], None, 0
    while not all(p.state == "ended" for p in pcbs):
        if running is None and queue:
            running, used = queue.pop(0), 0
            running.state = "running"
            core = running.registers.copy()
        yield {p.name: p.state for p in pcbs}
        waiting = [p for p in pcbs if p.state == "blocked"]
        next_state = None
        if running is not None:
            op, arg = execute(core, running.code, running.data)
            used += 1
            next_state = {"exit": "ended", "wait": "blocked"}.get(op, "ready" if used >= quantum else "running")
            if op == "wait":
                running.ticks = arg
        for p in waiting:
            p.ticks -= 1
            if p.ticks <= 0:
                p.state = "ready"
                queue += [p]
        if next_state is not None:
            running.state = next_state
            running.registers = core.copy()
            if next_state == "ready":
                queue += [running]
            if next_state != "running":
                running = None


def round_robin(programs, quantum):
    pcbs = [
        SimpleNamespace(
            name=name, code=tuple(code), data={}, registers={"pc": 0, "acc": 0}, state="ready", ticks=0
        )
        for name, code in programs.items()
    ]
    return list(ticks(pcbs, quantum)), {p.name: p.data for p in pcbs}


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
    names = "main", "anna", "bert"
    table = """
        A running blocked ready
        B running blocked blocked
        C blocked running ready
        D blocked ended running
        E running ended ended
    """
    return {
        mark: dict(zip(names, states))
        for mark, *states in map(str.split, table.strip().splitlines())
    }
