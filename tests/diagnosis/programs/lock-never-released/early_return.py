"""One branch returns without a release."""

from multiprocessing import Lock, Process


def buy(lock, amount):
    lock.acquire()
    if amount == 0:
        return
    lock.release()


def main():
    lock = Lock()
    ps = [Process(target=buy, args=(lock, i)) for i in (0, 1)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
