"""Two count with the Value's own lock."""
# expect: 4

from multiprocessing import Process, Value


def count(counter):
    for _ in range(2):
        with counter.get_lock():
            counter.value += 1


def main():
    counter = Value("i", 0)
    ps = [Process(target=count, args=(counter,)) for _ in range(2)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    return counter.value
