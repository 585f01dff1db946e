"""A thread takes what was put in and never says that it is done."""

# tasks: main 17
import queue
import threading


def cook(orders):
    orders.get()


def main():
    orders = queue.Queue()
    worker = threading.Thread(target=cook, args=(orders,))
    worker.start()
    orders.put("soup")
    orders.join()
    worker.join()
