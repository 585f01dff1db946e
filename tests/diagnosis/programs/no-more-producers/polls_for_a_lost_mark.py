"""The end mark found no place and was dropped, and the reader looks for it for ever."""

import time
from multiprocessing import Process, Queue
from queue import Empty, Full


def make(q):
    q.put("bun")
    try:
        q.put_nowait(None)
    except Full:
        pass


def main():
    q = Queue(1)
    Process(target=make, args=(q,)).start()
    while True:
        try:
            if q.get_nowait() is None:
                break
        except Empty:
            time.sleep(1)
