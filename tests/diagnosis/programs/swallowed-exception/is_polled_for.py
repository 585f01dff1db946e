"""An end mark that can't be packed up is looked for again and again."""

import time
from multiprocessing import Process, Queue
from queue import Empty

END = lambda: None


def make(q):
    q.put(END)


def main():
    q = Queue()
    Process(target=make, args=(q,)).start()
    while True:
        try:
            if q.get_nowait() == END:
                break
        except Empty:
            time.sleep(1)
