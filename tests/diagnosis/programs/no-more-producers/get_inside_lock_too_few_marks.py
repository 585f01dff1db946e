"""Three consumers share a lock around get; there is one end mark."""

from multiprocessing import Lock, Process, Queue


def consumer(q, lock):
    while True:
        with lock:
            item = q.get()
        if item is None:
            return


def main():
    q, lock = Queue(), Lock()
    ps = [Process(target=consumer, args=(q, lock)) for _ in range(3)]
    for p in ps:
        p.start()
    q.put(1)
    q.put(None)
    for p in ps:
        p.join()
