"""A thread takes one item, and two more are put in than there is room for."""

# tasks: main 18
import queue
import threading


def cook(orders):
    orders.get()


def main():
    orders = queue.Queue(maxsize=1)
    worker = threading.Thread(target=cook, args=(orders,))
    worker.start()
    orders.put("soup")
    orders.put("cake")
    orders.put("bread")
    worker.join()
