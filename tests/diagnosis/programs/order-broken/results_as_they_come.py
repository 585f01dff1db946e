"""Each worker puts its own result; the order is whoever comes first."""
# expect: [0, 1]

from multiprocessing import Process, Queue


def work(results, n):
    results.put(n)


def main():
    results = Queue()
    ps = [Process(target=work, args=(results, n)) for n in range(2)]
    for p in ps:
        p.start()
    got = [results.get() for _ in ps]
    for p in ps:
        p.join()
    return got
