# cause: wrong-value
# All PCBs share one dict for their registers' acc.
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


class PCB:
    registers = {"acc": 0}

    def __init__(self, name, code):
        self.name = name
        self.code = code
        self.data = {}
        self.pc = 0
        self.state = "ready"
        self.wait = 0


def round_robin(programs, quantum):
    core = {"pc": 0, "acc": 0}
    pcbs = []
    for name in programs:
        pcbs.append(PCB(name, programs[name]))
    queue = list(pcbs)
    current = None
    used = 0
    rows = []
    while not all(p.state == "ended" for p in pcbs):
        # 1 dispatch
        if current is None and queue:
            current = queue.pop(0)
            current.state = "running"
            core["pc"] = current.pc
            core["acc"] = current.registers["acc"]
            used = 0
        # 2 write down
        rows.append({p.name: p.state for p in pcbs})
        was_blocked = [p for p in pcbs if p.state == "blocked"]
        # 3 execute
        op = arg = None
        if current is not None:
            op, arg = execute(core, current.code, current.data)
            used += 1
        # 4 wake up
        for p in was_blocked:
            p.wait -= 1
            if p.wait == 0:
                p.state = "ready"
                queue.append(p)
        # 5 who ran
        if current is not None:
            current.pc = core["pc"]
            current.registers["acc"] = core["acc"]
            if op == "exit":
                current.state = "ended"
                current = None
            elif op == "wait":
                current.state = "blocked"
                current.wait = arg
                current = None
            elif used == quantum:
                current.state = "ready"
                queue.append(current)
                current = None
    return rows, {p.name: p.data for p in pcbs}


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
