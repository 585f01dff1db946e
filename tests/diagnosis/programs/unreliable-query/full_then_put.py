"""Two look for room and then put, and there is room for one."""

from multiprocessing import Process, Queue


def make(q, bun):
    if not q.full():
        q.put(bun)


def main():
    q = Queue(1)
    ps = [Process(target=make, args=(q, bun)) for bun in range(2)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    q.get()
    return "full"
