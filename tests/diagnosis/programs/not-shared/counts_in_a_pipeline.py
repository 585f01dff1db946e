# expect: {"a": 2}
"""A reader passes words on to two workers, which count in a dict of their own."""

from multiprocessing import Process, Queue

counts = {}


def read(words, queue):
    for word in words:
        queue.put(word)
    for _ in range(2):
        queue.put(None)


def work(queue):
    while (word := queue.get()) is not None:
        counts[word] = counts.get(word, 0) + 1


def main():
    queue = Queue()
    ps = [Process(target=read, args=(["a", "a"], queue), name="reader")]
    ps += [Process(target=work, args=(queue,), name=f"worker-{n}") for n in range(2)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    return counts
