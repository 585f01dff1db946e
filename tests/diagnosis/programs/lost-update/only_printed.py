"""Nothing is returned, and a number is printed that depends on the schedule."""

from multiprocessing import Process, Value


def add(v):
    for _ in range(2):
        v.value += 1


def main():
    v = Value("i", 0)
    ps = [Process(target=add, args=(v,)) for _ in range(2)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    print("counter is", v.value)
