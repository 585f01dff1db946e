"""A ring of 20 places by hand: two flags hand it over, but the taker counts rounds, not items."""

from multiprocessing import Array, Lock, Process, Value

PLACES = 20


def put(lock, ring, amount, full, item):
    with lock:
        if not full.value:
            ring[amount.value] = item
            amount.value += 1
            full.value = 1


def fill(lock, ring, amount, full):
    for item in range(PLACES):
        put(lock, ring, amount, full, item)


def drain(lock, ring, amount, full):
    for expected in range(PLACES):
        with lock:
            if full.value:
                assert ring[amount.value - 1] == expected
                full.value = 0


def main():
    lock, ring = Lock(), Array("i", PLACES, lock=False)
    amount, full = Value("i", 0, lock=False), Value("i", 0, lock=False)
    workers = [Process(target=work, args=(lock, ring, amount, full)) for work in (fill, drain)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
