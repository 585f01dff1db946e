"""The producer is joined before its queue is emptied: what it put does not fit in the pipe."""

from multiprocessing import Process, Queue


def produce(queue):
    queue.put("x" * 200_000)


def main():
    queue = Queue()
    producer = Process(target=produce, args=(queue,))
    producer.start()
    producer.join()
    return len(queue.get())
