"""A helper takes the lock that its caller holds."""
# tasks: deposit-1 8

from multiprocessing import Lock, Process, Value


def log(balance, lock):
    with lock:
        return balance.value


def deposit(balance, lock):
    with lock:
        balance.value += 1
        log(balance, lock)


def main():
    balance, lock = Value("i", 0), Lock()
    p = Process(target=deposit, args=(balance, lock))
    p.start()
    p.join()
    return balance.value
