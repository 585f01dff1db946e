"""The customer waits at a queue of its own, which nobody else knows."""

# method: spawn
# tasks: serve-1 10, main 17
from multiprocessing import Process, Queue

boxes = Queue()

def serve():
    boxes.get()


def main():
    customer = Process(target=serve)
    customer.start()
    boxes.put("donut")
    customer.join()
