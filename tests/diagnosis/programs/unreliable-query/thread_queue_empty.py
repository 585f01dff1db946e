# expect: ["bun"]
"""A queue among threads is read while it is not empty, and the other thread has not begun yet."""

import queue
import threading


def make(q):
    q.put("bun")


def main():
    q = queue.Queue()
    t = threading.Thread(target=make, args=(q,))
    t.start()
    eaten = []
    while not q.empty():
        eaten.append(q.get())
    t.join()
    return eaten
