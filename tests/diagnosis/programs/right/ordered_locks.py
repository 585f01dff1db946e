"""Both take the locks in the same order."""
# expect: "done"

from multiprocessing import Lock, Process


def transfer(a, b):
    with a, b:
        pass


def main():
    a, b = Lock(), Lock()
    ps = [Process(target=transfer, args=(a, b)) for _ in range(2)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    return "done"
