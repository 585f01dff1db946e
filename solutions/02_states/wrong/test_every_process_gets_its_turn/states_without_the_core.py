# cause: wrong-value
# Every process gets one quantum in the row of a single tick.
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
    pcbs = [{"name": n, "code": c, "data": {}, "registers": {"pc": 0, "acc": 0}, "state": "ready"}
            for n, c in programs.items()]
    rows = []
    while any(p["state"] != "ended" for p in pcbs):
        for p in pcbs:
            if p["state"] == "ended":
                continue
            p["state"] = "running"
            rows.append({q["name"]: q["state"] for q in pcbs})
            for i in range(quantum):
                op, arg = execute(p["registers"], p["code"], p["data"])
                if op == "exit":
                    p["state"] = "ended"
                    break
            else:
                p["state"] = "ready"
    return rows, {p["name"]: p["data"] for p in pcbs}


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
