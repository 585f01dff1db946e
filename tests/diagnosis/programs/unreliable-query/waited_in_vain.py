# expect: ["bun"]
"""Five seconds without an item are taken for the end."""

import time
from multiprocessing import Process, Queue
from queue import Empty


def bake(q):
    time.sleep(7)
    q.put("bun")


def main():
    q = Queue()
    p = Process(target=bake, args=(q,))
    p.start()
    eaten = []
    try:
        eaten.append(q.get(timeout=5))
    except Empty:
        pass
    p.join()
    return eaten
