"""All that a new interpreter needs is given to it."""

# expect: [2, "soup"]
# method: spawn
from multiprocessing import Lock, Process, Queue, Value


def add(lock, count, orders, menu):
    with lock:
        count.value += 1
    if count.value == 2:
        orders.put(menu["soup"])


def main():
    lock, count, orders = Lock(), Value("i", 0), Queue()
    menu = {"soup": "soup"}
    workers = [Process(target=add, args=(lock, count, orders, menu)) for _ in range(2)]
    for worker in workers:
        worker.start()
        worker.join()
    return [count.value, orders.get()]
