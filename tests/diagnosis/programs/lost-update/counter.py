# expect: 2
"""Two processes count without the lock."""

from multiprocessing import Process, Value


def count(counter):
    counter.value += 1


def main():
    counter = Value("i", 0)
    ps = [Process(target=count, args=(counter,)) for _ in range(2)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    return counter.value
