# expect: [100000]
# tasks: main 28
"""Another process than the one with the long result is joined before the results are taken."""

from multiprocessing import Process, Queue


def read(lines, results):
    lines.put("x" * 100_000)
    lines.put(None)
    results.put(("read", 0))


def work(lines, results):
    while (line := lines.get()) is not None:
        results.put((line, 1))


def main():
    lines, results = Queue(1), Queue()
    ps = [
        Process(target=read, args=(lines, results), name="reader"),
        Process(target=work, args=(lines, results), name="worker"),
    ]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    return sorted(len(results.get()[0]) for _ in range(2))[1:]
