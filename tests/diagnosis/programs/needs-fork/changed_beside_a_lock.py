"""The lock of the module is passed on as it should be; only the prices are not there."""

# method: spawn
# tasks: order-1 13
from multiprocessing import Lock, Process

counter = Lock()
prices = {}


def order(lock, dish):
    with lock:
        print(prices[dish])


def main():
    prices["soup"] = 5
    with counter:
        pass
    customer = Process(target=order, args=(counter, "soup"))
    customer.start()
    customer.join()
