"""Plain dicts for the PCBs, one function for each transition."""

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


def become(pcb, state, queue):
    pcb["state"] = state
    if state == "ready":
        queue.append(pcb)


def dispatch(pcb, core):
    pcb["state"] = "running"
    core.clear()
    core.update(pcb["registers"])


def leave_core(pcb, core, state, queue):
    pcb["registers"] = dict(core)
    become(pcb, state, queue)


def round_robin(programs, quantum):
    core = {"pc": 0, "acc": 0}
    pcbs, queue = {}, []
    for name, code in programs.items():
        pcb = {"name": name, "code": code, "data": {}, "registers": {"pc": 0, "acc": 0}, "until": 0}
        pcbs[name] = pcb
        become(pcb, "ready", queue)
    rows, running, ends = [], None, 0
    for tick in range(1, 1_000_000):
        if not running and queue:
            running = queue.pop(0)
            dispatch(running, core)
            ends = tick + quantum
        rows.append({name: pcb["state"] for name, pcb in pcbs.items()})
        asked, much = None, None
        if running:
            asked, much = execute(core, running["code"], running["data"])
        for pcb in pcbs.values():
            if pcb["state"] == "blocked" and pcb["until"] == tick:
                become(pcb, "ready", queue)
        if running and asked == "wait":
            running["until"] = tick + much
            leave_core(running, core, "blocked", queue)
            running = None
        elif running and asked == "exit":
            leave_core(running, core, "ended", queue)
            running = None
        elif running and tick + 1 == ends:
            leave_core(running, core, "ready", queue)
            running = None
        if {pcb["state"] for pcb in pcbs.values()} == {"ended"}:
            break
    return rows, {name: pcb["data"] for name, pcb in pcbs.items()}


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
