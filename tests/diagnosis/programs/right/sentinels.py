"""One end mark for each consumer."""
# expect: [0, 1, 2]

from multiprocessing import Process, Queue


def eat(q, out):
    while (item := q.get()) is not None:
        out.put(item)
    out.put(None)


def main():
    q, out = Queue(2), Queue()
    ps = [Process(target=eat, args=(q, out)) for _ in range(2)]
    for p in ps:
        p.start()
    for i in range(3):
        q.put(i)
    for _ in ps:
        q.put(None)
    got = []
    ended = 0
    while ended < 2:
        item = out.get()
        if item is None:
            ended += 1
        else:
            got.append(item)
    for p in ps:
        p.join()
    return sorted(got)
