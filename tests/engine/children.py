"""Programs in which a child tells what it has of its parent, by what it is that they ask."""

from __future__ import annotations

HEAD = """\
import atexit, concurrent.futures, multiprocessing as mp, os, random, sys, threading, time

if __name__ == "__main__":
    mp.set_start_method(sys.argv.pop(1))

def say(*words):
    print("say", *words, flush=True)

def together(target, *args, number=2):
    told = mp.SimpleQueue()
    workers = [mp.Process(target=target, args=(told, n, *args)) for n in range(number)]
    for worker in workers:
        worker.start()
        worker.join()
    return [told.get() for _ in range(number)]

"""
FOOT = """

if __name__ == "__main__":
    import json
    try:
        seen = ["returned", main()]
    except BaseException as error:
        seen = ["raised", f"{type(error).__name__}: {error}"]
    print("RESULT", json.dumps(seen))
"""

PROGRAMS = {
    "what the module drew when it was imported": """
drawn = random.random()
def child(told, n):
    told.put(drawn)
def main():
    first, second = together(child)
    return [first == drawn, first == second]
""",
    "what a child draws for itself": """
def child(told, n):
    told.put(random.random())
def main():
    first, second = together(child)
    return first == second
""",
    "how often the module is imported": """
say("imported")
def child(told, n):
    told.put(n)
def main():
    return together(child)
""",
    "a global variable that was set before the start": """
settings = {"lamps": 1}
def child(told, n):
    told.put(settings["lamps"])
def main():
    settings["lamps"] = 5
    return together(child)
""",
    "a Value of the module": """
count = mp.Value("i", 0)
def child(told, n):
    with count.get_lock():
        count.value += 1
    told.put(count.value)
def main():
    return [together(child), count.value]
""",
    "a Lock of the module that a child keeps": """
lock = mp.Lock()
def child(told, n):
    told.put(lock.acquire(timeout=0.1))
def main():
    return [together(child), lock.acquire(timeout=0.1)]
""",
    "a Queue of the module": """
boxes = mp.Queue()
def child(told, n):
    if n == 0:
        boxes.put("box")
        told.put("put")
    else:
        try:
            told.put(boxes.get(timeout=0.3))
        except Exception as error:
            told.put(type(error).__name__)
def main():
    return together(child)
""",
    "a Value that is handed over": """
def child(told, n, count):
    with count.get_lock():
        count.value += 1
    told.put(count.value)
def main():
    count = mp.Value("i", 0)
    return [together(child, count), count.value]
""",
    "a lambda as target": """
def main():
    worker = mp.Process(target=lambda: say("hello"))
    worker.start()
    worker.join()
    return worker.exitcode
""",
    "a local function as target": """
def main():
    def work():
        say("hello")
    worker = mp.Process(target=work)
    worker.start()
    worker.join()
    return worker.exitcode
""",
    "a method of a local class as target": """
def main():
    class Lamp:
        def light(self):
            say("light")
    worker = mp.Process(target=Lamp().light)
    worker.start()
    worker.join()
    return worker.exitcode
""",
    "a function by another name as target": """
def decorated(function):
    return lambda: function()
@decorated
def work():
    say("hello")
def main():
    worker = mp.Process(target=work)
    worker.start()
    worker.join()
    return worker.exitcode
""",
    "a lock of threads as argument": """
def child(lock):
    with lock:
        say("inside")
def main():
    worker = mp.Process(target=child, args=(threading.Lock(),))
    worker.start()
    worker.join()
    return worker.exitcode
""",
    "a generator as argument": """
def child(numbers):
    say(*numbers)
def main():
    worker = mp.Process(target=child, args=((n for n in range(3)),))
    worker.start()
    worker.join()
    return worker.exitcode
""",
    "a module as argument": """
def child(module):
    say(module.__name__)
def main():
    worker = mp.Process(target=child, args=(time,))
    worker.start()
    worker.join()
    return worker.exitcode
""",
    "a process of a class of its own with a lambda in it": """
class Worker(mp.Process):
    def __init__(self, work):
        super().__init__()
        self.work = work
    def run(self):
        self.work()
def main():
    worker = Worker(lambda: say("hello"))
    worker.start()
    worker.join()
    return worker.exitcode
""",
    "a lock of another start method": """
def child(lock):
    with lock:
        say("inside")
def main():
    lock = mp.get_context("fork").Lock()
    worker = mp.Process(target=child, args=(lock,))
    worker.start()
    worker.join()
    return worker.exitcode
""",
    "the environment at the first start and at the second": """
def child(told, n):
    told.put(os.environ.get("LAMP"))
def main():
    seen = []
    for value in ("on", "off", None):
        if value is None:
            del os.environ["LAMP"]
        else:
            os.environ["LAMP"] = value
        seen += together(child, number=1)
    return seen
""",
    "the working folder, the path of imports and the arguments": """
def child(told, n):
    told.put([os.getcwd() == "/", "/here" in sys.path, sys.argv[1:]])
def main():
    os.chdir("/")
    sys.path.append("/here")
    sys.argv[1:] = ["five", "boxes"]
    return together(child, number=1)
""",
    "who the parent is": """
def child(told, n, parent):
    told.put([os.getppid() == parent, mp.parent_process().pid == parent])
def main():
    return together(child, os.getpid(), number=1)
""",
    "which start method is told": """
def child(told, n):
    told.put([mp.get_start_method(), mp.get_context().get_start_method()])
def main():
    return [together(child, number=1), mp.get_start_method(), sorted(mp.get_all_start_methods())]
""",
    "a process by a start method of its own": """
def child(told, method):
    told.put([method, mp.get_start_method()])
def main():
    seen = []
    for method in ("fork", "spawn", "forkserver"):
        context = mp.get_context(method)
        told = context.SimpleQueue()
        worker = context.Process(target=child, args=(told, method))
        worker.start()
        worker.join()
        seen.append(told.get())
    return seen
""",
    "what a server is told to import ahead": """
drawn = random.random()
mp.set_forkserver_preload(["colorsys", "no_such_module"])
def child(told, n):
    told.put(["colorsys" in sys.modules, drawn])
def main():
    (first, one), (second, other) = together(child)
    return [first, second, one == other]
""",
    "a child of a child": """
drawn = random.random()
def grandchild(told):
    told.put(drawn)
def child(told, n):
    inner = mp.SimpleQueue()
    worker = mp.Process(target=grandchild, args=(inner,))
    worker.start()
    worker.join()
    told.put(inner.get() == drawn)
def main():
    return together(child, number=1)
""",
    "what a child wants done at the end, and the module in it": """
if mp.parent_process() is not None:
    atexit.register(say, "the module's end")
def child(told, n):
    atexit.register(say, "the end")
    told.put(n)
def main():
    return together(child, number=1)
""",
    "how children end": """
def ends():
    return
def leaves():
    sys.exit(3)
def fails():
    raise ValueError("five")
def dies():
    os._exit(4)
def is_killed():
    os.kill(os.getpid(), 9)
def main():
    codes = []
    for target in (ends, leaves, fails, dies, is_killed):
        worker = mp.Process(target=target)
        worker.start()
        worker.join()
        codes.append(worker.exitcode)
    return codes
""",
    "standard input": """
def child(told, n):
    told.put(sys.stdin.read())
def main():
    return together(child, number=1)
""",
    "a pool whose workers begin with a lambda": """
def double(n):
    return 2 * n
def main():
    try:
        with mp.Pool(1, initializer=lambda: say("begins")) as pool:
            return pool.map(double, range(3))
    except Exception as error:
        return f"{type(error).__name__}: {error}"
""",
    "a lambda for a pool": """
def main():
    with mp.Pool(1) as pool:
        return pool.map(lambda n: 2 * n, range(3))
""",
    "a global of the parent in a pool": """
table = {}
def look(n):
    return table.get(n)
def main():
    table[1] = "one"
    with mp.Pool(1) as pool:
        return pool.map(look, [1])
""",
    "an executor": """
table = {}
def look(n):
    return [table.get(n), mp.get_start_method()]
def main():
    table[1] = "one"
    with concurrent.futures.ProcessPoolExecutor(1) as pool:
        return list(pool.map(look, [1]))
""",
    "a lambda for an executor": """
def main():
    with concurrent.futures.ProcessPoolExecutor(1) as pool:
        return pool.submit(lambda: 5).result()
""",
    "a manager": """
def child(told, n, shared):
    shared[n] = n
    told.put(len(shared))
def main():
    with mp.Manager() as manager:
        shared = manager.dict()
        return [together(child, shared), dict(shared)]
""",
    "a pipe's end": """
def child(told, n, end):
    end.send("hello")
    told.put(end.recv())
def main():
    here, there = mp.Pipe()
    here.send("you")
    return [together(child, there, number=1), here.recv()]
""",
}
