"""The work raises between acquire and release."""
# tasks: seller-2 8

from multiprocessing import Lock, Process


def sell(lock, price):
    lock.acquire()
    if price < 0:
        raise ValueError("no such price")
    lock.release()


def main():
    lock = Lock()
    sellers = [Process(target=sell, args=(lock, p), name=f"seller-{-p}") for p in (-1, -2)]
    sellers[0].start()
    sellers[0].join()
    sellers[1].start()
    sellers[1].join()
