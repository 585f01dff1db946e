"""A global that children change stays as it is in their parent, by each start method."""

# expect: 2
# method: spawn
from multiprocessing import Process

counter = 0


def count():
    global counter
    counter += 1


def main():
    ps = [Process(target=count) for _ in range(2)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    return counter
