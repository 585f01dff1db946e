"""Two threads take from one queue.Queue, and one mark of the end is put in for both."""

# tasks: main 23, cook-2 9
import queue
import threading


def cook(orders):
    while orders.get() is not None:
        pass


def main():
    orders = queue.Queue()
    cooks = [threading.Thread(target=cook, name=f"cook-{n}", args=(orders,)) for n in (1, 2)]
    for each in cooks:
        each.start()
    orders.put("soup")
    orders.put("cake")
    orders.put(None)

    for each in cooks:
        each.join()
