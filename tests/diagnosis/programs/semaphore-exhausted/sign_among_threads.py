# expect: "done"
"""A semaphore among threads is a sign that is given once, and awaited twice."""

import threading


def eater(filled):
    for _ in range(2):
        filled.acquire()


def main():
    filled = threading.Semaphore(0)
    t = threading.Thread(target=eater, args=(filled,))
    t.start()
    filled.release()
    t.join()
    return "done"
